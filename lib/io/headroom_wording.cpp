#include "io/headroom_wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include <eniplan/catalog.hpp>

#include "io/money.hpp"
#include "io/wording.hpp"

namespace eniplan::io {
namespace {

bool lacks_tasks(const ServiceHeadroom& service) {
  return service.more == 0 && service.next && service.placed < service.desired_count;
}

std::string reason_of(const ServiceHeadroom& service) {
  return service.next ? std::string(to_string(service.next->reason)) : std::string();
}

std::string answer_in_words(const ServiceHeadroom& service) {
  if (service.bounded) return fmt::format("{}: room for {} more", service.service_name, more_in_words(service));
  if (lacks_tasks(service)) {
    return fmt::format("{}: {} of {} cannot be placed; {}", service.service_name, service.next->count,
                       counted(service.desired_count, "task"), reason_of(service));
  }
  if (service.more == 0) return fmt::format("{}: no room for one more; {}", service.service_name, reason_of(service));
  const std::string failing = service.more_that_fail_to_attach == 0
                                  ? std::string()
                                  : fmt::format(", {} of which would fail to attach", service.more_that_fail_to_attach);
  return fmt::format("{}: room for {} more{}; then {}", service.service_name, service.more, failing,
                     reason_of(service));
}

}  // namespace

std::string answer_in_words(const HeadroomResult& result) {
  if (result.services.empty()) return fmt::format("{}: there is no replica service", result.cluster_name);
  if (result.services.size() == 1) return answer_in_words(result.services.front());
  const auto full = std::ranges::count(result.services, 0, &ServiceHeadroom::more);
  const std::string tightest = answer_in_words(*tightest_first(result).front());
  if (full == 0)
    return fmt::format("{}: all {} services have room; least {}", result.cluster_name, result.services.size(),
                       tightest);
  return fmt::format("{}: {} of {} services {} no room for one more; {}", result.cluster_name, full,
                     result.services.size(), full == 1 ? "has" : "have", tightest);
}

std::string more_in_words(const ServiceHeadroom& service) {
  return service.bounded ? fmt::format("{} or more", service.more) : fmt::to_string(service.more);
}

std::string rollout_in_words(const ServiceHeadroom& service) {
  if (!service.rollout) return service.rollout_unknown.empty() ? "" : "unknown";
  const RolloutHeadroom& rollout = *service.rollout;
  const std::string now = rollout.rolls_now ? "yes" : fmt::format("no, {}", rollout.reason);
  if (!rollout.largest) return now;
  return fmt::format("{}; {} {}", now, rollout.proved ? "up to" : "at least", *rollout.largest);
}

std::string stranded_in_words(const Stranded& stranded) {
  if (stranded.instances == 0) {
    return fmt::format("Nothing is stranded: {} with ENI slots, none without a free one.",
                       counted(stranded.with_slots, "instance"));
  }
  std::string words = fmt::format(
      "{} of {} with ENI slots {} none left: {} CPU units and {} MiB there are out of reach for "
      "awsvpc tasks, {} USD a month at on-demand prices of {}, {}.",
      stranded.instances, counted(stranded.with_slots, "instance"), stranded.instances == 1 ? "has" : "have",
      stranded.cpu.value, stranded.memory.value, dollars_and_cents(stranded.microusd_month), price_region, price_date);
  if (stranded.instances_without_price > 0) {
    words += fmt::format(
        " {} {} no price and {} not part of it.", counted(stranded.instances_without_price, "instance"),
        stranded.instances_without_price == 1 ? "has" : "have", stranded.instances_without_price == 1 ? "is" : "are");
  }
  return words;
}

std::vector<const ServiceHeadroom*> tightest_first(const HeadroomResult& result) {
  std::vector<const ServiceHeadroom*> services;
  for (const ServiceHeadroom& service : result.services) services.push_back(&service);
  std::ranges::stable_sort(
      services, {}, [](const ServiceHeadroom* service) { return std::tuple(!lacks_tasks(*service), service->more); });
  return services;
}

}  // namespace eniplan::io
