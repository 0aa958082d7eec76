#include <algorithm>
#include <boost/sort/spreadsort/integer_sort.hpp>
#include <utility>

#include "placement/place.hpp"

namespace eniplan::placement {
namespace {

void append(PlacementRun run, std::vector<PlacementRun>& runs) {
  if (!runs.empty() && runs.back().first_instance + runs.back().instance_count == run.first_instance &&
      runs.back().tasks_per_instance == run.tasks_per_instance) {
    runs.back().instance_count += run.instance_count;
  } else {
    runs.push_back(run);
  }
}

bool goes_on(const Step& step, const Step& next) {
  return step.range.end == next.range.begin && step.copies == next.copies;
}

bool are_disjoint(const Steps& sorted) {
  return std::ranges::adjacent_find(sorted, [](const Step& a, const Step& b) { return a.range.end > b.range.begin; }) ==
         sorted.end();
}

/// A service may take thousands of steps: sorting them is most of what its result costs.
void sort_by(Steps& steps, InstanceIndex InstanceRange::*bound) {
  const auto bits = [bound](const Step& step, unsigned offset) { return step.range.*bound >> offset; };
  const auto is_less = [bound](const Step& a, const Step& b) { return a.range.*bound < b.range.*bound; };
  boost::sort::spreadsort::integer_sort(steps.begin(), steps.end(), bits, is_less);
}

/// Steps that overlap, in the order in which they begin: more tasks from where one begins, fewer from where one ends.
std::vector<PlacementRun> sum_of(const Steps& begins) {
  Steps ends = begins;
  sort_by(ends, &InstanceRange::end);
  std::vector<PlacementRun> runs;
  std::int64_t tasks = 0;
  auto begin = begins.begin();
  for (auto end = ends.begin(); end != ends.end();) {
    const bool is_begin = begin != begins.end() && begin->range.begin < end->range.end;
    const InstanceIndex from = is_begin ? begin->range.begin : end->range.end;
    for (; begin != begins.end() && begin->range.begin == from; ++begin) tasks += begin->copies;
    for (; end != ends.end() && end->range.end == from; ++end) tasks -= end->copies;
    if (tasks == 0) continue;
    const InstanceIndex next_end = end->range.end;
    const InstanceIndex to = begin != begins.end() ? std::min(begin->range.begin, next_end) : next_end;
    append({from, to - from, tasks}, runs);
  }
  return runs;
}

}  // namespace

std::vector<PlacementRun> placements_of(Steps steps) {
  if (steps.size() == 1) return {{steps[0].range.begin, steps[0].range.size(), steps[0].copies}};
  sort_by(steps, &InstanceRange::begin);
  if (!are_disjoint(steps)) return sum_of(steps);
  std::size_t joined = 0;  // Results are kept, so they take no more memory than they need.
  for (std::size_t i = 1; i < steps.size(); ++i) joined += goes_on(steps[i - 1], steps[i]) ? 1 : 0;
  std::vector<PlacementRun> runs;
  runs.reserve(steps.size() - joined);
  for (const Step& step : steps) append({step.range.begin, step.range.size(), step.copies}, runs);
  return runs;
}

std::vector<std::size_t> sequence_of(const Outcome& outcome) {
  std::vector<std::size_t> sequence;
  sequence.reserve(static_cast<std::size_t>(outcome.placed));
  for (const Step& step : outcome.steps) {
    for (InstanceIndex instance = step.range.begin; instance < step.range.end; ++instance) {
      sequence.insert(sequence.end(), static_cast<std::size_t>(step.copies), instance);
    }
  }
  return sequence;
}

}  // namespace eniplan::placement
