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

// The name decides where it says something; otherwise JSON is known by its first bracket.
Notation notation_of(std::string_view name, std::string_view text) {
  if (is_yaml_name(name)) return Notation::yaml;
  if (is_json_name(name)) return Notation::json;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '{' || text[first] == '[') ? Notation::json
                                                                                       : Notation::yaml;
}

class Inflater {
 public:
  Inflater() { open_ = inflateInit2(&stream_, 15 + 16) == Z_OK; }
  ~Inflater() {
    if (open_) inflateEnd(&stream_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  // Unpacks all members of `packed`, one after the other; nothing if it is damaged or too large.
  std::optional<std::string> run(std::string& packed) {
    std::string unpacked;
    stream_.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream_.avail_in = static_cast<uInt>(packed.size());
    int status = open_ ? Z_OK : Z_MEM_ERROR;
    while (status == Z_OK || (status == Z_STREAM_END && stream_.avail_in > 0)) {
      if (status == Z_STREAM_END && inflateReset(&stream_) != Z_OK) return std::nullopt;
      std::array<char, 1 << 16> block;
      stream_.next_out = reinterpret_cast<Bytef*>(block.data());
      stream_.avail_out = block.size();
      status = inflate(&stream_, Z_NO_FLUSH);
      unpacked.append(block.data(), block.size() - stream_.avail_out);
      if (unpacked.size() > largest_text) return std::nullopt;
    }
    if (status != Z_STREAM_END) return std::nullopt;
    return unpacked;
  }

 private:
  z_stream stream_{};
  bool open_ = false;
};

// The offset of the first byte that is not part of a UTF-8 sequence.
std::size_t first_invalid_utf8(std::string_view text) {
  // Shorter prefixes are valid up to the culprit: bisect, then step back over a sequence cut in two.
  std::size_t good = 0;
  std::size_t bad = text.size();
  while (bad - good > 8) {
    std::size_t middle = good + (bad - good) / 2;
    while (middle > good && (static_cast<unsigned char>(text[middle]) & 0xC0) == 0x80) --middle;
    if (middle == good) break;
    (simdjson::validate_utf8(text.substr(good, middle - good)) ? good : bad) = middle;
  }
  while (good < bad) {
    std::size_t length = 1;
    while (length < 4 && !simdjson::validate_utf8(text.substr(good, length))) ++length;
    if (!simdjson::validate_utf8(text.substr(good, length))) break;
    good += length;
  }
  return good;
}

std::string read_stream(std::istream& in) { return {std::istreambuf_iterator<char>(in), {}}; }

std::optional<std::string> read_file(const std::string& path, Problems& problems) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) {
    problems.error(path, "expected a file or folder, found nothing of that name");
    return std::nullopt;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    problems.error(path, fmt::format("cannot be read: {}", std::strerror(errno)));
    return std::nullopt;
  }
  // A regular file is read in one piece, with room for the padding: no second copy of a large dump.
  if (!fs::is_regular_file(status)) return read_stream(in);
  const auto size = static_cast<std::size_t>(fs::file_size(path, error));
  std::string bytes;
  bytes.reserve(size + padding);
  bytes.resize(size);
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (static_cast<std::size_t>(in.gcount()) != size) {
    problems.error(path, "cannot be read to its end");
    return std::nullopt;
  }
  return bytes;
}

std::vector<std::string> files_in(const std::string& folder, Problems& problems) {
  std::vector<std::string> files;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with('.') || !(is_json_name(name) || is_yaml_name(name)) || entry.is_directory()) continue;
    files.push_back((fs::path(folder) / name).string());
  }
  std::ranges::sort(files);
  if (error) {
    problems.error(folder, fmt::format("cannot be read: {}", error.message()));
  } else if (files.empty()) {
    problems.error(folder, "expected files ending in .json, .yaml or .yml (also .gz), found none in this folder");
  }
  return files;
}

}  // namespace

std::unique_ptr<const Source> make_source(std::string name, std::string bytes, Problems& problems) {
  if (bytes.starts_with("\x1f\x8b")) {
    std::optional<std::string> unpacked = Inflater().run(bytes);
    if (!unpacked) {
      problems.error(name, "expected a whole gzip file of at most 2 GiB unpacked, found a damaged or larger one");
      return nullptr;
    }
    bytes = std::move(*unpacked);
  }
  if (bytes.size() > largest_text) {
    problems.error(name, fmt::format("expected at most 2 GiB, found {} bytes", bytes.size()));
    return nullptr;
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.erase(0, 3);
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    problems.error(name, "expected UTF-8 text, found UTF-16");
    return nullptr;
  }

  auto source = std::make_unique<Source>();
  source->name = std::move(name);
  source->size = bytes.size();
  source->bytes = std::move(bytes);
  if (!simdjson::validate_utf8(source->text())) {
    problems.error(source->name,
                   fmt::format("expected UTF-8 text, found another byte at offset {}", first_invalid_utf8(source->text())));
    return nullptr;
  }
  if (const std::size_t zero = source->text().find('\0'); zero != std::string_view::npos) {
    problems.error(source->name, fmt::format("expected text, found binary data (a zero byte at offset {})", zero));
    return nullptr;
  }
  if (source->text().find_first_not_of(" \t\r\n") == std::string_view::npos) {
    problems.error(source->name, "expected a YAML or JSON document, found an empty file");
    return nullptr;
  }
  source->notation = notation_of(source->name, source->text());
  source->bytes.resize(source->size + padding, '\0');
  return source;
}

Sources read_sources(std::span<const std::string> paths, std::istream* standard_input, Problems& problems) {
  Sources sources;
  const auto keep = [&](std::string name, std::string bytes) {
    if (auto source = make_source(std::move(name), std::move(bytes), problems)) sources.push_back(std::move(source));
  };
  const auto keep_file = [&](const std::string& path) {
    if (std::optional<std::string> bytes = read_file(path, problems)) keep(path, std::move(*bytes));
  };
  for (const std::string& path : paths) {
    std::error_code error;
    if (path == "-") {
      if (standard_input == nullptr) {
        problems.error("<stdin>", "there is no standard input here");
      } else {
        keep("<stdin>", read_stream(*standard_input));
      }
    } else if (fs::is_directory(path, error)) {
      for (const std::string& file : files_in(path, problems)) keep_file(file);
    } else {
      keep_file(path);
    }
  }
  return sources;
}

}  // namespace eniplan::io
