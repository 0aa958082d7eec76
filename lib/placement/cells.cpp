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

Cells make_cells(World& world, const Eligibility& eligibility, std::vector<std::string_view> attributes) {
  std::vector<const AttributeColumn*> columns;
  for (const std::string_view attribute : attributes) columns.push_back(&world.columns.column(attribute));
  Cells cells;
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  std::vector<std::uint32_t> values;
  for (ClassId of_class = 0; of_class < world.classes->size(); ++of_class) {
    if (!eligibility.failed_of_class[of_class].none()) {
      cells.of_class.push_back(Cells::none);
      continue;
    }
    values.clear();
    for (const AttributeColumn* const column : columns) values.push_back(column->value_of_class[of_class]);
    const auto [place, is_new] = known.try_emplace(values, static_cast<std::uint32_t>(known.size()));
    if (is_new) {
      cells.values.insert(cells.values.end(), values.begin(), values.end());
      cells.classes.emplace_back();
      cells.class_bits.push_back(0);
    }
    cells.of_class.push_back(place->second);
    cells.classes[place->second].push_back(of_class);
    cells.class_bits[place->second] |= class_bit(of_class);
  }
  cells.forget_orders();
  cells.attributes = std::move(attributes);
  return cells;
}

/// The number of the cells by the attributes that a demand spreads over.
std::size_t number_of_cells(World& world, Eligibility& eligibility, const Preference& preference) {
  const auto known = std::ranges::find_if(eligibility.cells, [&](const Cells& cells) {
    return std::ranges::equal(cells.attributes, attributes_of(preference));
  });
  if (known != eligibility.cells.end()) return static_cast<std::size_t>(known - eligibility.cells.begin());
  auto attributes = attributes_of(preference);
  eligibility.cells.push_back(make_cells(world, eligibility, {attributes.begin(), attributes.end()}));
  return eligibility.cells.size() - 1;
}

}  // namespace

CellsOfShape cells_of(World& world, const Demand& demand) {
  Shape& shape = world.shapes[demand.shape];
  Eligibility& eligibility = judged_eligibility(world, shape);
  const std::size_t number = number_of_cells(world, eligibility, demand.preference);
  Cells& cells = eligibility.cells[number];
  if (shape.first_fits.size() <= number) shape.first_fits.resize(number + 1);
  FirstFits& first_fits = shape.first_fits[number];
  if (first_fits.with_room.empty()) first_fits.with_room.resize(cells.size(), least_canonical_key);
  return {cells, first_fits};
}

OrderId order_for(World& world, const Demand& demand, const CellOf& cell) {
  const OrderKind kind = demand.preference.order;
  OrderId& known = cell.among.cells.orders[cell.cell][static_cast<std::size_t>(kind)];
  if (known == Cells::no_order) {
    known = world.runs.order_for(kind, cell.among.cells.classes[cell.cell], *world.classes);
  }
  return known;
}

}  // namespace eniplan::placement
