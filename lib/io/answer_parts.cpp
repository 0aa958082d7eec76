#include "io/answer_parts.hpp"

#include <cassert>

namespace eniplan::io {

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
