#include "io/problems.hpp"

#include <algorithm>

#include "io/source.hpp"

namespace eniplan::io {
namespace {

void locate(Diagnostic& diagnostic, Place place) {
  if (place.source == nullptr) return;
  diagnostic.file = place.source->name;
  if (place.offset == nowhere) return;
  const std::string_view before = place.source->text().substr(0, place.offset);
  diagnostic.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
  const std::size_t line_start = before.rfind('\n');
  diagnostic.column = 1 + before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1);
}

}  // namespace

void Problems::error(Place place, std::string key, std::string message) {
  errors_.push_back({place, {.key = std::move(key), .message = std::move(message)}});
}

void Problems::error(std::string file, std::string message) {
  errors_.push_back({{}, {.file = std::move(file), .message = std::move(message)}});
  gave_up_ = true;
}

void Problems::give_up(Place place, std::string message) {
  error(place, "", std::move(message));
  gave_up_ = true;
}

void Problems::raise() const {
  if (errors_.empty()) return;
  // Errors of one source stay together, in the order in which its first one was found; the check of
  // references runs after all files are read and would otherwise come last.
  std::vector<const Source*> order;
  for (const Error& error : errors_) {
    if (std::ranges::find(order, error.place.source) == order.end()) order.push_back(error.place.source);
  }
  const auto rank = [&](const Error& error) {
    return std::pair(std::ranges::find(order, error.place.source) - order.begin(), error.place.offset);
  };
  std::vector<Error> sorted = errors_;
  std::ranges::stable_sort(sorted, {}, rank);

  std::vector<Diagnostic> diagnostics;
  for (Error& error : sorted) {
    locate(error.diagnostic, error.place);
    if (diagnostics.empty() || diagnostics.back() != error.diagnostic) {
      diagnostics.push_back(std::move(error.diagnostic));
    }
  }
  throw InputError(std::move(diagnostics));
}

}  // namespace eniplan::io
