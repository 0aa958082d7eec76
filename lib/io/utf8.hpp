#pragma once

#include <cstddef>
#include <string_view>

namespace eniplan::io {

struct Utf8Character {
  char32_t code_point = 0;  ///< U+FFFD when the bytes are no UTF-8.
  std::size_t size = 1;     ///< In bytes; 1 for a byte that is no UTF-8.
  bool is_valid = true;
};

/// The character at the start of `text`, which is not empty.
[[nodiscard]] Utf8Character first_character(std::string_view text);

/// How many characters `text` has: its width in a terminal, as far as names of AWS go.
[[nodiscard]] std::size_t character_count(std::string_view text);

}  // namespace eniplan::io
