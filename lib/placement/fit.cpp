#include <eniplan/placement.hpp>

#include "placement/registered.hpp"

#include <algorithm>

namespace eniplan {
namespace {

struct Room {
  Reason reason;
  std::int64_t registered;
  std::int64_t need;
};

}  // namespace

Fit fit(const InstanceType& type, const Resources& needs, Trunking trunking) {
  Fit fit;
  fit.registered = placement::registered_resources(type, trunking);
  // In the order of the checks, so that of several that run out together the first is named.
  const Room rooms[] = {
      {Reason::cpu, fit.registered.cpu.value, needs.cpu.value},
      {Reason::memory, fit.registered.memory.value, needs.memory.value},
      {Reason::eni, fit.registered.eni.value, needs.eni.value},
      {Reason::gpu, fit.registered.gpu.value, needs.gpu.value},
  };
  for (const Room& room : rooms) {
    if (room.need <= 0) continue;
    const std::int64_t copies = std::max<std::int64_t>(room.registered, 0) / room.need;
    if (fit.limit && copies >= fit.count) continue;
    fit.count = copies;
    fit.limit = room.reason;
  }
  fit.used = {needs.cpu * fit.count, needs.memory * fit.count, needs.gpu * fit.count, needs.eni * fit.count};
  return fit;
}

}  // namespace eniplan
