// Shortage or fragmentation, for people.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "io/explanation_wording.hpp"
#include "io/instance_ids.hpp"
#include "io/text_table.hpp"
#include "io/wording.hpp"
#include "io/write_explanations.hpp"

namespace eniplan::io {
namespace {

using enum TextTable::Align;

/// A table of the first rows, and how many there are without a place in it.
struct CutTable {
  TextTable table;
  std::size_t left_out = 0;
};

CutTable services_of(const ShortageProof& proof) {
  CutTable cut{TextTable({{"SERVICE", left}, {"TASKS", right}, {"WANTED", right}, {"ELSEWHERE", right}})};
  for (const ShortOfRoom& service : proof.services) {
    if (cut.table.row_count() == max_table_rows) break;
    cut.table.add_row({name_of(service.name, service.group), fmt::to_string(service.tasks),
                       fmt::to_string(service.wanted), service.elsewhere > 0 ? fmt::to_string(service.elsewhere) : ""});
  }
  cut.left_out = proof.services.size() - cut.table.row_count();
  return cut;
}

CutTable instances_of(const ShortageProof& proof) {
  CutTable cut{
      TextTable({{"INSTANCES", left}, {"TYPE", left}, {"ZONE", left}, {"COUNT", right}, {"AVAILABLE", right}})};
  for (const RoomThere& room : proof.instances) {
    if (cut.table.row_count() == max_table_rows) break;
    cut.table.add_row({room.capacity_group.empty() ? "described" : room.capacity_group,
                       room.instance_type.value_or("?"), room.availability_zone.value_or("several"),
                       fmt::to_string(room.instances), fmt::to_string(room.available)});
  }
  cut.left_out = proof.instances.size() - cut.table.row_count();
  return cut;
}

CutTable unplaced_of(const Explanation& explanation) {
  std::vector<const Unplaced*> worst;
  for (const Unplaced& row : explanation.unplaced) worst.push_back(&row);
  std::ranges::stable_sort(worst, std::greater{}, &Unplaced::unplaced);
  CutTable cut{TextTable({{"SERVICE", left}, {"WITHOUT A PLACE", right}, {"AT BEST", right}, {"VERDICT", left}})};
  for (const Unplaced* row : worst) {
    if (cut.table.row_count() == max_table_rows) break;
    cut.table.add_row({name_of(row->name, row->group), fmt::to_string(row->unplaced),
                       fmt::to_string(row->unplaced_at_best), std::string(to_string(row->verdict))});
  }
  cut.left_out = worst.size() - cut.table.row_count();
  return cut;
}

/// Where tasks go: groups that have some over now first, as the others are there to be moved.
CutTable placements_of(const Explanation& explanation) {
  CutTable cut{TextTable({{"SERVICE", left}, {"INSTANCES", left}, {"TASKS ON EACH", right}})};
  InstanceIds ids(explanation.instances);
  std::size_t rows = 0;
  for (const PackedGroup& group : explanation.packing->groups) {
    for (const PlacementRun& run : group.placements) {
      if (++rows > max_table_rows) continue;
      std::string where(ids[run.first_instance]);
      if (run.instance_count > 1) {
        where += fmt::format(" … {}", std::string(ids[run.first_instance + run.instance_count - 1]));
      }
      cut.table.add_row({name_of(group.name, group.group), where, fmt::to_string(run.tasks_per_instance)});
    }
  }
  cut.left_out = rows - cut.table.row_count();
  return cut;
}

TextTable balances_of(const Explanation& explanation) {
  TextTable table({{"RESOURCE", left}, {"WANTED", right}, {"AVAILABLE", right}});
  for (const ResourceBalance& balance : explanation.balances) {
    table.add_row(
        {std::string(to_string(balance.scarcity)), fmt::to_string(balance.wanted), fmt::to_string(balance.available)},
        balance.wanted > balance.available ? Emphasis::bad : Emphasis::none);
  }
  return table;
}

/// Writes the parts of an explanation; how a line and a table look is the caller's.
void write_parts(const Explanation& explanation, const auto& write_line, const auto& write_table) {
  const auto write_cut = [&](const CutTable& cut) {
    write_table(cut.table);
    if (cut.left_out > 0) write_line(fmt::format("{} more rows are left out; JSON has them all.", cut.left_out));
  };
  for (const ShortageProof& proof : explanation.proofs) {
    write_line(proof_in_words(proof));
    if (proof.services.size() > 1) write_cut(services_of(proof));
    if (proof.instances.size() > 1) write_cut(instances_of(proof));
  }
  if (const std::string words = packing_in_words(explanation); !words.empty()) write_line(words);
  if (explanation.packing) write_cut(placements_of(explanation));
  if (!explanation.unplaced.empty()) write_cut(unplaced_of(explanation));
  if (!explanation.balances.empty()) write_table(balances_of(explanation));
}

}  // namespace

void write_explanations_text(std::ostream& out, std::span<const Explanation> explanations, Color color) {
  for (const Explanation& explanation : explanations) {
    if (&explanation != &explanations.front()) out << '\n';
    const bool fits = explanation.verdict == FitVerdict::fits;
    out << painted(answer_in_words(explanation), fits ? Emphasis::good : Emphasis::bad, color) << '\n';
    bool after_table = true;
    write_parts(
        explanation,
        [&](const std::string& line) {
          if (after_table) out << '\n';
          after_table = false;
          out << "  " << line << '\n';
        },
        [&](const TextTable& table) {
          if (after_table) out << '\n';
          after_table = true;
          table.write_text(out, color);
        });
  }
}

void write_explanations_markdown(std::ostream& out, std::span<const Explanation> explanations) {
  for (const Explanation& explanation : explanations) {
    if (&explanation != &explanations.front()) out << '\n';
    out << "### " << answer_in_words(explanation) << '\n';
    write_parts(
        explanation, [&](const std::string& line) { out << '\n'
                                                        << line << '\n'; },
        [&](const TextTable& table) {
          out << '\n';
          table.write_markdown(out);
        });
  }
}

}  // namespace eniplan::io
