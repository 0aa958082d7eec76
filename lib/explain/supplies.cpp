// Tested by: tests/explain/.

#include "explain/supplies.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace eniplan::explain_detail {

using namespace placement;

namespace {

std::int64_t amount_of(Scarcity scarcity, const Resources& resources) {
  switch (scarcity) {
    case Scarcity::eni: return resources.eni.value;
    case Scarcity::cpu: return resources.cpu.value;
    case Scarcity::memory: return resources.memory.value;
    case Scarcity::gpu: return resources.gpu.value;
    case Scarcity::ports:
    case Scarcity::tasks: break;
  }
  return 0;
}

const std::vector<std::int64_t>& of_protocol(const Ports& ports, bool is_udp) { return is_udp ? ports.udp : ports.tcp; }

bool contains(const Ports& ports, const Question& question) {
  return std::ranges::binary_search(of_protocol(ports, question.is_udp), question.port);
}

}  // namespace

std::int64_t need_of(const Question& question, const Shape& shape) {
  if (question.scarcity == Scarcity::ports) return contains(shape.ports, question) ? 1 : 0;
  return amount_of(question.scarcity, shape.needs);
}

std::int64_t sum(std::int64_t a, std::int64_t b) { return std::min(a + b, most_units); }

std::int64_t product(std::int64_t a, std::int64_t b) { return b != 0 && a > most_units / b ? most_units : a * b; }

Supplies::Supplies(BareFleet& fleet, const Pools& pools, Question question)
    : fleet_(fleet), pools_(pools), question_(question) {
  find_consumers();
  find_available();
  add_ways();
}

std::int64_t Supplies::need_of(std::size_t member) const {
  return explain_detail::need_of(question_, fleet_.bare().shapes[fleet_.wanted()[member].demand->shape]);
}

std::int64_t Supplies::wanted_by(std::size_t member) const {
  return product(need_of(member), fleet_.wanted()[member].tasks());
}

std::int64_t Supplies::available(const Space& space) const {
  if (question_.scarcity == Scarcity::ports) return contains(fleet_.bare().ports[space.ports], question_) ? 0 : 1;
  const std::int64_t measure = common_measure_[space.pool];
  return measure == 0 ? 0 : amount_of(question_.scarcity, space.room) / measure * measure;
}

bool Supplies::has_own_tasks(const Wanted& wanted) {
  return !wanted.running.empty() || fleet_.bare().groups.has_tasks(wanted.demand->group);
}

void Supplies::find_consumers() {
  using Key = std::tuple<std::size_t, std::int64_t, std::int64_t, std::size_t>;
  std::map<Key, std::size_t> known;
  common_measure_.assign(pools_.size(), 0);
  std::int64_t total = 0;
  for (std::size_t i = 0; i < fleet_.wanted().size(); ++i) {
    const Wanted& wanted = fleet_.wanted()[i];
    const std::int64_t need = need_of(i);
    if (need <= 0 || wanted.tasks() == 0) continue;
    const std::size_t choice = pools_.choice_of(i);
    if (pools_.choices()[choice].empty()) continue;  // That is not for want of this.
    for (const std::size_t pool : pools_.choices()[choice])
      common_measure_[pool] = std::gcd(common_measure_[pool], need);
    const bool is_distinct = wanted.demand->distinct_instance;
    const Key key{choice, is_distinct ? need : 0, is_distinct ? wanted.tasks() : 0,
                  is_distinct && has_own_tasks(wanted) ? i + 1 : 0};
    const auto [at, is_new] = known.emplace(key, consumers_.size());
    if (is_new) {
      consumers_.push_back({.choice = choice, .members = {}});
      supply_.wanted.push_back(0);
    }
    consumers_[at->second].members.push_back(i);
    const std::int64_t more = std::min(wanted_by(i), most_units - total);
    supply_.wanted[at->second] += more;
    total += more;
  }
}

void Supplies::find_available() {
  supply_.available.assign(pools_.size(), 0);
  instances_.assign(pools_.size(), 0);
  for (const Space& space : pools_.spaces()) {
    std::int64_t& pool = supply_.available[space.pool];
    pool = sum(pool, product(available(space), space.instances()));
    instances_[space.pool] += space.instances();
  }
  if (question_.scarcity != Scarcity::ports) return;
  // Tasks that hold a port together now can go on to.
  std::map<InstanceIndex, std::int64_t> holders;
  for (const Consumer& consumer : consumers_) {
    for (const std::size_t member : consumer.members) {
      for (const auto& [instance, tasks] : fleet_.wanted()[member].running) holders[instance] += tasks;
    }
  }
  for (const auto& [instance, tasks] : holders) {
    for_each_space_in({instance, instance + 1},
                      [&, more = tasks - 1](std::size_t pool, std::int64_t) { supply_.available[pool] += more; });
  }
}

void Supplies::add_ways() {
  for (std::size_t c = 0; c < consumers_.size(); ++c) {
    const Wanted& first = fleet_.wanted()[consumers_[c].members.front()];
    const std::int64_t need = need_of(consumers_[c].members.front());
    const auto members = static_cast<std::int64_t>(consumers_[c].members.size());
    const bool is_distinct = first.demand->distinct_instance;
    const std::vector<std::int64_t> instances = is_distinct ? instances_for(first) : std::vector<std::int64_t>{};
    for (const std::size_t pool : pools_.choices()[consumers_[c].choice]) {
      const std::int64_t bound = is_distinct ? product(members, product(need, instances[pool])) : supply_.wanted[c];
      if (bound > 0) supply_.ways.push_back({c, pool, bound});
    }
  }
}

/// How many tasks each pool can have of a service of which there is at most one on an instance: none where a task that
/// does not move is already, and as many as there are now where there are several.
std::vector<std::int64_t> Supplies::instances_for(const Wanted& wanted) {
  std::vector<std::int64_t> instances = instances_;
  fleet_.bare().groups.tasks_of(wanted.demand->group).for_each([&](InstanceRange range, std::int64_t) {
    for_each_space_in(range, [&](std::size_t pool, std::int64_t taken) { instances[pool] -= taken; });
  });
  for (const auto& [instance, tasks] : wanted.running) {
    const bool another_stays = fleet_.bare().groups.tasks_of(wanted.demand->group).on(instance) > 0;
    for_each_space_in({instance, instance + 1}, [&, more = another_stays ? tasks : tasks - 1](
                                                    std::size_t pool, std::int64_t) { instances[pool] += more; });
  }
  return instances;
}

void Supplies::for_each_space_in(InstanceRange range, auto&& visit) const {
  const auto& spaces = pools_.spaces();
  auto space = std::ranges::upper_bound(spaces, range.begin, {}, [](const Space& s) { return s.range.end; });
  for (; space != spaces.end() && space->range.begin < range.end; ++space) {
    const InstanceIndex begin = std::max(space->range.begin, range.begin);
    const InstanceIndex end = std::min(space->range.end, range.end);
    visit(space->pool, static_cast<std::int64_t>(end - begin));
  }
}

}  // namespace eniplan::explain_detail
