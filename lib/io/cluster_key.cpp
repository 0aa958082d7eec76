// Which cluster an ARN speaks of.
//
//   arn:aws:ecs:eu-west-1:111122223333:cluster/prod                        a cluster
//   arn:aws:ecs:eu-west-1:111122223333:service/prod/web                    something in it
//   arn:aws:ecs:eu-west-1:111122223333:service/web                         the same in the short form of before 2018

#include <fmt/format.h>

#include <algorithm>

#include "io/draft.hpp"

namespace eniplan::io {
namespace {

struct Arn {
  std::string_view region_and_account;
  std::string_view resource;  // `service/prod/web`
};

std::optional<Arn> parse_arn(std::string_view text) {
  if (!text.starts_with("arn:")) return std::nullopt;
  std::size_t colons[5];
  std::size_t from = 0;
  for (std::size_t& colon : colons) {
    colon = text.find(':', from);
    if (colon == std::string_view::npos) return std::nullopt;
    from = colon + 1;
  }
  return Arn{text.substr(colons[2] + 1, colons[4] - colons[2] - 1), text.substr(colons[4] + 1)};
}

}  // namespace

std::string cluster_key(std::string_view cluster_arn_or_name) {
  const auto arn = parse_arn(cluster_arn_or_name);
  if (!arn) return std::string(cluster_arn_or_name);
  return fmt::format("{}/{}", arn->region_and_account, arn->resource.substr(arn->resource.rfind('/') + 1));
}

std::string cluster_key_of_member(std::string_view text) {
  const auto arn = parse_arn(text);
  if (!arn || std::ranges::count(arn->resource, '/') < 2) return {};
  const std::size_t first = arn->resource.find('/') + 1;
  return fmt::format("{}/{}", arn->region_and_account,
                     arn->resource.substr(first, arn->resource.find('/', first) - first));
}

std::string_view cluster_name_of(std::string_view key) { return key.substr(key.rfind('/') + 1); }

}  // namespace eniplan::io
