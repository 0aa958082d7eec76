#pragma once

#include <map>
#include <optional>
#include <string>

#include <eniplan/what_if.hpp>

#include "support/random_change.hpp"

namespace eniplan::test {

/// The oracle's answer; nothing if it refuses the changes.
[[nodiscard]] std::optional<WhatIfResult> what_if_judgement(const WhatIfCase& one);

/// Where the engine's answer differs from the oracle's, warnings and estimates of memory left aside; empty if nowhere.
[[nodiscard]] std::string disagreement(const WhatIfCase& one, const std::optional<WhatIfResult>& judgement);

/// The smallest case near this one on which they still differ: a cluster to paste into a file, the changes, and both
/// answers.
[[nodiscard]] std::string report_disagreement(const WhatIfCase& one);

/// Counts which of the things that can happen after a change did, as Coverage does for placements.
class WhatIfCoverage {
 public:
  WhatIfCoverage();
  void observe(const WhatIfCase& one, const std::optional<WhatIfResult>& result);
  void add(const WhatIfCoverage& other);
  [[nodiscard]] const std::map<std::string, std::int64_t>& counts() const { return counts_; }

 private:
  std::map<std::string, std::int64_t> counts_;
};

}  // namespace eniplan::test
