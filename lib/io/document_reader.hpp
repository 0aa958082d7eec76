#pragma once

#include <string_view>
#include <vector>

#include "io/draft.hpp"
#include "io/settings.hpp"

namespace eniplan::io {

/// Turns the documents of one source into drafts: tells ours from AWS's answers and requests by their keys,
/// and has each record read by its reader.
class DocumentReader : public DocumentSink {
 public:
  DocumentReader(const Source& source, Arena& arena, Settings& settings, Problems& problems,
                 std::vector<Document>& documents);
  ~DocumentReader() override;

  void begin_document(Place place) override;
  [[nodiscard]] bool streams(const Path& path) const override;
  void element(const Path& path, const Value& element) override;
  void streamed(const Path& path, Place place) override;
  void member(const Path& path, const Member& member) override;
  void end_document() override;

 private:
  enum class Shape { ours, answer, task_definition_request, service_request, run_task_request };

  [[nodiscard]] Reading reading() { return {source_, problems_, document_.draft.warnings}; }
  [[nodiscard]] bool has_key(std::string_view key) const;
  [[nodiscard]] const Member* find_member(std::string_view key) const;
  [[nodiscard]] bool is_answer() const;
  [[nodiscard]] Shape shape() const;
  void note_list(std::string_view key);
  void read_element(std::string_view list, const Path& path, const Value& element);
  void read_ours();
  void read_our_member(const Member& member);
  void read_answer_member(const Member& member);
  void read_companion(const Path& path, const Member& member);
  void read_request(Shape shape);
  [[nodiscard]] std::string default_name() const;

  const Source& source_;
  Arena& arena_;
  Settings& settings_;
  Problems& problems_;
  std::vector<Document>& documents_;
  ContainerInstanceReader instances_;

  Document document_;
  Place place_;
  std::vector<std::string> lists_;  // top-level keys whose elements were read one by one
  std::vector<Member> members_;     // the others
  std::size_t document_count_ = 0;
};

}  // namespace eniplan::io
