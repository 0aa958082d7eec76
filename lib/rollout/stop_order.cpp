// Tested by: tests/rollout/ and the comparison with the oracle.

#include "rollout/stop_order.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <queue>
#include <tuple>
#include <utility>

namespace eniplan::rollout {

using namespace placement;

namespace {

using Kind = OldTasks::Kind;

class StopOrder {
 public:
  StopOrder(World& world, GroupId group, const OldTasks& old_tasks, std::optional<Packed> packed)
      : world_(world), old_tasks_(old_tasks), packed_(packed), places_(old_tasks.by_instance()) {
    const AttributeColumn& zones = world.columns.column(availability_zone_attribute);
    const std::vector<std::int64_t>& tasks_of_zone = world.groups.tasks_by_value(group, zones, world.runs);
    const TasksByInstance& tasks = world.groups.tasks_of(group);
    weights_.reserve(places_.size());
    for (std::size_t place = 0; place < places_.size(); ++place) {
      const RunState& state = world.runs.state_of(places_[place].instance);
      weights_.push_back(packed ? amount(state.remaining) : tasks.on(places_[place].instance));
      const std::uint32_t value = zones.value_of_class[state.of_class];
      Zone& zone = zones_.try_emplace(value, Zone{tasks_of_zone[value], {}}).first->second;
      zone.entries.push_back(entry(place));
    }
    for (auto& [value, zone] : zones_) std::ranges::make_heap(zone.entries);
  }

  /// The instance and the kind of the next to stop.
  std::pair<InstanceIndex, Kind> next() {
    Zone& zone = heaviest();
    --zone.tasks;
    std::ranges::pop_heap(zone.entries);
    const std::size_t place = zone.entries.back().place;
    zone.entries.pop_back();
    const Kind kind = take_from(place);
    if (places_[place].placed > 0 || !places_[place].listed.empty()) {
      zone.entries.push_back(entry(place));
      std::ranges::push_heap(zone.entries);
    }
    return {places_[place].instance, kind};
  }

 private:
  /// An instance by what decides: places are in canonical order.
  struct Entry {
    std::int64_t weight;
    std::size_t place;

    friend auto operator<=>(const Entry&, const Entry&) = default;
  };
  struct Zone {
    std::int64_t tasks;
    std::vector<Entry> entries;  // a heap
  };

  Zone& heaviest() {
    Zone* heaviest = nullptr;
    for (auto& [value, zone] : zones_) {
      if (zone.entries.empty()) continue;
      if (heaviest == nullptr ||
          std::tie(heaviest->tasks, heaviest->entries.front()) < std::tie(zone.tasks, zone.entries.front())) {
        heaviest = &zone;
      }
    }
    return *heaviest;
  }

  [[nodiscard]] std::int64_t amount(const Resources& resources) const {
    return packed_ == Packed::cpu ? resources.cpu.value : resources.memory.value;
  }
  [[nodiscard]] std::int64_t need(Kind kind) const {
    return amount(world_.shapes[old_tasks_.demand(kind).shape].needs);
  }

  /// The place in `listed` of the task that stops first on an instance; nothing if it is one placed here.
  [[nodiscard]] std::optional<std::size_t> first_listed(std::size_t place) const {
    const OldTasks::OnInstance& here = places_[place];
    std::optional<std::size_t> first;
    for (std::size_t i = here.listed.size(); i-- > 0;) {
      const Kind best = first ? here.listed[*first] : 0;
      const bool has_best = first || here.placed > 0;
      if (!has_best || (packed_ && need(here.listed[i]) > need(best))) first = i;
    }
    return first;
  }

  [[nodiscard]] Entry entry(std::size_t place) const {
    if (!packed_) return {weights_[place], place};
    const std::optional<std::size_t> listed = first_listed(place);
    return {weights_[place] + need(listed ? places_[place].listed[*listed] : 0), place};
  }

  Kind take_from(std::size_t place) {
    OldTasks::OnInstance& here = places_[place];
    Kind kind = 0;
    if (const std::optional<std::size_t> listed = first_listed(place)) {
      kind = here.listed[*listed];
      here.listed.erase(here.listed.begin() + static_cast<std::ptrdiff_t>(*listed));
    } else {
      --here.placed;
    }
    weights_[place] += packed_ ? need(kind) : -1;
    return kind;
  }

  const World& world_;
  const OldTasks& old_tasks_;
  const std::optional<Packed> packed_;
  std::vector<OldTasks::OnInstance> places_;
  std::vector<std::int64_t> weights_;  // [places] tasks of the group there, or what is left of what they are packed by
  std::map<std::uint32_t, Zone> zones_;
};

/// Neighbours that lose as many tasks of a kind are one part.
std::vector<OldTasks::Part> joined(const std::map<std::pair<Kind, InstanceIndex>, std::int64_t>& stopped) {
  std::vector<OldTasks::Part> parts;
  for (const auto& [where, tasks] : stopped) {
    const auto& [kind, instance] = where;
    OldTasks::Part* const last = parts.empty() ? nullptr : &parts.back();
    if (last != nullptr && last->kind == kind && last->range.end == instance && last->tasks == tasks) {
      ++last->range.end;
    } else {
      parts.push_back({kind, {instance, instance + 1}, tasks});
    }
  }
  return parts;
}

}  // namespace

std::optional<Packed> packed_by(const std::optional<std::vector<PlacementStrategy>>& strategies) {
  if (!strategies) return std::nullopt;
  const auto found = std::ranges::find(*strategies, PlacementStrategy::Type::binpack, &PlacementStrategy::type);
  if (found == strategies->end()) return std::nullopt;
  return found->field == "cpu" ? Packed::cpu : Packed::memory;
}

std::vector<OldTasks::Part> first_to_stop(World& world, GroupId group, const OldTasks& old_tasks, std::int64_t count,
                                          std::optional<Packed> packed) {
  std::vector<OldTasks::Part> parts;
  if (count == old_tasks.count()) {
    old_tasks.for_each([&](const OldTasks::Part& part) { parts.push_back(part); });
    return parts;
  }
  StopOrder order(world, group, old_tasks, packed);
  std::map<std::pair<Kind, InstanceIndex>, std::int64_t> stopped;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto [instance, kind] = order.next();
    ++stopped[{kind, instance}];
  }
  return joined(stopped);
}

std::vector<OldTasks::Part> first_in_canonical_order(const OldTasks& old_tasks, std::int64_t count) {
  std::map<std::pair<Kind, InstanceIndex>, std::int64_t> stopped;
  for (const OldTasks::OnInstance& here : old_tasks.by_instance()) {
    const std::int64_t placed = std::min(count, here.placed);
    if (placed > 0) stopped[{0, here.instance}] = placed;
    count -= placed;
    for (std::size_t i = here.listed.size(); i-- > 0 && count > 0; --count) ++stopped[{here.listed[i], here.instance}];
  }
  return joined(stopped);
}

}  // namespace eniplan::rollout
