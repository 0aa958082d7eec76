#include "placement/cells.hpp"

#include <algorithm>
#include <map>

#include "placement/filters.hpp"

namespace eniplan::placement {
namespace {

Cells make_cells(World& world, const Shape& shape, const std::vector<std::string_view>& attributes) {
  std::vector<const AttributeColumn*> columns;
  for (const std::string_view attribute : attributes) columns.push_back(&world.columns.column(attribute));
  Cells cells;
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  for (ClassId of_class = 0; of_class < world.classes.size(); ++of_class) {
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
  return cells;
}

}  // namespace

const Cells& cells_of(World& world, const Demand& demand) {
  Shape& shape = world.shapes[demand.shape];
  judge_classes(world, shape);
  const auto keys = demand.preference.keys();
  const auto spreads_over = [](const Preference::Key& key) { return key.fact == Preference::Fact::tasks_of_value; };
  for (const auto& [attributes, cells] : shape.cells) {
    std::size_t at = 0;
    const bool same = std::ranges::all_of(keys, [&](const Preference::Key& key) {
      return !spreads_over(key) || (at < attributes.size() && attributes[at++] == key.attribute);
    });
    if (same && at == attributes.size()) return cells;
  }
  std::vector<std::string_view> attributes;
  for (const Preference::Key& key : keys) {
    if (spreads_over(key)) attributes.push_back(key.attribute);
  }
  Cells cells = make_cells(world, shape, attributes);
  return shape.cells.emplace_back(std::move(attributes), std::move(cells)).second;
}

}  // namespace eniplan::placement
