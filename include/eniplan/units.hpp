#pragma once

#include <compare>
#include <cstdint>

/// \file
/// The quantities ECS counts. All are integers, so that every run on every machine
/// decides alike; each has a type of its own, so that none is taken for another.
/// What stands below the four aliases is detail.

namespace eniplan {

/// A quantity that cannot be mistaken for another. May be negative: what is left of
/// a resource falls below zero when tasks hold more than their instance has.
template <class Tag>
struct Quantity {
  std::int64_t value = 0;

  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
  friend constexpr Quantity operator*(Quantity a, std::int64_t n) { return {a.value * n}; }
  constexpr Quantity& operator+=(Quantity other) { return *this = *this + other; }
  constexpr Quantity& operator-=(Quantity other) { return *this = *this - other; }
};

using CpuUnits = Quantity<struct CpuUnitsTag>;  ///< 1024 are one vCPU.
using MiB = Quantity<struct MiBTag>;            ///< Memory, 2^20 bytes each.
using Gpus = Quantity<struct GpusTag>;          ///< Whole devices.
using EniSlots = Quantity<struct EniSlotsTag>;  ///< Network interfaces for `awsvpc` tasks; one task takes one.

/// What an instance has or a task needs of the four resources that are counted.
/// Ports are not here: they are sets, not amounts.
struct Resources {
  CpuUnits cpu;
  MiB memory;
  Gpus gpu;
  EniSlots eni;

  friend constexpr bool operator==(const Resources&, const Resources&) = default;
  friend constexpr Resources operator+(const Resources& a, const Resources& b) {
    return {a.cpu + b.cpu, a.memory + b.memory, a.gpu + b.gpu, a.eni + b.eni};
  }
  friend constexpr Resources operator-(const Resources& a, const Resources& b) {
    return {a.cpu - b.cpu, a.memory - b.memory, a.gpu - b.gpu, a.eni - b.eni};
  }
  friend constexpr Resources operator*(const Resources& a, std::int64_t n) {
    return {a.cpu * n, a.memory * n, a.gpu * n, a.eni * n};
  }
  constexpr Resources& operator+=(const Resources& other) { return *this = *this + other; }
  constexpr Resources& operator-=(const Resources& other) { return *this = *this - other; }
};

}  // namespace eniplan
