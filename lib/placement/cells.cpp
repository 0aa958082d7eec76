#include "placement/cells.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>

#include "placement/filters.hpp"

namespace eniplan::placement {
namespace {

Cells make_cells(World& world, const Eligibility& eligibility, std::span<const std::string_view> attributes) {
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
  return cells;
}

}  // namespace

CellsOfShape cells_of(World& world, const Demand& demand) {
  Shape& shape = world.shapes[demand.shape];
  Eligibility& eligibility = judged_eligibility(world, shape);
  const SpreadId spread = demand.preference->spread;
  if (eligibility.cells.size() <= spread) eligibility.cells.resize(spread + 1);
  std::optional<Cells>& known = eligibility.cells[spread];
  if (!known) known = make_cells(world, eligibility, world.shapes.spread(spread));
  return {*known, shape, spread};
}

FirstFits& CellsOfShape::first_fits() const {
  if (shape.first_fits.size() <= spread) shape.first_fits.resize(spread + 1);
  FirstFits& found = shape.first_fits[spread];
  if (found.with_room.empty()) found.with_room.resize(cells.size(), least_canonical_key);
  return found;
}

OrderId order_for(World& world, const Demand& demand, const CellOf& cell) {
  const OrderKind kind = demand.preference->order;
  OrderId& known = cell.among.cells.orders[cell.cell][static_cast<std::size_t>(kind)];
  if (known == Cells::no_order) {
    known = world.runs.order_for(kind, cell.among.cells.classes[cell.cell], *world.classes);
  }
  return known;
}

}  // namespace eniplan::placement
