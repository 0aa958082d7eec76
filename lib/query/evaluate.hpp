#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <eniplan/attributes.hpp>
#include <eniplan/cluster.hpp>
#include <eniplan/query.hpp>

namespace re2 {
class RE2;
}

// Whether an expression of the cluster query language is true for an instance.

namespace eniplan::query {

/// What an instance shows to an expression. Views: what they look at must outlive them.
struct Facts {
  const Attributes& attributes;
  bool agent_connected = true;
  std::string_view agent_version;    ///< Empty if none.
  std::string_view ec2_instance_id;  ///< Empty if none.
  std::optional<Instant> registered_at;
  std::int64_t running_tasks_count = 0;      ///< Running and placed.
  std::span<const std::string_view> groups;  ///< Those with tasks on the instance, once each, in any order.
};

/// An expression made ready to be asked many times: values read, regular expressions compiled. Copies share them.
class CompiledQuery {
 public:
  explicit CompiledQuery(const Expression& expression);

  /// Whether the expression is true. Cost: linear in the expression, and for each regular expression in
  /// the value.
  [[nodiscard]] bool operator()(const Facts& facts) const;

 private:
  bool is_true(const Facts& facts) const;
  bool is_satisfied_by(std::string_view value) const;
  bool compares(const Facts& facts) const;

  Expression::Kind kind_;
  Predicate predicate_;
  std::shared_ptr<const re2::RE2> regex_;  // of =~ and !~
  Instant instant_;                        // of registeredAt
  std::vector<CompiledQuery> operands_;
};

[[nodiscard]] inline bool evaluate(const CompiledQuery& query, const Facts& facts) { return query(facts); }

/// Whether the expression looks at the groups on an instance, which change as tasks are placed.
[[nodiscard]] bool depends_on_groups(const Expression& expression);

/// Whether the expression looks at anything that changes as tasks are placed: `task:group` or `runningTasksCount`.
[[nodiscard]] bool depends_on_state(const Expression& expression);
[[nodiscard]] inline bool depends_on_state(const Query& query) { return depends_on_state(query.root); }

}  // namespace eniplan::query
