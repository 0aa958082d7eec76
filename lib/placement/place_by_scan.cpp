// Placing by any list of strategies and any constraint, the plain way: for each task, a look at all candidates.
//
// Tested by: the comparison with the oracle.
//
// For what no index orders: expressions about the tasks on an instance, `random` behind another strategy,
// `spread` over instances behind `binpack`, amounts of more than 32 bits. Strategies are applied one after the other;
// each is a pass over the candidates that are left. Placing a task changes its own instance alone, so the rest of the
// candidates stay what they were. Cost: runs, and for each task the candidates.

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "placement/filters.hpp"
#include "placement/placing.hpp"

namespace eniplan::placement {
namespace {

/// Candidates in canonical order, an array for each fact that strategies look at.
struct Candidates {
  std::vector<InstanceIndex> instances;
  std::vector<std::int64_t> own_tasks;
  std::vector<std::int64_t> cpu;
  std::vector<std::int64_t> memory;
  std::vector<ClassId> classes;

  void add(InstanceIndex instance, const RunState& state, std::int64_t own) {
    instances.push_back(instance);
    own_tasks.push_back(own);
    cpu.push_back(state.remaining.cpu.value);
    memory.push_back(state.remaining.memory.value);
    classes.push_back(state.of_class);
  }
  void erase(std::size_t at) {
    const auto erase_from = [at](auto& facts) { facts.erase(facts.begin() + static_cast<std::ptrdiff_t>(at)); };
    erase_from(instances);
    erase_from(own_tasks);
    erase_from(cpu);
    erase_from(memory);
    erase_from(classes);
  }
};

/// The strategies of one demand, one after the other.
class Choice {
 public:
  Choice(Placing& placing, const Candidates& candidates)
      : world_(placing.world), demand_(placing.demand), candidates_(candidates) {
    for (const Preference::Key& key : demand_.preference->keys()) {
      if (key.fact != Preference::Fact::tasks_of_value) continue;
      const AttributeColumn& column = world_.columns.column(key.attribute);
      spreads_.push_back({&column, world_.groups.tasks_by_value(demand_.group, column, world_.runs)});
      // More than any count: instances without the attribute are kept only when no candidate has it.
      spreads_.back().tasks.back() = std::numeric_limits<std::int64_t>::max();
    }
  }

  /// The position of the candidate for the next task; there must be one.
  std::size_t choose() {
    left_.resize(candidates_.instances.size());
    for (std::size_t i = 0; i < left_.size(); ++i) left_[i] = i;
    auto spread = spreads_.begin();
    for (const Preference::Key& key : demand_.preference->keys()) {
      switch (key.fact) {
        case Preference::Fact::tasks_of_instance: keep_least(candidates_.own_tasks); break;
        case Preference::Fact::cpu: keep_least(candidates_.cpu); break;
        case Preference::Fact::memory: keep_least(candidates_.memory); break;
        case Preference::Fact::tasks_of_value: keep_least_of(*spread++); break;
      }
    }
    for (std::int64_t draw = 0; draw < demand_.preference->draws; ++draw) {
      const std::uint64_t random = world_.generator(demand_.group).next();
      left_ = {left_[static_cast<std::size_t>(scale_to(random, left_.size()))]};
    }
    return left_.front();
  }

  void note_placed(ClassId of_class) {
    for (SpreadOver& spread : spreads_) {
      const std::uint32_t value = spread.column->value_of_class[of_class];
      if (value < spread.column->value_count) ++spread.tasks[value];
    }
  }

 private:
  struct SpreadOver {
    const AttributeColumn* column;
    std::vector<std::int64_t> tasks;  // [values + 1] of the group
  };

  void keep_least(auto&& amount_of) {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::size_t kept = 0;
    for (const std::size_t candidate : left_) {
      const std::int64_t amount = amount_of(candidate);
      if (amount < least) {
        least = amount;
        kept = 0;
      }
      if (amount == least) left_[kept++] = candidate;
    }
    left_.resize(kept);
  }
  void keep_least(const std::vector<std::int64_t>& amounts) {
    keep_least([&](std::size_t candidate) { return amounts[candidate]; });
  }
  void keep_least_of(const SpreadOver& spread) {
    keep_least([&](std::size_t candidate) {
      return spread.tasks[spread.column->value_of_class[candidates_.classes[candidate]]];
    });
  }

  World& world_;
  const Demand& demand_;
  const Candidates& candidates_;
  std::vector<SpreadOver> spreads_;  // in the order of the strategies
  std::vector<std::size_t> left_;    // candidates that the strategies so far have kept
};

}  // namespace

void place_by_scan(Placing& placing, std::int64_t count) {
  World& world = placing.world;
  const Filters filters(world, placing.demand);
  Candidates candidates;
  filters.for_each_range([&](InstanceRange range, FailedChecks failed, std::int64_t own) {
    if (!failed.none()) return;
    for (InstanceIndex i = range.begin; i < range.end; ++i) candidates.add(i, world.runs.state_of(i), own);
  });
  Choice choice(placing, candidates);
  for (; count > 0 && !candidates.instances.empty(); --count) {
    const std::size_t at = choice.choose();
    const InstanceIndex chosen = candidates.instances[at];
    placing.take({chosen, chosen + 1}, 1);
    choice.note_placed(candidates.classes[at]);
    const RunState& state = world.runs[chosen];
    // Asking keeps the filters' view of the group's tasks up to date, too.
    candidates.own_tasks[at] = world.groups.tasks_of(placing.demand.group).on(chosen);
    candidates.cpu[at] = state.remaining.cpu.value;
    candidates.memory[at] = state.remaining.memory.value;
    if (!filters.failed(chosen, state).none()) candidates.erase(at);
  }
}

}  // namespace eniplan::placement
