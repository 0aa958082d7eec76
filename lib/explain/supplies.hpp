#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <eniplan/explain.hpp>

#include "explain/bare_fleet.hpp"
#include "explain/flow.hpp"
#include "explain/pools.hpp"

/// \file
/// What tasks want of one thing, and what there is of it, as a flow.

namespace eniplan::explain_detail {

/// What is asked about: a resource, or one static host port.
struct Question {
  Scarcity scarcity = Scarcity::eni;
  std::int64_t port = 0;
  bool is_udp = false;
};

/// How much of it one task asks for; 0: it does not.
[[nodiscard]] std::int64_t need_of(const Question& question, const placement::Shape& shape);

/// Amounts at most this large, and larger ones cut down to it, so that no sum overflows. Less wanted, or more room than
/// anybody wants, never proves what is not so.
inline constexpr std::int64_t most_units = std::int64_t{1} << 60;
[[nodiscard]] std::int64_t sum(std::int64_t a, std::int64_t b);
[[nodiscard]] std::int64_t product(std::int64_t a, std::int64_t b);

/// Services and requests that are one consumer of the flow: they have the same choice, and none must spread its tasks
/// over different instances; or all must, and ask for equally much, so that what one of them can do all can.
struct Consumer {
  std::size_t choice = 0;
  std::vector<std::size_t> members;  ///< Numbers of `BareFleet::wanted()`, ascending.
};

class Supplies {
 public:
  Supplies(BareFleet& fleet, const Pools& pools, Question question);

  [[nodiscard]] const Supply& supply() const { return supply_; }
  [[nodiscard]] const std::vector<Consumer>& consumers() const { return consumers_; }
  /// What each instance of a space has of it, for tasks.
  [[nodiscard]] std::int64_t available(const Space& space) const;
  /// What a member wants.
  [[nodiscard]] std::int64_t wanted_by(std::size_t member) const;
  [[nodiscard]] std::int64_t need_of(std::size_t member) const;

 private:
  void find_consumers();
  void find_available();
  void add_ways();
  [[nodiscard]] bool has_own_tasks(const Wanted& wanted);
  [[nodiscard]] std::vector<std::int64_t> instances_for(const Wanted& wanted);
  void for_each_space_in(placement::InstanceRange range, auto&& visit) const;

  BareFleet& fleet_;
  const Pools& pools_;
  const Question question_;
  Supply supply_;
  std::vector<Consumer> consumers_;
  std::vector<std::int64_t> common_measure_;  // [pools] that what is asked for there is a multiple of
  std::vector<std::int64_t> instances_;       // [pools]
};

}  // namespace eniplan::explain_detail
