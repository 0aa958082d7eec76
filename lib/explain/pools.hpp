#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "explain/bare_fleet.hpp"

/// \file
/// The compressed question: instances that the same services may use are one *pool*, services that may use the same
/// pools have one *choice*.

namespace eniplan::explain_detail {

/// Neighbours with as much room each.
struct Space {
  placement::InstanceRange range;
  std::size_t pool = 0;
  Resources room;  ///< Of each; never negative.
  placement::PortSetId ports = 0;

  [[nodiscard]] std::int64_t instances() const { return static_cast<std::int64_t>(range.size()); }
};

class Pools {
 public:
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  /// Cost: shapes times classes of instances, and runs.
  explicit Pools(BareFleet& fleet);

  [[nodiscard]] std::size_t size() const { return pool_count_; }
  /// [wanted] Which choice each has.
  [[nodiscard]] std::size_t choice_of(std::size_t wanted) const { return choice_of_wanted_[wanted]; }
  /// [choices] The pools of each, ascending.
  [[nodiscard]] const std::vector<std::vector<std::size_t>>& choices() const { return pools_of_choice_; }
  /// In canonical order; instances that nobody may use are left out.
  [[nodiscard]] const std::vector<Space>& spaces() const { return spaces_; }

 private:
  void find_choices(BareFleet& fleet);
  void find_pools(std::size_t class_count);
  void find_spaces(BareFleet& fleet);

  std::size_t pool_count_ = 0;
  std::vector<std::size_t> choice_of_wanted_;
  std::vector<std::vector<bool>> classes_of_choice_;
  std::vector<std::size_t> pool_of_class_;
  std::vector<std::vector<std::size_t>> pools_of_choice_;
  std::vector<Space> spaces_;
};

}  // namespace eniplan::explain_detail
