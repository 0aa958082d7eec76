#pragma once

#include <iosfwd>
#include <span>

#include <eniplan/write.hpp>

namespace eniplan::io {

void write_network_text(std::ostream& out, std::span<const NetworkAnswer> answers, Color color);
void write_network_markdown(std::ostream& out, std::span<const NetworkAnswer> answers);

}  // namespace eniplan::io
