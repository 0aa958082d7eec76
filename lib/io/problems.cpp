#include "io/problems.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/source.hpp"

namespace eniplan::io {
namespace {

// Turns offsets into lines and columns. Goes through each source once if the places come in order.
class Locator {
 public:
  void locate(Diagnostic& diagnostic, Place place) {
    if (place.source == nullptr) return;
    diagnostic.file = place.source->name;
    if (place.offset == nowhere) return;
    if (place.source != source_ || place.offset < offset_) {
      source_ = place.source;
      offset_ = line_start_ = 0;
      line_ = 1;
    }
    const std::string_view text = source_->text();
    for (; offset_ < std::min(place.offset, text.size()); ++offset_) {
      if (text[offset_] != '\n') continue;
      ++line_;
      line_start_ = offset_ + 1;
    }
    diagnostic.line = line_;
    diagnostic.column = 1 + offset_ - line_start_;
  }

 private:
  const Source* source_ = nullptr;
  std::size_t offset_ = 0;
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
};

}  // namespace

void Problems::add(Error error) {
  errors_.push_back(std::move(error));
  if (errors_.size() < most_errors) return;
  errors_.push_back({next_number(),
                     {},
                     {.message = fmt::format("these are the first {} errors; reading stopped here", most_errors)}});
  raise();
}

void Problems::error(Place place, std::string key, std::string message) {
  add({place.source->number, place, {.key = std::move(key), .message = std::move(message)}});
}

void Problems::fault(std::string_view code, Place place, std::string key, std::string message) {
  if (deliver_to_ == nullptr) {
    error(place, std::move(key), std::move(message));
  } else if (faults_.size() < most_errors) {
    faults_.push_back(
        {std::string(code), {place.source->number, place, {.key = std::move(key), .message = std::move(message)}}});
  }
}

void Problems::error(std::string file, std::string message) {
  add({next_number(), {}, {.file = std::move(file), .message = std::move(message)}});
}

void Problems::give_up(Place place, std::string message) {
  gave_up_ = true;
  error(place, "", std::move(message));
}

void Problems::give_up(std::string file, std::string message) {
  gave_up_ = true;
  error(std::move(file), std::move(message));
}

std::size_t Problems::add_option(std::string text) {
  options_.push_back(std::move(text));
  return largest_offset + options_.size();
}

/// By the option that gave the value, or by the place in its file.
template <class Locator>
void Problems::locate(Error& error, Locator& locator) const {
  if (is_option(error.place.offset)) {
    error.diagnostic.file = options_[error.place.offset - largest_offset - 1];
  } else {
    locator.locate(error.diagnostic, error.place);
  }
}

void Problems::deliver_faults() {
  std::ranges::stable_sort(
      faults_, {}, [](const FoundFault& fault) { return std::pair(fault.error.number, fault.error.place.offset); });
  Locator locator;
  for (FoundFault& fault : faults_) {
    locate(fault.error, locator);
    deliver_to_->push_back({std::move(fault.code), std::move(fault.error.diagnostic)});
  }
  faults_.clear();
}

void Problems::raise() {
  if (deliver_to_ != nullptr) deliver_faults();
  if (errors_.empty()) return;
  // The check of references runs after all files are read; its errors are put beside the others of their source.
  std::vector<Error> sorted = errors_;
  std::ranges::stable_sort(sorted, {}, [](const Error& error) { return std::pair(error.number, error.place.offset); });
  Locator locator;
  std::vector<Diagnostic> diagnostics;
  for (Error& error : sorted) {
    locate(error, locator);
    if (diagnostics.empty() || diagnostics.back() != error.diagnostic) {
      diagnostics.push_back(std::move(error.diagnostic));
    }
  }
  throw InputError(std::move(diagnostics));
}

}  // namespace eniplan::io
