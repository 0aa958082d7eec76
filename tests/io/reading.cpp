#include "io/reading.hpp"

#include <unistd.h>
#include <zlib.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "support/catch.hpp"

namespace eniplan {
namespace {

template <class Load>
std::vector<std::string> errors_in(Load load) {
  std::vector<std::string> errors;
  try {
    load();
  } catch (const InputError& error) {
    for (const Diagnostic& diagnostic : error.diagnostics()) errors.push_back(to_string(diagnostic));
  }
  return errors;
}

}  // namespace

Cluster load_one(std::string_view text, const LoadOptions& options) {
  std::vector<Cluster> clusters = load_text(text, "x.yaml", options);
  REQUIRE(clusters.size() == 1);
  return std::move(clusters.front());
}

std::vector<std::string> errors_of(std::string_view text, const LoadOptions& options) {
  return errors_in([&] { static_cast<void>(load_text(text, "x.yaml", options)); });
}

std::vector<std::string> errors_of_files(const std::vector<std::string>& paths, const LoadOptions& options) {
  return errors_in([&] { static_cast<void>(load(paths, options)); });
}

std::vector<std::string> warning_codes(const Cluster& cluster) {
  std::vector<std::string> codes;
  for (const Warning& warning : cluster.warnings) codes.push_back(warning.code);
  return codes;
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "eniplan-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string TemporaryFolder::write(const std::string& name, std::string_view text) const {
  const std::filesystem::path file = folder_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file.string();
}

std::string TemporaryFolder::path(const std::string& name) const { return (folder_ / name).string(); }

std::string gzipped(std::string_view text) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
  std::string packed(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("cannot be packed");
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace eniplan
