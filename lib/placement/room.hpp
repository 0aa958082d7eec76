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

  friend constexpr bool operator==(const Wants&, const Wants&) = default;
  /// The less of both for each resource.
  static constexpr Wants least(const Wants& a, const Wants& b) {
    return {std::min(a.cpu, b.cpu), std::min(a.memory, b.memory), std::min(a.gpu, b.gpu), std::min(a.eni, b.eni)};
  }

  /// Whether an index lets through only what has as much as is needed: whether no need was cut to the greatest amount.
  [[nodiscard]] constexpr bool are_exact() const {
    return std::max({cpu, memory, gpu, eni}) < std::numeric_limits<std::int32_t>::max();
  }
};

/// What is left on 64 runs, or at most left in 64 parts of an index: an array for each resource. Places without a run
/// or a part have less than nothing.
struct alignas(64) Rooms {
  using Column = std::array<std::int32_t, node_width>;

  Rooms() {
    for (Column* const column : {&cpu, &memory, &gpu, &eni}) column->fill(Wants::nothing);
  }

  Column cpu;
  Column memory;
  Column gpu;
  Column eni;

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

#ifdef __SSE2__

/// Bit i tells whether the i-th has less than is wanted of one resource or of another: 16 at a time, the truth of each
/// narrowed to a byte and then to a bit.
inline std::uint64_t lacking(const Rooms::Column& a, std::int32_t wanted_of_a, const Rooms::Column& b,
                             std::int32_t wanted_of_b) {
  const auto four_lacking = [&](std::size_t at) {
    const __m128i of_a = _mm_load_si128(reinterpret_cast<const __m128i*>(a.data() + at));
    const __m128i of_b = _mm_load_si128(reinterpret_cast<const __m128i*>(b.data() + at));
    return _mm_or_si128(_mm_cmplt_epi32(of_a, _mm_set1_epi32(wanted_of_a)),
                        _mm_cmplt_epi32(of_b, _mm_set1_epi32(wanted_of_b)));
  };
  std::uint64_t lacks = 0;
  for (std::size_t at = 0; at < node_width; at += 16) {
    const __m128i eight = _mm_packs_epi32(four_lacking(at), four_lacking(at + 4));
    const __m128i next_eight = _mm_packs_epi32(four_lacking(at + 8), four_lacking(at + 12));
    const int bits = _mm_movemask_epi8(_mm_packs_epi16(eight, next_eight));
    lacks |= static_cast<std::uint64_t>(static_cast<unsigned>(bits)) << at;
  }
  return lacks;
}

#else

/// Bit i tells whether the i-th has less than is wanted of one resource or of another. Without branches, so that
/// compilers use vector instructions.
inline std::uint64_t lacking(const Rooms::Column& a, std::int32_t wanted_of_a, const Rooms::Column& b,
                             std::int32_t wanted_of_b) {
  std::uint64_t lacks = 0;
  for (std::size_t i = 0; i < node_width; ++i) {
    lacks |= static_cast<std::uint64_t>((a[i] < wanted_of_a) | (b[i] < wanted_of_b)) << i;
  }
  return lacks;
}

#endif

/// Bit i tells whether the i-th has what is wanted. Most tasks want no GPU, many no ENI: then nobody looks.
inline std::uint64_t with_room(const Rooms& rooms, const Wants& wants) {
  std::uint64_t lacks = lacking(rooms.cpu, wants.cpu, rooms.memory, wants.memory);
  if (wants.gpu != Wants::nothing || wants.eni != Wants::nothing) {
    lacks |= lacking(rooms.gpu, wants.gpu, rooms.eni, wants.eni);
  }
  return ~lacks;
}

/// The first `count` of 64 bits, which may be all.
constexpr std::uint64_t first_bits(std::size_t count) {
  return count < 64 ? (std::uint64_t{1} << count) - 1 : ~std::uint64_t{0};
}

}  // namespace eniplan::placement
