// Tested by: tests/remedy/.

#include "remedy/finder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "remedy/advice.hpp"

namespace eniplan::remedy {
namespace {

constexpr const char* no_trials_left = "not tried: trials are used up";

/// Pairs are tried of so many changes: those that leave least lacking.
constexpr std::size_t most_ingredients = 40;
/// So many pairs that help are enough.
constexpr std::size_t enough_pairs = 6;

std::string range_in_words(Sizes sizes, const std::string& unit) {
  if (sizes.least == sizes.most) return fmt::format("{}{}", sizes.most, unit);
  return fmt::format("{} to {}{}", sizes.least, sizes.most, unit);
}

bool costs(const Ingredient& ingredient) {
  const RemedyStep step = ingredient.of_size(ingredient.sizes.most);
  return std::holds_alternative<MoreInstances>(step) || std::holds_alternative<OtherType>(step);
}

}  // namespace

void Finder::add(std::vector<RemedyStep> steps, const Outcome& outcome, bool minimal, std::int64_t trials) {
  Remedy remedy{.steps = std::move(steps), .minimal = minimal, .trials = trials, .after = outcome.summary};
  advise(cluster(), remedy);
  const std::vector<std::string>& rollable = trials_.rollable();
  if (!rollable.empty()) remedy.rolls = trials_.stuck(cured(cluster(), remedy.steps)).empty();
  result_.remedies.push_back(std::move(remedy));
}

void Finder::leave_out(const std::string& change, const std::string& why) {
  result_.searched.push_back({.change = change, .range = why});
}

void Finder::try_one(const std::string& change, const RemedyStep& step) {
  if (trials_.left_for_one() <= 0) return leave_out(change, no_trials_left);
  const Outcome outcome = trials_.run({&step, 1});
  result_.searched.push_back({.change = change, .range = "as it is said", .trials = 1, .found = outcome.is_cured()});
  if (outcome.is_cured()) return add({step}, outcome, true, 1);
  ingredients_.push_back(
      {.change = change, .sizes = {}, .of_size = [step](std::int64_t) { return step; }, .lacking = outcome.lacking});
}

void Finder::try_sizes(const std::string& change, Sizes sizes, const std::string& unit,
                       const std::function<RemedyStep(std::int64_t)>& of_size) {
  if (trials_.left_for_one() <= 0) return leave_out(change, no_trials_left);
  const std::int64_t before = trials_.used();
  std::int64_t lacking_at_most = 0;
  const auto found = smallest_that_helps(trials_, sizes, [&](std::int64_t size) {
    const RemedyStep step = of_size(size);
    Outcome outcome = trials_.run({&step, 1});
    lacking_at_most = outcome.lacking;
    return outcome;
  });
  const std::int64_t trials = trials_.used() - before;
  result_.searched.push_back(
      {.change = change, .range = range_in_words(sizes, unit), .trials = trials, .found = found.has_value()});
  if (found) return add({of_size(found->size)}, found->outcome, found->minimal, trials);
  ingredients_.push_back({.change = change, .sizes = sizes, .of_size = of_size, .lacking = lacking_at_most});
}

void Finder::try_in_order(const std::string& change, const std::vector<RemedyStep>& steps, std::int64_t ruled_out) {
  if (steps.empty() && ruled_out == 0) return;
  std::int64_t left = trials_.left_for_one();
  if (left <= 0 && !steps.empty()) return leave_out(change, no_trials_left);
  RemedySearch search{.change = change};
  std::optional<Ingredient> best;
  for (const RemedyStep& step : steps) {
    if (left-- <= 0) break;
    ++search.trials;
    const Outcome outcome = trials_.run({&step, 1});
    if (outcome.is_cured()) {
      search.found = true;
      add({step}, outcome, true, search.trials);
      break;
    }
    if (!best || outcome.lacking < best->lacking) {
      best = Ingredient{.change = change, .of_size = [step](std::int64_t) { return step; }, .lacking = outcome.lacking};
    }
  }
  search.range = fmt::format("{} of {} types by price{}", search.trials, steps.size(),
                             ruled_out > 0 ? fmt::format(", {} more are too small in sum", ruled_out) : "");
  if (!search.found && best) ingredients_.push_back(std::move(*best));
  result_.searched.push_back(std::move(search));
}

bool Finder::try_pair(const Ingredient& a, const Ingredient& b) {
  const std::int64_t before = trials_.used();
  std::int64_t size_of_a = a.sizes.most;
  std::int64_t size_of_b = b.sizes.most;
  const auto run = [&] { return trials_.run(in_order(a.of_size(size_of_a), b.of_size(size_of_b))); };
  Outcome outcome = run();
  if (!outcome.is_cured()) return false;
  // First the one, then the other is made as small as it goes.
  const auto shrink = [&](Sizes sizes, std::int64_t& size) {
    if (sizes.least == sizes.most) return;
    const auto found = smallest_that_helps(trials_, sizes, [&](std::int64_t tried) {
      size = tried;
      return run();
    });
    size = found ? found->size : sizes.most;
    if (found) outcome = found->outcome;
  };
  shrink(a.sizes, size_of_a);
  shrink(b.sizes, size_of_b);
  const bool have_no_size = a.sizes.least == a.sizes.most && b.sizes.least == b.sizes.most;
  const std::array<RemedyStep, 2> steps = in_order(a.of_size(size_of_a), b.of_size(size_of_b));
  add({steps.begin(), steps.end()}, outcome, have_no_size, trials_.used() - before);
  return true;
}

void Finder::try_pairs() {
  std::ranges::stable_sort(ingredients_, {}, &Ingredient::lacking);
  ingredients_.resize(std::min(ingredients_.size(), most_ingredients));
  trials_.release_those_for_pairs();
  // What costs nothing first: once there are enough pairs, the search is over.
  std::ranges::stable_sort(ingredients_, {}, costs);
  RemedySearch search{.change = "two of these together"};
  const std::int64_t before = trials_.used();
  std::int64_t pairs = 0;
  std::size_t found = 0;
  for (std::size_t sum = 1; sum + 2 < 2 * ingredients_.size() + 1 && found < enough_pairs; ++sum) {
    for (std::size_t i = sum < ingredients_.size() ? 0 : sum - ingredients_.size() + 1; 2 * i < sum; ++i) {
      if (trials_.left() <= 0 || found == enough_pairs) break;
      const Ingredient& a = ingredients_[i];
      const Ingredient& b = ingredients_[sum - i];
      if (!go_together(a.of_size(a.sizes.most), b.of_size(b.sizes.most))) continue;
      ++pairs;
      if (try_pair(a, b)) ++found;
    }
  }
  search.trials = trials_.used() - before;
  search.found = found > 0;
  search.range = fmt::format("{} pairs of {} changes", pairs, ingredients_.size());
  result_.searched.push_back(std::move(search));
}

}  // namespace eniplan::remedy
