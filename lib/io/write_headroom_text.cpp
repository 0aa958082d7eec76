// How much more fits, for people.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "io/headroom_wording.hpp"
#include "io/money.hpp"
#include "io/text_table.hpp"
#include "io/wording.hpp"
#include "io/write_headroom.hpp"

namespace eniplan::io {
namespace {

using enum TextTable::Align;

std::vector<const ServiceHeadroom*> shown(const HeadroomResult& result) {
  std::vector<const ServiceHeadroom*> services = tightest_first(result);
  services.resize(std::min(services.size(), max_table_rows));
  return services;
}

TextTable services_table(const HeadroomResult& result) {
  TextTable table(
      {{"SERVICE", left}, {"DESIRED", right}, {"PLACED", right}, {"MORE", right}, {"THEN", left}, {"ROLLS", left}});
  for (const ServiceHeadroom* service : shown(result)) {
    table.add_row({service->service_name, fmt::to_string(service->desired_count), fmt::to_string(service->placed),
                   more_in_words(*service), service->next ? std::string(to_string(service->next->reason)) : "",
                   rollout_in_words(*service)},
                  service->more == 0 ? Emphasis::bad : Emphasis::none);
  }
  return table;
}

/// What the table cannot say of the services in it, a line each.
std::vector<std::string> remarks(const HeadroomResult& result) {
  std::vector<std::string> lines;
  if (result.services.size() > max_table_rows) {
    lines.push_back(
        fmt::format("{} more services have more room; JSON has them all.", result.services.size() - max_table_rows));
  }
  if (result.services.empty()) return lines;
  const ServiceHeadroom& tightest = *tightest_first(result).front();
  if (tightest.next) {
    for (const std::string& line : reasons_in_words(*tightest.next)) {
      lines.push_back(fmt::format("{}: {}", tightest.service_name, line));
    }
    lines.push_back(fmt::format("ECS {}: {}",
                                tightest.more == 0 && tightest.placed < tightest.desired_count ? "says" : "would say",
                                tightest.next->message));
  }
  for (const ServiceHeadroom* service : shown(result)) {
    if (service->more_that_fail_to_attach > 0) {
      lines.push_back(fmt::format("{}: {} of the {} more would be placed but fail to attach", service->service_name,
                                  service->more_that_fail_to_attach, service->more));
    }
    if (!service->rollout_unknown.empty()) {
      lines.push_back(
          fmt::format("{}: whether it rolls is not known: {}", service->service_name, service->rollout_unknown));
    }
    if (service->rollout && service->rollout->largest && !service->rollout->proved) {
      lines.push_back(fmt::format("{}: not every count above {} was tried, so it may roll with more",
                                  service->service_name, *service->rollout->largest));
    }
  }
  return lines;
}

/// Only the bends; nothing where no curve was asked for.
TextTable curves_table(const HeadroomResult& result) {
  TextTable table({{"SERVICE", left}, {"WANTED", right}, {"PLACED", right}, {"ALL TRUNKED", right}});
  for (const ServiceHeadroom* service : shown(result)) {
    if (!service->curve) continue;
    for (const CurvePoint& point : bends(*service->curve)) {
      table.add_row({service->service_name, fmt::to_string(point.wanted), fmt::to_string(point.placed),
                     fmt::to_string(point.placed_all_trunked)},
                    point.placed < point.wanted ? Emphasis::bad : Emphasis::none);
    }
  }
  return table;
}

TextTable stranded_table(const Stranded& stranded) {
  TextTable table({{"STRANDED", left},
                   {"ZONE", left},
                   {"INSTANCES", right},
                   {"CPU", right},
                   {"MEMORY", right},
                   {"USD/MONTH", right}});
  table.add_row({"all", "", fmt::to_string(stranded.instances), fmt::to_string(stranded.cpu.value),
                 fmt::to_string(stranded.memory.value), dollars_and_cents(stranded.microusd_month)},
                Emphasis::strong);
  for (const StrandedGroup& group : stranded.groups) {
    if (table.row_count() == max_table_rows) break;
    table.add_row({group.instance_type.value_or("?"), group.availability_zone.value_or("?"),
                   fmt::to_string(group.instances), fmt::to_string(group.cpu.value), fmt::to_string(group.memory.value),
                   group.microusd_month ? dollars_and_cents(*group.microusd_month) : "?"});
  }
  return table;
}

std::string groups_left_out(const Stranded& stranded) {
  const std::size_t rows = max_table_rows - 1;
  if (stranded.groups.size() <= rows) return {};
  return fmt::format("{} more types and zones are left out; JSON has them all.", stranded.groups.size() - rows);
}

bool has_room(const HeadroomResult& result) {
  return std::ranges::none_of(result.services, [](const ServiceHeadroom& service) { return service.more == 0; });
}

void write_text(std::ostream& out, const HeadroomResult& result, Color color) {
  out << painted(answer_in_words(result), has_room(result) ? Emphasis::good : Emphasis::bad, color) << "\n\n";
  if (!result.services.empty()) {
    services_table(result).write_text(out, color);
    for (const std::string& line : remarks(result)) out << "  " << line << '\n';
    out << '\n';
  }
  if (const TextTable curves = curves_table(result); curves.row_count() > 0) {
    curves.write_text(out, color);
    out << '\n';
  }
  out << "  " << stranded_in_words(result.stranded) << '\n';
  if (result.stranded.groups.empty()) return;
  stranded_table(result.stranded).write_text(out, color);
  if (const std::string more = groups_left_out(result.stranded); !more.empty()) out << "  " << more << '\n';
}

void write_markdown(std::ostream& out, const HeadroomResult& result) {
  out << "### " << answer_in_words(result) << "\n\n";
  if (!result.services.empty()) {
    services_table(result).write_markdown(out);
    for (const std::string& line : remarks(result)) out << '\n' << line << '\n';
    out << '\n';
  }
  if (const TextTable curves = curves_table(result); curves.row_count() > 0) {
    curves.write_markdown(out);
    out << '\n';
  }
  out << stranded_in_words(result.stranded) << '\n';
  if (result.stranded.groups.empty()) return;
  out << '\n';
  stranded_table(result.stranded).write_markdown(out);
  if (const std::string more = groups_left_out(result.stranded); !more.empty()) out << '\n' << more << '\n';
}

}  // namespace

void write_headroom_text(std::ostream& out, std::span<const HeadroomResult> results, Color color) {
  for (const HeadroomResult& result : results) {
    if (&result != &results.front()) out << '\n';
    write_text(out, result, color);
  }
}

void write_headroom_markdown(std::ostream& out, std::span<const HeadroomResult> results) {
  for (const HeadroomResult& result : results) {
    if (&result != &results.front()) out << '\n';
    write_markdown(out, result);
  }
}

}  // namespace eniplan::io
