#include "io/source.hpp"

#include <fmt/format.h>
#include <simdjson.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

namespace eniplan::io {
namespace {

namespace fs = std::filesystem;

// The JSON parser addresses 4 GiB; a compressed file that grows beyond half of it is no description of a cluster.
constexpr std::size_t largest_text = std::size_t{2} << 30;

bool ends_with_any(std::string_view name, std::span<const std::string_view> endings) {
  return std::ranges::any_of(endings, [&](std::string_view ending) { return name.ends_with(ending); });
}

std::string_view without_gz(std::string_view name) {
  if (name.ends_with(".gz")) name.remove_suffix(3);
  return name;
}

bool is_yaml_name(std::string_view name) {
  constexpr std::array<std::string_view, 2> endings{".yaml", ".yml"};
  return ends_with_any(without_gz(name), endings);
}

bool is_json_name(std::string_view name) { return without_gz(name).ends_with(".json"); }

constexpr std::string_view white_space = " \t\r\n";

// Whether it begins as JSON's objects do, `{"` or `{}`; a map in YAML's flow style need not have quotes.
bool begins_as_json(std::string_view text) {
  const std::size_t bracket = text.find_first_not_of(white_space);
  if (bracket == std::string_view::npos || text[bracket] != '{') return false;
  const std::size_t next = text.find_first_not_of(white_space, bracket + 1);
  return next != std::string_view::npos && (text[next] == '"' || text[next] == '}');
}

// The name decides where it says something.
Notation notation_of(std::string_view name, std::string_view text) {
  if (is_yaml_name(name)) return Notation::yaml;
  return is_json_name(name) || begins_as_json(text) ? Notation::json : Notation::yaml;
}

constexpr unsigned block = 1U << 16;  // bytes read or unpacked at a time where the size is not known

class Inflater {
 public:
  Inflater() { open_ = inflateInit2(&stream_, 15 + 16) == Z_OK; }
  ~Inflater() {
    if (open_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Unpacks all members of `packed`, one after the other; nothing if it is damaged or too large.
  std::optional<Buffer> run(Buffer& packed) {
    Buffer unpacked;
    stream_.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_in = static_cast<uInt>(packed.size());
    int status = open_ ? Z_OK : Z_MEM_ERROR;
    while (status == Z_OK || (status == Z_STREAM_END && stream_.avail_in > 0)) {
      if (status == Z_STREAM_END && inflateReset(&stream_) != Z_OK) return std::nullopt;
      stream_.next_out = reinterpret_cast<Bytef*>(unpacked.room(block + padding));
      stream_.avail_out = block;
      status = inflate(&stream_, Z_NO_FLUSH);
      unpacked.grow(block - stream_.avail_out);
      if (unpacked.size() > largest_text) return std::nullopt;
    }
    if (status != Z_STREAM_END) return std::nullopt;
    return unpacked;
  }

 private:
  z_stream stream_{};
  bool open_ = false;
};

bool is_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

// The offset of the first byte that is not part of a UTF-8 sequence.
std::size_t first_invalid_utf8(std::string_view text) {
  // Shorter prefixes are valid up to the culprit: bisect, then step back over a sequence cut in two.
  std::size_t good = 0;
  std::size_t bad = text.size();
  while (bad - good > 8) {
    std::size_t middle = good + (bad - good) / 2;
    while (middle > good && (static_cast<unsigned char>(text[middle]) & 0xC0) == 0x80) --middle;
    if (middle == good) break;
    (is_utf8(text.substr(good, middle - good)) ? good : bad) = middle;
  }
  while (good < bad) {
    std::size_t length = 1;
    while (length < 4 && !is_utf8(text.substr(good, length))) ++length;
    if (!is_utf8(text.substr(good, length))) break;
    good += length;
  }
  return good;
}

// A stream may never end: it is read as far as make_source() takes it.
Buffer read_stream(std::istream& in) {
  Buffer bytes;
  while (in && bytes.size() <= largest_text) {
    in.read(bytes.room(block + padding), block);
    bytes.grow(static_cast<std::size_t>(in.gcount()));
  }
  return bytes;
}

std::optional<Buffer> read_file(const std::string& path, Problems& problems) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (status.type() == fs::file_type::not_found) {
    problems.give_up(path, "expected a file or folder, found nothing of that name");
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    problems.give_up(path, fmt::format("cannot be read: {}", std::strerror(errno)));
    return std::nullopt;
  }
  // A regular file is read in one piece. Those of /proc say that they are empty.
  const std::uintmax_t size = fs::is_regular_file(status) ? fs::file_size(path, error) : 0;
  if (size == 0) return read_stream(in);
  if (size > largest_text) {
    problems.give_up(path, fmt::format("expected at most 2 GiB, found {} bytes", size));
    return std::nullopt;
  }
  Buffer bytes;
  in.read(bytes.room(size + padding), static_cast<std::streamsize>(size));
  bytes.grow(static_cast<std::size_t>(in.gcount()));
  if (bytes.size() != size) {
    problems.give_up(path, "cannot be read to its end");
    return std::nullopt;
  }
  return bytes;
}

// Pipes and devices in a folder are nobody's documents. A link that leads nowhere is left in, to be reported.
bool is_document(const fs::directory_entry& entry) {
  const std::string name = entry.path().filename().string();
  if (name.starts_with('.') || !(is_json_name(name) || is_yaml_name(name))) return false;
  std::error_code error;
  return entry.is_regular_file(error) || !entry.exists(error);
}

std::vector<std::string> files_in(const std::string& folder, Problems& problems) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    if (is_document(*entry)) files.push_back((fs::path(folder) / entry->path().filename()).string());
  }
  std::ranges::sort(files);
  if (error) {
    problems.give_up(folder, fmt::format("cannot be read: {}", error.message()));
  } else if (files.empty()) {
    problems.give_up(folder, "expected files ending in .json, .yaml or .yml (also .gz), found none in this folder");
  }
  return files;
}

}  // namespace

std::optional<std::string> why_not_text(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return "expected UTF-8 text, found UTF-16";
  if (const std::size_t zero = bytes.find('\0'); zero != std::string_view::npos) {
    return fmt::format("expected text, found binary data (a zero byte at offset {})", zero);
  }
  if (is_utf8(bytes)) return std::nullopt;
  return fmt::format("expected UTF-8 text, found another byte at offset {}", first_invalid_utf8(bytes));
}

std::unique_ptr<const Source> make_source(std::string name, Buffer bytes, Problems& problems) {
  if (bytes.text().starts_with("\x1f\x8b")) {
    std::optional<Buffer> unpacked = Inflater().run(bytes);
    if (!unpacked) {
      problems.give_up(name, "expected a whole gzip file of at most 2 GiB unpacked, found a damaged or larger one");
      return nullptr;
    }
    bytes = std::move(*unpacked);
  }
  if (bytes.size() > largest_text) {
    problems.give_up(name, "expected at most 2 GiB, found more");
    return nullptr;
  }
  if (bytes.text().starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.text().find_first_not_of(white_space) == std::string_view::npos) {
    problems.give_up(name, "expected a YAML or JSON document, found an empty file");
    return nullptr;
  }
  const Notation notation = notation_of(name, bytes.text());
  if (notation == Notation::yaml) {
    if (const auto why = why_not_text(bytes.text())) {
      problems.give_up(name, *why);
      return nullptr;
    }
  }
  std::memset(bytes.room(padding), 0, padding);
  return std::make_unique<const Source>(Source{std::move(name), std::move(bytes), notation, problems.next_number()});
}

Sources read_sources(std::span<const std::string> paths, std::istream* standard_input, Problems& problems) {
  Sources sources;
  const auto keep = [&](std::string name, std::optional<Buffer> bytes) {
    if (!bytes) return;
    if (auto source = make_source(std::move(name), std::move(*bytes), problems)) sources.push_back(std::move(source));
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (path != "-" && fs::is_directory(path, error)) {
      for (const std::string& file : files_in(path, problems)) keep(file, read_file(file, problems));
    } else if (path != "-") {
      keep(path, read_file(path, problems));
    } else if (standard_input != nullptr) {
      keep("<stdin>", read_stream(*standard_input));
    } else {
      problems.give_up("<stdin>", "there is no standard input here");
    }
  }
  return sources;
}

}  // namespace eniplan::io
