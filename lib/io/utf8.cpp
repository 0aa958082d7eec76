#include "io/utf8.hpp"

#include <array>

namespace eniplan::io {
namespace {

/// Bytes of the character that begins with `lead`; 0 if none does.
std::size_t sequence_size(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

/// Whether `code_point` may be written in `size` bytes: not in fewer, no surrogate, not beyond the last one.
bool is_canonical(char32_t code_point, std::size_t size) {
  static constexpr std::array<char32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
  return code_point >= smallest[size] && code_point <= 0x10FFFF && (code_point < 0xD800 || code_point > 0xDFFF);
}

}  // namespace

Utf8Character first_character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t size = sequence_size(lead);
  if (size == 1) return {lead, 1, true};

  const Utf8Character invalid{0xFFFD, 1, false};
  if (size == 0 || text.size() < size) return invalid;
  char32_t code_point = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return invalid;
    code_point = code_point << 6U | (byte & 0x3FU);
  }
  return is_canonical(code_point, size) ? Utf8Character{code_point, size, true} : invalid;
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(first_character(text).size);
  return count;
}

}  // namespace eniplan::io
