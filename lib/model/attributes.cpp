#include <eniplan/attributes.hpp>

#include <algorithm>
#include <utility>

namespace eniplan {
namespace {

const std::vector<std::string> no_capabilities;

auto find_value(auto& attributes, std::string_view name) {
  return std::ranges::lower_bound(attributes, name, {}, [](const Attribute& a) -> std::string_view { return a.name; });
}

}  // namespace

Attributes::Attributes(std::vector<Attribute> attributes) : Attributes(nullptr, std::move(attributes)) {}

Attributes::Attributes(Capabilities capabilities, std::vector<Attribute> attributes)
    : without_value_(std::move(capabilities)) {
  for (Attribute& attribute : attributes) set(std::move(attribute));
}

void Attributes::set(Attribute attribute) {
  const std::vector<std::string>& names = without_value();
  const auto name = std::ranges::lower_bound(names, attribute.name);
  const bool is_capability = name != names.end() && *name == attribute.name;
  const auto value = find_value(with_value_, attribute.name);
  const bool is_value = value != with_value_.end() && value->name == attribute.name;

  if (attribute.value) {
    if (is_capability) {
      auto fewer = std::make_shared<std::vector<std::string>>(names);
      fewer->erase(fewer->begin() + (name - names.begin()));
      without_value_ = std::move(fewer);
    }
    if (is_value) {
      value->value = std::move(attribute.value);
    } else {
      with_value_.insert(value, std::move(attribute));
    }
    return;
  }
  if (is_value) with_value_.erase(value);
  if (!is_capability) {
    auto more = std::make_shared<std::vector<std::string>>(names);
    more->insert(more->begin() + (name - names.begin()), std::move(attribute.name));
    without_value_ = std::move(more);
  }
}

void Attributes::remove(std::string_view name) {
  if (!contains(name)) return;
  set({std::string(name), ""});  // Then it is one with a value, wherever it was.
  with_value_.erase(find_value(with_value_, name));
}

std::optional<std::string_view> Attributes::value_of(std::string_view name) const {
  if (const auto value = find_value(with_value_, name); value != with_value_.end() && value->name == name) {
    return *value->value;
  }
  if (std::ranges::binary_search(without_value(), name, {}, [](std::string_view n) { return n; })) return "";
  return std::nullopt;
}

const std::vector<std::string>& Attributes::without_value() const {
  return without_value_ ? *without_value_ : no_capabilities;
}

}  // namespace eniplan
