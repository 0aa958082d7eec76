#include "io/remedy_wording.hpp"

#include <fmt/format.h>

#include <algorithm>

#include <eniplan/catalog.hpp>

#include "io/money.hpp"
#include "io/wording.hpp"

namespace eniplan::io {
namespace {

std::string joined(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

/// `, +8.46 USD a month`
std::string cost_clause(const Remedy& remedy) {
  if (!remedy.extra_microusd_month) return "at a price that is not known";
  if (*remedy.extra_microusd_month == 0) return "at no extra cost";
  return fmt::format("{} USD a month", extra_cost_in_words(remedy));
}

std::string trouble_in_words(const RemedyResult& result) {
  if (result.refused.empty() && result.before.attach_failures == 0 && !result.stuck.empty()) {
    return fmt::format("everything fits, but {} cannot be rolled", joined(result.stuck));
  }
  return answer_in_words(result.before);
}

}  // namespace

std::string steps_in_words(const Remedy& remedy) {
  std::vector<std::string> words;
  std::ranges::transform(remedy.steps, std::back_inserter(words), description);
  return fmt::format("{}", fmt::join(words, ", and "));
}

std::string extra_cost_in_words(const Remedy& remedy) {
  if (!remedy.extra_microusd_month) return "?";
  const std::int64_t cost = *remedy.extra_microusd_month;
  if (cost == 0) return "0.00";
  constexpr std::int64_t half_a_cent = 5'000;
  return (cost < 0 ? "-" : "+") + dollars_and_cents((cost < 0 ? -cost : cost) + half_a_cent);
}

std::string answer_in_words(const RemedyResult& result) {
  if (!result.needs_remedy()) {
    return fmt::format("{}: nothing to fix, {}", result.cluster_name, answer_in_words(result.before));
  }
  const std::string trouble = fmt::format("{}: {}", result.cluster_name, trouble_in_words(result));
  if (result.remedies.empty()) return trouble + "; no remedy was found";
  const Remedy& cheapest = result.remedies.front();
  std::string answer =
      fmt::format("{}; cheapest cure: {}, {}", trouble, steps_in_words(cheapest), cost_clause(cheapest));
  const auto mildest = std::ranges::min_element(result.remedies, {}, &Remedy::disruption);
  if (mildest->disruption < cheapest.disruption) {
    answer += fmt::format("; least disturbing: {}, {}", steps_in_words(*mildest), cost_clause(*mildest));
  }
  return answer;
}

std::string prices_in_words() {
  return fmt::format("USD a month of 730 hours, on demand in {}, {}", price_region, price_date);
}

}  // namespace eniplan::io
