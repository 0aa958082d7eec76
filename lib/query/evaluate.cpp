#include "query/evaluate.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cassert>
#include <compare>

#include "model/instant.hpp"
#include "query/values.hpp"

namespace eniplan::query {
namespace {

bool holds(Operator op, std::strong_ordering order) {
  switch (op) {
    case Operator::equals: return order == 0;
    case Operator::not_equals: return order != 0;
    case Operator::greater_than: return order > 0;
    case Operator::greater_than_equal: return order >= 0;
    case Operator::less_than: return order < 0;
    case Operator::less_than_equal: return order <= 0;
    default: assert(false && "not a comparison"); return false;
  }
}

/// Texts by their bytes; two decimal integers that are asked for their order, as numbers.
std::strong_ordering compare_texts(Operator op, std::string_view a, std::string_view b) {
  if (op != Operator::equals && op != Operator::not_equals) {
    const auto left = parse_decimal(a);
    const auto right = parse_decimal(b);
    if (left && right) return *left <=> *right;
  }
  return a.compare(b) <=> 0;
}

bool looks_at(const Expression& expression, Subject subject) {
  if (expression.kind == Expression::Kind::predicate) return expression.predicate.subject == subject;
  return std::ranges::any_of(expression.operands, [&](const Expression& e) { return looks_at(e, subject); });
}

std::shared_ptr<const RE2> compile_regex(const Predicate& predicate) {
  if (predicate.op != Operator::matches && predicate.op != Operator::not_matches) return nullptr;
  RE2::Options options;
  options.set_log_errors(false);
  return std::make_shared<const RE2>(predicate.arguments.front(), options);
}

}  // namespace

CompiledQuery::CompiledQuery(const Expression& expression)
    : kind_(expression.kind), predicate_(expression.predicate), operands_() {
  operands_.reserve(expression.operands.size());
  for (const Expression& operand : expression.operands) operands_.emplace_back(operand);
  if (kind_ != Expression::Kind::predicate) return;
  regex_ = compile_regex(predicate_);
  if (predicate_.subject == Subject::registered_at) instant_ = parse_instant(predicate_.arguments.front()).value();
}

bool CompiledQuery::operator()(const Facts& facts) const {
  const auto is_true_for = [&](const CompiledQuery& operand) { return operand(facts); };
  switch (kind_) {
    case Expression::Kind::predicate: return is_true(facts);
    case Expression::Kind::negation: return !operands_.front()(facts);
    case Expression::Kind::conjunction: return std::ranges::all_of(operands_, is_true_for);
    case Expression::Kind::disjunction: return std::ranges::any_of(operands_, is_true_for);
  }
  return false;
}

/// True if one of the subject's values satisfies the predicate; without values only `!exists` is.
bool CompiledQuery::is_true(const Facts& facts) const {
  const auto satisfied_by = [&](std::optional<std::string_view> value) {
    return value ? is_satisfied_by(*value) : predicate_.op == Operator::not_exists;
  };
  switch (predicate_.subject) {
    case Subject::attribute: return satisfied_by(facts.attributes.value_of(predicate_.attribute));
    case Subject::agent_connected: return satisfied_by(facts.agent_connected ? "true" : "false");
    case Subject::ec2_instance_id: return !facts.ec2_instance_id.empty() && is_satisfied_by(facts.ec2_instance_id);
    case Subject::task_group:
      if (facts.groups.empty()) return predicate_.op == Operator::not_exists;
      return std::ranges::any_of(facts.groups, satisfied_by);
    case Subject::agent_version:
    case Subject::registered_at:
    case Subject::running_tasks_count: return compares(facts);
  }
  return false;
}

/// The subjects whose values are compared as what they are.
bool CompiledQuery::compares(const Facts& facts) const {
  const std::string& argument = predicate_.arguments.front();
  switch (predicate_.subject) {
    case Subject::agent_version:
      return !facts.agent_version.empty() && holds(predicate_.op, compare_versions(facts.agent_version, argument));
    case Subject::registered_at: return facts.registered_at && holds(predicate_.op, *facts.registered_at <=> instant_);
    default: {
      const std::string count = std::to_string(facts.running_tasks_count);
      return holds(predicate_.op, parse_decimal(count).value() <=> parse_decimal(argument).value());
    }
  }
}

bool CompiledQuery::is_satisfied_by(std::string_view value) const {
  const std::vector<std::string>& arguments = predicate_.arguments;
  const auto is_listed = [&] { return std::ranges::find(arguments, value) != arguments.end(); };
  const auto matches = [&] { return RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *regex_); };
  switch (predicate_.op) {
    case Operator::exists: return true;
    case Operator::not_exists: return false;
    case Operator::in: return is_listed();
    case Operator::not_in: return !is_listed();
    case Operator::matches: return matches();
    case Operator::not_matches: return !matches();
    default: return holds(predicate_.op, compare_texts(predicate_.op, value, arguments.front()));
  }
}

bool depends_on_groups(const Expression& expression) { return looks_at(expression, Subject::task_group); }

bool depends_on_state(const Expression& expression) {
  return depends_on_groups(expression) || looks_at(expression, Subject::running_tasks_count);
}

}  // namespace eniplan::query
