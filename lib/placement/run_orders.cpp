// Tested by: tests/placement/run_orders_test.cpp and the comparison with the oracle.

#include "placement/run_orders.hpp"

#include <algorithm>
#include <numeric>

namespace eniplan::placement {

RunOrders::Place RunOrders::place_for(OrderKind kind, const ClassIds& wanted, const InstanceClasses& all) {
  of_class_.resize(all.size());
  const auto index_of = [&](ClassIds classes) {
    std::size_t instances = 0;
    for (const ClassId of_class : classes) instances += all.instance_count[of_class];
    return Index{kind, std::move(classes), instances, {}};
  };
  Index index = index_of(wanted);
  auto serving = one_that_serves(index);
  if (!serving && !may_be_made(index)) {
    ClassIds classes(all.size());
    std::iota(classes.begin(), classes.end(), ClassId{0});
    index = index_of(std::move(classes));
    serving = one_that_serves(index);
  }
  if (serving) return {*serving, indexes_[*serving].classes, false};
  const auto id = static_cast<OrderId>(indexes_.size());
  index.runs.emplace(kind);
  indexes_.push_back(std::move(index));
  taken_over_by_.push_back(id);
  take_over(id);
  for (const ClassId of_class : indexes_[id].classes) of_class_[of_class].push_back(id);
  ++in_use_of(kind);
  return {id, indexes_[id].classes, true};
}

/// The smallest of those that may.
std::optional<OrderId> RunOrders::one_that_serves(const Index& wanted) const {
  std::optional<OrderId> best;
  if (wanted.classes.empty()) return best;
  for (const OrderId id : of_class_[wanted.classes.front()]) {
    const Index& known = indexes_[id];
    if (known.kind != wanted.kind || known.instances > most_times_larger * wanted.instances) continue;
    if (best && indexes_[*best].instances <= known.instances) continue;
    if (std::ranges::includes(known.classes, wanted.classes)) best = id;
  }
  return best;
}

bool RunOrders::may_be_made(const Index& index) const {
  const auto is_of_kind = [&](OrderId id) { return indexes_[id].kind == index.kind; };
  const std::size_t in_use = std::accumulate(in_use_of_kind_.begin(), in_use_of_kind_.end(), std::size_t{0});
  return in_use < most && std::ranges::all_of(index.classes, [&](ClassId of_class) {
           return static_cast<std::size_t>(std::ranges::count_if(of_class_[of_class], is_of_kind)) < most_of_class;
         });
}

/// Puts a new index in the place of those that it can serve.
void RunOrders::take_over(OrderId id) {
  const Index& larger = indexes_[id];
  for (OrderId other = 0; other < id; ++other) {
    Index& known = indexes_[other];
    if (!known.runs || known.kind != larger.kind || larger.instances > most_times_larger * known.instances) continue;
    if (!std::ranges::includes(larger.classes, known.classes)) continue;
    known.runs.reset();
    for (const ClassId of_class : known.classes) std::erase(of_class_[of_class], other);
    std::ranges::replace(taken_over_by_, other, id);
    --in_use_of(known.kind);
  }
}

std::size_t RunOrders::bytes() const {
  std::size_t bytes = 0;
  for (const Index& index : indexes_) bytes += index.runs ? index.runs->bytes() : 0;
  return bytes;
}

bool RunOrders::are_sound(std::span<const std::size_t> runs_of_class) const {
  return std::ranges::all_of(indexes_, [&](const Index& index) {
    if (!index.runs) return true;
    std::size_t runs = 0;
    for (const ClassId of_class : index.classes) {
      runs += of_class < runs_of_class.size() ? runs_of_class[of_class] : 0;
    }
    return index.runs->size() == runs && index.runs->is_sound();
  });
}

}  // namespace eniplan::placement
