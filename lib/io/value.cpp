#include "io/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

namespace eniplan::io {

std::string to_string(const Path& path) {
  std::string text;
  if (path.parent != nullptr) text = to_string(*path.parent);
  if (path.index != nowhere) return fmt::format("{}[{}]", text, path.index);
  if (path.key.empty()) return text;
  return text.empty() ? std::string(path.key) : fmt::format("{}.{}", text, path.key);
}

std::string describe(const Value& value) {
  constexpr std::size_t longest = 60;
  switch (value.kind) {
    case Value::Kind::null: return "null";
    case Value::Kind::list: return "a list";
    case Value::Kind::map: return "a map";
    case Value::Kind::boolean:
    case Value::Kind::number: return std::string(value.scalar.substr(0, longest));
    case Value::Kind::text: break;
  }
  if (value.scalar.size() <= longest) return fmt::format("\"{}\"", value.scalar);
  std::size_t cut = longest;
  while (cut > 0 && (static_cast<unsigned char>(value.scalar[cut]) & 0xC0) == 0x80) --cut;  // not inside a character
  return fmt::format("\"{}…\"", value.scalar.substr(0, cut));
}

std::span<const Member> store(Arena& arena, std::span<const Member> members) {
  if (members.empty()) return {};
  void* room = arena.allocate(members.size_bytes(), alignof(Member));
  Member* copy = static_cast<Member*>(room);
  std::uninitialized_copy(members.begin(), members.end(), copy);
  return {copy, members.size()};
}

std::string_view store(Arena& arena, std::string_view text) {
  if (text.empty()) return {};
  char* copy = static_cast<char*>(arena.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

void check_unique_keys(std::span<const Member> members, const Source& source, const Path& path, Problems& problems) {
  const auto report = [&](const Member& again) {
    problems.error({&source, again.key_offset}, to_string({&path, again.key}),
                   "expected each key once, found it a second time");
  };
  if (members.size() <= 16) {
    for (std::size_t i = 1; i < members.size(); ++i) {
      const auto before = members.first(i);
      if (std::ranges::find(before, members[i].key, &Member::key) != before.end()) report(members[i]);
    }
    return;
  }
  std::vector<const Member*> sorted;
  for (const Member& member : members) sorted.push_back(&member);
  std::ranges::stable_sort(sorted, {}, [](const Member* m) { return m->key; });
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i - 1]->key == sorted[i]->key) report(*sorted[i]);
  }
}

}  // namespace eniplan::io
