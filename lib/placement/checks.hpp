#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include <eniplan/placement.hpp>

namespace eniplan::placement {

/// Checks that an instance fails, one bit for each.
class FailedChecks {
 public:
  constexpr FailedChecks() = default;
  constexpr FailedChecks(Reason check) : bits_(static_cast<std::uint16_t>(1U << static_cast<unsigned>(check))) {}

  [[nodiscard]] constexpr bool none() const { return bits_ == 0; }
  [[nodiscard]] constexpr bool any_of(FailedChecks checks) const { return (bits_ & checks.bits_) != 0; }
  [[nodiscard]] constexpr bool contains(Reason check) const { return any_of(check); }
  [[nodiscard]] constexpr int count() const { return std::popcount(bits_); }
  /// The first in the order of the checks; there must be one.
  [[nodiscard]] constexpr Reason first() const { return static_cast<Reason>(std::countr_zero(bits_)); }

  /// A number below 2 to the power of `check_count` for each combination.
  [[nodiscard]] constexpr std::size_t index() const { return bits_; }
  [[nodiscard]] static constexpr FailedChecks at(std::size_t index) {
    FailedChecks failed;
    failed.bits_ = static_cast<std::uint16_t>(index);
    return failed;
  }

  constexpr void add_if(bool failed, Reason check) {
    bits_ = static_cast<std::uint16_t>(bits_ | (static_cast<unsigned>(failed) << static_cast<unsigned>(check)));
  }
  friend constexpr bool operator==(FailedChecks, FailedChecks) = default;
  friend constexpr FailedChecks operator|(FailedChecks a, FailedChecks b) {
    FailedChecks both;
    both.bits_ = static_cast<std::uint16_t>(a.bits_ | b.bits_);
    return both;
  }

 private:
  std::uint16_t bits_ = 0;
};

/// Instances that fail one of these are not there as far as a task is concerned: never candidates, never the
/// closest match.
inline constexpr FailedChecks absent_checks = FailedChecks(Reason::inactive) | Reason::capacity_provider;

/// Instances that fail one of these were never meant for the task. With them a task does not lack room.
inline constexpr FailedChecks unsuitable_checks =
    FailedChecks(Reason::agent) | Reason::location | Reason::attribute | Reason::member_of;

}  // namespace eniplan::placement
