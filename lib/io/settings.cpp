#include "io/settings.hpp"

#include <fmt/format.h>

#include <charconv>

#include "io/nearest.hpp"

namespace eniplan::io {
namespace {

constexpr std::array<std::string_view, 3> top_level_keys{"accountSettings", "clusterName", "seed"};
constexpr std::array<std::string_view, 8> list_keys{"capacity",        "containerInstances", "instanceTypes", "runTasks",
                                                    "services",        "subnets",            "taskDefinitions", "tasks"};

const Value* find_scalar(const Value& map, std::string_view key) {
  for (const Member& member : map.members) {
    if (member.key == key && member.value.kind != Value::Kind::null) return &member.value;
  }
  return nullptr;
}

// The names by which an element can be called, the longest form first.
std::vector<std::string> names_of(const Value& element) {
  std::vector<std::string> names;
  const Value* const family = find_scalar(element, "family");
  const Value* const revision = find_scalar(element, "revision");
  if (family && revision) names.push_back(fmt::format("{}:{}", family->scalar, revision->scalar));
  if (family) names.emplace_back(family->scalar);
  for (const std::string_view key : {"serviceName", "name", "subnetId", "SubnetId", "containerInstanceArn", "taskArn", "group"}) {
    if (const Value* name = find_scalar(element, key)) {
      names.emplace_back(name->scalar);
      names.emplace_back(name->scalar.substr(name->scalar.rfind('/') + 1));
    }
  }
  for (const std::string_view key : {"instanceType", "InstanceType"}) {
    const Value* name = find_scalar(element, key);
    if (name && !find_scalar(element, "name")) names.emplace_back(name->scalar);
  }
  return names;
}

// Takes `[n]` off the front of `path`.
std::optional<std::size_t> take_index(std::string_view& path) {
  if (!path.starts_with('[')) return std::nullopt;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(path.data() + 1, path.data() + path.size(), index);
  if (error != std::errc{} || end == path.data() + path.size() || *end != ']') return std::nullopt;
  path.remove_prefix(static_cast<std::size_t>(end + 1 - path.data()));
  return index;
}

// Takes `.name` off the front of `path`. Names may hold dots, so a name must be given.
bool take_name(std::string_view& path, std::string_view name) {
  if (name.empty() || !path.starts_with('.') || !path.substr(1).starts_with(name)) return false;
  const std::string_view rest = path.substr(1 + name.size());
  if (!rest.empty() && rest.front() != '.' && rest.front() != '[') return false;
  path = rest;
  return true;
}

// Replaces or adds what `path` leads to; nothing if it leads nowhere.
std::optional<Value> replaced(const Value& value, std::string_view path, const Value& by, Arena& arena) {
  if (path.empty()) return by;
  std::vector<Member> members(value.members.begin(), value.members.end());
  Value result = value;
  if (const auto index = take_index(path)) {
    if (value.kind != Value::Kind::list || *index > members.size()) return std::nullopt;
    if (*index == members.size()) members.push_back({});
    const auto element = replaced(members[*index].value, path, by, arena);
    if (!element) return std::nullopt;
    members[*index].value = *element;
  } else {
    if (value.kind != Value::Kind::map && value.kind != Value::Kind::null) return std::nullopt;
    result.kind = Value::Kind::map;
    const auto known = std::ranges::find_if(members, [&](const Member& member) { return take_name(path, member.key); });
    if (known == members.end()) {
      if (!path.starts_with('.')) return std::nullopt;
      const std::string_view key = path.substr(1, path.find_first_of(".[", 1) - 1);
      path.remove_prefix(1 + key.size());
      const auto added = replaced(Value{}, path, by, arena);
      if (key.empty() || !added) return std::nullopt;
      members.push_back({store(arena, key), nowhere, *added});
    } else {
      const auto member = replaced(known->value, path, by, arena);
      if (!member) return std::nullopt;
      known->value = *member;
    }
  }
  result.members = store(arena, members);
  return result;
}

}  // namespace

Settings::Settings(std::span<const std::string> texts, Problems& problems) {
  for (const std::string& text : texts) {
    auto setting = std::make_unique<Setting>();
    setting->text = text;
    const std::string_view path = std::string_view(setting->text).substr(0, setting->text.find('='));
    if (path.size() == setting->text.size()) {
      problems.error("--set " + text, "expected PATH=VALUE, found no \"=\"");
      continue;
    }
    setting->list = path.substr(0, path.find_first_of(".["));
    setting->rest = path.substr(setting->list.size());
    const bool is_list = std::ranges::find(list_keys, setting->list) != list_keys.end();
    const bool is_top_level = std::ranges::find(top_level_keys, setting->list) != top_level_keys.end();
    if (!is_list && !is_top_level) {
      std::vector<std::string_view> keys(list_keys.begin(), list_keys.end());
      keys.insert(keys.end(), top_level_keys.begin(), top_level_keys.end());
      problems.error("--set " + text, fmt::format("expected a path from the top of a document, found \"{}\"{}",
                                                  setting->list, suggestion(setting->list, keys)));
      continue;
    }
    std::string value = setting->text.substr(path.size() + 1);
    if (value.empty()) value = "\"\"";
    setting->source = make_source("--set " + text, std::move(value), problems);
    if (setting->source) setting->value = parse_option_value(*setting->source, arena_, problems);
    if (setting->value) settings_.push_back(std::move(setting));
  }
}

Settings::~Settings() = default;

Value Settings::apply(std::string_view list, std::size_t index, const Value& element, Arena& arena) {
  Value result = element;
  for (const auto& setting : settings_) {
    if (setting->list != list) continue;
    std::string_view rest = setting->rest;
    bool chosen = take_index(rest) == index;
    for (const std::string& name : names_of(element)) {
      if (!chosen) chosen = take_name(rest, name);
      setting->names.push_back(name);
    }
    if (!chosen) continue;
    Value by = *setting->value;
    by.offset = nowhere;
    if (const auto changed = replaced(result, rest, by, arena)) {
      result = *changed;
      setting->used = true;
    }
  }
  return result;
}

void Settings::apply_top_level(Draft& draft, Problems& problems) {
  for (const auto& setting : settings_) {
    if (std::ranges::find(top_level_keys, setting->list) == top_level_keys.end()) continue;
    const Reading reading{*setting->source, problems, draft.warnings};
    const auto value = replaced(Value{}, setting->rest, *setting->value, arena_);
    if (!value) continue;
    const Path root;
    const Node node(*value, Path{&root, setting->list}, reading);
    setting->used = true;
    if (setting->list == "seed") draft.seed = node.unsigned_integer();
    if (setting->list == "clusterName") draft.cluster_name = node.text();
    if (setting->list == "accountSettings") read_account_settings(node, draft);
  }
}

void Settings::report_unused(Problems& problems) const {
  for (const auto& setting : settings_) {
    if (setting->used) continue;
    std::string_view name = setting->rest;
    if (name.starts_with('.')) name.remove_prefix(1);
    const std::vector<std::string_view> names(setting->names.begin(), setting->names.end());
    problems.error("--set " + setting->text,
                   fmt::format("expected a path that leads to something in the input, found that \"{}\" leads nowhere{}",
                               setting->text.substr(0, setting->text.find('=')),
                               suggestion(name.substr(0, name.find_first_of(".[")), names)));
  }
}

}  // namespace eniplan::io
