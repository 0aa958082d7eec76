// What is proved, against a search that tries every way of placing.

#include <eniplan/explain.hpp>

#include <iostream>
#include <string>

#include "oracle/naive_packing.hpp"
#include "oracle/naive_simulation.hpp"
#include "support/catch.hpp"
#include "support/exhaustive.hpp"
#include "support/judge.hpp"
#include "support/random_cluster.hpp"
#include "support/seeds.hpp"

using namespace eniplan;
using test::Exhaustive;

namespace {

struct Seen {
  std::int64_t verdicts[4] = {};
  std::int64_t searched = 0;
  std::int64_t exact = 0;  // the bound is the truth
};

/// What is wrong with the packing; empty: its tasks can be placed there one by one, and as many as it says are over.
std::string fault_of(const Packing& packing, const Cluster& cluster) {
  std::int64_t over = 0;
  std::int64_t moved = 0;
  for (const PackedGroup& group : packing.groups) {
    over += group.unplaced;
    moved += group.moved;
  }
  if (over > packing.unplaced) return "groups have more tasks over than the packing";
  if (moved != packing.moved) return "groups move other numbers of tasks than the packing";
  if (packing.running_tasks_stay && moved != 0) return "running tasks stay and move";
  if (packing.groups.size() < cluster.run_tasks.size()) return "requests are missing";
  return "";
}

/// What is wrong with the explanation; empty: nothing.
std::string fault_of(const Cluster& cluster, std::size_t most_looks, Seen& seen) {
  const Explanation answer = explain(cluster);
  ++seen.verdicts[static_cast<std::size_t>(answer.verdict)];
  if (answer.packing) {
    if (const std::string fault = fault_of(*answer.packing, cluster); !fault.empty()) return fault;
  }
  const std::int64_t now = answer.summary.unplaced + answer.summary.attach_failures;
  if ((answer.verdict == FitVerdict::fits) != (now == 0)) return "fits, or not";
  if (answer.never_placed > answer.unplaced_at_best) return "more can never be placed than are over";
  std::int64_t daemons = 0;
  for (const ShortageProof& proof : answer.proofs) {
    const bool is_daemon = std::ranges::any_of(cluster.services, [&](const Service& service) {
      return service.scheduling_strategy == SchedulingStrategy::daemon &&
             service.service_name == proof.services.front().name;
    });
    if (is_daemon) daemons += proof.never_fitting;
  }
  const auto fewest = oracle::fewest_left_over(cluster, most_looks);
  if (!fewest) return "";
  ++seen.searched;
  if (answer.never_placed - daemons > *fewest) {
    return "said never to be placed: " + std::to_string(answer.never_placed - daemons) +
           ", over at best: " + std::to_string(*fewest);
  }
  if (answer.verdict == FitVerdict::fragmentation && *fewest > 0) return "fragmentation, but not all can be placed";
  if (answer.unplaced_at_best < *fewest) return "a packing better than the best";
  if (answer.never_placed - daemons == *fewest) ++seen.exact;
  return "";
}

void report(const std::string& what, std::int64_t worlds, const Seen& seen) {
  std::cout << worlds << " " << what << ": " << seen.verdicts[0] << " fit, " << seen.verdicts[1] << " shortages, "
            << seen.verdicts[2] << " fragmentations, " << seen.verdicts[3] << " undecided; " << seen.searched
            << " searched, the bound exact in " << seen.exact << '\n';
}

ContainerInstance instance(std::size_t number, std::int64_t slots, std::int64_t enis) {
  return {.container_instance_arn = "arn:aws:ecs:us-east-1:111122223333:container-instance/c" + std::to_string(number),
          .attributes = Attributes(
              {{"ecs.availability-zone", number % 2 == 0 ? "a" : "b"}, {"ecs.capability.task-eni", std::nullopt}}),
          .registered = {CpuUnits{1024}, MiB{slots * 128}},
          .remaining = {CpuUnits{1024}, MiB{slots * 128}},
          .registered_eni = EniSlots{enis},
          .remaining_eni = EniSlots{enis}};
}

TaskDefinition definition(std::string family, NetworkMode mode, std::int64_t slots) {
  return {.family = std::move(family),
          .network_mode = mode,
          .container_definitions = {{.name = "c", .cpu = CpuUnits{64}, .memory = MiB{slots * 128}}}};
}

}  // namespace

TEST_CASE("explain: every verdict on every tiny world of two services is what a full search finds",
          "[explain][oracle]") {
  Exhaustive choices;
  Seen seen;
  std::int64_t worlds = 0;
  do {
    Cluster cluster;
    for (std::size_t i = 1 + choices.below(2); i > 0; --i) {
      cluster.container_instances.push_back(instance(i, static_cast<std::int64_t>(2 + choices.below(2)),
                                                     static_cast<std::int64_t>(1 + choices.below(2))));
    }
    cluster.task_definitions = {
        definition("web", choices.pick<NetworkMode>({NetworkMode::bridge, NetworkMode::awsvpc}), 1),
        definition("big", choices.pick<NetworkMode>({NetworkMode::bridge, NetworkMode::awsvpc}),
                   static_cast<std::int64_t>(1 + choices.below(3)))};
    Service web{.service_name = "web", .task_definition = "web"};
    web.desired_count = static_cast<std::int64_t>(1 + choices.below(3));
    if (choices.below(2) == 1) web.placement_constraints.push_back({});
    Service big{.service_name = "big", .task_definition = "big"};
    big.desired_count = static_cast<std::int64_t>(1 + choices.below(2));
    if (choices.below(2) == 1) {
      big.placement_constraints = {{.type = PlacementConstraint::Type::member_of,
                                    .expression = parse_query("attribute:ecs.availability-zone == b")}};
    }
    cluster.services = {web, big};
    ++worlds;
    const std::string fault = fault_of(cluster, 1'000'000, seen);
    if (!fault.empty()) FAIL(fault << '\n' << test::as_yaml(cluster));
  } while (choices.next());
  report("tiny worlds of two services", worlds, seen);
  CHECK(seen.searched == worlds);
  CHECK(seen.verdicts[static_cast<std::size_t>(FitVerdict::shortage)] > 100);
  CHECK(seen.verdicts[static_cast<std::size_t>(FitVerdict::fragmentation)] > 10);
}

TEST_CASE("explain: what is proved about random clusters is what a full search finds, where one can be made",
          "[explain][oracle]") {
  Seen seen;
  std::int64_t clusters = 0;
  for (std::uint64_t seed = 1; seed <= test::many_or_few(1500, 150); ++seed, ++clusters) {
    const Cluster cluster = test::random_cluster(seed);
    if (cluster.container_instances.size() > 50) continue;
    const std::string fault = fault_of(cluster, 20'000, seen);
    if (!fault.empty()) FAIL("seed " << seed << ": " << fault << '\n' << test::as_yaml(cluster));
  }
  report("random clusters", clusters, seen);
  CHECK(seen.searched > 50);
}
