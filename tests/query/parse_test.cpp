#include <eniplan/query.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"

using namespace eniplan;

namespace {

std::string_view symbol(Operator op) {
  switch (op) {
    case Operator::equals: return "==";
    case Operator::not_equals: return "!=";
    case Operator::greater_than: return ">";
    case Operator::greater_than_equal: return ">=";
    case Operator::less_than: return "<";
    case Operator::less_than_equal: return "<=";
    case Operator::exists: return "exists";
    case Operator::not_exists: return "!exists";
    case Operator::in: return "in";
    case Operator::not_in: return "!in";
    case Operator::matches: return "=~";
    case Operator::not_matches: return "!~";
  }
  return {};
}

std::string_view name(Subject subject) {
  switch (subject) {
    case Subject::agent_connected: return "agentConnected";
    case Subject::agent_version: return "agentVersion";
    case Subject::attribute: return "attribute:";
    case Subject::ec2_instance_id: return "ec2InstanceId";
    case Subject::registered_at: return "registeredAt";
    case Subject::running_tasks_count: return "runningTasksCount";
    case Subject::task_group: return "task:group";
  }
  return {};
}

/// The tree with all its brackets: `(or (attribute:x == <a>) (not (attribute:y exists)))`.
std::string shape(const Expression& expression) {
  if (expression.kind == Expression::Kind::predicate) {
    const Predicate& predicate = expression.predicate;
    std::string text = "(";
    text += name(predicate.subject);
    text += predicate.attribute + " ";
    text += symbol(predicate.op);
    for (const std::string& argument : predicate.arguments) text += " <" + argument + ">";
    return text + ")";
  }
  std::string text = expression.kind == Expression::Kind::negation      ? "(not"
                     : expression.kind == Expression::Kind::conjunction ? "(and"
                                                                        : "(or";
  for (const Expression& operand : expression.operands) text += " " + shape(operand);
  return text + ")";
}

std::string parsed(std::string_view text) { return shape(parse_query(text).root); }

struct Refusal {
  std::size_t offset = 0;
  std::string message;
};

Refusal refusal(std::string_view text) {
  try {
    (void)parse_query(text);
  } catch (const QueryError& error) {
    return {error.offset(), error.what()};
  }
  FAIL("accepted: " << text);
  return {};
}

}  // namespace

TEST_CASE("query: every operator has a symbol and a name", "[query]") {
  for (const auto& [word, sign] : std::vector<std::pair<std::string, std::string>>{{"equals", "=="},
                                                                                   {"not_equals", "!="},
                                                                                   {"greater_than", ">"},
                                                                                   {"greater_than_equal", ">="},
                                                                                   {"less_than", "<"},
                                                                                   {"less_than_equal", "<="},
                                                                                   {"matches", "=~"},
                                                                                   {"not_matches", "!~"}}) {
    const std::string expected = "(attribute:x " + sign + " <7>)";
    CHECK(parsed("attribute:x " + word + " 7") == expected);
    CHECK(parsed("attribute:x " + sign + " 7") == expected);
    CHECK(parsed("attribute:x" + sign + "7") == expected);
  }
  CHECK(parsed("attribute:x exists") == "(attribute:x exists)");
  CHECK(parsed("attribute:x not_exists") == "(attribute:x !exists)");
  CHECK(parsed("attribute:x!exists") == "(attribute:x !exists)");
  CHECK(parsed("attribute:x in [a, b]") == "(attribute:x in <a> <b>)");
  CHECK(parsed("attribute:x not_in[a,b]") == "(attribute:x !in <a> <b>)");
  CHECK(parsed("attribute:x!in[a,b]") == "(attribute:x !in <a> <b>)");
}

TEST_CASE("query: AWS's own examples are read", "[query]") {
  CHECK(parsed("attribute:ecs.instance-type == t2.small") == "(attribute:ecs.instance-type == <t2.small>)");
  CHECK(parsed("attribute:ecs.availability-zone in [us-east-1a, us-east-1b]") ==
        "(attribute:ecs.availability-zone in <us-east-1a> <us-east-1b>)");
  CHECK(parsed("attribute:ecs.instance-type =~ g2.* and attribute:ecs.availability-zone != us-east-1d") ==
        "(and (attribute:ecs.instance-type =~ <g2.*>) (attribute:ecs.availability-zone != <us-east-1d>))");
  CHECK(parsed("task:group == service:production") == "(task:group == <service:production>)");
  CHECK(parsed("not(task:group == database)") == "(not (task:group == <database>))");
  CHECK(parsed("runningTasksCount == 1") == "(runningTasksCount == <1>)");
  CHECK(parsed("agentVersion < 1.14.5") == "(agentVersion < <1.14.5>)");
  CHECK(parsed("registeredAt < 2018-02-13") == "(registeredAt < <2018-02-13>)");
  CHECK(parsed("ec2InstanceId in ['i-abcd1234', 'i-wxyx7890']") == "(ec2InstanceId in <i-abcd1234> <i-wxyx7890>)");
  CHECK(parsed("agentConnected == true") == "(agentConnected == <true>)");
}

TEST_CASE("query: not binds tighter than and, and tighter than or", "[query]") {
  const std::string a = "(attribute:a exists)";
  const std::string b = "(attribute:b exists)";
  const std::string c = "(attribute:c exists)";
  CHECK(parsed("attribute:a exists or attribute:b exists and attribute:c exists") ==
        "(or " + a + " (and " + b + " " + c + "))");
  CHECK(parsed("attribute:a exists && attribute:b exists || attribute:c exists") ==
        "(or (and " + a + " " + b + ") " + c + ")");
  CHECK(parsed("not attribute:a exists and attribute:b exists") == "(and (not " + a + ") " + b + ")");
  CHECK(parsed("!(attribute:a exists or attribute:b exists)&&attribute:c exists") ==
        "(and (not (or " + a + " " + b + ")) " + c + ")");
  CHECK(parsed("not ! attribute:a exists") == "(not (not " + a + "))");
  CHECK(parsed("((attribute:a exists))") == a);
  CHECK(parsed("attribute:a exists or attribute:b exists||attribute:c exists") == "(or " + a + " " + b + " " + c + ")");
}

TEST_CASE("query: white space is needed between words alone", "[query]") {
  CHECK(parsed("attribute:ecs.instance-type==t2.small") == "(attribute:ecs.instance-type == <t2.small>)");
  CHECK(parsed("attribute:x equals'a'and attribute:y in[a]or(attribute:z exists)") ==
        "(or (and (attribute:x == <a>) (attribute:y in <a>)) (attribute:z exists))");
  CHECK(parsed("attribute:x =~ a||attribute:y =~ b&&attribute:z exists") ==
        "(or (attribute:x =~ <a>) (and (attribute:y =~ <b>) (attribute:z exists)))");
  CHECK(parsed(" \n attribute:x\t==\r\n a ") == "(attribute:x == <a>)");
  CHECK(parsed("!attribute:tier exists") == "(not (attribute:tier exists))");
}

TEST_CASE("query: the longest symbol counts", "[query]") {
  CHECK(parsed("attribute:x===a") == "(attribute:x == <=a>)");
  CHECK(parsed("attribute:x>==a") == "(attribute:x >= <=a>)");
  CHECK(parsed("attribute:x>!in") == "(attribute:x > <!in>)");
  CHECK(parsed("attribute:x!~=~") == "(attribute:x !~ <=~>)");
  CHECK(refusal("attribute:x ! exists").offset == 12);
  CHECK(refusal("attribute:x ! in [a]").offset == 12);
}

TEST_CASE("query: words are special only where the grammar wants them", "[query]") {
  CHECK(parsed("attribute:x == in") == "(attribute:x == <in>)");
  CHECK(parsed("attribute:x == and and attribute:and == or or attribute:not exists") ==
        "(or (and (attribute:x == <and>) (attribute:and == <or>)) (attribute:not exists))");
  CHECK(parsed("attribute:x in [not, exists, attribute:y]") == "(attribute:x in <not> <exists> <attribute:y>)");
  CHECK(parsed("not attribute:not not_in [not]") == "(not (attribute:not !in <not>))");
}

TEST_CASE("query: literals are bare or in quotes of either kind", "[query]") {
  CHECK(parsed("attribute:x == ''") == "(attribute:x == <>)");
  CHECK(parsed(R"(attribute:x in ['a, b',"it's" ,c])") == "(attribute:x in <a, b> <it's> <c>)");
  CHECK(parsed(R"(attribute:x == 'a\')") == R"((attribute:x == <a\>))");
  CHECK(parsed("attribute:x == '(a) && [b]'") == "(attribute:x == <(a) && [b]>)");
  CHECK(parsed("attribute:x == a|b&c") == "(attribute:x == <a|b&c>)");
  CHECK(parsed(R"(attribute:a\b/c_d-e.f == x)") == R"((attribute:a\b/c_d-e.f == <x>))");
  CHECK(parsed("attribute:x == a@b:c") == "(attribute:x == <a@b:c>)");
}

TEST_CASE("query: a bare regular expression may hold brackets and commas", "[query]") {
  CHECK(parsed("attribute:ecs.instance-type=~[cm][0-9]+[.].{1,9}") ==
        "(attribute:ecs.instance-type =~ <[cm][0-9]+[.].{1,9}>)");
  CHECK(parsed("(attribute:x not_matches [ab]) or attribute:y exists") ==
        "(or (attribute:x !~ <[ab]>) (attribute:y exists))");
  CHECK(parsed("attribute:x matches '(c5|m5)[.].*'") == "(attribute:x =~ <(c5|m5)[.].*>)");
  CHECK(parsed("attribute:x !~ .*large|.*micro") == "(attribute:x !~ <.*large|.*micro>)");
  CHECK(parsed("attribute:x =~ [a-c]||attribute:y exists") == "(or (attribute:x =~ <[a-c]>) (attribute:y exists))");
}

TEST_CASE("query: in takes a list, or one value alone", "[query]") {
  CHECK(parsed("attribute:x in a") == "(attribute:x in <a>)");
  CHECK(parsed("attribute:x in [ a ]") == "(attribute:x in <a>)");
  CHECK(refusal("attribute:x in []").offset == 16);
  CHECK(refusal("attribute:x in [a,]").offset == 18);
  CHECK(refusal("attribute:x in [a b]").offset == 18);
  CHECK(refusal("attribute:x in [a").offset == 17);
  CHECK(refusal("attribute:x == [a]").offset == 15);
}

TEST_CASE("query: a syntax error says where and what was expected and found", "[query]") {
  const auto [text, offset, part] = GENERATE(table<std::string, std::size_t, std::string>({
      {"", 0, "found the end"},
      {"   ", 3, "found the end"},
      {"atribute:x exists", 0, "expected agentConnected, agentVersion, attribute:NAME"},
      {"AgentConnected == true", 0, "found 'AgentConnected'"},
      {"attribute: == x", 10, "the name of an attribute"},
      {"attribute:a:b == x", 11, "the name of an attribute"},
      {"attribute:a@b == x", 11, "expected an operator"},
      {"attribute:x", 11, "expected an operator"},
      {"attribute:x = a", 12, "found '='"},
      {"attribute:x EQUALS a", 12, "found 'EQUALS'"},
      {"attribute:x equalsa", 12, "found 'equalsa'"},
      {"attribute:x ==", 14, "expected a value, found the end"},
      {"attribute:x == a b", 17, "expected 'and', 'or' or the end"},
      {"attribute:x == a AND attribute:y exists", 17, "found 'AND'"},
      {"attribute:x == 'a", 15, "expected a closing '"},
      {"attribute:x == a'b'", 16, "no quote inside"},
      {"attribute:x == it's", 17, "no quote inside"},
      {"attribute:x exists and", 22, "found the end"},
      {"(attribute:x exists", 19, "expected 'and', 'or' or ')'"},
      {"attribute:x exists)", 18, "found ')'"},
      {"attribute:x == (a)", 15, "expected a value"},
      {"not", 3, "found the end"},
      {"attribute:x and attribute:y exists", 12, "expected an operator"},
      {"&& attribute:x exists", 0, "found '&&'"},
      {"attribute:x =~ (a|b)", 15, "expected a value"},
  }));
  CAPTURE(text);
  const Refusal found = refusal(text);
  CHECK(found.offset == offset);
  CHECK_THAT(found.message, Catch::Matchers::Contains(part));
}

TEST_CASE("query: an operator must be one the subject has", "[query]") {
  const std::vector<std::string> equality = {"agentConnected == true",          "agentConnected != true",
                                             "agentConnected in [true, false]", "agentConnected !in [true]",
                                             "agentConnected =~ t.*",           "agentConnected !~ t.*"};
  for (const std::string& text : equality) CHECK_NOTHROW(parse_query(text));
  for (const std::string subject : {"agentConnected", "ec2InstanceId"}) {
    for (const std::string tail : {" > true", " >= true", " < true", " <= true", " exists", " !exists"}) {
      CHECK(refusal(subject + tail).offset == subject.size() + 1);
    }
  }
  for (const std::string subject : {"agentVersion", "registeredAt", "runningTasksCount"}) {
    for (const std::string tail : {" exists", " !exists", " in [1]", " !in [1]", " =~ 1", " !~ 1", " matches 1"}) {
      CHECK(refusal(subject + tail).offset == subject.size() + 1);
    }
  }
  for (const std::string tail : {" exists", " !exists", " in [1]", " !in [1]", " =~ 1", " !~ 1", " > 1", " <= 1"}) {
    CHECK_NOTHROW(parse_query("task:group" + tail));
  }
  CHECK_THAT(refusal("runningTasksCount in [1]").message, Catch::Matchers::Contains("== != > >= < <="));
}

TEST_CASE("query: a value must be of its subject's kind", "[query]") {
  const auto [text, offset] = GENERATE(table<std::string, std::size_t>({
      {"agentConnected == yes", 18},
      {"agentConnected == True", 18},
      {"agentConnected in [true, 1]", 25},
      {"agentVersion >= v1", 16},
      {"agentVersion >= ''", 16},
      {"runningTasksCount == many", 21},
      {"runningTasksCount == 1.5", 21},
      {"runningTasksCount == -", 21},
      {"registeredAt < yesterday", 15},
      {"registeredAt < 2018-13-01", 15},
      {"registeredAt < 2018-02-29", 15},
      {"registeredAt < 1529360908", 15},
      {"attribute:x =~ a**", 15},
      {"attribute:x =~ '(a'", 15},
      {"attribute:x =~ [a", 15},
      {"attribute:x !~ '(?=a)'", 15},
      {"task:group matches '*'", 19},
  }));
  CAPTURE(text);
  CHECK(refusal(text).offset == offset);
  for (const std::string good : {"agentVersion >= 1", "agentVersion == 1.70.2-rc1", "runningTasksCount > -1",
                                 "runningTasksCount < 99999999999999999999999", "registeredAt > 2018-06-18T22:28:28Z",
                                 "registeredAt > 2018-06-18T22:28:28", "registeredAt > 2018-06-18T22:28:28+00:00",
                                 "registeredAt > '2018-06-18 22:28:28.5-01:30'", "agentConnected =~ [tT].*"}) {
    CHECK_NOTHROW(parse_query(good));
  }
}

TEST_CASE("query: the caret stands under the place, characters counted", "[query]") {
  try {
    (void)parse_query("attribute:stadt == zürich\n= x");
    FAIL("accepted");
  } catch (const QueryError& error) {
    CHECK(error.offset() == 27);
    CHECK(error.excerpt() == "attribute:stadt == zürich = x\n                          ^");
  }
}

TEST_CASE("query: nesting has a limit, length has none", "[query]") {
  const auto nested = [](std::size_t levels) {
    return std::string(levels, '(') + "attribute:x exists" + std::string(levels, ')');
  };
  CHECK_NOTHROW(parse_query(nested(200)));
  CHECK_THAT(refusal(nested(201)).message, Catch::Matchers::Contains("at most 200 levels"));
  CHECK(refusal(std::string(1000000, '!')).offset == 201);
  std::string wide = "attribute:x exists";
  for (int i = 0; i < 10000; ++i) wide += " or attribute:x exists";
  CHECK(parse_query(wide).root.operands.size() == 10001);
}

TEST_CASE("query: the text is kept beside the tree", "[query]") {
  CHECK(parse_query(" attribute:x  exists").text == " attribute:x  exists");
}
