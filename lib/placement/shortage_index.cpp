// Tested by: tests/placement/shortage_index_test.cpp and the comparison with the oracle.

#include "placement/shortage_index.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "placement/newer_machines.hpp"
#include "placement/state_checks.hpp"

namespace eniplan::placement {
namespace {

constexpr std::size_t few_drawers = 128;
constexpr std::int64_t enough = std::numeric_limits<std::int64_t>::max();

/// What those in a drawer have in common. Tasks want one ENI or none.
RunState alike_to(const RunState& state) {
  const Resources remaining{
      .cpu = {enough}, .memory = {enough}, .gpu = state.remaining.gpu, .eni = {state.remaining.eni.value > 0 ? 1 : 0}};
  return {.remaining = remaining, .of_class = state.of_class, .ports = state.ports};
}

/// The bits that are set in both; `a` and `b` may be the same.
ENIPLAN_FOR_NEWER_MACHINES_TOO std::int64_t count_in_both(const std::uint64_t* a, const std::uint64_t* b,
                                                          std::size_t words) {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < words; ++i) count += std::popcount(a[i] & b[i]);
  return count;
}

/// Less of a resource than this is too little. A need of nothing is never refused.
std::int64_t least_enough(std::int64_t need) { return need > 0 ? need : std::numeric_limits<std::int64_t>::min(); }

}  // namespace

struct ShortageIndex::Arrangement {
  explicit Arrangement(const FleetRuns& runs);

  void put_into_drawers(InstanceRange run, const RunState& state);
  void give_bits(const FleetRuns& runs);

  struct Lying {
    InstanceIndex first;
    std::uint32_t drawer;
  };
  /// Class, ports, GPUs, ENI, length.
  using Label = std::tuple<ClassId, PortSetId, std::int64_t, std::int64_t, std::int64_t>;

  std::uint64_t version;
  std::vector<Drawer> drawers;
  std::map<Label, std::uint32_t> drawer_labelled;
  std::vector<Lying> lying;
  // Given at last.
  std::vector<InstanceIndex> first_instance;
  std::vector<Ladder::Thing> cpu;
  std::vector<Ladder::Thing> memory;
};

ShortageIndex::Arrangement::Arrangement(const FleetRuns& runs) : version(runs.version()) {
  lying.reserve(runs.run_count());
  runs.for_each_run([this](InstanceRange run, const RunState& state) { put_into_drawers(run, state); });
}

void ShortageIndex::Arrangement::put_into_drawers(InstanceRange run, const RunState& state) {
  const RunState alike = alike_to(state);
  for (std::size_t left = run.size(); left != 0; left &= left - 1) {
    const std::int64_t length = std::int64_t{1} << std::countr_zero(left);
    const Label label{alike.of_class, alike.ports, alike.remaining.gpu.value, alike.remaining.eni.value, length};
    const auto [place, is_new] = drawer_labelled.try_emplace(label, static_cast<std::uint32_t>(drawers.size()));
    if (is_new) drawers.push_back({.alike = alike, .length = length});
    ++drawers[place->second].runs;
    lying.push_back({run.begin, place->second});
  }
}

void ShortageIndex::Arrangement::give_bits(const FleetRuns& runs) {
  std::vector<std::size_t> next_bit;
  std::size_t words = 0;
  for (Drawer& drawer : drawers) {
    drawer.first_word = words;
    next_bit.push_back(words * 64);
    words += drawer.words();
  }
  first_instance.resize(words * 64);
  cpu.reserve(lying.size());
  memory.reserve(lying.size());
  for (const Lying& run : lying) {
    const auto bit = static_cast<std::uint32_t>(next_bit[run.drawer]++);
    const Resources& remaining = runs[run.first].remaining;
    first_instance[bit] = run.first;
    cpu.push_back({remaining.cpu.value, bit});
    memory.push_back({remaining.memory.value, bit});
  }
}

std::optional<ShortageIndex> ShortageIndex::of(const FleetRuns& runs) {
  Arrangement arrangement(runs);
  if (arrangement.drawers.size() > std::max(few_drawers, arrangement.lying.size() / 16)) return std::nullopt;
  arrangement.give_bits(runs);
  return ShortageIndex(std::move(arrangement));
}

ShortageIndex::ShortageIndex(Arrangement arrangement)
    : version_(arrangement.version),
      drawers_(std::move(arrangement.drawers)),
      first_instance_(std::move(arrangement.first_instance)),
      cpu_(std::move(arrangement.cpu), first_instance_.size() / 64),
      memory_(std::move(arrangement.memory), first_instance_.size() / 64) {}

Verdict ShortageIndex::verdict(const Resources& needs, const StateChecks& checks) {
  short_of_cpu_ = cpu_.less_than(least_enough(needs.cpu.value), memory_for_cpu_);
  short_of_memory_ = memory_.less_than(least_enough(needs.memory.value), memory_for_memory_);
  parts_.clear();
  Verdict verdict;
  for (const Drawer& drawer : drawers_) {
    for (const Part& part : parts_of(drawer, checks.failed(drawer.alike))) {
      if (part.runs == 0) continue;
      verdict.add_somewhere(part.failed, part.runs * drawer.length);
      parts_.push_back(part);
    }
  }
  if (const auto wanted = verdict.lost()) find_closest(*wanted, verdict);
  verdict.version = version_;
  return verdict;
}

void ShortageIndex::find_closest(Distance wanted, Verdict& verdict) const {
  InstanceIndex closest = std::numeric_limits<InstanceIndex>::max();
  FailedChecks failed;
  for (const Part& part : parts_) {
    if (part.failed.none() || part.failed.any_of(absent_checks) || distance(part.failed) != wanted) continue;
    const InstanceIndex first = first_of(part);
    if (first > closest) continue;
    closest = first;
    failed = part.failed;
  }
  verdict.found(closest, failed);
}

/// Where all are short of something, or none, nothing needs to be counted to know it.
ShortageIndex::Counts ShortageIndex::counts_in(const Drawer& drawer) const {
  const auto runs = static_cast<std::int64_t>(drawer.runs);
  const std::uint64_t* const cpu = short_of_cpu_.set.data() + drawer.first_word;
  const std::uint64_t* const memory = short_of_memory_.set.data() + drawer.first_word;
  const auto count = [&](const Ladder::Less& less, const std::uint64_t* set) {
    return less.are_all ? runs : less.are_none ? 0 : count_in_both(set, set, drawer.words());
  };
  Counts counts{.cpu = count(short_of_cpu_, cpu), .memory = count(short_of_memory_, memory), .both = 0};
  const bool is_told = counts.cpu == 0 || counts.cpu == runs || counts.memory == 0 || counts.memory == runs;
  counts.both = is_told ? std::min(counts.cpu, counts.memory) : count_in_both(cpu, memory, drawer.words());
  return counts;
}

std::array<ShortageIndex::Part, 4> ShortageIndex::parts_of(const Drawer& drawer, FailedChecks failed) const {
  const Counts counts = counts_in(drawer);
  const auto runs = static_cast<std::int64_t>(drawer.runs);
  return {{{&drawer, failed, runs - counts.cpu - counts.memory + counts.both},
           {&drawer, failed | Reason::cpu, counts.cpu - counts.both},
           {&drawer, failed | Reason::memory, counts.memory - counts.both},
           {&drawer, failed | Reason::cpu | Reason::memory, counts.both}}};
}

/// There must be one.
InstanceIndex ShortageIndex::first_of(const Part& part) const {
  const auto mask = [](bool fails) { return fails ? std::uint64_t{0} : ~std::uint64_t{0}; };
  const std::uint64_t has_cpu = mask(part.failed.contains(Reason::cpu));
  const std::uint64_t has_memory = mask(part.failed.contains(Reason::memory));
  for (std::size_t word = part.drawer->first_word;; ++word) {
    const std::uint64_t found = (short_of_cpu_.set[word] ^ has_cpu) & (short_of_memory_.set[word] ^ has_memory);
    if (found != 0) return first_instance_[word * 64 + static_cast<std::size_t>(std::countr_zero(found))];
  }
}

}  // namespace eniplan::placement
