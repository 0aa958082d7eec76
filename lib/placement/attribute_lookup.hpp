#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/attributes.hpp>

namespace eniplan::placement {

/// The value of one attribute on one instance after the other, as Attributes::value_of() tells it.
///
/// Most instances share one list of capabilities, and most attributes asked for are not among them. So what the last
/// list said is kept. The instances asked about must outlive this, since lists are known by where they are.
class AttributeLookup {
 public:
  /// The name must outlive this.
  explicit AttributeLookup(std::string_view name) : name_(name) {}

  [[nodiscard]] std::optional<std::string_view> value_on(const Attributes& attributes) {
    const std::vector<Attribute>& values = attributes.with_value();
    const auto value =
        std::ranges::lower_bound(values, name_, {}, [](const Attribute& a) -> std::string_view { return a.name; });
    if (value != values.end() && value->name == name_) return *value->value;
    const std::vector<std::string>& capabilities = attributes.without_value();
    if (&capabilities != last_) {
      last_ = &capabilities;
      is_capability_ = std::binary_search(capabilities.begin(), capabilities.end(), name_);
    }
    return is_capability_ ? std::optional<std::string_view>("") : std::nullopt;
  }

 private:
  std::string_view name_;
  const std::vector<std::string>* last_ = nullptr;
  bool is_capability_ = false;
};

}  // namespace eniplan::placement
