#include "io/explanation_wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "io/wording.hpp"

namespace eniplan::io {
namespace {

std::string amount_in_words(std::int64_t amount, const ShortageProof& proof) {
  switch (proof.scarcity) {
    case Scarcity::eni: return counted(amount, "ENI slot");
    case Scarcity::cpu: return counted(amount, "CPU unit");
    case Scarcity::memory: return fmt::format("{} MiB of memory", amount);
    case Scarcity::gpu: return counted(amount, "GPU");
    case Scarcity::ports:
      return fmt::format("{} with host port {}/{} free", counted(amount, "instance"), proof.port.value_or(0),
                         proof.port_is_udp ? "udp" : "tcp");
    case Scarcity::tasks: return fmt::format("room for {}", counted(amount, "task"));
  }
  return {};
}

/// `web (4 tasks) wants`, `These 3 services (41 tasks) want`
std::string who_wants(const ShortageProof& proof) {
  std::int64_t tasks = 0;
  for (const ShortOfRoom& service : proof.services) tasks += service.tasks;
  if (proof.services.size() == 1) {
    const ShortOfRoom& service = proof.services.front();
    return fmt::format("{} ({}) wants", name_of(service.name, service.group), counted(tasks, "task"));
  }
  const bool has_requests = std::ranges::any_of(proof.services, [](const ShortOfRoom& s) { return s.name.empty(); });
  return fmt::format("These {} {} ({}) want", proof.services.size(),
                     has_requests ? "services and requests" : "services", counted(tasks, "task"));
}

/// `2 t2.micro`, `4 instances` of several types
std::string instances_in_words(const ShortageProof& proof) {
  std::int64_t instances = 0;
  std::set<std::optional<std::string>> types;
  for (const RoomThere& room : proof.instances) {
    instances += room.instances;
    types.insert(room.instance_type);
  }
  if (types.size() == 1 && *types.begin()) return fmt::format("{} {}", instances, **types.begin());
  return counted(instances, "instance");
}

/// What the tasks can have on other instances, one on each.
std::string elsewhere_in_words(const ShortageProof& proof) {
  std::int64_t tasks = 0;
  for (const ShortOfRoom& service : proof.services) tasks += service.elsewhere;
  if (tasks == 0) return {};
  return fmt::format(", and one on an instance elsewhere, {} at most", counted(tasks, "task"));
}

std::string never_in_words(const ShortageProof& proof) {
  const bool is_exact = proof.scarcity == Scarcity::eni || proof.scarcity == Scarcity::tasks;
  return fmt::format("{}{} can never fit, whatever the order and whatever is moved", is_exact ? "" : "at least ",
                     counted(proof.never_fitting, "task"));
}

std::string verdict_in_words(const Explanation& explanation) {
  switch (explanation.verdict) {
    case FitVerdict::fits: break;
    case FitVerdict::shortage:
      return fmt::format("shortage proved: {}{} can never fit",
                         explanation.never_placed == explanation.unplaced_at_best ? "" : "at least ",
                         explanation.never_placed);
    case FitVerdict::fragmentation: return "fragmentation proved: there is room for all of them, in pieces";
    case FitVerdict::undecided:
      return fmt::format(
          "undecided: neither a shortage nor room for all of them is proved; {} at most need be left over",
          explanation.unplaced_at_best);
  }
  return {};
}

std::string moves_in_words(const Packing& packing) {
  if (packing.moved > 0) {
    return fmt::format("{} would have to move", counted(packing.moved, "running task"));
  }
  return packing.running_tasks_stay ? "no running task moves" : "no running task need move";
}

}  // namespace

std::string name_of(const std::string& service, const std::string& group) { return service.empty() ? group : service; }

std::string answer_in_words(const Explanation& explanation) {
  std::string answer = fmt::format("{}: {}", explanation.cluster_name, answer_in_words(explanation.summary));
  if (explanation.verdict != FitVerdict::fits) answer += "; " + verdict_in_words(explanation);
  return answer;
}

std::string proof_in_words(const ShortageProof& proof) {
  if (proof.instances.empty() && proof.available == 0) {
    return fmt::format("{} {}, and not one instance that they may run on has it, even empty: {}.", who_wants(proof),
                       amount_in_words(proof.wanted, proof), never_in_words(proof));
  }
  return fmt::format("{} {} and can run on {} alone, which {} {}{}: {}.", who_wants(proof),
                     amount_in_words(proof.wanted, proof), instances_in_words(proof),
                     proof.instances.size() == 1 && proof.instances.front().instances == 1 ? "has" : "have",
                     proof.available == 0 ? "none" : fmt::to_string(proof.available), elsewhere_in_words(proof),
                     never_in_words(proof));
}

std::string packing_in_words(const Explanation& explanation) {
  if (!explanation.packing) {
    if (explanation.packings_tried == 0) return {};
    return fmt::format("{} tried; none leaves fewer over.", counted(explanation.packings_tried, "other packing"));
  }
  const Packing& packing = *explanation.packing;
  std::string left =
      packing.unplaced == 0 ? "everything has a place" : fmt::format("{} left over", counted(packing.unplaced, "task"));
  if (packing.attach_failures > 0) left += fmt::format(", {} would fail to attach", packing.attach_failures);
  return fmt::format("Placed {}, with {}, {}; {}.", to_string(packing.order), to_string(packing.strategy), left,
                     moves_in_words(packing));
}

}  // namespace eniplan::io
