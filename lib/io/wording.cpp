#include "io/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace eniplan::io {
namespace {

/// Instances on which `reason` is all that fails: `2 instances lack an ENI slot and nothing else`.
std::string alone_in_words(std::int64_t count, Reason reason) {
  return fmt::format("{} {} {} and nothing else", counted(count, "instance"), count == 1 ? "lacks" : "lack",
                     what_is_missing(reason));
}

/// Instances on which two or more checks fail; `counts`: on how many of them each one does.
std::string several_in_words(std::string_view who, const ReasonCounts& counts) {
  std::string parts;
  for (std::size_t check = 0; check < counts.size(); ++check) {
    if (counts[check] == 0) continue;
    if (!parts.empty()) parts += ", ";
    parts += fmt::format("{} ({})", what_is_missing(static_cast<Reason>(check)), counts[check]);
  }
  return fmt::format("{} lack more than one thing: {}", who, parts);
}

}  // namespace

std::string counted(std::int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string_view what_is_missing(Reason reason) {
  switch (reason) {
    case Reason::inactive: return "status ACTIVE";
    case Reason::capacity_provider: return "the capacity provider asked for";
    case Reason::agent: return "a connected agent";
    case Reason::location: return "a subnet of the task in their zone";
    case Reason::attribute: return "a required attribute";
    case Reason::cpu: return "CPU units";
    case Reason::memory: return "memory";
    case Reason::ports: return "a free host port";
    case Reason::eni: return "an ENI slot";
    case Reason::gpu: return "a GPU";
    case Reason::member_of: return "what memberOf asks for";
    case Reason::distinct_instance: return "freedom from this group's tasks (distinctInstance)";
    case Reason::empty: return "instances";
  }
  return {};
}

std::vector<std::string> reasons_in_words(const Failure& failure) {
  std::vector<std::pair<std::int64_t, std::string>> alone_lines;
  ReasonCounts shared{};
  for (std::size_t check = 0; check < check_count; ++check) {
    const std::int64_t alone = failure.only_blocked_by[check];
    shared[check] = failure.blocked_by[check] - alone;
    if (alone > 0) alone_lines.emplace_back(alone, alone_in_words(alone, static_cast<Reason>(check)));
  }
  std::ranges::stable_sort(alone_lines, std::ranges::greater{}, [](const auto& line) { return line.first; });

  std::vector<std::string> words;
  for (auto& [count, line] : alone_lines) words.push_back(std::move(line));
  if (shared != ReasonCounts{}) words.push_back(several_in_words(words.empty() ? "all instances" : "others", shared));
  return words;
}

std::string answer_in_words(const PlacementSummary& summary) {
  if (summary.unplaced > 0) {
    std::string answer = fmt::format("{} of {} cannot be placed", summary.unplaced, counted(summary.desired, "task"));
    if (summary.attach_failures > 0) {
      answer += fmt::format(", and {} would be placed but fail to attach", summary.attach_failures);
    }
    return answer;
  }
  if (summary.attach_failures > 0) {
    return fmt::format("{} of {} would be placed but fail to attach", summary.attach_failures,
                       counted(summary.desired, "task"));
  }
  if (summary.desired == 0) return "there is nothing to place";
  return summary.desired == 1 ? "the task fits" : fmt::format("all {} tasks fit", summary.desired);
}

}  // namespace eniplan::io
