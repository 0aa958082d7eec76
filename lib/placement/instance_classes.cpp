#include "placement/instance_classes.hpp"

#include <numeric>
#include <optional>
#include <unordered_map>

namespace eniplan::placement {
namespace {

void ask_for(const Predicate& predicate, FactsAskedFor& facts) {
  switch (predicate.subject) {
    case Subject::attribute: facts.attributes.insert(predicate.attribute); break;
    case Subject::ec2_instance_id: facts.ec2_instance_id = true; break;
    case Subject::agent_version: facts.agent_version = true; break;
    case Subject::registered_at: facts.registered_at = true; break;
    case Subject::agent_connected:  // Always told apart.
    case Subject::running_tasks_count:
    case Subject::task_group: break;  // State, not facts.
  }
}

void add_identity(const ContainerInstance& instance, const FactsAskedFor& facts, KeyText& key) {
  if (facts.ec2_instance_id) key.add(instance.ec2_instance_id);
  if (facts.agent_version) key.add(instance.agent_version);
  if (!facts.registered_at) return;
  if (instance.registered_at) {
    key.add(instance.registered_at->time_since_epoch().count());
  } else {
    key.add(std::nullopt);
  }
}

std::vector<ClassId> classes_of(const Fleet& fleet, const FactsAskedFor& facts) {
  Classifier classifier(facts);
  std::vector<ClassId> classes;
  classes.reserve(fleet.blocks().size());
  for (const InstanceBlock& block : fleet.blocks()) classes.push_back(classifier.class_of(block));
  return classes;
}

}  // namespace

FactsAskedFor::FactsAskedFor()
    : attributes{std::string(availability_zone_attribute), std::string(external_capability)} {}

void FactsAskedFor::ask(const Expression& expression) {
  if (expression.kind == Expression::Kind::predicate) ask_for(expression.predicate, *this);
  for (const Expression& operand : expression.operands) ask(operand);
}

ValueOnBlocks::ValueOnBlocks(std::string_view name) : lookup_(name) {
  if (name == availability_zone_attribute) fact_ = &InstanceFacts::availability_zone;
  if (name == instance_type_attribute) fact_ = &InstanceFacts::instance_type;
}

Classifier::Classifier(const FactsAskedFor& facts)
    : facts_(facts), values_(facts.attributes.begin(), facts.attributes.end()) {}

ClassId Classifier::class_of(const InstanceBlock& block) {
  key_.clear();
  key_.add(static_cast<std::int64_t>(block.status));
  key_.add(std::int64_t{block.agent_connected});
  key_.add(block.capacity_provider);
  for (ValueOnBlocks& value : values_) key_.add(value(block));
  // A group's instances have no identity; an instance described with an empty one has none either.
  static const ContainerInstance no_identity;
  add_identity(block.container_instance != nullptr ? *block.container_instance : no_identity, facts_, key_);
  return known_.try_emplace(key_.text(), static_cast<ClassId>(known_.size())).first->second;
}

InstanceClasses::InstanceClasses(const Fleet& fleet, const FactsAskedFor& facts)
    : InstanceClasses(fleet, classes_of(fleet, facts)) {}

InstanceClasses::InstanceClasses(const Fleet& fleet, std::vector<ClassId> class_of_block)
    : of_block(std::move(class_of_block)) {
  for (std::size_t i = 0; i < of_block.size(); ++i) {
    if (of_block[i] == size()) representative.push_back(&fleet.blocks()[i]);
  }
  first_range.resize(size() + 1);
  for (const ClassId of_class : of_block) ++first_range[of_class + 1];
  std::partial_sum(first_range.begin(), first_range.end(), first_range.begin());
  std::vector<std::size_t> next(first_range.begin(), first_range.end() - 1);
  ranges.resize(of_block.size());
  instance_count.resize(size());
  for (std::size_t i = 0; i < of_block.size(); ++i) {
    const InstanceBlock& block = fleet.blocks()[i];
    ranges[next[of_block[i]]++] = {block.first, block.end()};
    instance_count[of_block[i]] += block.count;
  }
}

const AttributeColumn& AttributeColumns::column(std::string_view attribute) {
  if (const auto known = columns_.find(attribute); known != columns_.end()) return known->second;
  AttributeColumn& column = columns_[std::string(attribute)];
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  std::vector<std::optional<std::uint32_t>> values;
  for (const InstanceBlock* const block : classes_->representative) {
    const auto value = block->attributes->value_of(attribute);
    if (!value) {
      values.push_back(std::nullopt);
    } else {
      values.push_back(numbers.try_emplace(*value, static_cast<std::uint32_t>(numbers.size())).first->second);
    }
  }
  column.value_count = static_cast<std::uint32_t>(numbers.size());
  column.first_class.resize(column.value_count + std::size_t{1});
  for (const auto& value : values) column.value_of_class.push_back(value.value_or(column.value_count));
  for (std::size_t of_class = values.size(); of_class-- > 0;) {
    column.first_class[column.value_of_class[of_class]] = static_cast<ClassId>(of_class);
  }
  return column;
}

}  // namespace eniplan::placement
