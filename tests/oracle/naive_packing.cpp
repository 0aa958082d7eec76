#include "oracle/naive_packing.hpp"

#include <algorithm>
#include <vector>

#include "oracle/naive_checks.hpp"
#include "oracle/naive_simulation.hpp"
#include "oracle/naive_rollout_start.hpp"
#include "oracle/naive_tasks.hpp"

namespace eniplan::oracle {
namespace {

/// Tasks that are all alike.
struct Alike {
  NaiveRequest request;
  std::int64_t tasks = 0;
  std::vector<std::int64_t> ran;  // [instances] how many of them run there now
};

class Search {
 public:
  Search(const Cluster& cluster, std::size_t most_looks)
      : cluster_(cluster), simulation_(cluster), looks_left_(most_looks) {}

  std::optional<std::int64_t> run() {
    for (const Service& service : cluster_.services) {
      if (!is_daemon(service)) add(service);
    }
    for (const RunTask& run_task : cluster_.run_tasks) {
      Alike alike{.request = simulation_.request_of(run_task), .tasks = run_task.count, .ran = {}};
      add(std::move(alike));
    }
    for (const Service& service : cluster_.services) {
      if (is_daemon(service)) place_daemon(service);
    }
    for (const Alike& alike : all_) best_ += alike.tasks;
    newcomers_.assign(simulation_.world().instances.size(), 0);
    stayed_.assign(all_.size(), std::vector<std::int64_t>(newcomers_.size(), 0));
    place_from(0, 0, 0, 0);
    if (looks_left_ == 0) return std::nullopt;
    return best_;
  }

 private:
  void add(Alike alike) {
    judge_facts(simulation_.world(), alike.request);
    alike.request.expressions_on_tasks.clear();
    alike.ran.resize(simulation_.world().instances.size());
    all_.push_back(std::move(alike));
  }

  /// The service, with those of its tasks taken off that could be placed where they are.
  void add(const Service& service) {
    add({.request = simulation_.request_of(service), .tasks = 0, .ran = {}});
    Alike& alike = all_.back();
    const std::string group = task_group(service);
    const std::int64_t running = std::max(listed_tasks(cluster_, group), service.running_count);
    alike.tasks = std::max<std::int64_t>(service.desired_count - running, 0);
    for (const Task& listed : cluster_.tasks) {
      if (!is_running(listed) || listed.group != group) continue;
      const auto instance = instance_of(cluster_, simulation_.world(), listed);
      if (!instance || alike.request.facts[*instance].any()) continue;
      if (find_task_definition(cluster_, listed.task_definition_arn) != alike.request.definition) continue;
      if (listed.has_eni_attachment && alike.request.needs.resources.eni == EniSlots{0}) continue;
      simulation_.take_back(group, *instance, alike.request.needs, false);
      ++alike.ran[*instance];
      ++alike.tasks;
    }
  }

  void place_daemon(const Service& service) {
    NaiveRequest request = simulation_.request_of(service);
    judge_facts(simulation_.world(), request);
    const std::string group = task_group(service);
    const std::int64_t listed = listed_tasks(cluster_, group);
    GroupResult ignored;
    simulation_.place_daemons(request, std::max(listed, service.running_count) - listed, ignored);
  }

  /// A task is at home where it runs now, as long as only such tasks are there: what is, is possible.
  bool may_stay(std::size_t which, std::size_t instance) const {
    return newcomers_[instance] == 0 && stayed_[which][instance] < all_[which].ran[instance];
  }

  bool has_room(std::size_t which, std::size_t instance) {
    const NaiveRequest& request = all_[which].request;
    std::vector<NaiveChecks> checks;
    check_all(simulation_.world(), request, checks);
    if (checks[instance].any()) return false;
    if (request.needs.resources.eni == EniSlots{0}) return true;
    const NaiveInstance& facts = simulation_.world().instances[instance];
    if (facts.network_interfaces_in_use == 0) return true;
    return facts.network_interfaces_in_use + simulation_.world().states[instance].awsvpc_tasks < facts.physical_limit;
  }

  /// The tasks of `which` from number `task` on, none on an instance before `first`.
  void place_from(std::size_t which, std::int64_t task, std::size_t first, std::int64_t left_over) {
    if (left_over >= best_ || looks_left_ == 0) return;
    if (which == all_.size()) {
      best_ = left_over;
      return;
    }
    if (task == all_[which].tasks) return place_from(which + 1, 0, 0, left_over);
    for (std::size_t i = first; i < newcomers_.size() && looks_left_ > 0; ++i) {
      --looks_left_;
      if (may_stay(which, i)) {
        ++stayed_[which][i];
        try_there(which, task, i, left_over);
        --stayed_[which][i];
      } else if (has_room(which, i)) {
        ++newcomers_[i];
        try_there(which, task, i, left_over);
        --newcomers_[i];
      }
    }
    place_from(which + 1, 0, 0, left_over + all_[which].tasks - task);
  }

  void try_there(std::size_t which, std::int64_t task, std::size_t instance, std::int64_t left_over) {
    const NaiveRequest& request = all_[which].request;
    const NaiveState before = simulation_.world().states[instance];
    simulation_.place(request, instance);
    place_from(which, task + 1, instance, left_over);
    simulation_.take_back(request.group, instance, request.needs, true);
    simulation_.world().states[instance] = before;  // Ports that two held, too.
  }

  const Cluster& cluster_;
  NaiveSimulation simulation_;
  std::size_t looks_left_;
  std::vector<Alike> all_;
  std::vector<std::int64_t> newcomers_;            // [instances]
  std::vector<std::vector<std::int64_t>> stayed_;  // [all][instances]
  std::int64_t best_ = 0;
};

}  // namespace

std::optional<std::int64_t> fewest_left_over(const Cluster& cluster, std::size_t most_looks) {
  return Search(cluster, most_looks).run();
}

}  // namespace eniplan::oracle
