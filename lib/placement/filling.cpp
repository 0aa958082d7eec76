#include "placement/filling.hpp"

#include <algorithm>

namespace eniplan::placement {
Filling::Filling(Placing& placing, CellOf cell)
    : placing_(placing),
      cell_(cell),
      order_(order_for(placing.world, placing.demand, cell)),
      from_(kind() == OrderKind::canonical ? cell.first_with_room() : before_all) {}

std::optional<NextInstance> Filling::next() {
  if (!preferred_) {
    preferred_ = Acceptance(placing_, cell_).first_from(from_, order_);
    // All before is without room or was filled, which lasts.
    if (kind() == OrderKind::canonical) cell_.first_with_room() = preferred_.value_or(after_all);
    if (!preferred_) return std::nullopt;
  }
  return NextInstance{preferred_->first, 0};
}

/// On the preferred instance, which then has room for more or is the last that was filled.
void Filling::place_one() {
  const InstanceIndex first = preferred_->first;
  placing_.take({first, first + 1}, 1);
  if (has_room(placing_.shape, placing_.world.runs[first], placing_.world.ports)) return;
  from_ = *preferred_;
  from_.first = first + 1;
  preferred_.reset();
}

std::int64_t Filling::place(std::int64_t budget) {
  World& world = placing_.world;
  std::int64_t left = budget;
  while (left > 0 && next()) {
    if (left == 1) {
      place_one();
      return budget;
    }
    const InstanceRange run = world.runs.run_of(preferred_->first);
    const std::int64_t copies = copies_that_fit(placing_.shape, world.runs[run.begin], world.ports);
    if (left < copies) {
      placing_.take({run.begin, run.begin + 1}, left);
      left = 0;
    } else {
      const std::int64_t instances = std::min<std::int64_t>(static_cast<std::int64_t>(run.size()), left / copies);
      const InstanceRange filled{run.begin, static_cast<InstanceIndex>(run.begin + instances)};
      placing_.take(filled, copies);
      left -= instances * copies;
      from_ = *preferred_;
      from_.first = filled.end;
      preferred_.reset();
    }
  }
  return budget - left;
}

}  // namespace eniplan::placement
