#pragma once

#include <iosfwd>
#include <span>

#include <eniplan/write.hpp>

namespace eniplan::io {

/// The forms for people: answer, services, what stops the tightest, curves, what is stranded.
void write_headroom_text(std::ostream& out, std::span<const HeadroomResult> results, Color color);
void write_headroom_markdown(std::ostream& out, std::span<const HeadroomResult> results);

}  // namespace eniplan::io
