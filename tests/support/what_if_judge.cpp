#include "support/what_if_judge.hpp"

#include <utility>
#include <vector>

#include "oracle/naive_what_if.hpp"
#include "support/judge.hpp"
#include "support/shrink.hpp"

namespace eniplan::test {
namespace {

// Words

std::string in_group(const std::optional<std::string>& group) { return group ? " --group " + *group : ""; }

std::string words(const LoseZone& change) { return "lose-zone " + change.zone; }
std::string words(const LoseInstance& change) { return "lose-instance " + change.instance; }
std::string words(const SetDesiredCount& change) {
  return "desired " + change.service + "=" + std::to_string(change.desired_count);
}
std::string words(const SetTrunking& change) {
  return std::string("trunking ") + (change.trunking == Trunking::enabled ? "on" : "off") + in_group(change.group);
}
std::string words(const SwapType& change) {
  return "swap-type " + change.from + "=" + change.to + in_group(change.group);
}
std::string words(const AddInstances& change) { return "add " + change.group + "=" + std::to_string(change.count); }
std::string words(const RemoveInstances& change) {
  return "remove " + change.group + "=" + std::to_string(change.count);
}

std::string words(const std::vector<Change>& changes) {
  std::string text;
  for (const Change& change : changes) {
    text += " --" + std::visit([](const auto& one) { return words(one); }, change);
  }
  return text;
}

std::string words(const PlacementSummary& summary) {
  return std::to_string(summary.instances) + " instances, desired " + std::to_string(summary.desired) + ", placed " +
         std::to_string(summary.placed) + ", unplaced " + std::to_string(summary.unplaced) + ", attach failures " +
         std::to_string(summary.attach_failures);
}

std::string words(const ServiceCount& count) {
  return std::to_string(count.running) + " running " + std::to_string(count.unplaced) + " not";
}

std::string words(const Resources& amounts) {
  return "CPU " + std::to_string(amounts.cpu.value) + " MEMORY " + std::to_string(amounts.memory.value) + " GPU " +
         std::to_string(amounts.gpu.value) + " ENI " + std::to_string(amounts.eni.value);
}

std::string words(const std::optional<WhatIfResult>& result) {
  if (!result) return "\n  refuses the changes";
  std::string text = "\n  before: " + words(result->before) + "\n  after: " + words(result->after);
  for (const ServiceDifference& service : result->services) {
    text += "\n  " + service.service_name + ": " + words(service.before) + " -> " + words(service.after);
    for (const Failure& failure : service.failures) {
      text += "\n    " + std::to_string(failure.count) + " " + std::string(to_string(failure.reason)) + ": " +
              failure.message;
    }
  }
  for (const InstanceResult& instance : result->instances) {
    text += "\n  " + instance.id + " " + instance.instance_type.value_or("?") + " in " +
            instance.availability_zone.value_or("?") + (instance.trunking ? " trunked: " : ": ") +
            std::to_string(instance.tasks) + " tasks, has " + words(instance.registered) + ", left " +
            words(instance.remaining) + ", attach failures " + std::to_string(instance.attach_failures);
  }
  return text;
}

// Answers

std::optional<WhatIfResult> engine_answer(const WhatIfCase& one) {
  try {
    WhatIfResult answer = what_if(one.cluster, one.changes);
    answer.warnings.clear();
    answer.instances = without_estimates(answer.instances);
    return answer;
  } catch (const InputError&) {
    return std::nullopt;
  }
}

bool differ(const WhatIfCase& one) { return !disagreement(one, what_if_judgement(one)).empty(); }

WhatIfCase shrink_case(WhatIfCase one) {
  for (std::size_t i = one.changes.size(); i-- > 0;) {
    WhatIfCase fewer = one;
    fewer.changes.erase(fewer.changes.begin() + static_cast<std::ptrdiff_t>(i));
    if (differ(fewer)) one = std::move(fewer);
  }
  const std::vector<Change> changes = one.changes;
  one.cluster = shrink(one.cluster, [&](const Cluster& cluster) { return differ({cluster, changes}); });
  return one;
}

const std::vector<std::string> kinds = {"lose-zone", "lose-instance", "desired", "trunking",
                                        "swap-type", "add",           "remove"};

}  // namespace

std::optional<WhatIfResult> what_if_judgement(const WhatIfCase& one) {
  try {
    return oracle::what_if(one.cluster, one.changes);
  } catch (const InputError&) {
    return std::nullopt;
  }
}

std::string disagreement(const WhatIfCase& one, const std::optional<WhatIfResult>& judgement) {
  return difference_in_words(
      judgement, [&] { return engine_answer(one); }, [](const auto& answer) { return words(answer); });
}

std::string report_disagreement(const WhatIfCase& one) {
  const WhatIfCase small = shrink_case(one);
  return as_yaml(small.cluster) + "\neniplan whatif" + words(small.changes) +
         "\nthe oracle:" + disagreement(small, what_if_judgement(small));
}

WhatIfCoverage::WhatIfCoverage() {
  for (const std::string& kind : kinds) {
    counts_[kind] = 0;
    counts_[kind + " alone"] = 0;
  }
  for (const char* const thing :
       {"changes refused", "a service differs", "a service runs less", "a service runs more", "fewer tasks are wanted",
        "more tasks are wanted", "tasks refused after", "attach failures differ"}) {
    counts_[thing] = 0;
  }
}

void WhatIfCoverage::add(const WhatIfCoverage& other) {
  for (const auto& [what, times] : other.counts_) counts_[what] += times;
}

void WhatIfCoverage::observe(const WhatIfCase& one, const std::optional<WhatIfResult>& result) {
  if (!result) {
    ++counts_["changes refused"];
    return;
  }
  for (const Change& change : one.changes) {
    ++counts_[kinds[change.index()]];
    if (one.changes.size() == 1) ++counts_[kinds[change.index()] + " alone"];
  }
  if (!result->services.empty()) ++counts_["a service differs"];
  for (const ServiceDifference& service : result->services) {
    if (service.after.running < service.before.running) ++counts_["a service runs less"];
    if (service.after.running > service.before.running) ++counts_["a service runs more"];
    if (service.after.unplaced > 0) ++counts_["tasks refused after"];
  }
  if (result->after.desired < result->before.desired) ++counts_["fewer tasks are wanted"];
  if (result->after.desired > result->before.desired) ++counts_["more tasks are wanted"];
  if (result->after.attach_failures != result->before.attach_failures) ++counts_["attach failures differ"];
}

}  // namespace eniplan::test
