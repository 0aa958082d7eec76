#include "io/write_rollouts.hpp"

#include <algorithm>

#include "io/answer_parts.hpp"

namespace eniplan::io {
namespace {

using Layout = DocumentWriter::Layout;

class RolloutsDocument {
 public:
  RolloutsDocument(std::ostream& out, const WriteOptions& options) : writer_(out, syntax_of(options.format)) {}

  void write(std::span<const RolloutAnswer> answers) {
    begin_answer(writer_, "eniplan.rollout/1");
    write_list("clusters", answers, [this](const RolloutAnswer& answer) { write_cluster(answer); });
    writer_.end_object();
  }

 private:
  void write_cluster(const RolloutAnswer& answer);
  void write_rollout(const Rollout& rollout, const RolloutResult& result, const Timeline* timeline);
  void write_outcome(const Rollout& rollout);
  void write_resources(const Resources& resources, bool with_gpu);
  void write_step(const RolloutStep& step, const RolloutResult& result);
  void write_remedy(const RolloutRemedy& remedy);
  void write_timeline(const Timeline& timeline);
  void write_number_or_null(std::string_view key, const std::optional<std::int64_t>& number);
  void write_text_or_null(std::string_view key, std::string_view text);
  /// `"key": [ … ]`, one item a line.
  void write_list(std::string_view key, const auto& items, const auto& write_item) {
    writer_.key(key);
    writer_.begin_array();
    for (const auto& item : items) write_item(item);
    writer_.end_array();
  }

  DocumentWriter writer_;
};

void RolloutsDocument::write_cluster(const RolloutAnswer& answer) {
  const RolloutResult& result = answer.result;
  writer_.begin_object();
  writer_.member("clusterName", result.cluster_name);
  writer_.key("rollouts");
  writer_.begin_array();
  for (std::size_t i = 0; i < result.rollouts.size(); ++i) {
    write_rollout(result.rollouts[i], result, answer.timelines.empty() ? nullptr : &answer.timelines[i]);
  }
  writer_.end_array();
  write_warnings(writer_, result.warnings);
  writer_.end_object();
}

void RolloutsDocument::write_rollout(const Rollout& rollout, const RolloutResult& result, const Timeline* timeline) {
  writer_.begin_object();
  writer_.member("service", rollout.service);
  writer_.member("taskDefinition", rollout.task_definition);
  write_outcome(rollout);
  write_text_or_null("reason", reason(rollout));
  write_text_or_null("message", message(rollout));
  const bool with_gpu = rollout.peak.resources.gpu.value != 0 || rollout.available.gpu.value != 0;
  writer_.key("peak");
  writer_.begin_object(Layout::row);
  writer_.member("tasks", rollout.peak.tasks);
  write_resources(rollout.peak.resources, with_gpu);
  writer_.end_object();
  writer_.key("available");
  writer_.begin_object(Layout::row);
  write_resources(rollout.available, with_gpu);
  writer_.end_object();
  writer_.member("attachRaces", rollout.attach_races);
  write_list("steps", rollout.steps, [&](const RolloutStep& step) { write_step(step, result); });
  write_list("wouldComplete", rollout.would_complete, [this](const RolloutRemedy& remedy) { write_remedy(remedy); });
  if (timeline != nullptr) write_timeline(*timeline);
  writer_.end_object();
}

void RolloutsDocument::write_outcome(const Rollout& rollout) {
  writer_.member("outcome", to_string(rollout.outcome));
  writer_.member("desired", rollout.desired);
  writer_.member("minimumHealthy", rollout.minimum_healthy);
  writer_.member("maximum", rollout.maximum);
  writer_.member("newRunning", rollout.new_running);
  writer_.member("oldRunning", rollout.old_running);
  writer_.member("rounds", rollout.rounds);
  writer_.member("unplaced", rollout.unplaced);
  writer_.member("oldAtStart", rollout.old_at_start);
  writer_.member("newAtStart", rollout.new_at_start);
}

void RolloutsDocument::write_resources(const Resources& resources, bool with_gpu) {
  writer_.member("ENI", resources.eni.value);
  writer_.member("CPU", resources.cpu.value);
  writer_.member("MEMORY", resources.memory.value);
  if (with_gpu) writer_.member("GPU", resources.gpu.value);
}

void RolloutsDocument::write_step(const RolloutStep& step, const RolloutResult& result) {
  writer_.begin_object(Layout::row);
  writer_.member("round", step.round);
  writer_.member("started", step.started);
  writer_.member("stopped", step.stopped);
  writer_.member("attachRaces", step.attach_races);
  writer_.key("refused");
  if (step.refused) {
    writer_.begin_object(Layout::row);
    writer_.member("reason", to_string(*step.refused));
    write_text_or_null("closestContainerInstance",
                       step.closest_instance ? result.instances.id(*step.closest_instance) : std::string());
    writer_.end_object();
  } else {
    writer_.null();
  }
  writer_.end_object();
}

void RolloutsDocument::write_remedy(const RolloutRemedy& remedy) {
  writer_.begin_object(Layout::row);
  if (const auto* minimum = std::get_if<LowerMinimumHealthyPercent>(&remedy)) {
    writer_.member("minimumHealthyPercent", minimum->percent);
  } else if (const auto* maximum = std::get_if<HigherMaximumPercent>(&remedy)) {
    writer_.member("maximumPercent", maximum->percent);
  } else {
    const auto& extra = std::get<ExtraInstances>(remedy);
    writer_.key("extraInstances");
    writer_.begin_object(Layout::row);
    writer_.member("group", extra.group);
    writer_.member("count", extra.count);
    writer_.end_object();
  }
  writer_.end_object();
}

void RolloutsDocument::write_timeline(const Timeline& timeline) {
  writer_.key("timeline");
  writer_.begin_object();
  writer_.key("assumptions");
  writer_.begin_object(Layout::row);
  writer_.member("launchesPerMinute", launches_per_minute);
  writer_.member("startSeconds", timeline.start_seconds);
  writer_.member("healthSeconds", timeline.health_seconds);
  writer_.member("healthCheck", timeline.has_health_check);
  writer_.member("stopSeconds", timeline.stop_seconds);
  write_number_or_null("detachSeconds", timeline.detach_seconds);
  writer_.end_object();
  writer_.member("endMilliseconds", timeline.end);
  write_list("steps", timeline.steps, [this](const TimelineStep& step) {
    writer_.begin_object(Layout::row);
    writer_.member("round", step.round);
    writer_.member("beginMilliseconds", step.begin);
    write_number_or_null("runningMilliseconds", step.running);
    write_number_or_null("healthyMilliseconds", step.healthy);
    write_number_or_null("stoppedMilliseconds", step.stopped);
    write_number_or_null("slotsFreeMilliseconds", step.slots_free);
    writer_.end_object();
  });
  writer_.end_object();
}

void RolloutsDocument::write_number_or_null(std::string_view key, const std::optional<std::int64_t>& number) {
  writer_.key(key);
  if (number) {
    writer_.integer(*number);
  } else {
    writer_.null();
  }
}

void RolloutsDocument::write_text_or_null(std::string_view key, std::string_view text) {
  writer_.key(key);
  if (text.empty()) {
    writer_.null();
  } else {
    writer_.string(text);
  }
}

}  // namespace

void write_rollouts_document(std::ostream& out, std::span<const RolloutAnswer> answers, const WriteOptions& options) {
  RolloutsDocument(out, options).write(answers);
}

}  // namespace eniplan::io

namespace eniplan {

void write_rollouts(std::ostream& out, std::span<const RolloutAnswer> answers, const WriteOptions& options) {
  switch (options.format) {
    case Format::json:
    case Format::yaml: io::write_rollouts_document(out, answers, options); break;
    case Format::csv:
    case Format::markdown: io::write_rollouts_table(out, answers, options); break;
    case Format::text: io::write_rollouts_text(out, answers, options); break;
  }
}

}  // namespace eniplan
