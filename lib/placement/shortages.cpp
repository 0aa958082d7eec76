#include "placement/shortages.hpp"

namespace eniplan::placement {

ShortageIndex* Shortages::for_verdict(FleetRuns& runs) {
  const auto changes = index_ ? runs.changes_since(index_->version()) : std::nullopt;
  if (!changes) index_.reset();
  work_ += changes ? changes->size() : runs.run_count();
  if (work_ > looks_worth_an_index * runs.run_count()) {
    work_ = 0;
    index_ = ShortageIndex::of(runs);
  }
  return index_ ? &*index_ : nullptr;
}

}  // namespace eniplan::placement
