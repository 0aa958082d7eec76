#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/draft.hpp"

/// \file
/// `--set PATH=VALUE`: one value of the input replaced or added before it is read.
///
/// A path names things as a document of ours does: `services.web.desiredCount`, `services[0].desiredCount`,
/// `capacity.t2.micro.count`, `accountSettings.awsvpcTrunking`, `seed`. Elements of a list go by their name
/// (services, groups, families, subnets, types, last part of an ARN) or number within their document. The value is YAML.

namespace eniplan::io {

class Settings {
 public:
  /// Reports texts without `=` and values that are not YAML.
  Settings(std::span<const std::string> texts, Problems& problems);
  ~Settings();

  /// The element of the list `list` with what is set in it. Copies only what changes, into `arena`.
  [[nodiscard]] Value apply(std::string_view list, std::size_t index, const Value& element, Arena& arena);

  /// Sets what stands at the top of a document.
  void apply_top_level(Draft& draft, Problems& problems);

  /// Reports every setting that found nothing to be set in.
  void report_unused(Problems& problems) const;

 private:
  struct Setting {
    std::string text;                      ///< `services.web.desiredCount=3`
    std::string_view list;                 ///< `services`
    std::string_view rest;                 ///< `.web.desiredCount`
    std::unique_ptr<const Source> source;  ///< Holds the value's text.
    const Value* value = nullptr;
    bool used = false;
    std::vector<std::string> names;        ///< Seen in the list, for a suggestion.
  };

  Arena arena_;
  std::vector<std::unique_ptr<Setting>> settings_;
};

}  // namespace eniplan::io
