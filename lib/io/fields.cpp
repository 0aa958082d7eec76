#include "io/fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cctype>
#include <charconv>
#include <iterator>

#include "model/nearest.hpp"

namespace eniplan::io {
namespace {

template <class Integer>
struct Parsed {
  std::optional<Integer> value;
  bool too_large = false;  // an integer, but above all that Integer holds
};

template <class Integer>
Parsed<Integer> parse_integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  Integer number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) return {};
  if (error == std::errc::result_out_of_range) return {std::nullopt, !text.starts_with('-')};
  return {number};
}

bool is_scalar(const Value& value) { return value.kind == Value::Kind::number || value.kind == Value::Kind::text; }

// Keys of AWS that differ little from one we read: EC2's `AvailabilityZoneId` is no misspelt `AvailabilityZone`.
// There are no others in the shapes we read. Source: botocore 1.43.11 (2026-11).
bool is_other_aws_key(std::string_view key) {
  constexpr std::array<std::string_view, 4> keys{"AvailabilityZoneId", "availabilityZoneId",
                                                 "Ipv6AddressesPerInterface", "ipv6AddressesPerInterface"};
  return std::ranges::find(keys, key) != keys.end();
}

// Whether `written` may be `key` misspelt.
bool is_slip(std::string_view written, std::string_view key) {
  // Lengths first: most keys differ in them by more.
  return written.size() >= 5 && key.size() <= written.size() + 2 && written.size() <= key.size() + 2 &&
         edit_distance(written, key) <= 2;
}

}  // namespace

void Node::error(std::string message) const { reading_->problems.error(place(), to_string(path_), std::move(message)); }

void Node::fault(std::string_view code, std::string message) const {
  reading_->problems.fault(code, place(), to_string(path_), std::move(message));
}

void Node::mismatch(std::string_view expected) const {
  error(fmt::format("expected {}, found {}", expected, describe(*value_)));
}

void Node::warn(std::string_view code, std::string_view message) const {
  reading_->warnings.push_back(
      {std::string(code), fmt::format("{}: {}: {}", reading_->source.name, to_string(path_), message)});
}

std::string_view Node::text_view() const {
  const bool is_plain_scalar =
      value_->plain && (value_->kind == Value::Kind::number || value_->kind == Value::Kind::boolean);
  if (value_->kind == Value::Kind::text || is_plain_scalar) return value_->scalar;
  mismatch("a text");
  return {};
}

std::int64_t Node::integer(std::int64_t least, std::int64_t most) const {
  const auto number = is_scalar(*value_) ? parse_integer<std::int64_t>(value_->scalar) : Parsed<std::int64_t>{};
  if (number.value && *number.value >= least && *number.value <= most) return *number.value;
  if (number.too_large || number.value > most) {
    mismatch(fmt::format("at most {}", most));
  } else {
    mismatch(fmt::format("{}{} or more", number.value ? "" : "an integer, ", least));
  }
  return least;
}

std::uint64_t Node::unsigned_integer() const {
  const auto number = is_scalar(*value_) ? parse_integer<std::uint64_t>(value_->scalar).value : std::nullopt;
  if (!number) mismatch("an integer from 0 to 18446744073709551615");
  return number.value_or(0);
}

bool Node::boolean() const {
  if (value_->kind != Value::Kind::boolean) mismatch("true or false");
  return value_->scalar.starts_with('t') || value_->scalar.starts_with('T');
}

void Node::refuse_choice(std::span<const std::string_view> words) const {
  const std::string near = value_->kind == Value::Kind::text ? suggestion(value_->scalar, words) : "";
  error(fmt::format("expected {}, found {}{}", fmt::join(words, " or "), describe(*value_), near));
}

Fields::Fields(const Node& node) : node_(node) {
  if (node.value().kind == Value::Kind::map) {
    members_ = node.value().members;
  } else {
    node.mismatch("a map");
  }
}

std::optional<Node> Fields::member(std::string_view key) {
  const auto found = std::ranges::find(members_, key, &Member::key);
  if (found == members_.end() || found->value.kind == Value::Kind::null) return std::nullopt;
  return Node(found->value, Path{&node_.path(), found->key}, node_.reading());
}

std::optional<Node> Fields::find(std::string_view key) {
  known_.push_back(key);
  return member(key);
}

std::optional<Node> Fields::find_ec2(std::string_view key) {
  if (auto found = find(key)) return found;
  for (const Member& other : members_) {
    const bool same = other.key.size() == key.size() && other.key.substr(1) == key.substr(1) &&
                      other.key.front() == std::tolower(static_cast<unsigned char>(key.front()));
    if (same) {
      known_.push_back(other.key);
      return member(other.key);
    }
  }
  return std::nullopt;
}

std::optional<Node> Fields::require(std::string_view key) {
  auto found = find(key);
  if (!found) report_missing(key);
  return found;
}

std::optional<Node> Fields::require_ec2(std::string_view key) {
  auto found = find_ec2(key);
  if (!found) report_missing(key);
  return found;
}

void Fields::report_missing(std::string_view key) {
  if (node_.value().kind != Value::Kind::map) return;  // reported already
  const std::string_view meant = near_miss(key);
  node_.reading().problems.error(
      node_.place(), to_string({&node_.path(), key}),
      fmt::format("expected it here, found {}", meant.empty() ? "nothing" : fmt::format("only \"{}\"", meant)));
}

std::string Fields::text(std::string_view key) {
  const auto found = find(key);
  return found ? found->text() : std::string();
}

std::optional<std::int64_t> Fields::integer(std::string_view key, std::int64_t least, std::int64_t most) {
  const auto found = find(key);
  if (!found) return std::nullopt;
  return found->integer(least, most);
}

void Fields::finish(Owner owner) {
  absent_.reset();
  for (const Member& member : members_) {
    if (std::ranges::find(known_, member.key) != known_.end()) continue;
    if (owner == Owner::eniplan || Problems::is_option(member.key_offset)) {
      report_unknown(member);
    } else {
      warn_if_misspelt(member);
    }
  }
}

void Fields::report_unknown(const Member& unknown) const {
  const Reading& reading = node_.reading();
  reading.problems.error({&reading.source, unknown.key_offset}, to_string({&node_.path(), unknown.key}),
                         fmt::format("expected one of {}, found an unknown key{}", fmt::join(known_, ", "),
                                     suggestion(unknown.key, std::span(known_.data(), known_.size()))));
}

void Fields::warn_if_misspelt(const Member& unknown) {
  if (is_other_aws_key(unknown.key)) return;
  for (const std::string_view key : absent_keys()) {
    if (!is_slip(unknown.key, key)) continue;
    Node(unknown.value, Path{&node_.path(), unknown.key}, node_.reading())
        .warn("unknown-key", fmt::format("is ignored; did you mean \"{}\"?", key));
    return;
  }
}

// Keys asked for that are not there: only those can have been meant by another one.
const std::vector<std::string_view>& Fields::absent_keys() {
  if (!absent_) {
    absent_.emplace();
    std::ranges::copy_if(known_, std::back_inserter(*absent_), [&](std::string_view key) { return !member(key); });
  }
  return *absent_;
}

// The key that looks like a misspelt `key`; empty if there is none.
std::string_view Fields::near_miss(std::string_view key) const {
  const auto found = std::ranges::find_if(members_, [&](const Member& member) {
    const bool known = std::ranges::find(known_, member.key) != known_.end();
    return !known && !is_other_aws_key(member.key) && is_slip(member.key, key);
  });
  return found == members_.end() ? std::string_view() : found->key;
}

}  // namespace eniplan::io
