#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <eniplan/instance_type.hpp>
#include <eniplan/units.hpp>

/// \file
/// The instances of a result. Of a million instances most are alike: what is kept are *blocks* of consecutive
/// instances made alike, and *runs* of them left in one state. Each instance can be had as a row of its own.

namespace eniplan {

/// An instance after everything was placed.
struct InstanceResult {
  std::string id;                                ///< Last part of the ARN, or `<group>/<k>`.
  std::optional<std::string> instance_type;      ///< Nothing if unknown.
  std::optional<std::string> availability_zone;  ///< Nothing if unknown.
  bool trunking = false;
  Resources registered;
  Resources remaining;  ///< May be negative.
  std::int64_t tasks = 0;
  std::int64_t attach_failures = 0;  ///< For interfaces attached outside ECS; `short_` of subnets is apart.
  std::optional<MemoryEstimate> memory_estimate;  ///< For instances of a capacity group.

  friend bool operator==(const InstanceResult&, const InstanceResult&) = default;
};

/// What placing tasks does not change of an instance, as in InstanceResult.
struct InstanceFacts {
  std::optional<std::string> instance_type;
  std::optional<std::string> availability_zone;
  bool trunking = false;
  Resources registered;
  std::optional<MemoryEstimate> memory_estimate;

  friend bool operator==(const InstanceFacts&, const InstanceFacts&) = default;
};

/// Instances in canonical order, read as a sequence of InstanceResult. Memory: blocks and runs; copies share facts.
class InstanceResults {
 public:
  /// Consecutive instances with the same facts.
  struct Block {
    std::string name;                            ///< Of the capacity group, or the whole id of a single instance.
    std::optional<std::size_t> first_number;     ///< Ids are `name/first_number` and on; nothing: one instance, `name`.
    std::shared_ptr<const InstanceFacts> facts;  ///< Not null.
    std::size_t first_instance = 0;              ///< Set by add_block().
  };
  /// Consecutive instances of one block in one state.
  struct Run {
    std::size_t instance_count = 0;
    Resources remaining;               ///< Of each instance.
    std::int64_t tasks = 0;            ///< Of each.
    std::int64_t attach_failures = 0;  ///< Of each.
    std::size_t first_instance = 0;    ///< Set by add_run().
    std::size_t block = 0;             ///< Index; set by add_run().
  };
  class Iterator;

  /// Makes place for so many.
  void reserve(std::size_t blocks, std::size_t runs) {
    blocks_.reserve(blocks);
    runs_.reserve(runs);
  }
  /// Starts a block behind all instances, which add_run() fills. One that gets none is dropped.
  void add_block(Block block);
  /// Adds instances to the last block, of which there must be one. Joins them with a last run in the same state.
  void add_run(Run run);
  /// Adds one instance as a block of its own.
  void push_back(InstanceResult instance);

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Cost of these three: logarithmic in runs or blocks.
  [[nodiscard]] InstanceResult operator[](std::size_t instance) const;
  [[nodiscard]] InstanceResult front() const { return (*this)[0]; }
  [[nodiscard]] std::string id(std::size_t instance) const;

  /// Walks over the runs: a step costs the same anywhere.
  [[nodiscard]] Iterator begin() const;
  [[nodiscard]] Iterator end() const;

  [[nodiscard]] const std::vector<Block>& blocks() const { return blocks_; }
  [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }
  [[nodiscard]] const InstanceFacts& facts(const Run& run) const { return *blocks_[run.block].facts; }
  /// The block that `instance` is in. Cost: logarithmic.
  [[nodiscard]] const Block& block_of(std::size_t instance) const;

  /// Whether the instances are equal one by one, however they are cut into runs. Cost: the runs of both.
  friend bool operator==(const InstanceResults& a, const InstanceResults& b);

 private:
  [[nodiscard]] InstanceResult row(std::size_t instance, const Run& run) const;

  std::vector<Block> blocks_;  // first_instance ascends
  std::vector<Run> runs_;      // first_instance ascends strictly
  std::size_t size_ = 0;
};

/// A forward iterator. It makes a row each time it is asked for one, so there are no references to rows.
class InstanceResults::Iterator {
 public:
  using iterator_concept = std::forward_iterator_tag;
  using iterator_category = std::input_iterator_tag;
  using value_type = InstanceResult;
  using difference_type = std::ptrdiff_t;
  using pointer = void;
  using reference = InstanceResult;

  Iterator() = default;

  [[nodiscard]] InstanceResult operator*() const { return results_->row(instance_, results_->runs_[run_]); }
  Iterator& operator++();
  Iterator operator++(int);

  friend bool operator==(const Iterator& a, const Iterator& b) { return a.instance_ == b.instance_; }

 private:
  friend class InstanceResults;
  Iterator(const InstanceResults* results, std::size_t instance) : results_(results), instance_(instance) {}

  const InstanceResults* results_ = nullptr;
  std::size_t instance_ = 0;
  std::size_t run_ = 0;
};

inline InstanceResults::Iterator InstanceResults::begin() const { return {this, 0}; }
inline InstanceResults::Iterator InstanceResults::end() const { return {this, size_}; }

}  // namespace eniplan
