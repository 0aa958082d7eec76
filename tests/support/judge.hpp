#pragma once

#include <exception>
#include <string>

#include <eniplan/cluster.hpp>
#include <eniplan/placement.hpp>

namespace eniplan::test {

/// Where the engine's answers differ from the oracle's first, warnings and the estimates of memory left aside; empty
/// if nowhere. The engine is asked twice, since it goes other ways when nobody wants to know the order of placement;
/// both answers must carry the same warnings and estimates.
[[nodiscard]] std::string disagreement(const Cluster& cluster);

/// The same, given the oracle's answer.
[[nodiscard]] std::string disagreement(const Cluster& cluster, const PlacementResult& judgement);

/// To compare with the oracle's, which do not say where the figures of memory come from.
[[nodiscard]] InstanceResults without_estimates(const InstanceResults& instances);

/// A document.
[[nodiscard]] std::string as_yaml(const Cluster& cluster);

/// The smallest cluster near this one on which they still differ, to paste into a file, and where they do.
[[nodiscard]] std::string report_disagreement(const Cluster& cluster);

/// Both answers, by `words`, where that of the engine, which `ask_engine` asks, is not `judgement`; what it throws
/// where it does; empty where they agree.
std::string difference_in_words(const auto& judgement, const auto& ask_engine, const auto& words) {
  try {
    const auto answer = ask_engine();
    if (answer == judgement) return "";
    const std::string expected = words(judgement);
    const std::string found = words(answer);
    return expected + "\nthe engine:" + found + (expected == found ? "\nin a member that is not shown" : "");
  } catch (const std::exception& thrown) {
    return std::string("the engine throws: ") + thrown.what();
  }
}

}  // namespace eniplan::test
