#include "placement/shape.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <type_traits>
#include <utility>

#include "placement/key_text.hpp"

namespace eniplan::placement {
namespace {

std::string key_of(const Shape& shape) {
  KeyText key;
  const Resources& needs = shape.needs;
  for (const std::int64_t amount : {needs.cpu.value, needs.memory.value, needs.gpu.value, needs.eni.value}) {
    key.add(amount);
  }
  for (const std::vector<std::int64_t>* const ports : {&shape.ports.tcp, &shape.ports.udp}) {
    key.add(static_cast<std::int64_t>(ports->size()));
    for (const std::int64_t port : *ports) key.add(port);
  }
  key.add(std::int64_t{shape.eligibility});
  return key.take();
}

/// The number of `thing`, a new one where there is none with its key.
template <class Thing>
std::uint32_t number_of(Thing&& thing, std::unordered_map<std::string, std::uint32_t>& numbers,
                        boost::container::stable_vector<std::decay_t<Thing>>& things) {
  const auto [place, is_new] = numbers.try_emplace(key_of(thing), static_cast<std::uint32_t>(things.size()));
  if (is_new) things.push_back(std::forward<Thing>(thing));
  return place->second;
}

}  // namespace

ShapeId Shapes::id_of(const TaskNeeds& needs, Eligibility eligibility) {
  return number_of(Shape{.needs = needs.resources,
                         .ports = {needs.ports, needs.ports_udp},
                         .eligibility = number_of(std::move(eligibility), eligibility_ids_, eligibilities_),
                         .wants = Wants::of(needs.resources)},
                   ids_, shapes_);
}

std::shared_ptr<const Preference> Shapes::preference_of(std::span<const PlacementStrategy> strategies,
                                                        bool distinct_instance) {
  Preference made(strategies, distinct_instance);
  made.spread = spread_id_of(made);
  const auto known = std::ranges::find_if(last_preferences_, [&](const std::shared_ptr<const Preference>& last) {
    return last != nullptr && *last == made;
  });
  if (known != last_preferences_.end()) return *known;
  std::shared_ptr<const Preference>& last = last_preferences_[next_of_last_++ % last_preferences_.size()];
  return last = std::make_shared<const Preference>(made);
}

/// The same attributes in the same order have the same.
SpreadId Shapes::spread_id_of(const Preference& preference) {
  std::array<std::string_view, Preference::most_keys> attributes;
  std::size_t count = 0;
  for (const Preference::Key& key : preference.keys()) {
    if (key.fact == Preference::Fact::tasks_of_value) attributes[count++] = key.attribute;
  }
  const std::span wanted = std::span(attributes).first(count);
  const auto known = std::ranges::find_if(
      spreads_, [&](const std::vector<std::string_view>& spread) { return std::ranges::equal(spread, wanted); });
  const auto id = static_cast<SpreadId>(known - spreads_.begin());
  if (known == spreads_.end()) spreads_.emplace_back(wanted.begin(), wanted.end());
  return id;
}

void Shapes::forget_orders() {
  for (Eligibility& eligibility : eligibilities_) {
    for (std::optional<Cells>& cells : eligibility.cells) {
      if (cells) cells->forget_orders();
    }
  }
}

void Shapes::forget_classes() {
  for (Shape& shape : shapes_) {
    shape.first_fits.clear();
    shape.verdict.reset();
    shape.candidates.reset();
  }
  for (Eligibility& eligibility : eligibilities_) {
    eligibility.failed_of_class.clear();
    eligibility.cells.clear();
  }
}

void Shape::forget_room() {
  is_refused = false;
  for (FirstFits& known : first_fits) {
    std::ranges::fill(known.with_room, least_canonical_key);
    known.without_own.clear();
  }
}

bool has_room(const Shape& shape, const RunState& state, const PortSets& ports) {
  const auto has = [](std::int64_t need, std::int64_t remaining) { return (need <= 0) | (need <= remaining); };
  const Resources& needs = shape.needs;
  const Resources& remaining = state.remaining;
  const bool has_resources = has(needs.cpu.value, remaining.cpu.value) &
                             has(needs.memory.value, remaining.memory.value) &
                             has(needs.gpu.value, remaining.gpu.value) & has(needs.eni.value, remaining.eni.value);
  return has_resources && (!shape.has_ports() || ports.has_room(state.ports, shape.ports));
}

std::int64_t copies_that_fit(const Shape& shape, const RunState& state, const PortSets& ports) {
  std::int64_t copies = std::numeric_limits<std::int64_t>::max();
  const auto limit = [&copies](std::int64_t need, std::int64_t remaining) {
    if (need <= 0) return;
    copies = std::min(copies, remaining < need ? 0 : remaining / need);
  };
  const Resources& needs = shape.needs;
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
