#pragma once

#include <string>

#include "support/random.hpp"

namespace eniplan::test {

/// A valid expression over the attributes, groups and dates of random_cluster(), in any of the language's spellings.
[[nodiscard]] std::string random_query(Random& random);

}  // namespace eniplan::test
