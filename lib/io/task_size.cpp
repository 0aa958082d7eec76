#include "io/task_size.hpp"

#include <fmt/format.h>

#include <cctype>

namespace eniplan::io {
namespace {

// `0.25` times 1024, if that is whole; exact, without floating point.
std::optional<std::int64_t> times_1024(std::string_view decimal) {
  constexpr std::size_t longest = 12;  // digits on either side of the point
  const std::size_t dot = std::min(decimal.find('.'), decimal.size());
  const std::string_view whole = decimal.substr(0, dot);
  std::string_view fraction = dot < decimal.size() ? decimal.substr(dot + 1) : std::string_view();
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  if ((whole.empty() && fraction.empty()) || whole.size() > longest || fraction.size() > longest) return std::nullopt;
  std::int64_t number = 0;
  std::int64_t scale = 1;
  for (const char digit : whole) {
    if (digit < '0' || digit > '9') return std::nullopt;
    number = number * 10 + (digit - '0');
  }
  if (number > largest_amount / 1024) return std::nullopt;
  number *= 1024;
  // number + 1024 * fraction / scale, the fraction reduced as it is read: 1024 has ten factors of two.
  std::int64_t part = 0;
  for (const char digit : fraction) {
    if (digit < '0' || digit > '9') return std::nullopt;
    part = part * 10 + (digit - '0');
    scale *= 10;
  }
  if (part * 1024 % scale != 0) return std::nullopt;
  return number + part * 1024 / scale;
}

// A number of units, or a number followed by `large_unit` (any case, a space or none between).
std::int64_t read_size(const Node& node, std::string_view large_unit, std::string_view expected) {
  const Value& value = node.value();
  if (value.kind != Value::Kind::text) return node.integer(0, largest_amount);
  std::string_view number = value.scalar;
  if (number.size() > large_unit.size()) {
    const std::string_view end = number.substr(number.size() - large_unit.size());
    const bool same = std::ranges::equal(
        end, large_unit, [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
    if (same) {
      number.remove_suffix(large_unit.size());
      while (number.ends_with(' ')) number.remove_suffix(1);
      const auto units = times_1024(number);
      if (!units) node.mismatch(expected);
      return units.value_or(0);
    }
  }
  if (number.empty() || !std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; })) {
    node.mismatch(expected);
    return 0;
  }
  return node.integer(0, largest_amount);
}

}  // namespace

CpuUnits read_task_cpu(const Node& node) {
  return {read_size(node, "vCPU", "CPU units such as 256, or vCPUs that make whole units such as \"0.25 vCPU\"")};
}

MiB read_task_memory(const Node& node) {
  return {read_size(node, "GB", "MiB such as 512, or GB that make whole MiB such as \"0.5 GB\"")};
}

Gpus read_gpus(const Node& node) {
  enum class Type { gpu, inference_accelerator, neuron_device };
  constexpr std::array<std::pair<std::string_view, Type>, 3> types{
      {{"GPU", Type::gpu},
       {"InferenceAccelerator", Type::inference_accelerator},
       {"NeuronDevice", Type::neuron_device}}};
  Gpus gpus;
  for (const Node& element : node.elements()) {
    Fields fields(element);
    const auto type = fields.require("type");
    const auto value = fields.require("value");
    fields.finish(Owner::aws);
    if (!type || type->choice(types) != Type::gpu || !value) continue;
    if (value->value().scalar == "ALL") {
      value->error("expected a number of GPUs, found \"ALL\", which only Managed Instances have");
    } else {
      gpus += Gpus{value->integer(0, largest_amount)};
    }
  }
  return gpus;
}

}  // namespace eniplan::io
