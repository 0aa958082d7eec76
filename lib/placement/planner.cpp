// Tested by: tests/placement/planner_test.cpp.
//
// A planner is a world and a journal. Placing and taking back are the steps that simulate() places with and their
// inverse, so what is undone is undone task by task, in runs: the state of instances, the groups, and by copies kept in
// the journal the two that have no inverse, random numbers and the addresses of subnets.

#include <eniplan/planner.hpp>

#include <boost/container/stable_vector.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "placement/place.hpp"
#include "placement/report_instances.hpp"
#include "placement/simulate.hpp"
#include "placement/world.hpp"

namespace eniplan {

using namespace placement;

namespace {

struct Prepared {
  Demand demand;
  std::string service_name;  // empty for a request
  bool is_daemon = false;
  std::shared_ptr<const void> wish;  // what the demand points into
};

struct Entry {
  enum class What { placed, released };
  What what;
  std::size_t ask;
  Steps steps;
  SplitMix64 generator;
  std::optional<SubnetBook> subnets;  // only where tasks take addresses
};

Steps steps_of(std::span<const PlacementRun> placements) {
  Steps steps;
  for (const PlacementRun& run : placements) {
    const auto begin = static_cast<InstanceIndex>(run.first_instance);
    steps.push_back({{begin, static_cast<InstanceIndex>(begin + run.instance_count)}, run.tasks_per_instance});
  }
  return steps;
}

}  // namespace

struct Planner::State {
  explicit State(const Cluster& cluster)
      : world(cluster, MemoryFigure::registered), definitions(std::make_shared<const TaskDefinitionIndex>(cluster)) {}
  State(const State& other)
      : world(other.world),
        definitions(other.definitions),
        asks(other.asks),
        keeps_journal(other.keeps_journal),
        first_mark(other.first_mark),
        journal(other.journal) {}

  Ask add(const auto& wish, Prepared prepared) {
    auto kept = std::make_shared<const std::decay_t<decltype(wish)>>(wish);
    Demands demands(world.cluster, definitions, world.groups, world.shapes);
    prepared.demand = demands.of(*kept);
    prepared.wish = std::move(kept);
    world.running_of_group.resize(world.groups.size());
    world.learn(prepared.demand);
    asks.push_back(std::move(prepared));
    return Ask{asks.size() - 1};
  }

  /// Runs `placing`, which places tasks of the ask, and writes down what it did if that may be undone.
  Outcome recorded(std::size_t ask, const auto& placing) {
    if (!keeps_journal) return placing();
    Entry entry = begin_entry(Entry::What::placed, ask);
    Outcome outcome = placing();
    entry.steps = outcome.steps;
    journal.push_back(std::move(entry));
    return outcome;
  }

  Entry begin_entry(Entry::What what, std::size_t ask) {
    const Demand& demand = asks[ask].demand;
    return {what,
            ask,
            {},
            world.generator(demand.group),
            demand.subnets.empty() ? std::nullopt : std::optional<SubnetBook>(world.subnets)};
  }

  void undo(const Entry& entry) {
    const Demand& demand = asks[entry.ask].demand;
    for (std::size_t i = entry.steps.size(); i-- > 0;) {
      const Step& step = entry.steps[i];
      if (entry.what == Entry::What::placed) {
        take_back(world, demand, step.range, step.copies);
      } else {
        put_back(world, demand, step.range, step.copies);
      }
    }
    world.generator(demand.group) = entry.generator;
    if (entry.subnets) world.subnets = *entry.subnets;
  }

  /// Throws unless tasks of the group are there to be taken from every instance of the runs.
  void require_tasks(const Demand& demand, std::span<const PlacementRun> placements) {
    TasksByInstance left = world.groups.tasks_of(demand.group);
    for (const PlacementRun& run : placements) {
      const std::size_t end = run.first_instance + run.instance_count;
      for (std::size_t at = run.first_instance; at < end;) {
        const auto [range, tasks] = left.alike(static_cast<InstanceIndex>(at), static_cast<InstanceIndex>(end));
        if (end > world.runs.size() || tasks < run.tasks_per_instance) {
          throw std::invalid_argument("instance " + std::to_string(at) + " has fewer than " +
                                      std::to_string(run.tasks_per_instance) + " tasks of group " +
                                      std::string(world.groups.name(demand.group)) + " to release");
        }
        at = range.end;
      }
      left.add({static_cast<InstanceIndex>(run.first_instance), static_cast<InstanceIndex>(end)},
               -run.tasks_per_instance);
    }
  }

  World world;
  std::shared_ptr<const TaskDefinitionIndex> definitions;
  boost::container::stable_vector<Prepared> asks;
  bool keeps_journal = false;
  std::size_t first_mark = 0;  // that of an empty journal
  std::vector<Entry> journal;
};

Planner::Planner(const Cluster& cluster) : state_(std::make_unique<State>(cluster)) {}
Planner::Planner(const Planner& other) : state_(std::make_unique<State>(*other.state_)) {}
Planner& Planner::operator=(const Planner& other) { return *this = Planner(other); }
Planner::Planner(Planner&& other) noexcept = default;
Planner& Planner::operator=(Planner&& other) noexcept = default;
Planner::~Planner() = default;

PlacementResult Planner::place_cluster(Sequence sequence) {
  state_->first_mark += state_->journal.size() + 1;
  state_->journal.clear();
  return placement::place_cluster(state_->world, sequence);
}

Planner::Ask Planner::prepare(const Service& service) {
  return state_->add(service, {.service_name = service.service_name,
                               .is_daemon = service.scheduling_strategy == SchedulingStrategy::daemon});
}

Planner::Ask Planner::prepare(const RunTask& request) {
  if (!request.group.empty()) return state_->add(request, {});
  RunTask named = request;
  named.group = "family:" + std::string(task_family(request.task_definition));
  return state_->add(named, {});
}

GroupResult Planner::place(Ask ask, std::int64_t count) {
  const Prepared& prepared = state_->asks.at(static_cast<std::size_t>(ask));
  World& world = state_->world;
  Outcome outcome = state_->recorded(static_cast<std::size_t>(ask), [&] {
    return prepared.is_daemon ? place_daemon(world, prepared.demand, 0, prepared.service_name)
                              : place_tasks(world, prepared.demand, count, prepared.service_name, Sequence::omitted);
  });
  GroupResult result{.name = prepared.service_name,
                     .group = std::string(world.groups.name(prepared.demand.group)),
                     .task_definition = task_definition_name(*prepared.demand.definition),
                     .desired_count = count,
                     .placed_count = outcome.placed,
                     .placements = placements_of(std::move(outcome.steps)),
                     .failures = std::move(outcome.failures)};
  if (!prepared.is_daemon) return result;
  result.desired_count = result.placed_count;
  for (const Failure& failure : result.failures) result.desired_count += failure.count;
  return result;
}

std::optional<std::size_t> Planner::place_one(Ask ask) {
  const Demand& demand = state_->asks.at(static_cast<std::size_t>(ask)).demand;
  const Outcome outcome = state_->recorded(static_cast<std::size_t>(ask),
                                           [&] { return place_up_to(state_->world, demand, 1, Sequence::omitted); });
  if (outcome.steps.empty()) return std::nullopt;
  return outcome.steps.front().range.begin;
}

void Planner::release(Ask ask, std::span<const PlacementRun> placements) {
  const auto number = static_cast<std::size_t>(ask);
  const Demand& demand = state_->asks.at(number).demand;
  World& world = state_->world;
  state_->require_tasks(demand, placements);
  std::optional<Entry> entry;
  if (state_->keeps_journal) entry = state_->begin_entry(Entry::What::released, number);
  const Steps steps = steps_of(placements);
  for (const Step& step : steps) {
    take_back(world, demand, step.range, step.copies);
    give_back_addresses(world, demand, step.range, step.copies);
  }
  if (!entry) return;
  entry->steps = steps;
  state_->journal.push_back(std::move(*entry));
}

std::size_t Planner::mark() {
  state_->keeps_journal = true;
  return state_->first_mark + state_->journal.size();
}

void Planner::undo(std::size_t mark) {
  std::vector<Entry>& journal = state_->journal;
  if (mark < state_->first_mark || mark > state_->first_mark + journal.size()) {
    throw std::invalid_argument("no such mark to go back to");
  }
  for (; state_->first_mark + journal.size() > mark; journal.pop_back()) state_->undo(journal.back());
}

InstanceResults Planner::instances() const { return report_instances(state_->world); }

std::vector<SubnetResult> Planner::subnets() const { return state_->world.subnets.results(); }

std::size_t Planner::bytes() const { return state_->world.runs.bytes() + state_->world.groups.bytes(); }

}  // namespace eniplan
