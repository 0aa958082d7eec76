#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eniplan {

/// An attribute of a container instance, or one that a task requires.
/// Capabilities have a name and no value.
struct Attribute {
  std::string name;
  std::optional<std::string> value;

  friend bool operator==(const Attribute&, const Attribute&) = default;
};

/// The attributes of one container instance; names are unique.
///
/// An instance carries some sixty capabilities, the same as its neighbours', and a
/// handful of values that are its own. The capabilities are therefore shared between
/// the instances that were given the same list (copied only when one of them changes),
/// which is what keeps a dump of 50,000 instances in memory.
class Attributes {
 public:
  /// Sorted names of the attributes without a value.
  using Capabilities = std::shared_ptr<const std::vector<std::string>>;

  Attributes() = default;
  /// Of several attributes of one name the last counts.
  explicit Attributes(std::vector<Attribute> attributes);
  /// Takes `capabilities` (sorted, unique, or null) as they are, shared.
  Attributes(Capabilities capabilities, std::vector<Attribute> attributes);

  /// Adds an attribute or replaces the one of that name. Cost: linear in their number.
  void set(Attribute attribute);

  /// Removes the attribute of that name, if there is one. Cost: the same.
  void remove(std::string_view name);

  [[nodiscard]] bool contains(std::string_view name) const { return value_of(name).has_value(); }
  /// The value; the empty text for an attribute without one; nothing if there is no such
  /// attribute. Cost: logarithmic.
  [[nodiscard]] std::optional<std::string_view> value_of(std::string_view name) const;

  /// The two parts, each sorted by name.
  [[nodiscard]] const std::vector<std::string>& without_value() const;
  [[nodiscard]] const std::vector<Attribute>& with_value() const { return with_value_; }

  friend bool operator==(const Attributes& a, const Attributes& b) {
    return a.without_value() == b.without_value() && a.with_value_ == b.with_value_;
  }

 private:
  Capabilities without_value_;  // null when there are none
  std::vector<Attribute> with_value_;
};

}  // namespace eniplan
