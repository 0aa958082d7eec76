#pragma once

#include <iosfwd>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/check.hpp>
#include <eniplan/cluster.hpp>
#include <eniplan/diagnostic.hpp>
#include <eniplan/explain.hpp>
#include <eniplan/headroom.hpp>
#include <eniplan/instance_type.hpp>
#include <eniplan/network.hpp>
#include <eniplan/placement.hpp>
#include <eniplan/remedy.hpp>
#include <eniplan/rollout.hpp>
#include <eniplan/timeline.hpp>
#include <eniplan/what_if.hpp>

/// \file
/// Answers out: text for people, JSON (with a schema in `data/schema`) and YAML for programs,
/// CSV and Markdown for tables.

namespace eniplan {

/// Of the program: what results carry as `eniplanVersion`.
[[nodiscard]] std::string_view version();

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
///
/// CSV is one table: a row an instance, or, with instances omitted, a row a service. Text and Markdown cut
/// their tables to 40 rows, worst first, and say what they leave out. Warnings are in JSON and YAML only.
void write_results(std::ostream& out, std::span<const PlacementResult> results, const WriteOptions& options = {});
/// The same with a third verdict: *fits*, *does not fit*, *fits now but cannot be rolled*. `rollouts` [results]: each
/// replica service rolled by itself.
void write_results(std::ostream& out, std::span<const PlacementResult> results, std::span<const RolloutResult> rollouts,
                   const WriteOptions& options);

/// The rollouts of one cluster, and when their rounds come.
struct RolloutAnswer {
  RolloutResult result;
  std::vector<Timeline> timelines;  ///< [rollouts of the result]; empty: not asked for.
  bool remedies_sought = true;  ///< Whether an empty `would_complete` of a stuck one means that nothing tried helps.
};

/// Writes the rollouts of a fleet, `eniplan.rollout/1`.
///
/// CSV is one row a service. Text tells the stuck ones round by round, equal rounds folded into one, and the others in
/// a line each; it is cut to 40 rows, worst first, and says what it leaves out. Warnings are in JSON and YAML only.
void write_rollouts(std::ostream& out, std::span<const RolloutAnswer> answers, const WriteOptions& options = {});

/// How many copies of a task one empty instance takes.
struct FitAnswer {
  InstanceType type;
  NetworkMode network_mode = NetworkMode::awsvpc;
  Resources needs;
  Fit without_trunk;
  std::optional<Fit> with_trunk;  ///< Nothing if trunking is not known to work on the type.
};

/// Writes the answer, `eniplan.fit/1`.
void write_fit(std::ostream& out, const FitAnswer& answer, const WriteOptions& options = {});

/// Whether types come with what stands behind each task slot.
enum class TypesView { plain, compared };

/// By what types are sorted. Names and prices ascend, slots, gain and memory descend: what is wanted comes first. Types
/// without the figure come last; ties are in the order of names.
enum class TypesOrder {
  name,
  tasks,                ///< Task slots without trunk.
  trunked_tasks,        ///< Task slots with trunk.
  gain,                 ///< Slots that a trunk brings.
  price,                ///< Of an hour.
  slot_price,           ///< Of a slot without trunk.
  trunked_slot_price,   ///< Of a slot with trunk.
  cheapest_slot_price,  ///< Of a slot in whichever of the two ways has more of them.
  slot_memory,          ///< Memory behind each slot, without trunk.
  trunked_slot_memory,  ///< With trunk.
};
/// The word for it, `trunked-slot-price`.
[[nodiscard]] std::string_view to_string(TypesOrder order);

/// Writes types with the source and date of each figure, `eniplan.types/1`.
void write_types(std::ostream& out, std::span<const InstanceType> types, TypesView view, TypesOrder order,
                 const WriteOptions& options = {});

/// Writes what changes do, `eniplan.whatif/1`.
void write_what_if(std::ostream& out, std::span<const WhatIfResult> results, const WriteOptions& options = {});

/// Writes whether room is short or in pieces, `eniplan.explain/1`. CSV is one row for each service without a place for
/// all of its tasks.
void write_explanations(std::ostream& out, std::span<const Explanation> explanations, const WriteOptions& options = {});

/// Writes how much more fits, `eniplan.headroom/1`.
///
/// Curves: JSON and YAML have at most 1,001 points of each, text and Markdown the bends alone. CSV is one row a
/// service, or where there are curves one row a point. Dollars are said with the Region and the day of the prices.
void write_headroom(std::ostream& out, std::span<const HeadroomResult> results, const WriteOptions& options = {});

/// Writes what would let everything be placed, `eniplan.fix/1`. `clusters` [results] are those that were asked about.
///
/// JSON and YAML have for each remedy the RFC 6902 patch that makes the cured cluster's document of the one that
/// write_clusters() has of the cluster. CSV is one row a remedy. Dollars are said with the Region and the day of the
/// prices.
void write_remedies(std::ostream& out, std::span<const RemedyResult> results, std::span<const Cluster> clusters,
                    const WriteOptions& options = {});

/// A finding and where it is: a place in a file for what cannot be read, a cluster for the rest.
struct LocatedFinding {
  Finding finding;
  std::optional<Diagnostic> place;  ///< Its message is the finding's.
  std::string cluster_name;         ///< Empty with a place.

  friend bool operator==(const LocatedFinding&, const LocatedFinding&) = default;
};

/// Writes findings, errors first, `eniplan.check/1`.
void write_findings(std::ostream& out, std::span<const LocatedFinding> findings, const WriteOptions& options = {});

/// Who reaches whom in one cluster, what reading found, and what a split would do if one was asked for.
struct NetworkAnswer {
  NetworkResult result;
  std::vector<LocatedFinding> findings;  ///< The result's among them.
  std::optional<SplitResult> split;
};

/// Writes who reaches whom, `eniplan.network/1`; no CSV.
void write_network(std::ostream& out, std::span<const NetworkAnswer> answers, const WriteOptions& options = {});

enum class Drawing { dot, svg };
/// The same as a picture: one graph for Graphviz, or an SVG without scripts, in integers.
void draw_network(std::ostream& out, std::span<const NetworkAnswer> answers, Drawing drawing);

/// Writes clusters as documents in normal form, every default written out; JSON or YAML, several one after the other.
/// Reading them again gives clusters that are equal but for warnings and for what is then said in words: strategies
/// and deployment percentages left to their defaults, and the memory overhead, which becomes `registered.MEMORY`.
/// What a type has from elsewhere than `instanceTypes` (price, memory seen, sources) is not part of a document.
void write_clusters(std::ostream& out, std::span<const Cluster> clusters, Format format);

}  // namespace eniplan
