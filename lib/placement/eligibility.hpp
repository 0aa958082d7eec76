#pragma once

#include <array>
#include <boost/container/stable_vector.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/cluster.hpp>
#include <eniplan/task_definition.hpp>

#include "placement/checks.hpp"
#include "placement/run_orders.hpp"

/// \file
/// Which instances tasks are meant for, by facts that no placement changes.

namespace eniplan::placement {

using EligibilityId = std::uint32_t;

/// The instances that tasks may go to by the values of the attributes that they are spread over: one cell for each
/// combination.
struct Cells {
  static constexpr std::uint32_t none = 0xFFFFFFFF;
  /// The index for each order; `no_order` until it is wanted.
  using OrderIds = std::array<OrderId, order_kinds>;
  static constexpr OrderId no_order = std::numeric_limits<OrderId>::max();

  std::vector<std::uint32_t> of_class;    ///< [classes] `none` where the tasks cannot go
  std::vector<ClassIds> classes;          ///< [cells]
  std::vector<std::uint64_t> class_bits;  ///< [cells] of them, see RunOrder
  std::vector<std::uint32_t> values;      ///< [cells * attributes] see AttributeColumn
  std::vector<OrderIds> orders;           ///< [cells]

  [[nodiscard]] std::size_t size() const { return classes.size(); }
  void forget_orders() {
    OrderIds none_wanted;
    none_wanted.fill(no_order);
    orders.assign(size(), none_wanted);
  }
};

/// What tasks ask of an instance that no placement changes. Thousands of services have few such wishes in common, so
/// what comes of them is worked out once for all tasks that ask the same, however much they need.
struct Eligibility {
  std::vector<Attribute> attributes;                 ///< That are required.
  std::vector<const Query*> member_of;               ///< Those that look at facts that no placement changes.
  std::set<std::string_view> zones;                  ///< Where tasks may be; anywhere if empty.
  std::vector<std::string_view> capacity_providers;  ///< On whose instances tasks may be; on any if empty.

  // What follows is worked out as it is wanted.
  std::vector<FailedChecks> failed_of_class;  ///< [classes] of the checks that no placement changes.
  boost::container::stable_vector<std::optional<Cells>>
      cells;  ///< [spreads] by the attributes that tasks are spread over
};

/// A text that is the same where the same is asked.
[[nodiscard]] std::string key_of(const Eligibility& eligibility);

}  // namespace eniplan::placement
