#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace eniplan::placement {

/// A text that is equal for two things exactly when all that it was told of them is.
class KeyText {
 public:
  void add(std::optional<std::string_view> fact) {
    // In front its length, for which nobody reads digits. No text is as long as what stands for nothing.
    add(fact ? static_cast<std::int64_t>(fact->size()) : std::int64_t{-1});
    if (fact) text_.append(*fact);
  }
  void add(std::int64_t number) {
    const auto bytes = std::bit_cast<std::array<char, sizeof number>>(number);
    text_.append(bytes.data(), bytes.size());
  }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string take() { return std::move(text_); }
  /// Of nothing again. What it took up stays for the next text.
  void clear() { text_.clear(); }

 private:
  std::string text_;
};

}  // namespace eniplan::placement
