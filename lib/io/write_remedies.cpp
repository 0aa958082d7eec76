// Remedies: JSON, YAML and CSV here, text and Markdown in write_remedies_text.cpp.

#include <fmt/format.h>

#include <cassert>
#include <ostream>

#include <eniplan/catalog.hpp>

#include "io/answer_parts.hpp"
#include "io/patch.hpp"
#include "io/remedy_wording.hpp"
#include "io/text_table.hpp"
#include "io/write_remedies.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

void write_texts(DocumentWriter& writer, std::string_view key, const std::vector<std::string>& texts, Layout layout) {
  writer.key(key);
  writer.begin_array(layout);
  for (const std::string& text : texts) writer.string(text);
  writer.end_array();
}

void write_kind(DocumentWriter& writer, const InstanceKind& kind) {
  writer.member("instances", kind.name);
  writer.member("isCapacityGroup", kind.is_capacity_group);
  writer.member("instanceType", kind.instance_type);
}

std::string_view word(RelaxedConstraint::Owner owner) {
  switch (owner) {
    case RelaxedConstraint::Owner::service: return "service";
    case RelaxedConstraint::Owner::request: return "runTask";
    case RelaxedConstraint::Owner::task_definition: return "taskDefinition";
  }
  return {};
}

std::string_view word(RelaxedConstraint::What what) {
  switch (what) {
    case RelaxedConstraint::What::distinct_instance: return "distinctInstance";
    case RelaxedConstraint::What::member_of: return "memberOf";
    case RelaxedConstraint::What::capacity_providers: return "capacityProviderStrategy";
    case RelaxedConstraint::What::subnets: return "subnets";
    case RelaxedConstraint::What::attribute: return "requiresAttributes";
  }
  return {};
}

/// The members of a step: `change` names its kind, the others are its own.
struct StepMembers {
  DocumentWriter& writer;

  void operator()(const MoreInstances& step) const {
    writer.member("change", "more-instances");
    write_kind(writer, step.kind);
    writer.member("count", step.count);
    writer.member("newGroup", step.new_group.has_value());
  }
  void operator()(const OtherType& step) const {
    writer.member("change", "other-type");
    write_kind(writer, step.kind);
    writer.member("count", step.kind.instances);
    writer.member("to", step.to);
  }
  void operator()(const WithTrunks& step) const {
    writer.member("change", "trunks");
    writer.key("kinds");
    writer.begin_array();
    for (const InstanceKind& kind : step.kinds) {
      writer.begin_object();
      write_kind(writer, kind);
      writer.member("count", kind.instances);
      writer.end_object();
    }
    writer.end_array();
  }
  void operator()(const BridgeMode& step) const {
    writer.member("change", "bridge-mode");
    write_texts(writer, "taskDefinitions", step.task_definitions, Layout::row);
    writer.member("from", to_string(step.from));
  }
  void operator()(const DynamicPorts& step) const {
    writer.member("change", "dynamic-ports");
    write_texts(writer, "taskDefinitions", step.task_definitions, Layout::row);
  }
  void operator()(const LowerReservation& step) const {
    writer.member("change", "lower-reservation");
    writer.member("taskDefinition", step.task_definition);
    writer.member("resource", step.resource == LowerReservation::Resource::cpu ? "CPU" : "MEMORY");
    writer.member("from", step.from);
    writer.member("to", step.to);
  }
  void operator()(const RelaxedConstraint& step) const {
    writer.member("change", "relaxed-constraint");
    writer.member("of", word(step.owner));
    writer.member("name", step.name);
    writer.member("constraint", word(step.what));
    writer.member("text", step.text);
  }
  void operator()(const MilderPercentages& step) const {
    writer.member("change", "milder-percentages");
    writer.key("services");
    writer.begin_array();
    for (const MilderPercentages::Of& of : step.services) {
      writer.begin_object();
      writer.member("service", of.service);
      if (of.minimum_healthy_percent) writer.member("minimumHealthyPercent", *of.minimum_healthy_percent);
      if (of.maximum_percent) writer.member("maximumPercent", *of.maximum_percent);
      writer.end_object();
    }
    writer.end_array();
  }
};

void write_remedy(DocumentWriter& writer, const Remedy& remedy, const Cluster& cluster) {
  writer.begin_object();
  writer.member("description", steps_in_words(remedy));
  writer.key("steps");
  writer.begin_array();
  for (const RemedyStep& step : remedy.steps) {
    writer.begin_object(Layout::row);
    std::visit(StepMembers{writer}, step);
    writer.end_object();
  }
  writer.end_array();
  writer.key("extraMicroUsdPerMonth");
  if (remedy.extra_microusd_month) {
    writer.integer(*remedy.extra_microusd_month);
  } else {
    writer.null();
  }
  writer.member("disruption", to_string(remedy.disruption));
  writer.member("minimal", remedy.minimal);
  writer.member("trials", remedy.trials);
  writer.member("tasksPlacedAgain", remedy.tasks_placed_again);
  writer.key("after");
  write_summary(writer, remedy.after);
  if (remedy.rolls) writer.member("rolls", *remedy.rolls);
  write_texts(writer, "prerequisites", remedy.prerequisites, Layout::lines);
  write_texts(writer, "losses", remedy.losses, Layout::lines);
  writer.key("patch");
  write_patch(writer, cluster, cured(cluster, remedy.steps));
  writer.end_object();
}

void write_searches(DocumentWriter& writer, const std::vector<RemedySearch>& searches) {
  writer.key("searched");
  writer.begin_array();
  for (const RemedySearch& search : searches) {
    writer.begin_object(Layout::row);
    writer.member("change", search.change);
    writer.member("range", search.range);
    writer.member("trials", search.trials);
    writer.member("found", search.found);
    writer.end_object();
  }
  writer.end_array();
}

void write_cluster(DocumentWriter& writer, const RemedyResult& result, const Cluster& cluster) {
  writer.begin_object();
  writer.member("clusterName", result.cluster_name);
  writer.member("needsRemedy", result.needs_remedy());
  writer.key("before");
  write_summary(writer, result.before);
  write_texts(writer, "refused", result.refused, Layout::row);
  write_texts(writer, "stuck", result.stuck, Layout::row);
  writer.key("remedies");
  writer.begin_array();
  for (const Remedy& remedy : result.remedies) write_remedy(writer, remedy, cluster);
  writer.end_array();
  write_searches(writer, result.searched);
  writer.member("priceRegion", price_region);
  writer.member("priceDate", price_date);
  write_warnings(writer, result.warnings);
  writer.end_object();
}

void write_document(std::ostream& out, std::span<const RemedyResult> results, std::span<const Cluster> clusters,
                    Format format) {
  DocumentWriter writer(out, syntax_of(format));
  begin_answer(writer, "eniplan.fix/1");
  writer.key("clusters");
  writer.begin_array();
  for (std::size_t i = 0; i < results.size(); ++i) write_cluster(writer, results[i], clusters[i]);
  writer.end_array();
  writer.end_object();
}

void write_csv(std::ostream& out, std::span<const RemedyResult> results) {
  const std::vector<std::string> titles = {"clusterName", "rank",    "description", "extraMicroUsdPerMonth",
                                           "disruption",  "minimal", "rolls"};
  write_csv_row(out, titles);
  for (const RemedyResult& result : results) {
    std::size_t rank = 0;
    for (const Remedy& remedy : result.remedies) {
      const auto& cost = remedy.extra_microusd_month;
      const std::vector<std::string> row = {result.cluster_name,
                                            fmt::to_string(++rank),
                                            steps_in_words(remedy),
                                            cost ? fmt::to_string(*cost) : "",
                                            std::string(to_string(remedy.disruption)),
                                            remedy.minimal ? "true" : "false",
                                            !remedy.rolls   ? ""
                                            : *remedy.rolls ? "true"
                                                            : "false"};
      write_csv_row(out, row);
    }
  }
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void write_remedies(std::ostream& out, std::span<const RemedyResult> results, std::span<const Cluster> clusters,
                    const WriteOptions& options) {
  assert(results.size() == clusters.size());
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_document(out, results, clusters, options.format); return;
    case Format::csv: io::write_csv(out, results); return;
    case Format::markdown: io::write_remedies_markdown(out, results); return;
    case Format::text: io::write_remedies_text(out, results, options.color); return;
  }
}

}  // namespace eniplan
