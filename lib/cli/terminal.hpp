#pragma once

#include <eniplan/write.hpp>

namespace eniplan::cli {

enum class ColorChoice { automatic, always, never };

/// Whether the answer is coloured. A choice on the command line is stronger than `NO_COLOR`, that is stronger than
/// `CLICOLOR_FORCE`, that is stronger than `TERM=dumb`; without any of them a terminal gets colour and nothing else.
/// Variables that are empty count as not set. Source: no-color.org and bixense.com/clicolors (2026).
[[nodiscard]] Color color_of(ColorChoice choice, bool to_terminal);

/// Whether standard output is a terminal.
[[nodiscard]] bool standard_output_is_terminal();

}  // namespace eniplan::cli
