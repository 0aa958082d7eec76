#pragma once

#include <functional>
#include <string>
#include <vector>

#include <eniplan/remedy.hpp>

#include "remedy/trials.hpp"

/// \file
/// Tries changes, and writes down what helped and what did not.

namespace eniplan::remedy {

/// A change of some size that did not help alone.
struct Ingredient {
  std::string change;
  Sizes sizes;
  std::function<RemedyStep(std::int64_t)> of_size;
  std::int64_t lacking = 0;  ///< With the most of it.
};

class Finder {
 public:
  Finder(Trials& trials, RemedyResult& result) : trials_(trials), result_(result) {}

  [[nodiscard]] Trials& trials() { return trials_; }
  [[nodiscard]] const Cluster& cluster() const { return trials_.cluster(); }

  /// A change without a size.
  void try_one(const std::string& change, const RemedyStep& step);
  /// The smallest size that helps. `unit` is said behind the range.
  void try_sizes(const std::string& change, Sizes sizes, const std::string& unit,
                 const std::function<RemedyStep(std::int64_t)>& of_size);
  /// The first of `steps`, which are in the order of their price, that helps. Besides, `ruled_out` are proved not to.
  void try_in_order(const std::string& change, const std::vector<RemedyStep>& steps, std::int64_t ruled_out);
  /// Says that a change was not tried, and why.
  void leave_out(const std::string& change, const std::string& why);

  /// Two of what did not help alone.
  void try_pairs();

 private:
  void add(std::vector<RemedyStep> steps, const Outcome& outcome, bool minimal, std::int64_t trials);
  bool try_pair(const Ingredient& a, const Ingredient& b);

  Trials& trials_;
  RemedyResult& result_;
  std::vector<Ingredient> ingredients_;
};

}  // namespace eniplan::remedy
