#include "io/instance_ids.hpp"

#include <fmt/format.h>

namespace eniplan::io {

std::string_view InstanceIds::operator[](std::size_t instance) {
  if (block_ == nullptr || instance < block_->first_instance || instance >= end_) enter_block_of(instance);
  if (!block_->first_number) return block_->name;
  const fmt::format_int number(*block_->first_number + (instance - block_->first_instance));
  text_.resize(number_at_);
  text_.append(number.data(), number.size());
  return text_;
}

void InstanceIds::enter_block_of(std::size_t instance) {
  const bool is_next = block_ != nullptr && instance == end_;
  block_ = is_next ? block_ + 1 : &instances_.block_of(instance);
  end_ = block_ == &instances_.blocks().back() ? instances_.size() : block_[1].first_instance;
  if (!block_->first_number) return;
  text_ = block_->name;
  text_ += '/';
  number_at_ = text_.size();
}

}  // namespace eniplan::io
