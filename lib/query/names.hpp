#pragma once

#include <array>
#include <optional>
#include <string_view>

#include <eniplan/query.hpp>

// The spellings of the query language.

namespace eniplan::query {

struct Spelling {
  std::string_view text;
  Operator op;
};

/// Longest first, so that the first that fits is the right one.
inline constexpr std::array<Spelling, 10> operator_symbols = {{
    {"!exists", Operator::not_exists},
    {"!in", Operator::not_in},
    {"==", Operator::equals},
    {"!=", Operator::not_equals},
    {">=", Operator::greater_than_equal},
    {"<=", Operator::less_than_equal},
    {"=~", Operator::matches},
    {"!~", Operator::not_matches},
    {">", Operator::greater_than},
    {"<", Operator::less_than},
}};

inline constexpr std::array<Spelling, 12> operator_words = {{
    {"equals", Operator::equals},
    {"not_equals", Operator::not_equals},
    {"greater_than", Operator::greater_than},
    {"greater_than_equal", Operator::greater_than_equal},
    {"less_than", Operator::less_than},
    {"less_than_equal", Operator::less_than_equal},
    {"exists", Operator::exists},
    {"not_exists", Operator::not_exists},
    {"in", Operator::in},
    {"not_in", Operator::not_in},
    {"matches", Operator::matches},
    {"not_matches", Operator::not_matches},
}};

struct SubjectName {
  std::string_view text;
  Subject subject;
};

/// All subjects but attributes.
inline constexpr std::array<SubjectName, 6> subject_names = {{
    {"agentConnected", Subject::agent_connected},
    {"agentVersion", Subject::agent_version},
    {"ec2InstanceId", Subject::ec2_instance_id},
    {"registeredAt", Subject::registered_at},
    {"runningTasksCount", Subject::running_tasks_count},
    {"task:group", Subject::task_group},
}};
inline constexpr std::string_view attribute_prefix = "attribute:";

/// The operators that AWS documents for the subject, as symbols, for messages; empty: all.
[[nodiscard]] constexpr std::string_view allowed_operators(Subject subject) {
  switch (subject) {
    case Subject::agent_connected:
    case Subject::ec2_instance_id: return "== != in !in =~ !~";
    case Subject::agent_version:
    case Subject::registered_at:
    case Subject::running_tasks_count: return "== != > >= < <=";
    case Subject::attribute:
    case Subject::task_group: return {};
  }
  return {};
}

[[nodiscard]] constexpr bool is_allowed(Subject subject, Operator op) {
  const bool equality = op == Operator::equals || op == Operator::not_equals;
  switch (subject) {
    case Subject::agent_connected:
    case Subject::ec2_instance_id:
      return equality || op == Operator::in || op == Operator::not_in || op == Operator::matches ||
             op == Operator::not_matches;
    case Subject::agent_version:
    case Subject::registered_at:
    case Subject::running_tasks_count:
      return equality || op == Operator::greater_than || op == Operator::greater_than_equal ||
             op == Operator::less_than || op == Operator::less_than_equal;
    case Subject::attribute:
    case Subject::task_group: return true;
  }
  return false;
}

}  // namespace eniplan::query
