#include "oracle/naive_query.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <string>
#include <vector>

#include "model/instant.hpp"

namespace eniplan::oracle {
namespace {

/// -1, 0 or 1: how `a` stands to `b`.
template <class T>
int order(const T& a, const T& b) {
  if (a < b) return -1;
  return b < a ? 1 : 0;
}

bool order_satisfies(Operator op, int order) {
  if (op == Operator::equals) return order == 0;
  if (op == Operator::not_equals) return order != 0;
  if (op == Operator::greater_than) return order > 0;
  if (op == Operator::greater_than_equal) return order >= 0;
  if (op == Operator::less_than) return order < 0;
  return order <= 0;
}

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

bool is_integer(const std::string& text) {
  const std::string digits = text.starts_with('-') ? text.substr(1) : text;
  return !digits.empty() && std::ranges::all_of(digits, is_digit);
}

/// Integers of any length: made equally long with zeros in front, their digits compare as texts.
int order_of_integers(const std::string& a, const std::string& b) {
  const bool a_negative = a.starts_with('-');
  const bool b_negative = b.starts_with('-');
  std::string a_digits = a.substr(a_negative ? 1 : 0);
  std::string b_digits = b.substr(b_negative ? 1 : 0);
  const std::size_t width = std::max(a_digits.size(), b_digits.size());
  a_digits.insert(0, width - a_digits.size(), '0');
  b_digits.insert(0, width - b_digits.size(), '0');
  const std::string zero(width, '0');
  const bool a_below = a_negative && a_digits != zero;
  const bool b_below = b_negative && b_digits != zero;
  if (a_below != b_below) return a_below ? -1 : 1;
  return a_below ? order(b_digits, a_digits) : order(a_digits, b_digits);
}

/// `1.14.5-rc` is 1, 14, 5: components up to the first character that is neither a digit nor a dot between two.
std::vector<std::string> components(const std::string& version) {
  std::vector<std::string> found;
  std::size_t i = 0;
  while (i < version.size() && is_digit(version[i])) {
    found.emplace_back();
    while (i < version.size() && is_digit(version[i])) found.back() += version[i++];
    if (i < version.size() && version[i] == '.')
      ++i;
    else
      break;
  }
  return found;
}

int order_of_versions(const std::string& a, const std::string& b) {
  std::vector<std::string> left = components(a);
  std::vector<std::string> right = components(b);
  const std::size_t size = std::max(left.size(), right.size());
  left.resize(size, "0");
  right.resize(size, "0");
  for (std::size_t i = 0; i < size; ++i) {
    if (const int order = order_of_integers(left[i], right[i]); order != 0) return order;
  }
  return 0;
}

/// Compiled once, since compiling takes far longer than matching.
const RE2& compiled(const std::string& pattern) {
  thread_local std::map<std::string, RE2> patterns;
  return patterns.try_emplace(pattern, pattern).first->second;
}

bool text_satisfies(const Predicate& predicate, const std::string& value) {
  const std::vector<std::string>& arguments = predicate.arguments;
  const bool listed = std::ranges::find(arguments, value) != arguments.end();
  switch (predicate.op) {
    case Operator::exists: return true;
    case Operator::not_exists: return false;
    case Operator::equals:
    case Operator::in: return listed;
    case Operator::not_equals:
    case Operator::not_in: return !listed;
    case Operator::matches: return RE2::FullMatch(value, compiled(arguments[0]));
    case Operator::not_matches: return !RE2::FullMatch(value, compiled(arguments[0]));
    default: break;
  }
  const bool as_integers = is_integer(value) && is_integer(arguments[0]);
  return order_satisfies(predicate.op,
                         as_integers ? order_of_integers(value, arguments[0]) : order(value, arguments[0]));
}

/// The values that the subject has on the instance, as texts.
std::vector<std::string> values(const Predicate& predicate, const NaiveWorld& world, std::size_t number) {
  const NaiveInstance& instance = world.instances[number];
  std::vector<std::string> found;
  switch (predicate.subject) {
    case Subject::agent_connected: found.push_back(instance.agent_connected ? "true" : "false"); break;
    case Subject::attribute:
      if (const auto value = instance.attribute(predicate.attribute)) found.emplace_back(*value);
      break;
    case Subject::ec2_instance_id:
      if (!instance.ec2_instance_id.empty()) found.push_back(instance.ec2_instance_id);
      break;
    case Subject::agent_version:
      if (!instance.agent_version.empty()) found.push_back(instance.agent_version);
      break;
    case Subject::running_tasks_count: found.push_back(std::to_string(world.states[number].tasks)); break;
    case Subject::task_group:
      for (const NaiveGroup& group : world.groups) {
        if (group.tasks[number] > 0) found.push_back(group.name);
      }
      break;
    case Subject::registered_at: break;  // an instant, not a text
  }
  return found;
}

bool satisfies(const Predicate& predicate, const std::string& value) {
  if (predicate.subject == Subject::agent_version) {
    return order_satisfies(predicate.op, order_of_versions(value, predicate.arguments[0]));
  }
  if (predicate.subject == Subject::running_tasks_count) {
    return order_satisfies(predicate.op, order_of_integers(value, predicate.arguments[0]));
  }
  return text_satisfies(predicate, value);
}

bool predicate_is_true(const Predicate& predicate, const NaiveWorld& world, std::size_t number) {
  if (predicate.subject == Subject::registered_at) {
    const std::optional<Instant>& registered_at = world.instances[number].registered_at;
    return registered_at &&
           order_satisfies(predicate.op, order(*registered_at, *parse_instant(predicate.arguments[0])));
  }
  const std::vector<std::string> found = values(predicate, world, number);
  if (found.empty()) return predicate.op == Operator::not_exists;
  return std::ranges::any_of(found, [&](const std::string& value) { return satisfies(predicate, value); });
}

}  // namespace

bool naive_is_true(const Expression& expression, const NaiveWorld& world, std::size_t number) {
  const auto is_true = [&](const Expression& operand) { return naive_is_true(operand, world, number); };
  switch (expression.kind) {
    case Expression::Kind::predicate: return predicate_is_true(expression.predicate, world, number);
    case Expression::Kind::negation: return !is_true(expression.operands[0]);
    case Expression::Kind::conjunction: return std::ranges::all_of(expression.operands, is_true);
    case Expression::Kind::disjunction: return std::ranges::any_of(expression.operands, is_true);
  }
  return false;
}

bool looks_at_tasks(const Expression& expression) {
  if (expression.kind != Expression::Kind::predicate) return std::ranges::any_of(expression.operands, looks_at_tasks);
  const Subject subject = expression.predicate.subject;
  return subject == Subject::task_group || subject == Subject::running_tasks_count;
}

}  // namespace eniplan::oracle
