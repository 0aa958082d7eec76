#include "support/judge.hpp"

#include <sstream>
#include <utility>

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

std::string as_yaml(const Cluster& cluster) {
  std::ostringstream out;
  write_clusters(out, std::span(&cluster, 1), Format::yaml);
  return out.str();
}

/// The oracle does not say where the figures of memory come from.
InstanceResults without_estimates(const InstanceResults& instances) {
  InstanceResults bare;
  for (InstanceResult instance : instances) {
    instance.memory_estimate.reset();
    bare.push_back(std::move(instance));
  }
  return bare;
}

}  // namespace

std::string disagreement(const Cluster& cluster) {
  PlacementResult answer = simulate(cluster, Sequence::listed);
  answer.warnings.clear();
  answer.instances = without_estimates(answer.instances);
  const PlacementResult judgement = oracle::simulate(cluster);
  if (answer == judgement) return "";
  const std::string difference = json_difference(as_json(judgement), as_json(answer));
  return difference.empty() ? "in a member that is not written" : difference;
}

std::string report_disagreement(const Cluster& cluster) {
  const Cluster small = shrink(cluster, [](const Cluster& c) { return !disagreement(c).empty(); });
  return "the oracle's answer, then the engine's: " + disagreement(small) + "\n" + as_yaml(small);
}

}  // namespace eniplan::test
