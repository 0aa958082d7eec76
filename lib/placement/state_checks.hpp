#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "placement/checks.hpp"
#include "placement/port_sets.hpp"
#include "placement/run_state.hpp"
#include "placement/shape.hpp"

namespace eniplan::placement {

/// The checks that look at nothing but the state of an instance and its class.
class StateChecks {
 public:
  /// All must outlive it. `failed_of_class` is of the shape's Eligibility.
  StateChecks(const Shape& shape, std::span<const FailedChecks> failed_of_class, const PortSets& ports)
      : failed_of_class_(failed_of_class),
        wanted_{at_least(shape.needs.cpu.value), at_least(shape.needs.memory.value), at_least(shape.needs.eni.value),
                at_least(shape.needs.gpu.value)},
        shape_(shape.has_ports() ? &shape : nullptr),
        ports_(ports) {}

  [[nodiscard]] FailedChecks failed(const RunState& state) const {
    FailedChecks failed = failed_of_class_[state.of_class];
    failed.add_if(state.remaining.cpu.value < wanted_.cpu, Reason::cpu);
    failed.add_if(state.remaining.memory.value < wanted_.memory, Reason::memory);
    failed.add_if(state.remaining.eni.value < wanted_.eni, Reason::eni);
    failed.add_if(state.remaining.gpu.value < wanted_.gpu, Reason::gpu);
    failed.add_if(shape_ != nullptr && !has_room_for_ports(state.ports), Reason::ports);
    return failed;
  }

 private:
  enum class Answer : std::uint8_t { unknown, no, yes };

  /// Many instances have few sets of ports, so each set is asked once.
  [[nodiscard]] bool has_room_for_ports(PortSetId taken) const {
    if (taken >= has_room_.size()) has_room_.resize(taken + std::size_t{1}, Answer::unknown);
    Answer& answer = has_room_[taken];
    if (answer == Answer::unknown) answer = ports_.has_room(taken, shape_->ports) ? Answer::yes : Answer::no;
    return answer == Answer::yes;
  }

  struct Wanted {
    std::int64_t cpu;
    std::int64_t memory;
    std::int64_t eni;
    std::int64_t gpu;
  };

  /// A need of nothing is never refused, even by an instance that has less than nothing left.
  static constexpr std::int64_t at_least(std::int64_t need) {
    return need > 0 ? need : std::numeric_limits<std::int64_t>::min();
  }

  std::span<const FailedChecks> failed_of_class_;
  Wanted wanted_;
  const Shape* shape_;  // null where it asks for no ports
  const PortSets& ports_;
  mutable std::vector<Answer> has_room_;  // [port sets] as far as they were asked about
};

}  // namespace eniplan::placement
