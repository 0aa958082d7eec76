#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <eniplan/instance_results.hpp>

namespace eniplan::io {

/// The ids of many instances, one after the other in the same piece of text.
class InstanceIds {
 public:
  /// `instances` must outlive the ids.
  explicit InstanceIds(const InstanceResults& instances) : instances_(instances) {}

  /// The id of `instance`, until the next call. Cost: constant in the block of the last call and at the start of the
  /// one behind it, else logarithmic in blocks.
  [[nodiscard]] std::string_view operator[](std::size_t instance);

 private:
  void enter_block_of(std::size_t instance);

  const InstanceResults& instances_;
  const InstanceResults::Block* block_ = nullptr;
  std::size_t end_ = 0;  // of the block's instances
  std::string text_;     // for numbered instances: name, slash, number
  std::size_t number_at_ = 0;
};

}  // namespace eniplan::io
