#pragma once

#include <iosfwd>
#include <span>

#include <eniplan/write.hpp>

/// \file
/// The forms that write_rollouts() chooses from.

namespace eniplan::io {

/// JSON or YAML.
void write_rollouts_document(std::ostream& out, std::span<const RolloutAnswer> answers, const WriteOptions& options);
/// For people: the answer, the rounds of what is stuck, what would help.
void write_rollouts_text(std::ostream& out, std::span<const RolloutAnswer> answers, const WriteOptions& options);
/// CSV or Markdown.
void write_rollouts_table(std::ostream& out, std::span<const RolloutAnswer> answers, const WriteOptions& options);

}  // namespace eniplan::io
