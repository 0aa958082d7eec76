#include "placement/eligibility.hpp"

#include "placement/key_text.hpp"

namespace eniplan::placement {

std::string key_of(const Eligibility& eligibility) {
  KeyText key;
  key.add(static_cast<std::int64_t>(eligibility.attributes.size()));
  for (const Attribute& attribute : eligibility.attributes) {
    key.add(attribute.name);
    key.add(attribute.value);
  }
  key.add(static_cast<std::int64_t>(eligibility.member_of.size()));
  for (const Query* const query : eligibility.member_of) key.add(query->text);
  key.add(static_cast<std::int64_t>(eligibility.zones.size()));
  for (const std::string_view zone : eligibility.zones) key.add(zone);
  for (const std::string_view provider : eligibility.capacity_providers) key.add(provider);
  return key.take();
}

}  // namespace eniplan::placement
