// Shortage or fragmentation: JSON, YAML and CSV here, text and Markdown in write_explanations_text.cpp.

#include "io/write_explanations.hpp"

#include <fmt/format.h>

#include <ostream>

#include "io/answer_parts.hpp"
#include "io/explanation_wording.hpp"
#include "io/instance_ids.hpp"
#include "io/text_table.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

/// `serviceName` is what requests lack.
void write_name(DocumentWriter& writer, const std::string& name, const std::string& group) {
  if (!name.empty()) writer.member("serviceName", name);
  writer.member("group", group);
}

void write_or_null(DocumentWriter& writer, std::string_view key, const std::optional<std::string>& text) {
  writer.key(key);
  if (text) {
    writer.string(*text);
  } else {
    writer.null();
  }
}

void write_array(DocumentWriter& writer, std::string_view key, const auto& rows, const auto& write_row) {
  writer.key(key);
  writer.begin_array();
  for (const auto& row : rows) write_row(row);
  writer.end_array();
}

void write_proof(DocumentWriter& writer, const ShortageProof& proof) {
  writer.begin_object();
  writer.member("resource", to_string(proof.scarcity));
  if (proof.port) {
    writer.member("port", *proof.port);
    writer.member("protocol", proof.port_is_udp ? "udp" : "tcp");
  }
  writer.member("wanted", proof.wanted);
  writer.member("available", proof.available);
  writer.member("neverFitting", proof.never_fitting);
  write_array(writer, "services", proof.services, [&](const ShortOfRoom& service) {
    writer.begin_object(Layout::row);
    write_name(writer, service.name, service.group);
    writer.member("tasks", service.tasks);
    writer.member("wanted", service.wanted);
    if (service.elsewhere > 0) writer.member("elsewhere", service.elsewhere);
    writer.end_object();
  });
  write_array(writer, "instances", proof.instances, [&](const RoomThere& room) {
    writer.begin_object(Layout::row);
    if (!room.capacity_group.empty()) writer.member("capacityGroup", room.capacity_group);
    write_or_null(writer, "instanceType", room.instance_type);
    write_or_null(writer, "availabilityZone", room.availability_zone);
    writer.member("instances", room.instances);
    writer.member("available", room.available);
    writer.end_object();
  });
  writer.end_object();
}

void write_packed_group(DocumentWriter& writer, const PackedGroup& group, InstanceIds& ids) {
  writer.begin_object();
  write_name(writer, group.name, group.group);
  writer.member("unplaced", group.unplaced);
  writer.member("moved", group.moved);
  writer.key("placements");
  writer.begin_array();
  for (const PlacementRun& run : group.placements) {
    for (std::size_t i = 0; i < run.instance_count; ++i) {
      writer.begin_object(Layout::row);
      writer.member("containerInstance", ids[run.first_instance + i]);
      writer.member("count", run.tasks_per_instance);
      writer.end_object();
    }
  }
  writer.end_array();
  writer.end_object();
}

void write_packing(DocumentWriter& writer, const Explanation& explanation) {
  writer.key("packing");
  if (!explanation.packing) {
    writer.null();
    return;
  }
  const Packing& packing = *explanation.packing;
  InstanceIds ids(explanation.instances);
  writer.begin_object();
  writer.member("order", to_string(packing.order));
  writer.member("strategy", to_string(packing.strategy));
  writer.member("runningTasksStay", packing.running_tasks_stay);
  writer.member("unplaced", packing.unplaced);
  writer.member("attachFailures", packing.attach_failures);
  writer.member("moved", packing.moved);
  write_array(writer, "services", packing.groups,
              [&](const PackedGroup& group) { write_packed_group(writer, group, ids); });
  writer.end_object();
}

void write_cluster(DocumentWriter& writer, const Explanation& explanation) {
  writer.begin_object();
  writer.member("clusterName", explanation.cluster_name);
  writer.member("verdict", to_string(explanation.verdict));
  writer.key("summary");
  write_summary(writer, explanation.summary);
  writer.member("neverPlaced", explanation.never_placed);
  writer.member("unplacedAtBest", explanation.unplaced_at_best);
  write_array(writer, "resources", explanation.balances, [&](const ResourceBalance& balance) {
    writer.begin_object(Layout::row);
    writer.member("resource", to_string(balance.scarcity));
    writer.member("wanted", balance.wanted);
    writer.member("available", balance.available);
    writer.end_object();
  });
  write_array(writer, "proofs", explanation.proofs, [&](const ShortageProof& proof) { write_proof(writer, proof); });
  write_array(writer, "services", explanation.unplaced, [&](const Unplaced& row) {
    writer.begin_object(Layout::row);
    write_name(writer, row.name, row.group);
    writer.member("unplaced", row.unplaced);
    writer.member("verdict", to_string(row.verdict));
    writer.member("unplacedAtBest", row.unplaced_at_best);
    writer.end_object();
  });
  write_packing(writer, explanation);
  writer.member("packingsTried", explanation.packings_tried);
  write_warnings(writer, explanation.warnings);
  writer.end_object();
}

void write_document(std::ostream& out, std::span<const Explanation> explanations, Format format) {
  DocumentWriter writer(out, syntax_of(format));
  begin_answer(writer, "eniplan.explain/1");
  writer.key("clusters");
  writer.begin_array();
  for (const Explanation& explanation : explanations) write_cluster(writer, explanation);
  writer.end_array();
  writer.end_object();
}

void write_csv(std::ostream& out, std::span<const Explanation> explanations) {
  const std::vector<std::string> titles = {"clusterName", "group", "unplaced", "verdict", "unplacedAtBest"};
  write_csv_row(out, titles);
  for (const Explanation& explanation : explanations) {
    for (const Unplaced& row : explanation.unplaced) {
      const std::vector<std::string> cells = {explanation.cluster_name, row.group, fmt::to_string(row.unplaced),
                                              std::string(to_string(row.verdict)),
                                              fmt::to_string(row.unplaced_at_best)};
      write_csv_row(out, cells);
    }
  }
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void write_explanations(std::ostream& out, std::span<const Explanation> explanations, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_document(out, explanations, options.format); return;
    case Format::csv: io::write_csv(out, explanations); return;
    case Format::markdown: io::write_explanations_markdown(out, explanations); return;
    case Format::text: io::write_explanations_text(out, explanations, options.color); return;
  }
}

}  // namespace eniplan
