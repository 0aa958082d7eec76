#pragma once

#include <cstdint>
#include <iosfwd>
#include <span>
#include <string_view>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

/// \file
/// Answers out: text for people, JSON (with a schema in `data/schema`) and YAML for programs,
/// CSV and Markdown for tables.

namespace eniplan {

enum class Format { text, json, yaml, csv, markdown };
enum class Color { off, on };
enum class Instances { omitted, listed };

struct WriteOptions {
  Format format = Format::text;
  Color color = Color::off;                 ///< Text only.
  Instances instances = Instances::listed;  ///< Whether results have one row for each instance.
  Sequence sequence = Sequence::omitted;    ///< Whether results have the order of placement.
};

/// Writes the results of a fleet, `eniplan.result/1`. The writer streams: its memory does not grow
/// with the output.
void write_results(std::ostream& out, std::span<const PlacementResult> results, const WriteOptions& options = {});

/// Writes clusters as documents in normal form, every default written out; JSON or YAML.
/// Reading them again gives equal clusters, but for warnings.
void write_clusters(std::ostream& out, std::span<const Cluster> clusters, Format format);

}  // namespace eniplan
