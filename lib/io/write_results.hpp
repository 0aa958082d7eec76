#pragma once

#include <iosfwd>
#include <span>

#include <eniplan/write.hpp>

/// \file
/// The forms that write_results() chooses from. `rollouts` [results], or empty if nobody asked for them.

namespace eniplan::io {

/// JSON or YAML.
void write_results_document(std::ostream& out, std::span<const PlacementResult> results,
                            std::span<const RolloutResult> rollouts, const WriteOptions& options);
/// For people: the answer, the reasons, a table.
void write_results_text(std::ostream& out, std::span<const PlacementResult> results,
                        std::span<const RolloutResult> rollouts, const WriteOptions& options);
/// CSV or Markdown.
void write_results_table(std::ostream& out, std::span<const PlacementResult> results,
                         std::span<const RolloutResult> rollouts, const WriteOptions& options);

}  // namespace eniplan::io
