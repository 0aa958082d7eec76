#pragma once

#include <iosfwd>
#include <span>

#include <eniplan/write.hpp>

/// \file
/// The forms that write_results() chooses from.

namespace eniplan::io {

/// JSON or YAML.
void write_results_document(std::ostream& out, std::span<const PlacementResult> results, const WriteOptions& options);
/// For people: the answer, the reasons, a table.
void write_results_text(std::ostream& out, std::span<const PlacementResult> results, const WriteOptions& options);
/// CSV or Markdown.
void write_results_table(std::ostream& out, std::span<const PlacementResult> results, const WriteOptions& options);

}  // namespace eniplan::io
