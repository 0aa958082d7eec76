#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <eniplan/trunking.hpp>

#include "io/document_writer.hpp"
#include "io/text_table.hpp"

/// \file
/// The truth about trunks, as a part of other answers.

namespace eniplan::io {

/// `"trunking": [{"name", "instances", …, "causes": […]}, …]`
void write_trunking_member(DocumentWriter& writer, const TrunkingReport& report);

/// A row for each group: those that lack a trunk they should have first, then those that would gain most.
[[nodiscard]] TextTable trunking_table(const TrunkingReport& report);

/// The table, and below it for each group that lacks a trunk it should have what may be the cause and how to check it.
/// Cut to max_table_rows, and says what it leaves out.
void write_trunking_text(std::ostream& out, const TrunkingReport& report, Color color);
void write_trunking_markdown(std::ostream& out, const TrunkingReport& report);

}  // namespace eniplan::io
