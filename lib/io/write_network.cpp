// Who reaches whom, in JSON and YAML.

#include <algorithm>
#include <ostream>

#include "io/answer_parts.hpp"
#include "io/write_network_text.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

template <class Range>
void write_strings(DocumentWriter& writer, std::string_view key, const Range& strings) {
  writer.key(key);
  writer.begin_array(Layout::row);
  for (const auto& text : strings) writer.string(text);
  writer.end_array();
}

template <class Range, class Write>
void write_list(DocumentWriter& writer, std::string_view key, const Range& items, Write write) {
  writer.key(key);
  writer.begin_array();
  for (const auto& item : items) write(writer, item);
  writer.end_array();
}

void write_address(DocumentWriter& writer, const Address& address) {
  writer.begin_object(Layout::row);
  writer.member("kind", to_string(address.kind));
  writer.member("port", address.port);
  writer.member("protocol", to_string(address.protocol));
  writer.member("text", to_string(address));
  writer.end_object();
}

void write_reach(DocumentWriter& writer, const Reach& reach) {
  writer.begin_object();
  writer.member("distance", to_string(reach.distance));
  std::vector<std::string_view> modes;
  for (const NetworkMode mode : reach.from) modes.push_back(to_string(mode));
  write_strings(writer, "fromModes", modes);
  write_list(writer, "addresses", reach.addresses, write_address);
  writer.end_object();
}

void write_link(DocumentWriter& writer, const Link& link) {
  writer.begin_object(Layout::row);
  writer.member("from", link.from);
  writer.member("alias", link.alias);
  writer.end_object();
}

void write_container(DocumentWriter& writer, const ContainerNetwork& container) {
  writer.begin_object();
  writer.member("name", container.name);
  write_list(writer, "links", container.links, write_link);
  write_list(writer, "reach", container.reach, write_reach);
  writer.end_object();
}

void write_edge(DocumentWriter& writer, const StartEdge& edge) {
  writer.begin_object(Layout::row);
  writer.member("container", edge.container);
  writer.member("dependency", edge.dependency);
  writer.member("condition", to_string(edge.condition));
  writer.member("byLink", edge.by_link);
  writer.end_object();
}

void write_names(DocumentWriter& writer, const std::vector<std::string>& names) {
  writer.begin_array(Layout::row);
  for (const std::string& name : names) writer.string(name);
  writer.end_array();
}

void write_start_order(DocumentWriter& writer, const StartOrder& order) {
  writer.key("startOrder");
  writer.begin_object();
  write_list(writer, "edges", order.edges, write_edge);
  write_list(writer, "groups", order.groups, write_names);
  write_list(writer, "cycles", order.cycles, write_names);
  write_strings(writer, "never", order.never);
  writer.end_object();
}

void write_discovery(DocumentWriter& writer, const Discovery& discovery) {
  writer.key("discovery");
  writer.begin_object(Layout::row);
  write_strings(writer, "recordTypes", discovery.record_types);
  writer.member("serviceConnect", discovery.service_connect);
  writer.end_object();
}

void write_task(DocumentWriter& writer, const TaskNetwork& task) {
  writer.begin_object();
  writer.member("taskDefinition", task.task_definition);
  writer.member("networkMode", to_string(task.network_mode));
  write_strings(writer, "services", task.services);
  write_discovery(writer, task.discovery);
  write_list(writer, "containers", task.containers, write_container);
  write_start_order(writer, task.start_order);
  writer.end_object();
}

void write_finding(DocumentWriter& writer, const LocatedFinding& located) {
  const auto text_or_null = [&writer](std::string_view key, std::string_view text) {
    writer.key(key);
    text.empty() ? writer.null() : writer.string(text);
  };
  const auto number_or_null = [&writer](std::string_view key, std::size_t number) {
    writer.key(key);
    number == 0 ? writer.null() : writer.natural(number);
  };
  const Diagnostic place = located.place.value_or(Diagnostic{});
  writer.begin_object(Layout::row);
  writer.member("level", located.finding.level == Finding::Level::error ? "error" : "warning");
  writer.member("code", located.finding.code);
  text_or_null("file", place.file);
  number_or_null("line", place.line);
  number_or_null("column", place.column);
  text_or_null("key", place.key);
  writer.member("message", located.finding.message);
  writer.end_object();
}

void write_split_service(DocumentWriter& writer, const SplitService& service) {
  writer.begin_object();
  writer.member("serviceName", service.service_name);
  write_strings(writer, "containers", service.containers);
  writer.member("desiredCount", service.desired_count);
  writer.member("placedCount", service.placed_count);
  writer.member("unplacedCount", service.unplaced_count);
  std::vector<std::string_view> reasons;
  for (const Reason reason : service.reasons) reasons.push_back(to_string(reason));
  write_strings(writer, "reasons", reasons);
  writer.key("needs");
  write_resources(writer, service.needs);
  writer.end_object();
}

void write_side(DocumentWriter& writer, std::string_view key, const SplitSide& side) {
  writer.key(key);
  writer.begin_object();
  write_list(writer, "services", side.services, write_split_service);
  writer.key("asked");
  write_resources(writer, side.asked);
  writer.key("used");
  write_resources(writer, side.used);
  writer.end_object();
}

void write_call(DocumentWriter& writer, const SplitCall& call) {
  writer.begin_object();
  writer.member("from", call.from);
  writer.member("to", call.to);
  write_strings(writer, "before", call.before);
  write_list(writer, "after", call.after, write_address);
  writer.end_object();
}

void write_split(DocumentWriter& writer, const std::optional<SplitResult>& split) {
  writer.key("split");
  if (!split) return writer.null();
  writer.begin_object();
  write_side(writer, "before", split->before);
  write_side(writer, "after", split->after);
  write_discovery(writer, split->discovery);
  write_list(writer, "calls", split->calls, write_call);
  write_list(writer, "tornEdges", split->torn_edges, write_edge);
  write_warnings(writer, split->warnings);
  writer.end_object();
}

void write_document(std::ostream& out, std::span<const NetworkAnswer> answers, Format format) {
  DocumentWriter writer(out, syntax_of(format));
  begin_answer(writer, "eniplan.network/1");
  writer.key("clusters");
  writer.begin_array();
  for (const NetworkAnswer& answer : answers) {
    writer.begin_object();
    writer.member("clusterName", answer.result.cluster_name);
    write_list(writer, "taskDefinitions", answer.result.tasks, write_task);
    write_list(writer, "findings", answer.findings, write_finding);
    write_split(writer, answer.split);
    writer.end_object();
  }
  writer.end_array();
  writer.end_object();
}

}  // namespace
}  // namespace eniplan::io

namespace eniplan {

void write_network(std::ostream& out, std::span<const NetworkAnswer> answers, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_document(out, answers, options.format); return;
    case Format::csv:
    case Format::markdown: io::write_network_markdown(out, answers); return;
    case Format::text: io::write_network_text(out, answers, options.color); return;
  }
}

}  // namespace eniplan
