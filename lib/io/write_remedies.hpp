#pragma once

#include <iosfwd>
#include <span>

#include <eniplan/write.hpp>

namespace eniplan::io {

void write_remedies_text(std::ostream& out, std::span<const RemedyResult> results, Color color);
void write_remedies_markdown(std::ostream& out, std::span<const RemedyResult> results);

}  // namespace eniplan::io
