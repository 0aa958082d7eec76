// Tested by: tests/explain/.

#include "explain/shortage_proofs.hpp"

#include <algorithm>
#include <cassert>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "explain/supplies.hpp"

namespace eniplan::explain_detail {

using namespace placement;

namespace {

/// Sums up instances by capacity group, or by type and zone.
class RoomsThere {
 public:
  explicit RoomsThere(const Fleet& fleet) : fleet_(fleet) {}

  /// Of each of its instances, `available` counts.
  void add(const Space& space, std::int64_t available) {
    const InstanceBlock& block = fleet_.block(space.range.begin);
    const std::string group = block.group == nullptr ? "" : block.group->name;
    const std::optional<std::string>& zone = block.facts->availability_zone;
    const std::optional<std::string>& type = block.facts->instance_type;
    const auto [at, is_new] = known_.emplace(std::tuple(group, type, group.empty() ? zone : ""), rooms_.size());
    if (is_new) rooms_.push_back({group, type, zone, 0, 0});
    RoomThere& room = rooms_[at->second];
    if (room.availability_zone != zone) room.availability_zone.reset();
    room.instances += space.instances();
    room.available = sum(room.available, product(available, space.instances()));
  }
  std::vector<RoomThere> take() { return std::move(rooms_); }

 private:
  const Fleet& fleet_;
  std::map<std::tuple<std::string, std::optional<std::string>, std::optional<std::string>>, std::size_t> known_;
  std::vector<RoomThere> rooms_;
};

/// Tasks that ask for equally much.
struct Demanded {
  std::int64_t need;
  std::int64_t tasks;
};

/// As few of them as possible that together want `missing`.
std::int64_t fewest_tasks(std::vector<Demanded> demanded, std::int64_t missing) {
  std::ranges::sort(demanded, std::greater{}, &Demanded::need);
  std::int64_t tasks = 0;
  for (const auto& [need, count] : demanded) {
    if (missing <= 0) break;
    const std::int64_t some = std::min(count, (missing + need - 1) / need);
    tasks += some;
    missing -= some * need;
  }
  return tasks;
}

class Search {
 public:
  Search(BareFleet& fleet, const Pools& pools, const std::vector<std::int64_t>& unplaced)
      : fleet_(fleet), pools_(pools), unplaced_(unplaced) {}

  Shortages run() {
    add_balances();
    for (const Scarcity resource : {Scarcity::eni, Scarcity::cpu, Scarcity::memory, Scarcity::gpu}) {
      const Question question{.scarcity = resource};
      if (wanted_by_one_unplaced(question)) ask(question);
    }
    for (const Question& question : ports()) ask(question);
    add_strangers();
    for (std::size_t i = 0; i < unplaced_.size(); ++i) {
      if (unplaced_[i] > 0 && !is_stranger(i)) ask_alone(i);
    }
    for (const auto& [number, instances] : fleet_.unplaced_daemons_bare()) add_daemon(number, instances);
    found_.never_placed = never_placed();
    return std::move(found_);
  }

 private:
  [[nodiscard]] const Shape& shape_of(std::size_t i) const {
    return fleet_.bare().shapes[fleet_.wanted()[i].demand->shape];
  }

  void add_balances() {
    for (const Scarcity resource : {Scarcity::eni, Scarcity::cpu, Scarcity::memory, Scarcity::gpu}) {
      const Supplies supplies(fleet_, pools_, {.scarcity = resource});
      if (supplies.consumers().empty()) continue;
      ResourceBalance balance{.scarcity = resource};
      for (const std::int64_t wanted : supplies.supply().wanted) balance.wanted = sum(balance.wanted, wanted);
      for (const std::int64_t available : supplies.supply().available)
        balance.available = sum(balance.available, available);
      found_.balances.push_back(balance);
    }
  }

  /// Where every task of those who want something has it, that something is not what others lack.
  [[nodiscard]] bool wanted_by_one_unplaced(const Question& question) const {
    for (std::size_t i = 0; i < unplaced_.size(); ++i) {
      if (unplaced_[i] > 0 && need_of(question, shape_of(i)) > 0) return true;
    }
    return false;
  }

  [[nodiscard]] std::vector<Question> ports() const {
    std::set<std::pair<bool, std::int64_t>> wanted;
    for (std::size_t i = 0; i < unplaced_.size(); ++i) {
      if (unplaced_[i] == 0) continue;
      for (const std::int64_t port : shape_of(i).ports.tcp) wanted.emplace(false, port);
      for (const std::int64_t port : shape_of(i).ports.udp) wanted.emplace(true, port);
    }
    std::vector<Question> questions;
    for (const auto& [is_udp, port] : wanted) questions.push_back({Scarcity::ports, port, is_udp});
    return questions;
  }

  void ask(const Question& question) {
    const Supplies supplies(fleet_, pools_, question);
    const Flow flow = maximum_flow(supplies.supply());
    assert(is_proof(supplies.supply(), flow));
    for (std::size_t part = 0; part < flow.parts; ++part) {
      if (!has_pools(flow, part)) continue;  // It lacks instances, not this; it does alone, too.
      ShortageProof proof{.scarcity = question.scarcity, .port = std::nullopt, .services = {}, .instances = {}};
      if (question.scarcity == Scarcity::ports) {
        proof.port = question.port;
        proof.port_is_udp = question.is_udp;
      }
      std::vector<Demanded> demanded;
      for (const auto& [i, elsewhere] : members_of(supplies, flow, part)) {
        const std::int64_t need = supplies.need_of(i);
        proof.services.push_back(short_of_room(i, supplies.wanted_by(i), elsewhere / need));
        proof.wanted = sum(proof.wanted, supplies.wanted_by(i));
        proof.available = sum(proof.available, elsewhere);
        demanded.push_back({need, fleet_.wanted()[i].tasks()});
      }
      add_instances(supplies, flow, part, proof);
      assert(proof.available < proof.wanted);
      proof.never_fitting = fewest_tasks(std::move(demanded), proof.wanted - proof.available);
      found_.proofs.push_back(std::move(proof));
    }
  }

  [[nodiscard]] static bool has_pools(const Flow& flow, std::size_t part) {
    for (std::size_t pool = 0; pool < flow.cut_pools.size(); ++pool) {
      if (flow.cut_pools[pool] && flow.part_of_pool[pool] == part) return true;
    }
    return false;
  }

  /// The services of one part of a cut, in document order, and how much each can have on instances outside the cut.
  [[nodiscard]] static std::vector<std::pair<std::size_t, std::int64_t>> members_of(const Supplies& supplies,
                                                                                    const Flow& flow,
                                                                                    std::size_t part) {
    std::vector<std::int64_t> elsewhere(supplies.consumers().size(), 0);
    for (const Supply::Way& way : supplies.supply().ways) {
      if (!flow.cut_pools[way.pool]) elsewhere[way.consumer] = sum(elsewhere[way.consumer], way.bound);
    }
    std::vector<std::pair<std::size_t, std::int64_t>> members;
    for (std::size_t c = 0; c < supplies.consumers().size(); ++c) {
      if (!flow.cut_consumers[c] || flow.part_of_consumer[c] != part) continue;
      const std::vector<std::size_t>& alike = supplies.consumers()[c].members;
      for (const std::size_t i : alike) members.emplace_back(i, elsewhere[c] / static_cast<std::int64_t>(alike.size()));
    }
    std::ranges::sort(members);
    return members;
  }

  void add_instances(const Supplies& supplies, const Flow& flow, std::size_t part, ShortageProof& proof) {
    const auto is_in_part = [&](std::size_t pool) { return flow.cut_pools[pool] && flow.part_of_pool[pool] == part; };
    RoomsThere rooms(*fleet_.bare().fleet);
    for (const Space& space : pools_.spaces()) {
      if (is_in_part(space.pool)) rooms.add(space, supplies.available(space));
    }
    proof.instances = rooms.take();
    for (std::size_t pool = 0; pool < pools_.size(); ++pool) {
      if (is_in_part(pool)) proof.available = sum(proof.available, supplies.supply().available[pool]);
    }
  }

  [[nodiscard]] ShortOfRoom short_of_room(std::size_t i, std::int64_t wanted, std::int64_t elsewhere) {
    const Wanted& service = fleet_.wanted()[i];
    return {service.name, std::string(fleet_.bare().groups.name(service.demand->group)), service.tasks(), wanted,
            elsewhere};
  }

  /// Whether there is no instance that its tasks may be on, with room or without.
  [[nodiscard]] bool is_stranger(std::size_t i) const { return pools_.choices()[pools_.choice_of(i)].empty(); }

  void add_strangers() {
    ShortageProof proof{.scarcity = Scarcity::tasks, .port = std::nullopt, .services = {}, .instances = {}};
    for (std::size_t i = 0; i < unplaced_.size(); ++i) {
      if (unplaced_[i] == 0 || !is_stranger(i)) continue;
      proof.services.push_back(short_of_room(i, fleet_.wanted()[i].tasks(), 0));
      proof.wanted += fleet_.wanted()[i].tasks();
    }
    proof.never_fitting = proof.wanted;
    if (proof.wanted > 0) found_.proofs.push_back(std::move(proof));
  }

  /// Whether the instances it may use have room for its tasks if it has them to itself.
  void ask_alone(std::size_t i) {
    const Wanted& wanted = fleet_.wanted()[i];
    const std::vector<std::size_t>& choice = pools_.choices()[pools_.choice_of(i)];
    std::vector<std::pair<const Space*, std::int64_t>> rooms;
    std::int64_t room = 0;
    for (const Space& space : pools_.spaces()) {
      if (!std::ranges::binary_search(choice, space.pool)) continue;
      const std::int64_t copies = copies_on(wanted, space);
      if (copies == 0) continue;
      rooms.emplace_back(&space, copies);
      room = sum(room, product(copies, space.instances()));
      if (room >= wanted.tasks()) return;
    }
    const std::int64_t never = wanted.tasks() - room;
    const std::string_view group = fleet_.bare().groups.name(wanted.demand->group);
    const bool is_known = std::ranges::any_of(found_.proofs, [&](const ShortageProof& proof) {
      return proof.never_fitting >= never &&
             std::ranges::find(proof.services, group, &ShortOfRoom::group) != proof.services.end();
    });
    if (is_known) return;
    RoomsThere there(*fleet_.bare().fleet);
    for (const auto& [space, copies] : rooms) there.add(*space, copies);
    found_.proofs.push_back({.scarcity = Scarcity::tasks,
                             .port = std::nullopt,
                             .services = {short_of_room(i, wanted.tasks(), 0)},
                             .instances = there.take(),
                             .wanted = wanted.tasks(),
                             .available = room,
                             .never_fitting = never});
  }

  /// How many of its tasks each instance of a space takes, or has.
  [[nodiscard]] std::int64_t copies_on(const Wanted& wanted, const Space& space) {
    World& world = fleet_.bare();
    const RunState state{.remaining = space.room, .ports = space.ports};
    std::int64_t copies = copies_that_fit(world.shapes[wanted.demand->shape], state, world.ports);
    if (wanted.demand->distinct_instance) {
      // Running tasks were placed one by one, each on a run of its own, so the first instance speaks for the space.
      const bool one_stays_there = world.groups.tasks_of(wanted.demand->group).on(space.range.begin) > 0;
      copies = one_stays_there ? 0 : std::min<std::int64_t>(copies, 1);
    }
    const auto running = wanted.running.find(space.range.begin);
    return running == wanted.running.end() ? copies : std::max(copies, running->second);
  }

  /// So many instances have no room for a daemon before anything that may move is placed.
  void add_daemon(std::size_t number, std::int64_t instances) {
    const Service& service = fleet_.bare().cluster.services[number];
    found_.proofs.push_back({.scarcity = Scarcity::tasks,
                             .port = std::nullopt,
                             .services = {{service.service_name, task_group(service), instances, instances, 0}},
                             .instances = {},
                             .wanted = instances,
                             .available = 0,
                             .never_fitting = instances});
  }

  /// Proofs about different services add up. Taken are the strongest first.
  [[nodiscard]] std::int64_t never_placed() const {
    std::vector<const ShortageProof*> proofs;
    for (const ShortageProof& proof : found_.proofs) proofs.push_back(&proof);
    std::ranges::stable_sort(proofs, std::greater{}, [](const ShortageProof* proof) { return proof->never_fitting; });
    std::set<std::string_view> told;
    std::int64_t never = 0;
    for (const ShortageProof* proof : proofs) {
      const bool is_new =
          std::ranges::none_of(proof->services, [&](const ShortOfRoom& s) { return told.contains(s.group); });
      if (!is_new) continue;
      never += proof->never_fitting;
      for (const ShortOfRoom& service : proof->services) told.insert(service.group);
    }
    return never;
  }

  BareFleet& fleet_;
  const Pools& pools_;
  const std::vector<std::int64_t>& unplaced_;
  Shortages found_;
};

}  // namespace

Shortages find_shortages(BareFleet& fleet, const Pools& pools, const std::vector<std::int64_t>& unplaced) {
  return Search(fleet, pools, unplaced).run();
}

}  // namespace eniplan::explain_detail
