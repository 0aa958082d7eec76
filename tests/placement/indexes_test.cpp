#include "placement/run_order.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "placement/candidate_set.hpp"
#include "placement/fleet_runs.hpp"
#include "placement/head_set.hpp"
#include "placement/tasks_by_instance.hpp"
#include "plain_cluster.hpp"
#include "support/catch.hpp"
#include "support/random.hpp"

using namespace eniplan;
using namespace eniplan::placement;
using namespace eniplan::tests;
using eniplan::test::Random;

namespace {

RunRoom room(std::int64_t cpu, std::int64_t memory, std::int64_t eni, ClassId of_class) {
  return {rounded(Resources{{cpu}, {memory}, {}, {eni}}), of_class};
}

RunRoom random_room(Random& random) {
  RunRoom made =
      room(random.between(-2, 9), random.between(-2, 9), random.between(0, 2), static_cast<ClassId>(random.below(70)));
  if (random.chance(20)) made.left.gpu = static_cast<std::int32_t>(random.between(1, 4));
  return made;
}

/// An index of some runs, made at once.
RunOrder random_order(OrderKind kind, Random& random, std::map<InstanceIndex, RunRoom>& runs) {
  for (int i = 0; i < 3000; ++i) runs[static_cast<InstanceIndex>(random.below(9000))] = random_room(random);
  const auto key_of = [&](InstanceIndex first) { return order_key(kind, first, runs.at(first).left); };
  std::vector<InstanceIndex> rising;
  for (const auto& [first, room] : runs) rising.push_back(first);
  std::ranges::sort(rising, [&](InstanceIndex a, InstanceIndex b) { return key_of(a) < key_of(b); });
  RunOrder order(kind, rising, [&](InstanceIndex first) { return runs.at(first); });
  CHECK(order.size() == runs.size());
  CHECK(order.is_sound());
  return order;
}

/// What an index is asked, answered by a look at every run.
std::optional<OrderKey> first_by_scan(const std::map<InstanceIndex, RunRoom>& runs, OrderKind kind,
                                      const Resources& needs, ClassId of_class, const OrderKey& from) {
  std::optional<OrderKey> first;
  for (const auto& [instance, run] : runs) {
    const OrderKey key = order_key(kind, instance, run.left);
    const auto lacks = [](auto need, std::int32_t left) { return need.value > 0 && need.value > left; };
    if (key < from || run.of_class != of_class || lacks(needs.cpu, run.left.cpu) ||
        lacks(needs.memory, run.left.memory) || lacks(needs.gpu, run.left.gpu) || lacks(needs.eni, run.left.eni)) {
      continue;
    }
    if (!first || key < *first) first = key;
  }
  return first;
}

}  // namespace

TEST_CASE("run order: finds what a look at every run finds, whatever was changed before", "[placement][index]") {
  for (const OrderKind kind :
       {OrderKind::canonical, OrderKind::cpu, OrderKind::memory, OrderKind::cpu_memory, OrderKind::memory_cpu}) {
    Random random(static_cast<std::uint64_t>(kind) + 1);
    std::map<InstanceIndex, RunRoom> runs;
    RunOrder order = random_order(kind, random, runs);
    for (int step = 0; step < 12000; ++step) {
      const auto instance = static_cast<InstanceIndex>(random.below(9000));
      const auto known = runs.find(instance);
      // First it grows over three levels, then it shrinks to nothing.
      if (known == runs.end() && step < 9000) {
        order.insert(instance, runs[instance] = random_room(random));
      } else if (known != runs.end() && (step >= 9000 || random.chance(20))) {
        order.erase(instance, known->second);
        runs.erase(known);
      } else if (known != runs.end()) {
        RunRoom after = random.chance(50) ? random_room(random) : known->second;
        after.left.eni = std::max(0, after.left.eni - 1);
        after.left.gpu = std::max(0, after.left.gpu - 1);
        order.replace(instance, known->second, after);
        known->second = after;
      }
      if (step % 7 != 0 || runs.empty()) continue;
      const std::int64_t gpus = random.chance(20) ? random.between(1, 5) : 0;
      const Resources needs{{random.between(0, 11)}, {random.between(0, 11)}, {gpus}, {random.between(0, 1)}};
      const OrderKey from = random.chance(30) ? before_all : order_key(kind, instance, random_room(random).left);
      const auto of_class = static_cast<ClassId>(random.below(70));
      const auto found = order.first_fit(Wants::of(needs), class_bit(of_class), from,
                                         [&](InstanceIndex, ClassId c) { return c == of_class; });
      REQUIRE(found == first_by_scan(runs, kind, needs, of_class, from));
    }
    while (!runs.empty()) {
      order.erase(runs.begin()->first, runs.begin()->second);
      runs.erase(runs.begin());
    }
    CHECK(order.size() == 0);
    CHECK(order.is_sound());
  }
}

TEST_CASE("run order: a run that begins elsewhere keeps its place", "[placement][index]") {
  RunOrder order(OrderKind::memory);
  const RunRoom alike = room(1, 1, 1, 0);
  for (InstanceIndex first = 0; first < 10000; first += 10) order.insert(first, alike);
  for (InstanceIndex first = 0; first < 10000; first += 10) order.rename(first, first + 5, alike);
  CHECK(order.is_sound());
  OrderKey from = before_all;
  for (InstanceIndex first = 5; first < 10000; first += 10) {
    const auto found = order.first_fit(Wants::of({{1}}), 1, from, [](InstanceIndex, ClassId) { return true; });
    REQUIRE(found);
    REQUIRE(found->first == first);
    from = *found;
    ++from.first;
  }
}

TEST_CASE("run order: of amounts beyond 32 bits all are let through, in canonical order", "[placement][index]") {
  RunOrder order(OrderKind::memory);
  const std::int64_t much = std::int64_t{1} << 40;
  for (InstanceIndex i = 0; i < 200; ++i) order.insert(i, room(1, much - i, 1, 0));
  const Wants wants = Wants::of({{}, {much - 100}});
  CHECK_FALSE(wants.are_exact());
  const auto found = order.first_fit(wants, 1, before_all, [](InstanceIndex, ClassId) { return true; });
  REQUIRE(found);
  CHECK(found->first == 0);
  CHECK(order.is_sound());
}

TEST_CASE("run order: finds its way after whole parts of it are gone", "[placement][index]") {
  constexpr InstanceIndex size = 2000;
  const RunRoom alike = room(1, 1, 1, 0);
  for (const InstanceIndex gone : {1U, 64U, 500U, 1999U}) {
    RunOrder order(OrderKind::canonical);
    for (InstanceIndex i = 0; i < size; ++i) order.insert(i, alike);
    for (InstanceIndex i = 0; i < gone; ++i) order.erase(i, alike);
    for (InstanceIndex i = gone; i-- > 0;) order.insert(i, alike);
    CHECK(order.is_sound());
    for (InstanceIndex i = 0; i < size; ++i) {
      const OrderKey from = order_key(OrderKind::canonical, i, alike.left);
      const auto found = order.first_fit(Wants{}, 1, from, [](InstanceIndex, ClassId) { return true; });
      REQUIRE(found);
      REQUIRE(found->first == i);
    }
    for (InstanceIndex i = 0; i < size; ++i) {
      order.erase(i * 7 % size, alike);
      REQUIRE(order.is_sound());
    }
    CHECK(order.size() == 0);
  }
}

TEST_CASE("fleet runs: what was cut is one again once it is alike", "[placement][index]") {
  constexpr std::size_t size = 1000;
  const RunState alike{.remaining = {{100}, {100}, {}, {3}}};
  const RunState other{.remaining = {{50}, {70}, {}, {2}}};
  const Cluster cluster = cluster_of({boxes(size)});
  const InstanceClasses one_class(Fleet(cluster, MemoryFigure::registered), FactsAskedFor());
  FleetRuns runs(size);
  runs.add({0, 400}, alike);
  runs.add({400, size}, alike);  // As described instances are: cut from the beginning.
  const OrderId by_memory = runs.order_for(OrderKind::memory, {0}, one_class);
  for (int time = 0; time < 3; ++time) {
    runs.remember_cuts();
    for (InstanceIndex at = 0; at < size; at += 10) runs.change({at, at + 3}, other);
    CHECK(runs.run_count() == 200);
    for (InstanceIndex at = 0; at < size; at += 10) runs.change({at, at + 3}, alike);
    runs.join_cuts();
    CHECK(runs.run_count() == 2);
    CHECK(runs.run_of(399) == InstanceRange{0, 400});
    CHECK(runs.run_of(400) == InstanceRange{400, size});
    CHECK(runs.order(by_memory).size() == 2);
    CHECK(runs.order(by_memory).is_sound());
  }
  runs.remember_cuts();
  runs.change({10, 20}, other);
  runs.join_cuts();
  CHECK(runs.run_of(15) == InstanceRange{10, 20});
  CHECK(runs.state_of(15) == other);
  CHECK(runs.state_of(20) == alike);
}

TEST_CASE("head set: knows its neighbours on both sides", "[placement][index]") {
  for (const std::size_t size : {1UL, 64UL, 65UL, 4096UL, 300000UL}) {
    Random random(size);
    HeadSet heads(size);
    std::vector<bool> kept(size);
    for (int i = 0; i < 60; ++i) {
      const auto head = i == 0 ? InstanceIndex{0} : static_cast<InstanceIndex>(random.below(size));
      heads.insert(head);
      kept[head] = true;
    }
    for (int i = 0; i < 60; ++i) {
      const auto asked = static_cast<InstanceIndex>(random.below(size));
      std::size_t before = asked;
      while (!kept[before]) --before;
      std::size_t after = asked + std::size_t{1};
      while (after < size && !kept[after]) ++after;
      REQUIRE(heads.last_until(asked) == before);
      REQUIRE(heads.first_after(asked, size) == after);
    }
  }
}

TEST_CASE("head set: who is taken out is nobody's neighbour", "[placement][index]") {
  HeadSet heads(300000);
  for (const InstanceIndex head : {0U, 5U, 70000U, 70001U}) heads.insert(head);
  HeadSet::Walk walk(heads, 300000);
  for (const InstanceIndex head : {0U, 5U, 70000U, 70001U, 300000U, 300000U}) CHECK(walk.next() == head);
  heads.erase(70000);
  CHECK_FALSE(heads.contains(70000));
  CHECK(heads.last_until(70000) == 5);
  CHECK(heads.first_after(5, 300000) == 70001);
  heads.erase(70001);
  CHECK(heads.first_after(5, 300000) == 300000);
  CHECK(heads.last_until(299999) == 5);
}

TEST_CASE("candidate set: the k-th is the k-th", "[placement][index]") {
  constexpr std::size_t size = 600000;
  Random random(1);
  CandidateSet set(size);
  std::vector<bool> kept(size);
  // Nothing before, in the midst and behind; a gap of more than one part.
  for (const InstanceRange range : {InstanceRange{100, 30001}, InstanceRange{300000, 300001}}) {
    set.put(range);
    std::fill(kept.begin() + range.begin, kept.begin() + range.end, true);
  }
  set.count();
  set.set({20, 60000}, true);
  set.set({40000, 50001}, false);
  std::fill(kept.begin() + 20, kept.begin() + 40000, true);
  std::fill(kept.begin() + 50001, kept.begin() + 60000, true);
  for (int i = 0; i < 50000; ++i) {
    const auto instance = static_cast<InstanceIndex>(random.below(size));
    random.chance(20) ? set.insert(instance) : set.erase(instance);
    kept[instance] = set.contains(instance);
  }
  std::size_t k = 0;
  for (std::size_t instance = 0; instance < size; ++instance) {
    if (kept[instance]) REQUIRE(set[k++] == instance);
  }
  CHECK(k == set.size());
}

TEST_CASE("tasks by instance: ranges come to the same as single instances", "[placement][index]") {
  constexpr InstanceIndex size = 60;
  Random random(1);
  for (int world = 0; world < 200; ++world) {
    TasksByInstance tasks;
    std::vector<std::int64_t> kept(size);
    for (int step = 0; step < 40; ++step) {
      const auto begin = static_cast<InstanceIndex>(random.below(size));
      const auto end = static_cast<InstanceIndex>(begin + 1 + random.below(size - begin));
      const std::int64_t least = *std::min_element(kept.begin() + begin, kept.begin() + end);
      const std::int64_t change = random.chance(40) ? -random.between(0, least) : random.between(1, 3);
      tasks.add({begin, end}, change);
      for (InstanceIndex i = begin; i < end; ++i) kept[i] += change;
      for (InstanceIndex at = 0; at < size;) {
        const auto [range, count] = tasks.alike(at, size);
        REQUIRE(range.begin == at);
        for (InstanceIndex i = range.begin; i < range.end; ++i) REQUIRE(kept[i] == count);
        REQUIRE((range.end == size || kept[range.end] != count));
        REQUIRE(tasks.on(at) == count);
        at = range.end;
      }
    }
  }
}

TEST_CASE("tasks by instance: many ranges are found again, in however many blocks they lie", "[placement][index]") {
  constexpr InstanceIndex size = 5000;
  Random random(1);
  TasksByInstance tasks;
  std::vector<std::int64_t> kept(size);
  for (int step = 0; step < 12000; ++step) {
    const auto begin = static_cast<InstanceIndex>(random.below(size));
    const auto end = std::min(size, static_cast<InstanceIndex>(begin + 1 + random.below(step < 9000 ? 3 : 300)));
    // First they become more, then long ones take others away.
    const std::int64_t change = step < 9000 && random.chance(70) ? random.between(1, 3) : -2;
    tasks.add({begin, end}, change);
    for (InstanceIndex i = begin; i < end; ++i) kept[i] = std::max<std::int64_t>(kept[i] + change, 0);
    if (step % 100 != 0) continue;
    std::vector<std::int64_t> found(size);
    tasks.for_each([&](InstanceRange range, std::int64_t count) {
      for (InstanceIndex i = range.begin; i < range.end; ++i) found[i] += count;
    });
    REQUIRE(found == kept);
    for (InstanceIndex i = 0; i < size; ++i) REQUIRE(tasks.on(i) == kept[i]);
  }
}
