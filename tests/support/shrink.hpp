#pragma once

#include <functional>

#include <eniplan/cluster.hpp>

namespace eniplan::test {

/// A smaller cluster that still fails: takes away service after service, instance after instance, wish after wish, as
/// long as `fails` stays true, and stops where taking away any one thing more makes it false.
///
/// What comes out is as valid as what went in: whatever refers to something taken away goes with it.
[[nodiscard]] Cluster shrink(Cluster cluster, const std::function<bool(const Cluster&)>& fails);

}  // namespace eniplan::test
