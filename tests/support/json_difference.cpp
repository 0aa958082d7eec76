#include "support/json_difference.hpp"

#include <simdjson.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace eniplan::test {
namespace {

namespace dom = simdjson::dom;

class Comparison {
 public:
  explicit Comparison(std::span<const std::string_view> ignored) : ignored_(ignored) {}

  std::string compare(const std::string& path, dom::element expected, dom::element actual) const {
    if (expected.is_object() && actual.is_object()) return compare_members(path, expected, actual);
    if (expected.is_array() && actual.is_array()) return compare_items(path, expected, actual);
    const std::string wanted = simdjson::minify(expected);
    const std::string found = simdjson::minify(actual);
    return wanted == found ? "" : path + ": expected " + wanted + ", found " + found;
  }

 private:
  using Members = std::vector<std::pair<std::string_view, dom::element>>;

  std::string compare_members(const std::string& path, dom::object expected, dom::object actual) const {
    const Members wanted = members(expected);
    Members found = members(actual);
    std::erase_if(found, [&](const auto& member) {
      return std::ranges::find(ignored_, member.first) != ignored_.end() &&
             std::ranges::find(wanted, member.first, &Members::value_type::first) == wanted.end();
    });
    if (!std::ranges::equal(wanted, found, {}, &Members::value_type::first, &Members::value_type::first)) {
      return path + ": expected the members" + names(wanted) + ", found" + names(found);
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const std::string difference =
          compare(path + "." + std::string(wanted[i].first), wanted[i].second, found[i].second);
      if (!difference.empty()) return difference;
    }
    return "";
  }

  std::string compare_items(const std::string& path, dom::array expected, dom::array actual) const {
    auto item = actual.begin();
    std::size_t index = 0;
    for (const dom::element wanted : expected) {
      if (!(item != actual.end())) break;
      const std::string difference = compare(path + "[" + std::to_string(index) + "]", wanted, *item);
      if (!difference.empty()) return difference;
      ++item;
      ++index;
    }
    if (expected.size() == actual.size()) return "";
    return path + ": expected " + std::to_string(expected.size()) + " items, found " + std::to_string(actual.size());
  }

  static Members members(dom::object object) {
    Members all;
    for (const auto& [key, value] : object) all.emplace_back(key, value);
    std::ranges::sort(all, {}, &Members::value_type::first);
    return all;
  }

  static std::string names(const Members& all) {
    std::string text;
    for (const auto& [key, value] : all) text += " " + std::string(key);
    return text.empty() ? " (none)" : text;
  }

  std::span<const std::string_view> ignored_;
};

}  // namespace

std::string json_difference(std::string_view expected, std::string_view actual,
                            std::span<const std::string_view> ignored) {
  dom::parser expected_parser;
  dom::parser actual_parser;
  const dom::element wanted = expected_parser.parse(expected.data(), expected.size());
  const dom::element found = actual_parser.parse(actual.data(), actual.size());
  return Comparison(ignored).compare("", wanted, found);
}

}  // namespace eniplan::test
