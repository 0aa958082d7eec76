#include "oracle/naive_rounds.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace eniplan::oracle {
namespace {

class Rounds {
 public:
  Rounds(NaiveSimulation simulation, std::vector<Rolled> services, bool strict_eni)
      : simulation_(std::move(simulation)), services_(std::move(services)), strict_eni_(strict_eni) {
    const std::size_t instances = simulation_.world().instances.size();
    freed_now_.resize(instances);
    freed_before_.resize(instances);
    freed_long_ago_.resize(instances);
    physically_free_.resize(instances);
    started_.resize(instances);
  }

  std::vector<Rollout> run() {
    bool goes_on = true;
    while (goes_on) {
      begin_round();
      bool something_happened = false;
      for (Rolled& rolled : services_) {
        start(rolled);
        observe_peak(rolled);
        stop(rolled);
        if (rolled.step.started > 0 || rolled.step.stopped > 0) something_happened = true;
        finish_round(rolled);
      }
      goes_on = something_happened || (strict_eni_ && some_wait());
    }
    std::vector<Rollout> answers;
    for (Rolled& rolled : services_) answers.push_back(finish(rolled));
    return answers;
  }

 private:
  void begin_round() {
    ++round_;
    freed_long_ago_ = std::exchange(freed_before_, freed_now_);
    std::ranges::fill(freed_now_, 0);
    std::ranges::fill(started_, 0);
    for (std::size_t i = 0; i < started_.size(); ++i) {
      Resources& remaining = simulation_.world().states[i].remaining;
      if (strict_eni_) remaining.eni += EniSlots{freed_long_ago_[i]};
      physically_free_[i] = std::max<std::int64_t>(remaining.eni.value, 0);
      if (!strict_eni_) physically_free_[i] -= freed_before_[i];
      physically_free_[i] = std::max<std::int64_t>(physically_free_[i], 0);
    }
  }

  /// Whether slots were freed in the round before this one: they are free from the next one on.
  [[nodiscard]] bool some_wait() const {
    return std::ranges::any_of(freed_before_, [](std::int64_t slots) { return slots > 0; });
  }

  // Start

  void start(Rolled& rolled) {
    rolled.step = {.round = round_};
    rolled.refusal.reset();
    const Rollout& bounds = rolled.answer;
    const NaiveStrategies strategies(simulation_.world(), rolled.request);
    while (count_new(rolled) < bounds.desired && std::ssize(rolled.tasks) < bounds.maximum && !rolled.refusal) {
      const auto instance = is_daemon(*rolled.service) ? start_daemon(rolled) : start_replica(rolled, strategies);
      if (!instance) return;
      rolled.tasks.push_back({{*instance, rolled.request.needs, rolled.request.definition, true}, true});
      ++rolled.step.started;
      if (rolled.request.needs.resources.eni == EniSlots{0}) continue;
      if (++started_[*instance] > physically_free_[*instance]) ++rolled.step.attach_races;
    }
  }

  std::optional<std::size_t> start_replica(Rolled& rolled, const NaiveStrategies& strategies) {
    std::vector<NaiveChecks> checks;
    const auto instance = simulation_.place_one(rolled.request, strategies, checks);
    if (!instance) refuse_task(rolled, checks, simulation_.all_instances());
    return instance;
  }

  std::optional<std::size_t> start_daemon(Rolled& rolled) {
    if (rolled.vacated.empty()) return std::nullopt;
    const std::size_t instance = *rolled.vacated.begin();
    std::vector<NaiveChecks> checks;
    check_all(simulation_.world(), rolled.request, checks);
    if (checks[instance].any()) {
      refuse_task(rolled, checks, {instance});
      return std::nullopt;
    }
    simulation_.place(rolled.request, instance);
    rolled.vacated.erase(instance);
    return instance;
  }

  void refuse_task(Rolled& rolled, const std::vector<NaiveChecks>& checks, const Numbers& over) {
    const std::int64_t missing = rolled.answer.desired - count_new(rolled);
    rolled.refusal = naive_failure(simulation_.world(), rolled.request, checks, over, missing);
    rolled.step.refused = rolled.refusal->reason;
    rolled.step.closest_instance = rolled.refusal->closest_instance;
  }

  // Stop

  void stop(Rolled& rolled) {
    const std::int64_t above_floor = std::ssize(rolled.tasks) - rolled.answer.minimum_healthy;
    for (std::int64_t left = std::min(count_old(rolled), above_floor); left > 0; --left) stop_one(rolled);
  }

  void stop_one(Rolled& rolled) {
    std::vector<const NaiveTask*> tasks;
    std::vector<bool> is_old;
    for (const RolledTask& task : rolled.tasks) {
      tasks.push_back(&task);
      is_old.push_back(!task.is_new);
    }
    const std::size_t first = first_to_stop(simulation_.world(), *rolled.service, tasks, is_old);
    const NaiveTask task = *tasks[first];
    rolled.tasks.erase(rolled.tasks.begin() + static_cast<std::ptrdiff_t>(first));
    simulation_.take_back(rolled.request.group, task.instance, task.needs, task.was_placed);
    if (task.needs.resources.eni > EniSlots{0}) {
      ++freed_now_[task.instance];
      if (strict_eni_) simulation_.world().states[task.instance].remaining.eni -= EniSlots{1};
    }
    if (is_daemon(*rolled.service)) rolled.vacated.insert(task.instance);
    ++rolled.step.stopped;
  }

  // Results

  static void finish_round(Rolled& rolled) {
    const RolloutStep& step = rolled.step;
    if (step.started > 0 || step.stopped > 0 || step.refused) rolled.answer.steps.push_back(step);
  }

  static Rollout finish(Rolled& rolled) {
    Rollout& answer = rolled.answer;
    answer.old_running = count_old(rolled);
    answer.new_running = count_new(rolled);
    answer.rounds = std::ssize(answer.steps);
    bool was_refused = false;
    for (const RolloutStep& step : answer.steps) {
      answer.attach_races += step.attach_races;
      if (step.refused) was_refused = true;
    }
    if (answer.new_running < answer.desired || answer.old_running > 0) {
      answer.outcome = RolloutOutcome::stuck;
      answer.refusal = rolled.refusal;
    } else if (was_refused) {
      answer.outcome = RolloutOutcome::completes_after_transient_placement_errors;
    } else {
      answer.outcome = RolloutOutcome::completes;
    }
    return answer;
  }

  NaiveSimulation simulation_;
  std::vector<Rolled> services_;
  bool strict_eni_;
  std::int64_t round_ = 0;

  // [instances] each
  std::vector<std::int64_t> freed_now_;        // slots of tasks that stopped in this round
  std::vector<std::int64_t> freed_before_;     // in the round before
  std::vector<std::int64_t> freed_long_ago_;   // in the one before that
  std::vector<std::int64_t> physically_free_;  // slots when this round began
  std::vector<std::int64_t> started_;          // tasks with an interface, in this round
};

}  // namespace

std::vector<Rollout> naive_rounds(NaiveSimulation simulation, std::vector<Rolled> services, bool strict_eni) {
  return Rounds(std::move(simulation), std::move(services), strict_eni).run();
}

}  // namespace eniplan::oracle
