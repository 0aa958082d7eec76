#pragma once

#include "placement/world.hpp"

namespace eniplan::placement {

/// The cells that tasks of one shape may go to, and where they last found room there.
struct CellsOfShape {
  Cells& cells;
  Shape& shape;
  SpreadId spread;

  /// Cost: cells, the first time.
  [[nodiscard]] FirstFits& first_fits() const;
};

/// The cells of a demand's candidates, by the attributes that it spreads over. Cost: classes, the first time that a
/// demand which asks the same of instances spreads over these.
[[nodiscard]] CellsOfShape cells_of(World& world, const Demand& demand);

/// One of them: the candidates among which nothing but the instances themselves decides.
struct CellOf {
  CellsOfShape among;
  std::uint32_t cell;

  [[nodiscard]] bool has(ClassId of_class) const { return among.cells.of_class[of_class] == cell; }
  [[nodiscard]] std::uint64_t class_bits() const { return among.cells.class_bits[cell]; }
  [[nodiscard]] OrderKey& first_with_room() const { return among.first_fits().with_room[cell]; }
};

/// The index to look in for room in a cell, by the strategies of a demand.
[[nodiscard]] OrderId order_for(World& world, const Demand& demand, const CellOf& cell);

}  // namespace eniplan::placement
