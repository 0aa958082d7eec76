#pragma once

#include <cstdint>
#include <limits>
#include <span>

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
    failed.add_if(shape_ != nullptr && !ports_.has_room(state.ports, shape_->ports), Reason::ports);
    return failed;
  }

 private:
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
};

}  // namespace eniplan::placement
