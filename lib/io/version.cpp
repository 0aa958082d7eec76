#include <eniplan/write.hpp>

namespace eniplan {

std::string_view version() { return ENIPLAN_VERSION; }

}  // namespace eniplan
