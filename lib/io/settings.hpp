#pragma once

#include <memory>
#include <optional>
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
/// (services, groups, families, containers, subnets, types, last part of an ARN) or by their number within the list of
/// their document, from 0. What matches in several documents is set in all of them. A key that is not there yet is
/// added, with the maps on the way to it; so is the element after a list's last. The value is YAML.

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
    std::size_t offset = nowhere;          ///< By which errors in the value name the option.
    const Value* value = nullptr;
    bool used = false;
    std::vector<std::string> names;  ///< Seen in the list, for a suggestion.
  };

  void add(const std::string& text, Problems& problems);
  [[nodiscard]] static std::optional<std::string_view> path_inside(Setting& setting, std::size_t index,
                                                                   const Value& element);

  Arena arena_;
  std::vector<std::unique_ptr<Setting>> settings_;
};

}  // namespace eniplan::io
