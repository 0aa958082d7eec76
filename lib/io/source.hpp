#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/problems.hpp"

/// \file
/// The bytes of the input: from files, folders, standard input; unpacked, checked, ready to be parsed.

namespace eniplan::io {

enum class Notation { json, yaml };

/// One file's text. Parsed values point into it, so it lives until everything is read.
struct Source {
  std::string name;          ///< As the user named it, `<stdin>` for standard input.
  std::string bytes;         ///< Valid UTF-8, no byte order mark, followed by `padding` bytes of zero.
  std::size_t size = 0;      ///< Of the text, without the padding.
  Notation notation = Notation::yaml;

  [[nodiscard]] std::string_view text() const { return std::string_view(bytes).substr(0, size); }
};

/// Room that the JSON parser may read past the end.
inline constexpr std::size_t padding = 64;

/// What a path was read as. Sources are held by pointer: their addresses are kept in what is parsed.
using Sources = std::vector<std::unique_ptr<const Source>>;

/// Reads files, `-`, and folders (their files ending in .json, .yaml, .yml, also .gz; not hidden, not of folders
/// below; by path in byte order). What cannot be read is reported and left out.
[[nodiscard]] Sources read_sources(std::span<const std::string> paths, std::istream* standard_input,
                                   Problems& problems);

/// The same for text that is already here. Null if it was refused.
[[nodiscard]] std::unique_ptr<const Source> make_source(std::string name, std::string bytes, Problems& problems);

}  // namespace eniplan::io
