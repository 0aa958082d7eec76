#include <eniplan/instance_results.hpp>

#include <algorithm>
#include <cassert>
#include <utility>

namespace eniplan {
namespace {

using Block = InstanceResults::Block;
using Run = InstanceResults::Run;

bool same_state(const Run& a, const Run& b) {
  return a.remaining == b.remaining && a.tasks == b.tasks && a.attach_failures == b.attach_failures;
}

bool same_facts(const Block& a, const Block& b) { return a.facts == b.facts || *a.facts == *b.facts; }

std::string id_in(const Block& block, std::size_t instance) {
  if (!block.first_number) return block.name;
  return block.name + "/" + std::to_string(*block.first_number + (instance - block.first_instance));
}

/// Whether the ids from `instance` to the end of the shorter block are equal. Numbers stand behind the last slash, so
/// two numbered blocks agree on all ids or on none.
bool same_ids(const Block& a, const Block& b, std::size_t instance) {
  if (!a.first_number || !b.first_number) return id_in(a, instance) == id_in(b, instance);
  return a.name == b.name &&
         *a.first_number + (instance - a.first_instance) == *b.first_number + (instance - b.first_instance);
}

/// The last of `parts` that begins at or before `instance`.
const auto& part_with(const auto& parts, std::size_t instance) {
  using Part = typename std::decay_t<decltype(parts)>::value_type;
  return *std::prev(std::ranges::upper_bound(parts, instance, {}, &Part::first_instance));
}

}  // namespace

void InstanceResults::add_block(Block block) {
  assert(block.facts != nullptr);
  if (!blocks_.empty() && blocks_.back().first_instance == size_) blocks_.pop_back();
  block.first_instance = size_;
  blocks_.push_back(std::move(block));
}

void InstanceResults::add_run(Run run) {
  assert(!blocks_.empty());
  if (run.instance_count == 0) return;
  run.first_instance = size_;
  run.block = blocks_.size() - 1;
  size_ += run.instance_count;
  assert(blocks_.back().first_number || size_ == blocks_.back().first_instance + 1);
  if (!runs_.empty() && runs_.back().block == run.block && same_state(runs_.back(), run)) {
    runs_.back().instance_count += run.instance_count;
  } else {
    runs_.push_back(run);
  }
}

void InstanceResults::push_back(InstanceResult instance) {
  add_block({.name = std::move(instance.id),
             .first_number = std::nullopt,
             .facts = std::make_shared<InstanceFacts>(
                 InstanceFacts{.instance_type = std::move(instance.instance_type),
                               .availability_zone = std::move(instance.availability_zone),
                               .trunking = instance.trunking,
                               .registered = instance.registered,
                               .memory_estimate = instance.memory_estimate})});
  add_run({.instance_count = 1,
           .remaining = instance.remaining,
           .tasks = instance.tasks,
           .attach_failures = instance.attach_failures});
}

InstanceResult InstanceResults::operator[](std::size_t instance) const {
  assert(instance < size_);
  return row(instance, part_with(runs_, instance));
}

std::string InstanceResults::id(std::size_t instance) const { return id_in(block_of(instance), instance); }

const InstanceResults::Block& InstanceResults::block_of(std::size_t instance) const {
  assert(instance < size_);
  return part_with(blocks_, instance);
}

InstanceResult InstanceResults::row(std::size_t instance, const Run& run) const {
  const Block& block = blocks_[run.block];
  return {.id = id_in(block, instance),
          .instance_type = block.facts->instance_type,
          .availability_zone = block.facts->availability_zone,
          .trunking = block.facts->trunking,
          .registered = block.facts->registered,
          .remaining = run.remaining,
          .tasks = run.tasks,
          .attach_failures = run.attach_failures,
          .memory_estimate = block.facts->memory_estimate};
}

InstanceResults::Iterator& InstanceResults::Iterator::operator++() {
  const Run& run = results_->runs_[run_];
  if (++instance_ == run.first_instance + run.instance_count) ++run_;
  return *this;
}

InstanceResults::Iterator InstanceResults::Iterator::operator++(int) {
  Iterator before = *this;
  ++*this;
  return before;
}

bool operator==(const InstanceResults& a, const InstanceResults& b) {
  if (a.size_ != b.size_) return false;
  auto run_a = a.runs_.begin();
  auto run_b = b.runs_.begin();
  for (std::size_t instance = 0; instance < a.size_;) {
    const Block& block_a = a.blocks_[run_a->block];
    const Block& block_b = b.blocks_[run_b->block];
    if (!same_state(*run_a, *run_b) || !same_facts(block_a, block_b) || !same_ids(block_a, block_b, instance)) {
      return false;
    }
    const std::size_t end_a = run_a->first_instance + run_a->instance_count;
    const std::size_t end_b = run_b->first_instance + run_b->instance_count;
    instance = std::min(end_a, end_b);
    if (instance == end_a) ++run_a;
    if (instance == end_b) ++run_b;
  }
  return true;
}

}  // namespace eniplan
