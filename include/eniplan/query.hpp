#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// \file
/// The cluster query language: the expressions of `memberOf` placement constraints,
/// `attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d`.
/// Source: Amazon ECS Developer Guide, "Create expressions to define container instances
/// for Amazon ECS tasks" (2026).

namespace eniplan {

/// What a predicate looks at.
enum class Subject {
  agent_connected,
  agent_version,
  attribute,
  ec2_instance_id,
  registered_at,
  running_tasks_count,
  task_group,
};

enum class Operator {
  equals,
  not_equals,
  greater_than,
  greater_than_equal,
  less_than,
  less_than_equal,
  exists,
  not_exists,
  in,
  not_in,
  matches,
  not_matches,
};

/// `subject operator argument`, the smallest expression.
struct Predicate {
  Subject subject = Subject::attribute;
  std::string attribute;  ///< Its name, when the subject is an attribute.
  Operator op = Operator::exists;
  std::vector<std::string> arguments;  ///< None for `exists`, any number for `in`, else one.

  friend bool operator==(const Predicate&, const Predicate&) = default;
};

/// An expression as a tree. Precedence: `not`, then `and`, then `or`.
struct Expression {
  enum class Kind { predicate, negation, conjunction, disjunction };

  Kind kind = Kind::predicate;
  Predicate predicate;               ///< When the kind is predicate.
  std::vector<Expression> operands;  ///< One for a negation, two or more for the other two.

  friend bool operator==(const Expression&, const Expression&) = default;
};

/// A parsed expression and the text it came from.
struct Query {
  std::string text;
  Expression root;

  friend bool operator==(const Query&, const Query&) = default;
};

/// A syntax error, an operator the subject does not have, or a value not of its kind.
class QueryError : public std::invalid_argument {
 public:
  QueryError(std::string_view text, std::size_t offset, const std::string& message);

  /// Byte offset into the text, its size when the text ends too early.
  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
  /// The text and, on a second line, a caret under the place.
  [[nodiscard]] const std::string& excerpt() const noexcept { return excerpt_; }

 private:
  std::size_t offset_;
  std::string excerpt_;
};

/// Parses an expression; values are checked too (versions, instants, numbers, regular
/// expressions in RE2 syntax). Cost: linear in the text; nesting is limited to 200 levels.
/// Throws QueryError at the first place that is wrong.
[[nodiscard]] Query parse_query(std::string_view text);

}  // namespace eniplan
