// Tested by: tests/sweep/.

#include "sweep/walk.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "change/changes.hpp"
#include "sweep/losses.hpp"

namespace eniplan::sweeping {

using change::FleetInUse;

namespace {

void apply(const Change& change, FleetInUse& fleet) {
  change::Changes changes(fleet.world().cluster, fleet);
  changes.apply(change);
  changes.require_all();
}

}  // namespace

Walk::Walk(const Cluster& cluster, const Grid& grid, const SweepOptions& options, const FleetInUse& base)
    : cluster_(cluster), grid_(grid), options_(options), base_(std::make_shared<const FleetInUse>(base)) {
  first_varied_ = cluster.services.size();
  for (const DesiredCounts& axis : grid.axes().desired) {
    const auto found = std::ranges::find(cluster.services, axis.service, &Service::service_name);
    varied_.push_back(static_cast<std::size_t>(found - cluster.services.begin()));
    first_varied_ = std::min(first_varied_, varied_.back());
  }
}

const Walk::Fleet& Walk::simulated(const Position& position) {
  const std::uint64_t seed = grid_.seed(position);
  if (simulated_.key == seed) return simulated_.fleet;
  simulated_ = {seed, base_};
  without_lost_ = {};
  trunked_ = {};
  begun_ = {};
  seeded_ = nullptr;
  if (!grid_.is_random() || seed == cluster_.seed) return simulated_.fleet;
  auto seeded = std::make_unique<Cluster>(cluster_);
  seeded->seed = seed;
  seeded_ = std::move(seeded);
  simulated_.fleet = std::make_shared<const FleetInUse>(*seeded_);
  return simulated_.fleet;
}

const Walk::Fleet& Walk::without_lost(const Position& position) {
  const Fleet& before = simulated(position);
  const std::tuple key(grid_.seed(position), position.lose_zone, position.lose_instances);
  if (without_lost_.key == key) return without_lost_.fleet;
  without_lost_ = {key, before};
  trunked_ = {};
  begun_ = {};
  const auto of_zones = instances_of_zones(*before->fleet(), grid_.axes().lose_zone[position.lose_zone]);
  const auto count = static_cast<std::size_t>(grid_.axes().lose_instances[position.lose_instances]);
  const auto lost = joined(of_zones, drawn_instances(*before->fleet(), of_zones, count, grid_.seed(position)));
  if (lost.empty()) return without_lost_.fleet;
  auto fleet = std::make_shared<FleetInUse>(*before);
  fleet->take_away(lost, FleetInUse::Tasks::lost);
  without_lost_.fleet = std::move(fleet);
  return without_lost_.fleet;
}

const Walk::Fleet& Walk::trunked(const Position& position) {
  const Fleet& before = without_lost(position);
  const std::tuple key(grid_.seed(position), position.lose_zone, position.lose_instances, position.trunking);
  if (trunked_.key == key) return trunked_.fleet;
  trunked_ = {key, before};
  begun_ = {};
  const std::optional<Trunking> trunking = grid_.axes().trunking[position.trunking];
  if (!trunking) return trunked_.fleet;
  auto fleet = std::make_shared<FleetInUse>(*before);
  apply(SetTrunking{*trunking, std::nullopt}, *fleet);
  trunked_.fleet = std::move(fleet);
  return trunked_.fleet;
}

const Walk::Fleet& Walk::begun(const Position& position) {
  const Fleet& before = trunked(position);
  if (begun_ != nullptr) return begun_;
  auto fleet = std::make_shared<FleetInUse>(*before);
  fleet->place_what_is_missing_before(first_varied_);
  begun_ = std::move(fleet);
  return begun_;
}

bool Walk::stops_tasks(const FleetInUse& fleet, const Position& position) const {
  for (std::size_t s = 0; s < varied_.size(); ++s) {
    if (grid_.axes().desired[s].counts[position.desired[s]] < fleet.tasks_there(varied_[s])) return true;
  }
  return false;
}

Row Walk::row(std::size_t index) {
  const Position position = grid_.position(index);
  FleetInUse fleet(stops_tasks(*trunked(position), position) ? *trunked(position) : *begun(position));
  for (std::size_t s = 0; s < position.desired.size(); ++s) {
    const DesiredCounts& axis = grid_.axes().desired[s];
    apply(SetDesiredCount{axis.service, axis.counts[position.desired[s]]}, fleet);
  }
  fleet.place_what_is_missing();
  return row_of(fleet, options_);
}

}  // namespace eniplan::sweeping
