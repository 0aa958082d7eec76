#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include <eniplan/units.hpp>

/// \file
/// Does it have room? asked of 64 at once.

namespace eniplan::placement {

inline constexpr std::size_t node_width = 64;

/// An amount as an index keeps it: in 32 bits, so that many are compared at once. Amounts beyond are cut to the
/// greatest or least there is, so an index may let through what does not fit; what decides is the exact amount.
constexpr std::int32_t rounded(std::int64_t amount) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(amount, std::numeric_limits<std::int32_t>::min(),
                                                            std::numeric_limits<std::int32_t>::max()));
}

/// What tasks of one kind need of an instance, as an index asks for it: at least this much left.
struct Wants {
  /// A need of nothing is content with less than nothing.
  static constexpr std::int32_t nothing = std::numeric_limits<std::int32_t>::min();

  static constexpr Wants of(const Resources& needs) {
    const auto wanted = [](std::int64_t need) { return need > 0 ? rounded(need) : nothing; };
    return {wanted(needs.cpu.value), wanted(needs.memory.value), wanted(needs.gpu.value), wanted(needs.eni.value)};
  }

  std::int32_t cpu = nothing;
  std::int32_t memory = nothing;
  std::int32_t gpu = nothing;
  std::int32_t eni = nothing;
};

/// What is left on 64 runs, or at most left in 64 parts of an index: an array for each resource.
struct alignas(64) Rooms {
  std::array<std::int32_t, node_width> cpu;
  std::array<std::int32_t, node_width> memory;
  std::array<std::int32_t, node_width> gpu;
  std::array<std::int32_t, node_width> eni;

  void set(std::size_t i, const Wants& room) {
    cpu[i] = room.cpu;
    memory[i] = room.memory;
    gpu[i] = room.gpu;
    eni[i] = room.eni;
  }
  void raise(std::size_t i, const Wants& room) {
    cpu[i] = std::max(cpu[i], room.cpu);
    memory[i] = std::max(memory[i], room.memory);
    gpu[i] = std::max(gpu[i], room.gpu);
    eni[i] = std::max(eni[i], room.eni);
  }
  [[nodiscard]] Wants at(std::size_t i) const { return {cpu[i], memory[i], gpu[i], eni[i]}; }
};

/// The amounts of `remaining` as an index keeps them.
constexpr Wants rounded(const Resources& remaining) {
  return {rounded(remaining.cpu.value), rounded(remaining.memory.value), rounded(remaining.gpu.value),
          rounded(remaining.eni.value)};
}

/// Bit i is byte i of `truths`, each 0 or 1.
inline std::uint64_t bits_of(const std::array<std::uint8_t, node_width>& truths) {
  std::uint64_t bits = 0;
  for (std::size_t byte = 0; byte < 8; ++byte) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, truths.data() + 8 * byte, 8);
    if constexpr (std::endian::native == std::endian::big) eight = __builtin_bswap64(eight);
    // Each factor of the product moves one byte's bit to its place in the highest byte; none meets another.
    bits |= ((eight * 0x0102040810204080U) >> 56) << (8 * byte);
  }
  return bits;
}

/// Bit i tells whether the i-th has what is wanted. The loops have no branches and make the truth a whole integer, as
/// vector instructions do, so that compilers turn them into these, whatever the machine has.
inline std::uint64_t with_room(const Rooms& rooms, const Wants& wants) {
  alignas(64) std::array<std::int32_t, node_width> enough;
  for (std::size_t i = 0; i < node_width; ++i) {
    const auto lacks = [](std::int32_t room, std::int32_t wanted) { return static_cast<std::int32_t>(room < wanted); };
    enough[i] =
        -(lacks(rooms.cpu[i], wants.cpu) | lacks(rooms.memory[i], wants.memory) | lacks(rooms.eni[i], wants.eni));
  }
  if (wants.gpu != Wants::nothing) {
    for (std::size_t i = 0; i < node_width; ++i) enough[i] |= -static_cast<std::int32_t>(rooms.gpu[i] < wants.gpu);
  }
  std::array<std::uint8_t, node_width> truths;
  for (std::size_t i = 0; i < node_width; ++i) truths[i] = static_cast<std::uint8_t>(enough[i] + 1);
  return bits_of(truths);
}

/// The first `count` of 64 bits, which may be all.
constexpr std::uint64_t first_bits(std::size_t count) {
  return count < 64 ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
}

}  // namespace eniplan::placement
