#include "io/answer_parts.hpp"

#include <cassert>

namespace eniplan::io {
namespace {

void write_counts(DocumentWriter& writer, std::string_view name, const ReasonCounts& counts) {
  writer.key(name);
  writer.begin_object(DocumentWriter::Layout::row);
  for (std::size_t check = 0; check < counts.size(); ++check) {
    if (counts[check] != 0) writer.member(to_string(static_cast<Reason>(check)), counts[check]);
  }
  writer.end_object();
}

}  // namespace

void write_resources(DocumentWriter& writer, const Resources& resources) {
  writer.begin_object(DocumentWriter::Layout::row);
  writer.member("CPU", resources.cpu.value);
  writer.member("MEMORY", resources.memory.value);
  writer.member("GPU", resources.gpu.value);
  writer.member("ENI", resources.eni.value);
  writer.end_object();
}

void write_memory_estimate(DocumentWriter& writer, const MemoryEstimate& estimate) {
  writer.begin_object(DocumentWriter::Layout::row);
  writer.member("basis", to_string(estimate.basis));
  writer.member("low", estimate.low.value);
  writer.member("high", estimate.high.value);
  writer.end_object();
}

void write_summary(DocumentWriter& writer, const PlacementSummary& summary) {
  writer.begin_object(DocumentWriter::Layout::row);
  writer.member("instances", summary.instances);
  writer.member("desired", summary.desired);
  writer.member("placed", summary.placed);
  writer.member("unplaced", summary.unplaced);
  writer.member("attachFailures", summary.attach_failures);
  writer.end_object();
}

void write_failure(DocumentWriter& writer, const Failure& failure, const InstanceResults& instances) {
  writer.begin_object();
  writer.member("reason", to_string(failure.reason));
  writer.member("count", failure.count);
  writer.key("closestContainerInstance");
  if (failure.closest_instance) {
    writer.string(instances.id(*failure.closest_instance));
  } else {
    writer.null();
  }
  write_counts(writer, "blockedBy", failure.blocked_by);
  write_counts(writer, "onlyBlockedBy", failure.only_blocked_by);
  writer.member("message", failure.message);
  writer.end_object();
}

void write_warnings(DocumentWriter& writer, const std::vector<Warning>& warnings) {
  writer.key("warnings");
  writer.begin_array();
  for (const Warning& warning : warnings) {
    writer.begin_object(DocumentWriter::Layout::row);
    writer.member("code", warning.code);
    writer.member("message", warning.message);
    writer.end_object();
  }
  writer.end_array();
}

void begin_answer(DocumentWriter& writer, std::string_view schema) {
  writer.begin_object();
  writer.member("schema", schema);
  writer.member("eniplanVersion", version());
}

DocumentWriter::Syntax syntax_of(Format format) {
  assert(format == Format::json || format == Format::yaml);
  return format == Format::yaml ? DocumentWriter::Syntax::yaml : DocumentWriter::Syntax::json;
}

}  // namespace eniplan::io
