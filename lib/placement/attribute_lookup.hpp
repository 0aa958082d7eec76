#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/attributes.hpp>

namespace eniplan::placement {

/// The value of one attribute on one instance after the other, as Attributes::value_of() tells it.
///
/// Most instances share one list of capabilities, and most attributes asked for are not among them. So what the last
/// list said is kept. And most have values for the same attributes, so where the last one had its value is looked at
/// first. The instances asked about must outlive this, since lists are known by where they are.
class AttributeLookup {
 public:
  /// The name must outlive this.
  explicit AttributeLookup(std::string_view name) : name_(name) {}

  [[nodiscard]] std::optional<std::string_view> value_on(const Attributes& attributes) {
    const std::vector<Attribute>& values = attributes.with_value();
    if (place_ >= values.size() || values[place_].name != name_) {
      // There are few, and most names differ in length.
      place_ = static_cast<std::size_t>(std::ranges::find(values, name_, &Attribute::name) - values.begin());
    }
    if (place_ < values.size()) return *values[place_].value;
    const std::vector<std::string>& capabilities = attributes.without_value();
    if (&capabilities != last_) {
      last_ = &capabilities;
      is_capability_ = std::binary_search(capabilities.begin(), capabilities.end(), name_);
    }
    return is_capability_ ? std::optional<std::string_view>("") : std::nullopt;
  }

 private:
  std::string_view name_;
  std::size_t place_ = 0;
  const std::vector<std::string>* last_ = nullptr;
  bool is_capability_ = false;
};

}  // namespace eniplan::placement
