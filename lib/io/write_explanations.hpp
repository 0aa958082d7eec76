#pragma once

#include <iosfwd>
#include <span>

#include <eniplan/write.hpp>

namespace eniplan::io {

/// The forms for people: answer, proofs, the packing that is known, services without room, what there is of each
/// resource.
void write_explanations_text(std::ostream& out, std::span<const Explanation> explanations, Color color);
void write_explanations_markdown(std::ostream& out, std::span<const Explanation> explanations);

}  // namespace eniplan::io
