#pragma once

#include <cstddef>
#include <iosfwd>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "io/buffer.hpp"
#include "io/problems.hpp"

/// \file
/// The bytes of the input: from files, folders, standard input; unpacked, checked, ready to be parsed.

namespace eniplan::io {

enum class Notation { json, yaml };

/// One file's text. Parsed values point into it, so it lives until everything is read.
struct Source {
  std::string name;  ///< As the user named it, `<stdin>` for standard input.
  Buffer bytes;      ///< No byte order mark; followed by room for `padding` more bytes. YAML: valid UTF-8.
  Notation notation = Notation::yaml;
  std::size_t number = 0;  ///< Sources are numbered as they are read.

  [[nodiscard]] std::string_view text() const { return bytes.text(); }
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
[[nodiscard]] std::unique_ptr<const Source> make_source(std::string name, Buffer bytes, Problems& problems);

/// Why these bytes are no text: `expected UTF-8 text, found …`; nothing if they are. The JSON parser checks its
/// input as it goes, so for JSON this is only asked to say what was wrong.
[[nodiscard]] std::optional<std::string> why_not_text(std::string_view bytes);

}  // namespace eniplan::io
