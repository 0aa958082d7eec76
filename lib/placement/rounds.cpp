#include "placement/rounds.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace eniplan::placement {

Rounds::Rounds(Placing& placing, CellOf cell)
    : placing_(placing),
      cell_(cell),
      order_(order_for(placing.world, placing.demand, cell)),
      tasks_before_(placing.world.groups.tasks_of(placing.demand.group)),
      had_tasks_(!tasks_before_.empty()) {
  if (kind() != OrderKind::canonical) return;
  from_ = cell.first_with_room();
  if (!had_tasks_) return;
  const std::uint64_t key = std::uint64_t{placing.demand.group} << 32 | cell.cell;
  first_without_own_ = &cell.among.first_fits().without_own.try_emplace(key, least_canonical_key).first->second;
  from_ = std::max(from_, *first_without_own_);
}

bool Rounds::accepts(const RunState& state) const {
  return cell_.has(state.of_class) && has_room(placing_.shape, state, placing_.world.ports);
}

std::optional<NextInstance> Rounds::next() {
  if (!find()) return std::nullopt;
  return NextInstance{turn_->range.begin, level_};
}

/// Makes sure that it is someone's turn, if anyone is left.
bool Rounds::find() {
  if (turn_) return true;
  if (among_empty_) {
    const bool found = find_among_empty();
    if (first_without_own_ != nullptr && !has_placed_) *first_without_own_ = found ? turn_->key : after_all;
    if (found) return true;
    among_empty_ = false;
    if (!placing_.demand.distinct_instance) load_levels();
  }
  while (turns_begun_ == round_.size()) {
    if (levels_.empty()) return false;
    begin_round();
  }
  turn_ = round_[turns_begun_++];
  return true;
}

bool Rounds::find_among_empty() {
  const FleetRuns& runs = placing_.world.runs;
  const Acceptance accept(placing_, cell_);
  for (;;) {
    const auto found = accept.first_from(from_, order_);
    const bool is_first = std::exchange(is_first_search_, false) && kind() == OrderKind::canonical;
    // Later in this round those before have room still: they had their turn.
    if (is_first && !had_tasks_) cell_.first_with_room() = found.value_or(after_all);
    if (!found) return false;
    if (!had_tasks_) {
      turn_ = Turn{*found, {found->first, runs.end_of_run(found->first)}};
      return true;
    }
    const auto [range, tasks] = tasks_before_.alike(found->first, runs.end_of_run(found->first));
    if (tasks == 0) {
      turn_ = Turn{*found, range};
      return true;
    }
    placing_.world.runs.cut_before(range.end);
    from_ = *found;
    from_.first = range.end;
  }
}

/// After the first round: who has how many now.
void Rounds::load_levels() {
  if (!had_tasks_) return;  // Those that received one are listed already.
  placing_.world.groups.tasks_of(placing_.demand.group).for_each([this](InstanceRange range, std::int64_t tasks) {
    levels_[tasks].push_back(range);
  });
}

void Rounds::begin_round() {
  const FleetRuns& runs = placing_.world.runs;
  const auto lowest = std::prev(levels_.end());
  level_ = lowest->first;
  round_.clear();
  turns_begun_ = 0;
  for (const InstanceRange& range : lowest->second) {
    for (InstanceIndex at = range.begin; at < range.end;) {
      const InstanceIndex end = std::min(range.end, runs.end_of_run(at));
      const RunState& state = runs.state_of(at);
      if (accepts(state)) round_.push_back({order_key(kind(), at, rounded(state.remaining)), {at, end}});
      at = end;
    }
  }
  levels_.erase(lowest);
  std::ranges::sort(round_, [](const Turn& a, const Turn& b) { return a.key < b.key; });
}

std::int64_t Rounds::place(std::int64_t budget) {
  std::int64_t left = budget;
  while (left > 0 && find()) {
    if (const std::int64_t placed = place_whole_rounds(left); placed > 0) {
      left -= placed;
      continue;
    }
    const auto waiting = static_cast<std::int64_t>(turn_->range.size());
    const std::int64_t instances = std::min(waiting, left);
    const InstanceRange served{turn_->range.begin, static_cast<InstanceIndex>(turn_->range.begin + instances)};
    take(served, 1);
    left -= instances;
    turn_->range.begin = served.end;
    turn_->key.first = served.end;
    if (among_empty_) from_ = turn_->key;
    if (instances == waiting) turn_.reset();
  }
  return budget - left;
}

/// Several rounds in one step, if a round just begins and all have room for two tasks or more. Nothing if not.
std::int64_t Rounds::place_whole_rounds(std::int64_t budget) {
  if (among_empty_ || turns_begun_ != 1 || turn_->range != round_.front().range) return 0;
  if (placing_.sequence == Sequence::listed) return 0;  // They take turns.
  std::int64_t rounds = levels_.empty() ? std::numeric_limits<std::int64_t>::max() : levels_.rbegin()->first - level_;
  std::int64_t instances = 0;
  for (const Turn& turn : round_) {
    instances += static_cast<std::int64_t>(turn.range.size());
    rounds = std::min(
        rounds, copies_that_fit(placing_.shape, placing_.world.runs.state_of(turn.range.begin), placing_.world.ports));
  }
  rounds = std::min(rounds, budget / instances);
  if (rounds < 2) return 0;
  level_ += rounds - 1;
  for (const Turn& turn : round_) take(turn.range, rounds);
  turn_.reset();
  turns_begun_ = round_.size();
  return rounds * instances;
}

void Rounds::take(InstanceRange range, std::int64_t copies) {
  placing_.take(range, copies);
  has_placed_ = true;
  const bool is_listed_later = placing_.demand.distinct_instance || (among_empty_ && had_tasks_);
  if (is_listed_later) return;
  Ranges& served = levels_[level_ + 1];
  if (!served.empty() && served.back().end == range.begin) {
    served.back().end = range.end;
  } else {
    served.push_back(range);
  }
}

}  // namespace eniplan::placement
