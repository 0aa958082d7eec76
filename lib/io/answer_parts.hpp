#pragma once

#include <vector>

#include <eniplan/write.hpp>

#include "io/document_writer.hpp"

/// \file
/// Parts that several kinds of answers share.

namespace eniplan::io {

/// `{"CPU", "MEMORY", "GPU", "ENI"}`
void write_resources(DocumentWriter& writer, const Resources& resources);

/// `{"basis", "low", "high"}`
void write_memory_estimate(DocumentWriter& writer, const MemoryEstimate& estimate);

/// `{"instances", "desired", …}`
void write_summary(DocumentWriter& writer, const PlacementSummary& summary);

/// `{"reason", "count", …}`; `instances` are those that the closest match is one of.
void write_failure(DocumentWriter& writer, const Failure& failure, const InstanceResults& instances);

/// `"warnings": [{"code", "message"}, …]`
void write_warnings(DocumentWriter& writer, const std::vector<Warning>& warnings);

/// Opens the document: `schema` and `eniplanVersion`.
void begin_answer(DocumentWriter& writer, std::string_view schema);

/// The syntax of a format that is one of JSON and YAML.
[[nodiscard]] DocumentWriter::Syntax syntax_of(Format format);

}  // namespace eniplan::io
