#pragma once

#include <pybind11/pybind11.h>

#include <cstddef>
#include <string_view>

#include <eniplan/instance_type.hpp>
#include <eniplan/placement.hpp>
#include <eniplan/units.hpp>

/// \file
/// What has no type of its own in Python: quantities are integers, enumerations are words. One way only,
/// from C++ to Python. Every file that binds a member of these types includes this.

namespace pybind11::detail {

/// CpuUnits, MiB, Gpus and EniSlots as `int`.
template <class Tag>
struct type_caster<eniplan::Quantity<Tag>> {
  PYBIND11_TYPE_CASTER(eniplan::Quantity<Tag>, const_name("int"));
  static handle cast(const eniplan::Quantity<Tag>& quantity, return_value_policy, handle) {
    return pybind11::int_(quantity.value).release();
  }
};

/// An enumeration that has a to_string(), as that word.
template <class Enum>
struct word_caster {
  PYBIND11_TYPE_CASTER(Enum, const_name("str"));
  static handle cast(const Enum& value, return_value_policy, handle) {
    const std::string_view word = eniplan::to_string(value);
    return pybind11::str(word.data(), word.size()).release();
  }
};
template <>
struct type_caster<eniplan::MemoryBasis> : word_caster<eniplan::MemoryBasis> {};
template <>
struct type_caster<eniplan::Reason> : word_caster<eniplan::Reason> {};

/// Numbers of instances by reason, as a `dict` in the order of the checks without the zeros.
template <>
struct type_caster<eniplan::ReasonCounts> {
  PYBIND11_TYPE_CASTER(eniplan::ReasonCounts, const_name("dict[str, int]"));
  static handle cast(const eniplan::ReasonCounts& counts, return_value_policy, handle) {
    pybind11::dict by_reason;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] != 0) by_reason[pybind11::cast(static_cast<eniplan::Reason>(i))] = counts[i];
    }
    return by_reason.release();
  }
};

}  // namespace pybind11::detail
