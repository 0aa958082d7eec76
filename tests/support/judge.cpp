#include "support/judge.hpp"

#include <exception>
#include <sstream>
#include <utility>
#include <vector>

#include <eniplan/placement.hpp>
#include <eniplan/write.hpp>

#include "oracle/naive_placement.hpp"
#include "support/json_difference.hpp"
#include "support/shrink.hpp"

namespace eniplan::test {
namespace {

std::string as_json(const PlacementResult& result) {
  std::ostringstream out;
  write_results(out, std::span(&result, 1), {.format = Format::json, .sequence = Sequence::listed});
  return out.str();
}

void forget_sequences(PlacementResult& answer) {
  for (std::vector<GroupResult>* const groups : {&answer.services, &answer.run_tasks}) {
    for (GroupResult& group : *groups) group.sequence.clear();
  }
}

std::string difference(const PlacementResult& judgement, PlacementResult answer) {
  answer.warnings.clear();
  answer.instances = without_estimates(answer.instances);
  if (answer == judgement) return "";
  const std::string found = json_difference(as_json(judgement), as_json(answer));
  return found.empty() ? "in a member that is not written" : found;
}

std::string difference_either_way(const Cluster& cluster, const PlacementResult& judgement) {
  const PlacementResult in_order = simulate(cluster, Sequence::listed);
  const PlacementResult at_once = simulate(cluster, Sequence::omitted);
  std::string found = difference(judgement, in_order);
  if (!found.empty()) return "one by one: " + found;
  PlacementResult without_order = judgement;
  forget_sequences(without_order);
  found = difference(without_order, at_once);
  if (!found.empty()) return "all at once: " + found;
  const bool same_rest = in_order.warnings == at_once.warnings && in_order.instances == at_once.instances;
  return same_rest ? "" : "one by one and all at once: different warnings or estimates";
}

}  // namespace

std::string as_yaml(const Cluster& cluster) {
  std::ostringstream out;
  write_clusters(out, std::span(&cluster, 1), Format::yaml);
  return out.str();
}

InstanceResults without_estimates(const InstanceResults& instances) {
  InstanceResults bare;
  for (InstanceResult instance : instances) {
    instance.memory_estimate.reset();
    bare.push_back(std::move(instance));
  }
  return bare;
}

std::string disagreement(const Cluster& cluster) { return disagreement(cluster, oracle::simulate(cluster)); }

std::string disagreement(const Cluster& cluster, const PlacementResult& judgement) {
  try {
    return difference_either_way(cluster, judgement);
  } catch (const std::exception& thrown) {
    return std::string("the engine throws: ") + thrown.what();
  }
}

std::string report_disagreement(const Cluster& cluster) {
  const Cluster small = shrink(cluster, [](const Cluster& c) { return !disagreement(c).empty(); });
  return "the oracle's answer, then the engine's: " + disagreement(small) + "\n" + as_yaml(small);
}

}  // namespace eniplan::test
