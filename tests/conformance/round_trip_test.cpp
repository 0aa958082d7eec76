#include <eniplan/load.hpp>
#include <eniplan/placement.hpp>
#include <eniplan/write.hpp>

#include <sstream>
#include <string>

#include "support/catch.hpp"
#include "support/json_difference.hpp"
#include "support/random_cluster.hpp"

using namespace eniplan;

namespace {

std::string as_document(const Cluster& cluster, Format format) {
  std::ostringstream out;
  write_clusters(out, std::span(&cluster, 1), format);
  return out.str();
}

Cluster read_back(const Cluster& cluster, Format format) {
  std::vector<Cluster> read =
      load_text(as_document(cluster, format), format == Format::json ? "default.json" : "default.yaml");
  REQUIRE(read.size() == 1);
  read.front().warnings.clear();
  return read.front();
}

std::string answer(const Cluster& cluster) {
  PlacementResult result = simulate(cluster, Sequence::listed);
  result.warnings.clear();
  std::ostringstream out;
  write_results(out, std::span(&result, 1), {.format = Format::json, .sequence = Sequence::listed});
  return out.str();
}

}  // namespace

TEST_CASE("conformance: a cluster that is written and read again gives the same answer", "[conformance]") {
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    INFO("seed " << seed);
    Cluster cluster = test::random_cluster(seed);
    cluster.memory_overhead.reset();  // an option of the command, not a part of documents
    const std::string expected = answer(cluster);
    for (const Format format : {Format::json, Format::yaml}) {
      const Cluster read = read_back(cluster, format);
      CHECK(test::json_difference(expected, answer(read)) == "");
      CHECK(read_back(read, format) == read);  // defaults are written out once and for all
    }
  }
}
