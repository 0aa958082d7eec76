#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <eniplan/service.hpp>

#include "oracle/naive_checks.hpp"
#include "oracle/naive_world.hpp"

// Which of several instances gets a task.

namespace eniplan::oracle {

using Numbers = std::vector<std::size_t>;  // of instances, ascending: canonical order

/// The strategies of one request, in their order.
class NaiveStrategies {
 public:
  /// Works out which instances share a value of an attribute that the request spreads over. `world`, in which tasks
  /// may be placed meanwhile, must outlive it.
  NaiveStrategies(const NaiveWorld& world, const NaiveRequest& request);

  /// Narrows the candidates, at least one, strategy by strategy; the first of those left. `generator` is the
  /// state of the group's SplitMix64.
  [[nodiscard]] std::size_t choose(Numbers candidates, std::uint64_t& generator) const;

 private:
  /// Which instances share a value of an attribute.
  struct Values {
    std::vector<std::size_t> of;  // [instances] the number of its value; 0 without the attribute
    std::size_t count = 1;        // 0 included
  };
  struct Step {
    PlacementStrategy strategy;
    Values values;  // of a spread over an attribute
  };

  [[nodiscard]] static Values values_of(const NaiveWorld& world, std::string_view attribute);
  [[nodiscard]] Numbers narrow(const Numbers& candidates, const Step& step, std::uint64_t& generator) const;
  [[nodiscard]] Numbers spread_over(const Numbers& candidates, const Values& values) const;
  [[nodiscard]] const std::vector<std::int64_t>& group_tasks() const { return world_.groups[group_number_].tasks; }

  const NaiveWorld& world_;
  std::size_t group_number_;
  std::vector<Step> steps_;
};

}  // namespace eniplan::oracle
