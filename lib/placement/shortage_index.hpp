#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "placement/fleet_runs.hpp"
#include "placement/ladder.hpp"
#include "placement/state_checks.hpp"
#include "placement/verdict.hpp"

/// \file
/// Who is short of what: verdicts on many shapes without a look at every run for each.

namespace eniplan::placement {

/// The runs of a fleet as they were when this was made, arranged so that a verdict deals with sets of them.
///
/// A verdict asks which checks fail together, and on how many instances. Most checks look at little: class, ports
/// taken, GPUs, whether an ENI is left. Few combinations of these occur, so runs alike in all of them lie in one
/// *drawer*, and a shape makes those checks once for each drawer. What is left, CPU and memory, can be different on
/// every run: there a Ladder has the set of all runs with less than the shape needs, a bit for each run. In a drawer,
/// the bits of both sets and those they have in common tell how many runs fail which of the two.
///
/// For example, of a drawer of 100 runs 30 are short of CPU, 20 of memory, 5 of both. Then 25 fail the check of CPU and
/// not that of memory, 15 the other way round, and 55 neither; and the closest match, once it is known which checks it
/// fails, is at the first bit of such a set.
///
/// Bits count runs, verdicts count instances. So a drawer has runs of one length, a power of two, and a run of 13
/// instances lies in those of 8, of 4 and of 1.
///
/// What this gives up: it is not kept up to date. Changes since it was made are for the verdict to weigh (see
/// Shortages).
class ShortageIndex {
 public:
  /// Nothing where there are so many drawers that a look into each comes to a look at every run. Cost: runs times their
  /// logarithm; 44 bytes for each.
  [[nodiscard]] static std::optional<ShortageIndex> of(const FleetRuns& runs);

  /// The verdict on tasks with these needs, which `checks` check, of the version of the runs that this was made of.
  /// Cost: drawers, and a 64th of the runs.
  [[nodiscard]] Verdict verdict(const Resources& needs, const StateChecks& checks);

  [[nodiscard]] std::uint64_t version() const { return version_; }

 private:
  struct Drawer {
    RunState alike;       // but for CPU and memory, of which there is enough for everyone
    std::int64_t length;  // instances of each run
    std::size_t runs = 0;
    std::size_t first_word = 0;  // of the sets

    [[nodiscard]] std::size_t words() const { return (runs + 63) / 64; }
  };
  /// Runs, a bit for each, by drawers and in canonical order there.
  using Set = std::vector<std::uint64_t>;
  /// Runs of a drawer that are short of CPU, of memory, and of both at once.
  struct Counts {
    std::int64_t cpu;
    std::int64_t memory;
    std::int64_t both;
  };
  /// The runs of a drawer that fail the same checks.
  struct Part {
    const Drawer* drawer;
    FailedChecks failed;
    std::int64_t runs;
  };

  /// What is known once every run lies in its drawer.
  struct Arrangement;

  explicit ShortageIndex(Arrangement arrangement);
  [[nodiscard]] Counts counts_in(const Drawer& drawer) const;
  [[nodiscard]] std::array<Part, 4> parts_of(const Drawer& drawer, FailedChecks failed) const;
  void find_closest(Distance wanted, Verdict& verdict) const;
  [[nodiscard]] InstanceIndex first_of(const Part& part) const;

  std::uint64_t version_;
  std::vector<Drawer> drawers_;
  std::vector<InstanceIndex> first_instance_;  // [bits] of the run
  Ladder cpu_;
  Ladder memory_;

  // Of the shape that was asked about last.
  Ladder::Less short_of_cpu_{};
  Ladder::Less short_of_memory_{};
  // Kept because memory given back and taken again costs more than the sets.
  Set memory_for_cpu_;
  Set memory_for_memory_;
  std::vector<Part> parts_;  // with runs in them
};

}  // namespace eniplan::placement
