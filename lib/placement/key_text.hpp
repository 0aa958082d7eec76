#pragma once

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
    if (fact) {
      text_.append(std::to_string(fact->size())).append(":").append(*fact);
    } else {
      text_ += '-';
    }
  }
  void add(std::int64_t number) { text_.append(std::to_string(number)).append(";"); }
  [[nodiscard]] const std::string& text() const { return text_; }
  [[nodiscard]] std::string take() { return std::move(text_); }
  /// Of nothing again. What it took up stays for the next text.
  void clear() { text_.clear(); }

 private:
  std::string text_;
};

}  // namespace eniplan::placement
