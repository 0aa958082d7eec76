#include "placement/shape.hpp"

#include <algorithm>
#include <limits>

#include "placement/key_text.hpp"

namespace eniplan::placement {
namespace {

std::string key_of(const Shape& shape) {
  KeyText key;
  const Resources& needs = shape.needs.resources;
  for (const std::int64_t amount : {needs.cpu.value, needs.memory.value, needs.gpu.value, needs.eni.value}) {
    key.add(amount);
  }
  for (const std::vector<std::int64_t>* const ports : {&shape.ports.tcp, &shape.ports.udp}) {
    key.add(static_cast<std::int64_t>(ports->size()));
    for (const std::int64_t port : *ports) key.add(port);
  }
  key.add(static_cast<std::int64_t>(shape.needs.attributes.size()));
  for (const Attribute& attribute : shape.needs.attributes) {
    key.add(attribute.name);
    key.add(attribute.value);
  }
  key.add(static_cast<std::int64_t>(shape.member_of.size()));
  for (const Query* const query : shape.member_of) key.add(query->text);
  key.add(static_cast<std::int64_t>(shape.zones.size()));
  for (const std::string_view zone : shape.zones) key.add(zone);
  for (const std::string_view provider : shape.capacity_providers) key.add(provider);
  return key.take();
}

}  // namespace

ShapeId Shapes::id_of(Shape shape) {
  const auto [place, is_new] = ids_.try_emplace(key_of(shape), static_cast<ShapeId>(shapes_.size()));
  if (is_new) shapes_.push_back(std::move(shape));
  return place->second;
}

void Shapes::forget_classes() {
  for (Shape& shape : shapes_) {
    shape.failed_of_class.clear();
    shape.cells.clear();
    shape.verdict.reset();
    shape.candidates.reset();
  }
}

void Shape::forget_room() {
  is_refused = false;
  for (Cells& known : cells) {
    std::ranges::fill(known.first_with_room, before_all);
    known.first_without_own.clear();
  }
}

std::int64_t copies_that_fit(const Shape& shape, const RunState& state, const PortSets& ports) {
  std::int64_t copies = std::numeric_limits<std::int64_t>::max();
  const auto limit = [&copies](std::int64_t need, std::int64_t remaining) {
    if (need <= 0) return;
    copies = std::min(copies, remaining < need ? 0 : remaining / need);
  };
  const Resources& needs = shape.needs.resources;
  const Resources& remaining = state.remaining;
  limit(needs.cpu.value, remaining.cpu.value);
  limit(needs.memory.value, remaining.memory.value);
  limit(needs.gpu.value, remaining.gpu.value);
  limit(needs.eni.value, remaining.eni.value);
  // A second copy would want the same ports.
  if (shape.has_ports()) copies = std::min<std::int64_t>(copies, ports.has_room(state.ports, shape.ports) ? 1 : 0);
  return copies;
}

}  // namespace eniplan::placement
