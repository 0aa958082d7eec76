// What a change does: the sums before and after it, and the services that fare differently.

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "io/answer_parts.hpp"
#include "io/text_table.hpp"
#include "io/wording.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

// JSON and YAML

void write_count(DocumentWriter& writer, std::string_view key, const ServiceCount& count) {
  writer.key(key);
  writer.begin_object(Layout::row);
  writer.member("running", count.running);
  writer.member("unplaced", count.unplaced);
  writer.end_object();
}

void write_service(DocumentWriter& writer, const ServiceDifference& service, const InstanceResults& instances) {
  writer.begin_object();
  writer.member("serviceName", service.service_name);
  write_count(writer, "before", service.before);
  write_count(writer, "after", service.after);
  writer.key("failures");
  writer.begin_array();
  for (const Failure& failure : service.failures) write_failure(writer, failure, instances);
  writer.end_array();
  writer.end_object();
}

void write_cluster(DocumentWriter& writer, const WhatIfResult& result) {
  writer.begin_object();
  writer.member("clusterName", result.cluster_name);
  writer.key("before");
  write_summary(writer, result.before);
  writer.key("after");
  write_summary(writer, result.after);
  writer.key("services");
  writer.begin_array();
  for (const ServiceDifference& service : result.services) write_service(writer, service, result.instances);
  writer.end_array();
  write_warnings(writer, result.warnings);
  writer.end_object();
}

void write_document(std::ostream& out, std::span<const WhatIfResult> results, Format format) {
  DocumentWriter writer(out, syntax_of(format));
  begin_answer(writer, "eniplan.whatif/1");
  writer.key("clusters");
  writer.begin_array();
  for (const WhatIfResult& result : results) write_cluster(writer, result);
  writer.end_array();
  writer.end_object();
}

// Text and Markdown

/// `running` and what became of it: `12`, or `12 -> 10`.
std::string changed(std::int64_t before, std::int64_t after) {
  return before == after ? fmt::to_string(after) : fmt::format("{} -> {}", before, after);
}

std::string reasons_of(const ServiceDifference& service) {
  std::string reasons;
  for (const Failure& failure : service.failures) {
    if (!reasons.empty()) reasons += ", ";
    reasons += to_string(failure.reason);
  }
  return reasons;
}

TextTable sums_table(const WhatIfResult& result) {
  using enum TextTable::Align;
  TextTable table({{"", left}, {"BEFORE", right}, {"AFTER", right}});
  const auto add = [&](std::string title, std::int64_t PlacementSummary::*sum, Emphasis when_more) {
    const std::int64_t before = result.before.*sum;
    const std::int64_t after = result.after.*sum;
    table.add_row({std::move(title), fmt::to_string(before), fmt::to_string(after)},
                  after > before ? when_more : Emphasis::none);
  };
  add("instances", &PlacementSummary::instances, Emphasis::none);
  add("tasks wanted", &PlacementSummary::desired, Emphasis::none);
  add("placed", &PlacementSummary::placed, Emphasis::none);
  add("unplaced", &PlacementSummary::unplaced, Emphasis::bad);
  if (result.before.attach_failures + result.after.attach_failures > 0) {
    add("fail to attach", &PlacementSummary::attach_failures, Emphasis::bad);
  }
  return table;
}

/// Services that lose most first.
std::vector<const ServiceDifference*> worst_first(const WhatIfResult& result) {
  std::vector<const ServiceDifference*> services;
  for (const ServiceDifference& service : result.services) services.push_back(&service);
  std::ranges::stable_sort(services, std::ranges::greater{}, [](const ServiceDifference* service) {
    return service->after.unplaced - service->before.unplaced;
  });
  return services;
}

TextTable services_table(const WhatIfResult& result, std::size_t shown) {
  using enum TextTable::Align;
  TextTable table({{"SERVICE", left}, {"RUNNING", right}, {"UNPLACED", right}, {"REASON", left}});
  for (const ServiceDifference* service : worst_first(result)) {
    if (table.row_count() == shown) break;
    table.add_row({service->service_name, changed(service->before.running, service->after.running),
                   changed(service->before.unplaced, service->after.unplaced), reasons_of(*service)},
                  service->after.unplaced > service->before.unplaced ? Emphasis::bad : Emphasis::none);
  }
  return table;
}

std::string left_out(const WhatIfResult& result, std::size_t shown) {
  if (result.services.size() <= shown) return {};
  return fmt::format("{} more services differ; JSON has them all.", result.services.size() - shown);
}

/// `after the change 2 of 12 tasks cannot be placed; before it all 12 tasks fit`
std::string answer(const WhatIfResult& result) {
  return fmt::format("after the change {}; before it {}", answer_in_words(result.after),
                     answer_in_words(result.before));
}

bool is_bad(const PlacementSummary& summary) { return summary.unplaced > 0 || summary.attach_failures > 0; }

void write_text(std::ostream& out, const WhatIfResult& result, const WriteOptions& options) {
  out << painted(fmt::format("{}: {}", result.cluster_name, answer(result)),
                 is_bad(result.after) ? Emphasis::bad : Emphasis::good, options.color)
      << "\n\n";
  sums_table(result).write_text(out, options.color);
  out << '\n';
  if (result.services.empty()) {
    out << "  No service fares differently.\n";
    return;
  }
  services_table(result, max_table_rows).write_text(out, options.color);
  if (const std::string more = left_out(result, max_table_rows); !more.empty()) out << "  " << more << '\n';
  for (const ServiceDifference* service : worst_first(result)) {
    if (service->failures.empty() || service->after.unplaced <= service->before.unplaced) continue;
    out << '\n';
    for (const std::string& line : reasons_in_words(service->failures.front())) {
      out << fmt::format("  {}: {}\n", service->service_name, line);
    }
    if (const std::string& event = service->failures.front().message; !event.empty()) {
      out << "  ECS says: " << event << '\n';
    }
    break;  // The worst tells the story; JSON tells the others.
  }
}

void write_markdown(std::ostream& out, const WhatIfResult& result) {
  out << fmt::format("### {}: {}\n\n", result.cluster_name, answer(result));
  sums_table(result).write_markdown(out);
  if (result.services.empty()) return;
  out << '\n';
  services_table(result, max_table_rows).write_markdown(out);
  if (const std::string more = left_out(result, max_table_rows); !more.empty()) out << '\n' << more << '\n';
}

void write_csv(std::ostream& out, std::span<const WhatIfResult> results) {
  const std::vector<std::string> titles = {"clusterName",  "serviceName",   "runningBefore", "unplacedBefore",
                                           "runningAfter", "unplacedAfter", "reason"};
  write_csv_row(out, titles);
  for (const WhatIfResult& result : results) {
    for (const ServiceDifference& service : result.services) {
      const std::vector<std::string> row = {result.cluster_name,
                                            service.service_name,
                                            fmt::to_string(service.before.running),
                                            fmt::to_string(service.before.unplaced),
                                            fmt::to_string(service.after.running),
                                            fmt::to_string(service.after.unplaced),
                                            reasons_of(service)};
      write_csv_row(out, row);
    }
  }
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void write_what_if(std::ostream& out, std::span<const WhatIfResult> results, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_document(out, results, options.format); return;
    case Format::csv: io::write_csv(out, results); return;
    case Format::markdown:
    case Format::text: break;
  }
  for (const WhatIfResult& result : results) {
    if (&result != &results.front()) out << '\n';
    if (options.format == Format::markdown) {
      io::write_markdown(out, result);
    } else {
      io::write_text(out, result, options);
    }
  }
}

}  // namespace eniplan
