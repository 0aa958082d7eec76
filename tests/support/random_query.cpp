#include "support/random_query.hpp"

#include <initializer_list>
#include <string>
#include <vector>

namespace eniplan::test {
namespace {

const std::vector<std::string> attributes = {"rack", "stack", "tier", "ecs.instance-type", "ecs.availability-zone"};
const std::vector<std::string> values = {
    "a",        "b",        "in",     "''",    "'a b'", "7", "9", "10", "010", "-3", "2000000000000000000000",
    "t2.micro", "c5.large", "zone-a", "zone-b"};
const std::vector<std::string> patterns = {"[abc]", ".*", "t2.*|c5.*", "'(c5|m5|t3)[.].*'", "zone-[ac]", "[0-9]+", "x"};
const std::vector<std::string> groups = {"service:s0", "service:s1", "batch", "family:f0"};

std::string comparison(Random& random) {
  return random.pick<std::string>({" == ", "==", " equals ", " != ", "!=", " not_equals ", " > ", " greater_than ",
                                   ">=", " greater_than_equal ", "<", " less_than ", " <= ", " less_than_equal "});
}

std::string list(Random& random, const std::vector<std::string>& from) {
  std::string text = "[";
  text += random.pick(from);
  for (std::size_t more = random.below(3); more > 0; --more) text += ", " + random.pick(from);
  return text + "]";
}

/// Braces, unlike the operands of `+`, are evaluated from left to right by every compiler: what is drawn in them is the
/// same everywhere.
std::string joined(std::initializer_list<std::string> parts) {
  std::string text;
  for (const std::string& part : parts) text += part;
  return text;
}

/// Of a subject that takes all operators.
std::string free_predicate(Random& random, const std::string& subject, const std::vector<std::string>& from,
                           const std::vector<std::string>& regexes) {
  switch (random.below(5)) {
    case 0: return subject + random.pick<std::string>({" exists", "!exists", " !exists", " not_exists"});
    case 1: return joined({subject, random.pick<std::string>({" in ", "!in", " not_in "}), list(random, from)});
    case 2:
      return joined(
          {subject, random.pick<std::string>({" =~ ", " matches ", "!~", " not_matches "}), random.pick(regexes)});
    default: return joined({subject, comparison(random), random.pick(from)});
  }
}

std::string predicate(Random& random) {
  switch (random.below(10)) {
    case 0: return "agentConnected" + random.pick<std::string>({" == true", " != true", " in [false]", " =~ t.*"});
    case 1:
      return joined({"agentVersion", comparison(random), random.pick<std::string>({"1.9.0", "1.14.5", "1.70", "2"})});
    case 2: return "ec2InstanceId" + random.pick<std::string>({" == i-0", " !in [i-1,i-2]", " =~ i-[0-3]", "!=i-1"});
    case 3:
      return joined({"registeredAt", comparison(random),
                     random.pick<std::string>(
                         {"2026-01-01", "2026-06-01T00:00:00Z", "2026-06-01T02:00:00+02:00", "9999-12-31"})});
    case 4:
      return joined({"runningTasksCount", comparison(random), random.pick<std::string>({"0", "1", "2", "3", "-1"})});
    case 5:
    case 6: return free_predicate(random, "task:group", groups, {"service:.*", "service:s[0-2]", "batch"});
    default: return free_predicate(random, "attribute:" + random.pick(attributes), values, patterns);
  }
}

std::string expression(Random& random, int depth) {
  if (depth == 0 || random.chance(50)) return predicate(random);
  const std::string first = expression(random, depth - 1);
  switch (random.below(4)) {
    case 0: return random.pick<std::string>({"not (", "!(", "not(not "}) + first + ")";
    case 1:
      return joined(
          {"(", first, ")", random.pick<std::string>({"&&", " or "}), "(", expression(random, depth - 1), ")"});
    case 2: return joined({first, random.pick<std::string>({" and ", " && "}), expression(random, depth - 1)});
    default: return joined({first, random.pick<std::string>({" or ", " || "}), expression(random, depth - 1)});
  }
}

}  // namespace

std::string random_query(Random& random) { return expression(random, static_cast<int>(random.below(3))); }

}  // namespace eniplan::test
