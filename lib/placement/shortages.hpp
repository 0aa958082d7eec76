#pragma once

#include <cstddef>
#include <optional>

#include "placement/fleet_runs.hpp"
#include "placement/shortage_index.hpp"

namespace eniplan::placement {

/// When a ShortageIndex is worth its making.
///
/// It costs about as much as 8 verdicts that look at every run, and the more runs change after it was made, the more
/// there is for each verdict to weigh anew. So work that an index just made would have saved is added up, and when it
/// comes to what making one costs, one is made: at worst twice the work is done. A few refusals never get that far.
class Shortages {
 public:
  Shortages() = default;
  /// A copy begins anew.
  Shortages(const Shortages&) {}
  Shortages& operator=(const Shortages&) = delete;

  /// The index for one more verdict, if it is worth while; the changes since its version are all remembered.
  [[nodiscard]] ShortageIndex* for_verdict(FleetRuns& runs);

  /// Whether there is an index of the runs as they are.
  [[nodiscard]] bool has_index_of(const FleetRuns& runs) const { return index_ && index_->version() == runs.version(); }

 private:
  static constexpr std::size_t looks_worth_an_index = 8;

  std::optional<ShortageIndex> index_;
  std::size_t work_ = 0;  // runs looked at and changes weighed since an index was made
};

}  // namespace eniplan::placement
