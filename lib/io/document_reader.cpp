#include "io/document_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "model/nearest.hpp"

namespace eniplan::io {
namespace {

// A list of a document of ours, and the key that holds it in a whole AWS answer.
struct List {
  std::string_view ours;
  std::string_view answer;  // empty: AWS has no such answer
};
constexpr std::array<List, 8> lists{{{"capacity", ""},
                                     {"containerInstances", "containerInstances"},
                                     {"instanceTypes", "InstanceTypes"},
                                     {"subnets", "Subnets"},
                                     {"taskDefinitions", ""},
                                     {"tasks", "tasks"},
                                     {"services", "services"},
                                     {"runTasks", ""}}};

constexpr std::array<std::string_view, 11> our_keys{
    "clusterName",     "accountSettings", "capacity", "containerInstances", "instanceTypes", "subnets",
    "taskDefinitions", "tasks",           "services", "runTasks",           "seed"};

// An answer has one of these,
constexpr std::array<std::string_view, 10> answer_keys{
    "containerInstances", "services", "taskDefinition", "tasks",   "clusters",
    "capacityProviders",  "settings", "InstanceTypes",  "Subnets", "AutoScalingGroups"};
// and beside it at most these.
constexpr std::array<std::string_view, 5> companion_keys{"failures", "nextToken", "NextToken", "tags",
                                                         "ResponseMetadata"};

bool contains(std::span<const std::string_view> keys, std::string_view key) {
  return std::ranges::find(keys, key) != keys.end();
}

const List* find_list(std::string_view key) {
  const auto found =
      std::ranges::find_if(lists, [&](const List& list) { return list.ours == key || list.answer == key; });
  return found == lists.end() ? nullptr : &*found;
}

// The task definition in an answer of describe-task-definition, null in anything else.
const Member* definition_in(const Value& element) {
  const auto found = std::ranges::find(element.members, "taskDefinition", &Member::key);
  return found != element.members.end() && found->value.kind == Value::Kind::map ? &*found : nullptr;
}

}  // namespace

DocumentReader::DocumentReader(const Source& source, Arena& arena, Settings& settings, Problems& problems,
                               std::vector<Document>& documents)
    : source_(source), arena_(arena), settings_(settings), problems_(problems), documents_(documents) {}

DocumentReader::~DocumentReader() = default;

void DocumentReader::begin_document(Place place) {
  document_ = {};
  place_ = place;
  lists_.clear();
  members_.clear();
  ++document_count_;
}

bool DocumentReader::streams(const Path& path) const {
  const bool top_level = path.parent == nullptr || path.parent->key.empty();
  if (top_level) return find_list(path.key) != nullptr;
  const List* list = find_list(path.parent->key);
  return list != nullptr && !list->answer.empty() && list->answer == path.key;
}

void DocumentReader::streamed(const Path& path, Place) {
  const bool top_level = path.parent == nullptr || path.parent->key.empty();
  note_list(top_level ? path.key : path.parent->key);
}

void DocumentReader::note_list(std::string_view key) {
  if (std::ranges::find(lists_, key) == lists_.end()) lists_.emplace_back(key);
}

void DocumentReader::element(const Path& path, const Value& element) {
  if (path.index >= static_cast<std::size_t>(largest_count)) {
    problems_.give_up({&source_, element.offset}, fmt::format("expected at most {} elements in a list", largest_count));
    problems_.raise();
  }
  const Path* list_path = path.parent;
  if (list_path->parent != nullptr && !list_path->parent->key.empty()) list_path = list_path->parent;
  const std::string_view list = find_list(list_path->key)->ours;
  const Member* const definition = list == "taskDefinitions" ? definition_in(element) : nullptr;
  std::array<std::byte, 4096> room;
  Arena arena(room.data(), room.size());
  if (definition != nullptr) {
    const Value value = settings_.apply(list, path.index, definition->value, arena);
    read_element(list, {&path, definition->key}, value);
  } else {
    read_element(list, path, settings_.apply(list, path.index, element, arena));
  }
}

void DocumentReader::read_element(std::string_view list, const Path& path, const Value& element) {
  const Reading reading = this->reading();
  const Node node(element, path, reading);
  Draft& draft = document_.draft;
  if (list == "capacity") read_capacity_group(node, draft);
  if (list == "containerInstances") instances_.read(node, draft);
  if (list == "instanceTypes") read_instance_type(node, draft);
  if (list == "subnets") read_subnet(node, draft);
  if (list == "taskDefinitions") read_task_definition(node, draft);
  if (list == "tasks") read_task(node, draft);
  if (list == "services") read_service(node, draft);
  if (list == "runTasks") read_run_task(node, draft);
}

void DocumentReader::member(const Path& path, const Member& member) {
  if (path.parent == nullptr || path.parent->key.empty()) {
    members_.push_back(member);
    return;
  }
  // Inside a whole answer that stands where its list is expected.
  note_list(path.parent->key);
  if (path.parent->key == "taskDefinitions" && member.key == "taskDefinition") {
    read_element("taskDefinitions", path, settings_.apply("taskDefinitions", 0, member.value, arena_));
  } else if (contains(companion_keys, member.key)) {
    read_companion(path, member);
  } else {
    problems_.error({&source_, member.key_offset}, to_string(path),
                    "expected a list here or a whole AWS answer, found a map with another key");
  }
}

void DocumentReader::end_document() {
  const Shape shape = this->shape();
  document_.owner = shape == Shape::ours ? Owner::eniplan : Owner::aws;
  document_.default_name = default_name();
  switch (shape) {
    case Shape::ours:
      for (const Member& member : members_) read_our_member(member);
      read_ours();
      break;
    case Shape::answer:
      for (const Member& member : members_) read_answer_member(member);
      for (DraftService& service : document_.draft.services) service.described = true;
      break;
    default: read_request(shape);
  }
  documents_.push_back(std::move(document_));
}

bool DocumentReader::has_key(std::string_view key) const {
  return std::ranges::find(lists_, key) != lists_.end() || find_member(key) != nullptr;
}

const Member* DocumentReader::find_member(std::string_view key) const {
  const auto found = std::ranges::find(members_, key, &Member::key);
  return found == members_.end() ? nullptr : &*found;
}

bool DocumentReader::is_answer() const {
  std::size_t answers = 0;
  const auto judge = [&](std::string_view key) {
    if (contains(answer_keys, key)) ++answers;
    return contains(answer_keys, key) || contains(companion_keys, key);
  };
  const bool only_such_keys = std::ranges::all_of(lists_, judge) &&
                              std::ranges::all_of(members_, [&](const Member& member) { return judge(member.key); });
  const Member* definition = find_member("taskDefinition");
  return only_such_keys && answers == 1 && (definition == nullptr || definition->value.kind == Value::Kind::map);
}

DocumentReader::Shape DocumentReader::shape() const {
  if (is_answer()) return Shape::answer;
  if (has_key("family") && has_key("containerDefinitions")) return Shape::task_definition_request;
  const Member* definition = find_member("taskDefinition");
  if (definition == nullptr || definition->value.kind != Value::Kind::text) return Shape::ours;
  return has_key("serviceName") ? Shape::service_request : Shape::run_task_request;
}

void DocumentReader::read_ours() {
  for (const std::string& key : lists_) {
    if (contains(our_keys, key)) continue;
    problems_.error(
        place_, key,
        fmt::format("expected one of our keys in a document of ours, found AWS's{}", suggestion(key, our_keys)));
  }
}

void DocumentReader::read_our_member(const Member& member) {
  const Reading reading = this->reading();
  const Path root;
  const Node node(member.value, Path{&root, member.key}, reading);
  if (member.value.kind == Value::Kind::null && contains(our_keys, member.key)) return;
  if (member.key == "clusterName") {
    document_.draft.cluster_name = node.text();
  } else if (member.key == "seed") {
    document_.draft.seed = node.unsigned_integer();
  } else if (member.key == "accountSettings") {
    read_account_settings(node, document_.draft);
  } else if (find_list(member.key) != nullptr) {
    node.mismatch("a list");
  } else {
    problems_.error({&source_, member.key_offset}, std::string(member.key),
                    fmt::format("expected one of {}, found an unknown key{}", fmt::join(our_keys, ", "),
                                suggestion(member.key, our_keys)));
  }
}

void DocumentReader::read_answer_member(const Member& member) {
  const Reading reading = this->reading();
  const Path root;
  const Path path{&root, member.key};
  const Node node(member.value, path, reading);
  if (contains(companion_keys, member.key)) return read_companion(path, member);
  if (member.key == "taskDefinition") {
    const Value value = settings_.apply("taskDefinitions", 0, member.value, arena_);
    read_element("taskDefinitions", path, value);
  } else if (member.key == "settings") {
    for (const Node& element : node.elements()) {
      Fields setting(element);
      if (setting.text("name") != "awsvpcTrunking") continue;
      if (const auto value = setting.require("value")) document_.draft.awsvpc_trunking = value->choice(trunking_words);
    }
  } else if (find_list(member.key) != nullptr && member.value.kind != Value::Kind::null) {
    node.mismatch("a list");
  }
}

void DocumentReader::read_companion(const Path& path, const Member& member) {
  const Reading reading = this->reading();
  const Node node(member.value, path, reading);
  if (member.key == "failures" && member.value.kind == Value::Kind::list) {
    for (const Node& element : node.elements()) {
      Fields failure(element);
      const std::string arn = failure.text("arn");
      const std::string reason = failure.text("reason");
      const std::string detail = failure.text("detail");
      element.warn("aws-failure",
                   fmt::format("AWS did not describe {}: {}{}{}", arn, reason, detail.empty() ? "" : ", ", detail));
    }
  }
  const bool token = member.key == "nextToken" || member.key == "NextToken";
  if (token && member.value.kind == Value::Kind::text && !member.value.scalar.empty()) {
    node.warn("truncated-answer",
              "the answer goes on; ask for the rest with --starting-token or without --no-paginate");
  }
}

void DocumentReader::read_request(Shape shape) {
  for (const std::string& key : lists_) {
    problems_.error(place_, key, "expected no list of this name in a request, found one");
  }
  const Reading reading = this->reading();
  const Path root;
  Value request;
  request.kind = Value::Kind::map;
  request.offset = place_.offset;
  request.members = store(arena_, std::span<const Member>(members_));
  const std::string_view list = shape == Shape::task_definition_request ? "taskDefinitions"
                                : shape == Shape::service_request       ? "services"
                                                                        : "runTasks";
  request = settings_.apply(list, 0, request, arena_);
  const Node node(request, root, reading);
  if (shape == Shape::task_definition_request) read_task_definition(node, document_.draft);
  if (shape == Shape::service_request) document_.draft.services.push_back(read_service_request_name(node));
  if (shape == Shape::run_task_request) read_run_task(node, document_.draft);
}

std::string DocumentReader::default_name() const {
  std::string name = "default";
  if (source_.name != "<stdin>") {
    std::string_view file = source_.name;
    file.remove_prefix(file.rfind('/') + 1);
    if (file.ends_with(".gz")) file.remove_suffix(3);
    if (const std::size_t dot = file.rfind('.'); dot != std::string_view::npos && dot > 0) file = file.substr(0, dot);
    name = file;
  }
  return document_count_ == 1 ? name : fmt::format("{}-{}", name, document_count_);
}

}  // namespace eniplan::io
