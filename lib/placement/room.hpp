#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <eniplan/units.hpp>

/// \file
/// Does it have room? asked of 64 at once.

namespace eniplan::placement {

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

  friend constexpr bool operator==(const Wants&, const Wants&) = default;
  /// The less of both for each resource.
  static constexpr Wants least(const Wants& a, const Wants& b) {
    return {std::min(a.cpu, b.cpu), std::min(a.memory, b.memory), std::min(a.gpu, b.gpu), std::min(a.eni, b.eni)};
  }

  /// Whether these, as what is left, are no less of anything.
  [[nodiscard]] constexpr bool covers(const Wants& other) const {
    return (cpu >= other.cpu) & (memory >= other.memory) & (gpu >= other.gpu) & (eni >= other.eni);
  }

  /// Whether an index lets through only what has as much as is needed: whether no need was cut to the greatest amount,
  /// and no more than one ENI is wanted.
  [[nodiscard]] constexpr bool are_exact() const {
    return std::max({cpu, memory, gpu}) < std::numeric_limits<std::int32_t>::max() && eni <= 1;
  }
};

/// CPU and memory left on so many runs, or at most left in so many parts of an index: an array for each. Places without
/// a run or a part have less than nothing.
template <std::size_t width>
struct alignas(64) Rooms {
  using Column = std::array<std::int32_t, width>;

  Rooms() {
    cpu.fill(Wants::nothing);
    memory.fill(Wants::nothing);
  }

  Column cpu;
  Column memory;

  void set(std::size_t i, const Wants& room) {
    cpu[i] = room.cpu;
    memory[i] = room.memory;
  }
  void raise(std::size_t i, const Wants& room) {
    cpu[i] = std::max(cpu[i], room.cpu);
    memory[i] = std::max(memory[i], room.memory);
  }
};

/// The amounts of `remaining` as an index keeps them.
constexpr Wants rounded(const Resources& remaining) {
  // Nearly always all of them have 32 bits, which is asked of all at once.
  const auto above_least = [](std::int64_t amount) {
    return static_cast<std::uint64_t>(amount) + (std::uint64_t{1} << 31);
  };
  const std::uint64_t all = above_least(remaining.cpu.value) | above_least(remaining.memory.value) |
                            above_least(remaining.gpu.value) | above_least(remaining.eni.value);
  if (all >> 32 == 0) {
    return {static_cast<std::int32_t>(remaining.cpu.value), static_cast<std::int32_t>(remaining.memory.value),
            static_cast<std::int32_t>(remaining.gpu.value), static_cast<std::int32_t>(remaining.eni.value)};
  }
  return {rounded(remaining.cpu.value), rounded(remaining.memory.value), rounded(remaining.gpu.value),
          rounded(remaining.eni.value)};
}

/// The first `count` of 64 bits, which may be all.
constexpr std::uint64_t first_bits(std::size_t count) {
  return count < 64 ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
}

#ifdef __SSE2__

/// Bit i tells whether something is true of the i-th of `count` amounts, which lie in steps of 16: `four_at(i)` has the
/// truth of four of them in 32 bits each, which are narrowed to a byte and then to a bit.
std::uint64_t bits_of(std::size_t count, auto&& four_at) {
  std::uint64_t bits = 0;
  for (std::size_t at = 0; at < count; at += 16) {
    const __m128i eight = _mm_packs_epi32(four_at(at), four_at(at + 4));
    const __m128i next_eight = _mm_packs_epi32(four_at(at + 8), four_at(at + 12));
    const int sixteen = _mm_movemask_epi8(_mm_packs_epi16(eight, next_eight));
    bits |= static_cast<std::uint64_t>(static_cast<unsigned>(sixteen)) << at;
  }
  return bits & first_bits(count);
}

inline __m128i four_of(const std::int32_t* amounts) {
  return _mm_load_si128(reinterpret_cast<const __m128i*>(amounts));
}

/// Bit i tells whether the i-th of the first `count` has as much CPU and memory as is wanted.
template <std::size_t width>
std::uint64_t with_room(const Rooms<width>& rooms, const Wants& wants, std::size_t count) {
  static_assert(width % 16 == 0 && width <= 64);
  const __m128i cpu = _mm_set1_epi32(wants.cpu);
  const __m128i memory = _mm_set1_epi32(wants.memory);
  const std::uint64_t lacks = bits_of(count, [&](std::size_t at) {
    return _mm_or_si128(_mm_cmplt_epi32(four_of(rooms.cpu.data() + at), cpu),
                        _mm_cmplt_epi32(four_of(rooms.memory.data() + at), memory));
  });
  return first_bits(count) & ~lacks;
}

/// Bit i tells whether the i-th of the first `count` numbers is the one that is wanted.
template <std::size_t width>
std::uint64_t equal_to(const std::array<std::uint32_t, width>& numbers, std::size_t count, std::uint32_t wanted) {
  static_assert(width % 16 == 0 && width <= 64);
  const __m128i four_wanted = _mm_set1_epi32(static_cast<std::int32_t>(wanted));
  return bits_of(count, [&](std::size_t at) {
    return _mm_cmpeq_epi32(_mm_load_si128(reinterpret_cast<const __m128i*>(numbers.data() + at)), four_wanted);
  });
}

#else

/// Bit i tells whether the i-th of the first `count` has as much CPU and memory as is wanted. Without branches, so that
/// compilers use vector instructions.
template <std::size_t width>
std::uint64_t with_room(const Rooms<width>& rooms, const Wants& wants, std::size_t count) {
  std::uint64_t lacks = 0;
  for (std::size_t i = 0; i < width; ++i) {
    lacks |= static_cast<std::uint64_t>((rooms.cpu[i] < wants.cpu) | (rooms.memory[i] < wants.memory)) << i;
  }
  return first_bits(count) & ~lacks;
}

/// Bit i tells whether the i-th of the first `count` numbers is the one that is wanted.
template <std::size_t width>
std::uint64_t equal_to(const std::array<std::uint32_t, width>& numbers, std::size_t count, std::uint32_t wanted) {
  std::uint64_t equal = 0;
  for (std::size_t i = 0; i < width; ++i) equal |= static_cast<std::uint64_t>(numbers[i] == wanted) << i;
  return equal & first_bits(count);
}

#endif

}  // namespace eniplan::placement
