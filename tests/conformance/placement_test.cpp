// The published cases: 200 random clusters with their exact answers, computed by an independent implementation
// of the rules. Each goes the whole way, from the text of a document to the text of a result.

#include <eniplan/load.hpp>
#include <eniplan/placement.hpp>
#include <eniplan/write.hpp>

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "oracle/naive_placement.hpp"
#include "support/catch.hpp"
#include "support/json_difference.hpp"

using namespace eniplan;

namespace {

namespace dom = simdjson::dom;

/// Members of a result that the cases leave out.
constexpr std::array<std::string_view, 3> left_out = {"clusterName", "warnings", "memoryEstimate"};

struct Case {
  std::string name;
  std::string scenario;
  std::string expected;
};

std::vector<Case> read_cases() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(ENIPLAN_SOURCE_DIR "/tests/conformance/placement")) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);

  std::vector<Case> cases;
  dom::parser parser;
  for (const std::filesystem::path& path : paths) {
    const dom::element whole = parser.load(path.string());
    cases.push_back({path.filename().string(), simdjson::minify(dom::element(whole["scenario"])),
                     simdjson::minify(dom::element(whole["expected"]))});
  }
  return cases;
}

/// The cluster's part of the JSON that the command would print.
std::string written(const PlacementResult& result) {
  std::ostringstream out;
  write_results(out, std::span(&result, 1), {.format = Format::json, .sequence = Sequence::listed});
  dom::parser parser;
  const dom::element whole = parser.parse(out.str());
  return simdjson::minify(dom::element(whole["clusters"].at(0)));
}

template <class Simulate>
void check_all_cases(const std::string& who, Simulate simulate_cluster) {
  const std::vector<Case> cases = read_cases();
  REQUIRE(cases.size() == 200);
  std::size_t identical = 0;
  for (const Case& one : cases) {
    INFO(one.name);
    try {
      const std::vector<Cluster> clusters = load_text(one.scenario, one.name);
      REQUIRE(clusters.size() == 1);
      const std::string actual = written(simulate_cluster(clusters.front()));
      const std::string difference = test::json_difference(one.expected, actual, left_out);
      CHECK(difference == "");
      if (difference.empty()) ++identical;
    } catch (const InputError& error) {
      FAIL_CHECK(error.what());
    }
  }
  std::cout << who << ": " << identical << " of " << cases.size() << " published cases are identical\n";
}

}  // namespace

TEST_CASE("conformance: the engine answers every published case exactly", "[conformance]") {
  check_all_cases("engine", [](const Cluster& cluster) { return simulate(cluster, Sequence::listed); });
}

TEST_CASE("conformance: the oracle answers every published case exactly", "[conformance]") {
  check_all_cases("oracle", [](const Cluster& cluster) { return oracle::simulate(cluster); });
}
