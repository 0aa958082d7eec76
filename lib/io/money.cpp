#include "io/money.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace eniplan::io {

std::string dollars(std::int64_t microusd) {
  std::string text = fmt::format("{}.{:06}", microusd / 1'000'000, microusd % 1'000'000);
  text.erase(std::max(text.find_last_not_of('0') + 1, text.find('.') + 3));
  return text;
}

std::string dollars_and_cents(std::int64_t microusd) {
  return fmt::format("{}.{:02}", microusd / 1'000'000, microusd % 1'000'000 / 10'000);
}

}  // namespace eniplan::io
