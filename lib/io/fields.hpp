#pragma once

#include <algorithm>
#include <array>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <eniplan/diagnostic.hpp>

#include "io/value.hpp"

/// \file
/// Reading values with a shape in mind. A wrong value is reported where it stands, and reading goes on
/// with a harmless one: a run with errors gives no cluster.

namespace eniplan::io {

/// Whom to tell what, while one source is read.
struct Reading {
  const Source& source;
  Problems& problems;
  std::vector<Warning>& warnings;
};

/// Amounts and counts that a scenario may hold. The upper ends are far above any quota of AWS and far below what
/// could overflow a sum.
inline constexpr std::int64_t largest_amount = 1'000'000'000'000;
inline constexpr std::int64_t largest_count = 10'000'000;

/// A value, where it stands, and whom to tell about it.
class Node {
 public:
  Node(const Value& value, const Path& path, const Reading& reading)
      : value_(&value), path_(path), reading_(&reading) {}

  [[nodiscard]] const Value& value() const { return *value_; }
  [[nodiscard]] const Path& path() const { return path_; }
  [[nodiscard]] const Reading& reading() const { return *reading_; }
  [[nodiscard]] Place place() const { return {&reading_->source, value_->offset}; }

  void error(std::string message) const;
  /// What is an error only where faults are, see LoadOptions.
  void fault(std::string_view code, std::string message) const;
  /// `expected …, found …`
  void mismatch(std::string_view expected) const;
  void warn(std::string_view code, std::string_view message) const;

  /// A text; in YAML also what is written without quotes and looks like a number.
  [[nodiscard]] std::string text() const { return std::string(text_view()); }
  /// The same in the source or arena.
  [[nodiscard]] std::string_view text_view() const;
  /// A whole number, also one in quotes as some AWS answers have it.
  [[nodiscard]] std::int64_t integer(std::int64_t least, std::int64_t most) const;
  [[nodiscard]] std::uint64_t unsigned_integer() const;
  [[nodiscard]] bool boolean() const;
  /// One of the words given.
  template <class T, std::size_t n>
  [[nodiscard]] T choice(const std::array<std::pair<std::string_view, T>, n>& choices) const;

  /// The elements of a list, made as they are met; of anything else, reported, none. Lives as long as this node.
  [[nodiscard]] auto elements() const {
    if (value_->kind != Value::Kind::list) mismatch("a list");
    const auto count = static_cast<std::uint32_t>(value_->kind == Value::Kind::list ? value_->members.size() : 0);
    return std::views::iota(std::uint32_t{0}, count) | std::views::transform([this](std::uint32_t i) {
             return Node(value_->members[i].value, Path{&path_, {}, i}, *reading_);
           });
  }

 private:
  void refuse_choice(std::span<const std::string_view> words) const;

  const Value* value_;
  Path path_;  // its parent is the path of a node further up the stack
  const Reading* reading_;
};

/// Whose object it is decides what an unknown key means: in ours an error, in AWS's nothing,
/// unless it looks like a slip of the pen.
enum class Owner { eniplan, aws };

/// The members of a map, taken out by name; `finish` judges those nobody asked for.
class Fields {
 public:
  /// Reports anything but a map, and has no members then.
  explicit Fields(const Node& node);

  /// The member of that name; null counts as absent.
  [[nodiscard]] std::optional<Node> find(std::string_view key);
  /// The same for a key that EC2 spells with a capital: `SubnetId`, also read as `subnetId`.
  [[nodiscard]] std::optional<Node> find_ec2(std::string_view key);
  /// find() and find_ec2() that report an absence, and the key that may have been meant to be it.
  [[nodiscard]] std::optional<Node> require(std::string_view key);
  [[nodiscard]] std::optional<Node> require_ec2(std::string_view key);
  /// Reports that `key` is missing, for keys that are required under a condition.
  void report_missing(std::string_view key);

  [[nodiscard]] std::string text(std::string_view key);
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);

  /// Judges the members that nobody asked for. Those that an option gave are errors in either's objects.
  void finish(Owner owner);

  [[nodiscard]] const Node& node() const { return node_; }

 private:
  [[nodiscard]] std::optional<Node> member(std::string_view key);
  [[nodiscard]] std::string_view near_miss(std::string_view key) const;
  void report_unknown(const Member& unknown) const;
  void warn_if_misspelt(const Member& unknown);
  [[nodiscard]] const std::vector<std::string_view>& absent_keys();

  Node node_;
  std::span<const Member> members_;
  // Keys asked for; they are literals of the program. Most objects of a large file have few.
  boost::container::small_vector<std::string_view, 8> known_;
  std::optional<std::vector<std::string_view>> absent_;  // those of them that are not there, once they are wanted
};

template <class T, std::size_t n>
T Node::choice(const std::array<std::pair<std::string_view, T>, n>& choices) const {
  for (const auto& [word, meaning] : choices) {
    if (value_->kind == Value::Kind::text && value_->scalar == word) return meaning;
  }
  std::array<std::string_view, n> words;
  std::ranges::transform(choices, words.begin(), [](const auto& choice) { return choice.first; });
  refuse_choice(words);
  return choices.front().second;
}

}  // namespace eniplan::io
