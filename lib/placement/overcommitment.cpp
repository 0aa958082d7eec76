#include "placement/overcommitment.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <string_view>

namespace eniplan::placement {
namespace {

constexpr std::size_t examples_named = 3;

bool is_negative(const Resources& remaining) {
  return remaining.cpu.value < 0 || remaining.memory.value < 0 || remaining.gpu.value < 0 || remaining.eni.value < 0;
}

/// `web/0 (MEMORY -120)`
std::string example_of(const World& world, InstanceIndex instance, const Resources& remaining) {
  std::string shortages;
  const auto add = [&](std::string_view name, std::int64_t amount) {
    if (amount >= 0) return;
    fmt::format_to(std::back_inserter(shortages), "{}{} {}", shortages.empty() ? "" : ", ", name, amount);
  };
  add("CPU", remaining.cpu.value);
  add("MEMORY", remaining.memory.value);
  add("GPU", remaining.gpu.value);
  add("ENI", remaining.eni.value);
  return fmt::format("{} ({})", world.fleet->id(instance), shortages);
}

}  // namespace

void warn_of_overcommitment(const World& world, std::vector<Warning>& warnings) {
  std::string examples;
  std::size_t overcommitted = 0;
  world.runs.for_each_run([&](InstanceRange run, const RunState& state) {
    if (!is_negative(state.remaining)) return;
    for (InstanceIndex instance = run.begin; instance < run.end; ++instance) {
      if (++overcommitted > examples_named) continue;
      examples += (overcommitted > 1 ? ", " : "") + example_of(world, instance, state.remaining);
    }
  });
  if (overcommitted == 0) return;
  if (overcommitted > examples_named) examples += fmt::format(" and {} more", overcommitted - examples_named);
  warnings.push_back({"resources-overcommitted",
                      fmt::format("running tasks hold more than {} {}: remaining is negative on {}",
                                  overcommitted == 1 ? "1 instance" : fmt::format("{} instances", overcommitted),
                                  overcommitted == 1 ? "has" : "have", examples)});
}

}  // namespace eniplan::placement
