#pragma once

#include <cstdint>

#include <eniplan/service.hpp>

/// \file
/// Between how many tasks a deployment stays.

namespace eniplan::rollout {

/// The percentages of a deployment.
struct Percentages {
  std::int64_t minimum_healthy = 100;
  std::int64_t maximum = 200;

  friend bool operator==(const Percentages&, const Percentages&) = default;
};

/// Those of a service, defaults filled in. A daemon has one task on each instance and no more, so that its maximum is
/// 100 whatever it says. Source: ECS API reference, DeploymentConfiguration (2026).
[[nodiscard]] inline Percentages percentages_of(const Service& service) {
  const DeploymentConfiguration& given = service.deployment_configuration;
  if (service.scheduling_strategy == SchedulingStrategy::daemon) {
    return {.minimum_healthy = given.minimum_healthy_percent.value_or(0), .maximum = 100};
  }
  return {.minimum_healthy = given.minimum_healthy_percent.value_or(100),
          .maximum = given.maximum_percent.value_or(200)};
}

struct Bounds {
  std::int64_t floor = 0;  ///< So many tasks stay healthy.
  std::int64_t cap = 0;    ///< So many tasks run at most, old and new.

  friend bool operator==(const Bounds&, const Bounds&) = default;
};

[[nodiscard]] constexpr Bounds bounds(std::int64_t desired, const Percentages& percentages) {
  return {.floor = (desired * percentages.minimum_healthy + 99) / 100, .cap = desired * percentages.maximum / 100};
}

}  // namespace eniplan::rollout
