#include "placement/cells.hpp"

#include <algorithm>
#include <map>
#include <ranges>

#include "placement/filters.hpp"

namespace eniplan::placement {
namespace {

/// Those that tasks are spread over.
auto attributes_of(const Preference& preference) {
  return preference.keys() |
         std::views::filter([](const Preference::Key& key) { return key.fact == Preference::Fact::tasks_of_value; }) |
         std::views::transform(&Preference::Key::attribute);
}

Cells make_cells(World& world, const Shape& shape, std::vector<std::string_view> attributes) {
  std::vector<const AttributeColumn*> columns;
  for (const std::string_view attribute : attributes) columns.push_back(&world.columns.column(attribute));
  Cells cells;
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  for (ClassId of_class = 0; of_class < world.classes->size(); ++of_class) {
    if (!shape.failed_of_class[of_class].none()) {
      cells.of_class.push_back(Cells::none);
      continue;
    }
    std::vector<std::uint32_t> values;
    for (const AttributeColumn* const column : columns) values.push_back(column->value_of_class[of_class]);
    const auto [place, is_new] = known.try_emplace(values, static_cast<std::uint32_t>(known.size()));
    if (is_new) {
      cells.values.insert(cells.values.end(), values.begin(), values.end());
      cells.class_bits.push_back(0);
    }
    cells.of_class.push_back(place->second);
    cells.class_bits[place->second] |= class_bit(of_class);
  }
  cells.first_with_room.resize(known.size(), before_all);
  cells.attributes = std::move(attributes);
  return cells;
}

}  // namespace

Cells& cells_of(World& world, const Demand& demand) {
  Shape& shape = world.shapes[demand.shape];
  judge_classes(world, shape);
  for (Cells& known : shape.cells) {
    if (std::ranges::equal(known.attributes, attributes_of(demand.preference))) return known;
  }
  auto attributes = attributes_of(demand.preference);
  return shape.cells.emplace_back(make_cells(world, shape, {attributes.begin(), attributes.end()}));
}

}  // namespace eniplan::placement
