// Tested by: tests/rollout/ and the comparison with the oracle.

#include "rollout/old_tasks.hpp"

#include <algorithm>
#include <iterator>

namespace eniplan::rollout {

using namespace placement;

OldTasks::Kind OldTasks::add_kind(const Demand* demand) {
  kinds_.push_back({demand, {}});
  return static_cast<Kind>(kinds_.size() - 1);
}

void OldTasks::add(const Part& part) {
  count_ += part.count();
  kinds_[part.kind].where.add(part.range, part.tasks);
  if (part.kind == 0) return;
  for (InstanceIndex at = part.range.begin; at < part.range.end; ++at) {
    listed_[at].insert(listed_[at].end(), static_cast<std::size_t>(part.tasks), part.kind);
  }
}

void OldTasks::remove(const Part& part) {
  count_ -= part.count();
  kinds_[part.kind].where.add(part.range, -part.tasks);
  if (part.kind == 0) return;
  for (InstanceIndex at = part.range.begin; at < part.range.end; ++at) {
    std::vector<Kind>& here = listed_[at];
    for (std::int64_t i = 0; i < part.tasks; ++i) {
      here.erase(std::prev(std::ranges::find(here.rbegin(), here.rend(), part.kind).base()));
    }
    if (here.empty()) listed_.erase(at);
  }
}

std::vector<OldTasks::OnInstance> OldTasks::by_instance() const {
  std::vector<OnInstance> all;
  if (kinds_.empty()) return all;
  auto listed = listed_.begin();
  const auto add_listed_before = [&](InstanceIndex end) {
    for (; listed != listed_.end() && listed->first < end; ++listed) all.push_back({listed->first, 0, listed->second});
  };
  kinds_.front().where.for_each([&](InstanceRange range, std::int64_t tasks) {
    for (InstanceIndex at = range.begin; at < range.end; ++at) {
      add_listed_before(at);
      all.push_back({at, tasks, {}});
      if (listed == listed_.end() || listed->first != at) continue;
      all.back().listed = listed->second;
      ++listed;
    }
  });
  add_listed_before(static_cast<InstanceIndex>(-1));
  return all;
}

}  // namespace eniplan::rollout
