#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "placement/attribute_lookup.hpp"
#include "placement/fleet.hpp"
#include "placement/key_text.hpp"
#include "placement/run_state.hpp"

/// \file
/// Instances that no demand can tell apart by facts that never change. A fleet of thousands has a few
/// classes, so the checks of such facts are made once for each class rather than for each instance.

namespace eniplan::placement {

/// The facts of an instance that some demand asks about. What nobody asks about (the trunk's id, say) tells
/// no instances apart.
struct FactsAskedFor {
  std::set<std::string, std::less<>> attributes;
  bool ec2_instance_id = false;
  bool agent_version = false;
  bool registered_at = false;

  /// The checks themselves ask for the zone, and whether the instance is external.
  FactsAskedFor();
  void ask(const Expression& expression);

  friend bool operator==(const FactsAskedFor&, const FactsAskedFor&) = default;
};

/// The value of an attribute on one block after the other. Where blocks tell it themselves, the attributes of instances
/// need not be looked at.
class ValueOnBlocks {
 public:
  /// The name must outlive this.
  explicit ValueOnBlocks(std::string_view name);

  [[nodiscard]] std::optional<std::string_view> operator()(const InstanceBlock& block) {
    return fact_ != nullptr ? (*block.facts).*fact_ : lookup_.value_on(*block.attributes);
  }

 private:
  AttributeLookup lookup_;
  std::optional<std::string> InstanceFacts::*fact_ = nullptr;
};

/// Tells blocks apart by the facts that are asked for. Classes are numbered as they come.
class Classifier {
 public:
  /// `facts` must outlive this.
  explicit Classifier(const FactsAskedFor& facts);

  [[nodiscard]] ClassId class_of(const InstanceBlock& block);

 private:
  const FactsAskedFor& facts_;
  std::vector<ValueOnBlocks> values_;  // of the attributes asked for
  std::unordered_map<std::string, ClassId> known_;
  KeyText key_;  // kept for the memory it took
};

struct InstanceClasses {
  InstanceClasses(const Fleet& fleet, const FactsAskedFor& facts);
  /// Of blocks that a Classifier has told apart: the class of each.
  InstanceClasses(const Fleet& fleet, std::vector<ClassId> class_of_block);

  [[nodiscard]] std::size_t size() const { return representative.size(); }
  /// Where the instances of a class are, in canonical order.
  [[nodiscard]] std::span<const InstanceRange> ranges_of(ClassId of_class) const {
    return std::span(ranges).subspan(first_range[of_class], first_range[of_class + 1] - first_range[of_class]);
  }

  std::vector<ClassId> of_block;                     ///< [blocks] the class of each
  std::vector<const InstanceBlock*> representative;  ///< [classes] the first block of each
  std::vector<InstanceRange> ranges;                 ///< [blocks] by class
  std::vector<std::size_t> first_range;              ///< [classes + 1] in `ranges`
  std::vector<std::size_t> instance_count;           ///< [classes]
};

/// The values of one attribute, numbered from 0.
struct AttributeColumn {
  std::vector<std::uint32_t> value_of_class;  ///< [classes] `value_count` where there is no such attribute
  std::uint32_t value_count = 0;
  std::vector<ClassId> first_class;  ///< [value_count + 1] with that value; any where none has
};

/// The columns of attributes that somebody asks about, each made when it is first wanted.
class AttributeColumns {
 public:
  explicit AttributeColumns(std::shared_ptr<const InstanceClasses> classes) : classes_(std::move(classes)) {}

  /// Stays where it is.
  const AttributeColumn& column(std::string_view attribute);

 private:
  std::shared_ptr<const InstanceClasses> classes_;
  std::map<std::string, AttributeColumn, std::less<>> columns_;
};

}  // namespace eniplan::placement
