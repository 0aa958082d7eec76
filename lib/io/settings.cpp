#include "io/settings.hpp"

#include <fmt/format.h>

#include <charconv>

#include "model/nearest.hpp"

namespace eniplan::io {
namespace {

constexpr std::array<std::string_view, 3> top_level_keys{"accountSettings", "clusterName", "seed"};
constexpr std::array<std::string_view, 8> list_keys{
    "capacity", "containerInstances", "instanceTypes", "runTasks", "services", "subnets", "taskDefinitions", "tasks"};

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
  for (const std::string_view key :
       {"serviceName", "name", "subnetId", "SubnetId", "containerInstanceArn", "taskArn", "group"}) {
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

std::optional<Value> replaced(const Value& value, std::string_view path, const Value& by, Arena& arena);

std::optional<Value> replaced_in_list(const Value& list, std::string_view path, const Value& by, Arena& arena) {
  std::vector<Member> members(list.members.begin(), list.members.end());
  std::size_t index = 0;
  if (const auto number = take_index(path)) {
    index = *number;
    if (index == members.size()) members.push_back({});
  } else {
    const auto takes_name = [&](const Member& member) {
      return std::ranges::any_of(names_of(member.value),
                                 [&](const std::string& name) { return take_name(path, name); });
    };
    index = static_cast<std::size_t>(std::ranges::find_if(members, takes_name) - members.begin());
  }
  if (index >= members.size()) return std::nullopt;
  const auto element = replaced(members[index].value, path, by, arena);
  if (!element) return std::nullopt;
  members[index].value = *element;
  Value result = list;
  result.kind = Value::Kind::list;
  result.members = store(arena, members);
  return result;
}

std::optional<Value> replaced_in_map(const Value& map, std::string_view path, const Value& by, Arena& arena) {
  std::vector<Member> members(map.members.begin(), map.members.end());
  auto known = std::ranges::find_if(members, [&](const Member& member) { return take_name(path, member.key); });
  if (known == members.end()) {
    const std::string_view key = path.substr(1, path.find_first_of(".[", 1) - 1);
    if (!path.starts_with('.') || key.empty()) return std::nullopt;
    path.remove_prefix(1 + key.size());
    Value nothing;
    nothing.offset = by.offset;
    known = members.insert(members.end(), {store(arena, key), by.offset, nothing});
  }
  const auto member = replaced(known->value, path, by, arena);
  if (!member) return std::nullopt;
  known->value = *member;
  Value result = map;
  result.kind = Value::Kind::map;
  result.members = store(arena, members);
  return result;
}

// Replaces or adds what `path` leads to; nothing if it leads nowhere.
std::optional<Value> replaced(const Value& value, std::string_view path, const Value& by, Arena& arena) {
  if (path.empty()) return by;
  const bool is_null = value.kind == Value::Kind::null;
  if (value.kind == Value::Kind::list || (is_null && path.starts_with('['))) {
    return replaced_in_list(value, path, by, arena);
  }
  if (value.kind == Value::Kind::map || is_null) return replaced_in_map(value, path, by, arena);
  return std::nullopt;
}

}  // namespace

Settings::Settings(std::span<const std::string> texts, Problems& problems) {
  for (const std::string& text : texts) add(text, problems);
}

void Settings::add(const std::string& text, Problems& problems) {
  const std::string option = "--set " + text;
  auto setting = std::make_unique<Setting>();
  setting->text = text;
  const std::string_view path = std::string_view(setting->text).substr(0, setting->text.find('='));
  if (path.size() == setting->text.size()) {
    problems.error(option, "expected PATH=VALUE, found no \"=\"");
    return;
  }
  setting->list = path.substr(0, path.find_first_of(".["));
  setting->rest = path.substr(setting->list.size());
  const bool is_list = std::ranges::find(list_keys, setting->list) != list_keys.end();
  const bool is_top_level = std::ranges::find(top_level_keys, setting->list) != top_level_keys.end();
  if (!is_list && !is_top_level) {
    std::vector<std::string_view> keys(list_keys.begin(), list_keys.end());
    keys.insert(keys.end(), top_level_keys.begin(), top_level_keys.end());
    problems.error(option, fmt::format("expected a path from the top of a document, found \"{}\"{}", setting->list,
                                       suggestion(setting->list, keys)));
    return;
  }
  std::string_view value = std::string_view(setting->text).substr(path.size() + 1);
  if (value.empty()) value = "\"\"";
  setting->source = make_source(option, Buffer(value), problems);
  if (setting->source == nullptr) return;
  setting->offset = problems.add_option(option);
  setting->value = parse_option_value(*setting->source, setting->offset, arena_, problems);
  settings_.push_back(std::move(setting));  // also if it was refused: the error speaks of its source
}

Settings::~Settings() = default;

// The rest of the setting's path if it leads into `element`.
std::optional<std::string_view> Settings::path_inside(Setting& setting, std::size_t index, const Value& element) {
  constexpr std::size_t most_names = 10'000;  // remembered for a suggestion
  std::string_view rest = setting.rest;
  if (const auto number = take_index(rest)) return number == index ? std::optional(rest) : std::nullopt;
  for (std::string& name : names_of(element)) {
    if (take_name(rest, name)) return rest;
    if (setting.names.size() < most_names) setting.names.push_back(std::move(name));
  }
  return std::nullopt;
}

Value Settings::apply(std::string_view list, std::size_t index, const Value& element, Arena& arena) {
  Value result = element;
  for (const auto& setting : settings_) {
    if (setting->list != list || setting->value == nullptr) continue;
    const auto rest = path_inside(*setting, index, result);
    if (!rest) continue;
    if (const auto changed = replaced(result, *rest, *setting->value, arena)) {
      result = *changed;
      setting->used = true;
    }
  }
  return result;
}

void Settings::apply_top_level(Draft& draft, Problems& problems) {
  for (const auto& setting : settings_) {
    const bool is_top_level = std::ranges::find(top_level_keys, setting->list) != top_level_keys.end();
    if (!is_top_level || setting->value == nullptr) continue;
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
    if (setting->used || setting->value == nullptr) continue;
    std::string_view name = setting->rest;
    if (name.starts_with('.')) name.remove_prefix(1);
    const std::vector<std::string_view> names(setting->names.begin(), setting->names.end());
    problems.error(
        "--set " + setting->text,
        fmt::format("expected a path that leads to something in the input, found that \"{}\" leads nowhere{}",
                    setting->text.substr(0, setting->text.find('=')),
                    suggestion(name.substr(0, name.find_first_of(".[")), names)));
  }
}

}  // namespace eniplan::io
