// The parser of the cluster query language.
//
// Tested by tests/query/parse_test.cpp.
//
// One function for each rule of the grammar, from the loosest binding to the tightest:
//
//     or  := and { ("||" | "or") and }
//     and := not { ("&&" | "and") not }
//     not := ("!" | "not") not | "(" or ")" | predicate
//     predicate := subject operator [ literal | "[" literal { "," literal } "]" ]
//
// There is no token stream between them and the text: what a piece of text is depends on what the grammar
// wants at that place. In `attribute:x == in`, `in` is a value; in `attribute:x =~ [ab]`, `[ab]` is a
// regular expression, while after `in` it is a list.
//
// Cost: linear in the text, but for the regular expressions, which RE2 compiles within its memory budget.

#include <eniplan/query.hpp>

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "model/instant.hpp"
#include "query/names.hpp"
#include "query/values.hpp"

namespace eniplan {
namespace {

using query::attribute_prefix;

constexpr int nesting_limit = 200;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_./\\").find(c) != std::string_view::npos;
}

bool takes_argument(Operator op) { return op != Operator::exists && op != Operator::not_exists; }
bool takes_list(Operator op) { return op == Operator::in || op == Operator::not_in; }
bool takes_regex(Operator op) { return op == Operator::matches || op == Operator::not_matches; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Expression parse() {
    Expression root = parse_disjunction();
    if (skip_space(); at_ < text_.size()) expected("'and', 'or' or the end of the expression");
    return root;
  }

 private:
  Expression parse_disjunction() {
    return parse_chain(Expression::Kind::disjunction, "||", "or", &Parser::parse_conjunction);
  }

  Expression parse_conjunction() {
    return parse_chain(Expression::Kind::conjunction, "&&", "and", &Parser::parse_negation);
  }

  Expression parse_chain(Expression::Kind kind, std::string_view symbol, std::string_view word,
                         Expression (Parser::*parse_operand)()) {
    Expression first = (this->*parse_operand)();
    if (!accept_joint(symbol, word)) return first;
    Expression chain{.kind = kind};
    chain.operands.push_back(std::move(first));
    do {
      chain.operands.push_back((this->*parse_operand)());
    } while (accept_joint(symbol, word));
    return chain;
  }

  Expression parse_negation() {
    skip_space();
    if (accept_symbol("(")) {
      const Level level(*this);
      Expression inner = parse_disjunction();
      if (skip_space(); !accept_symbol(")")) expected("'and', 'or' or ')'");
      return inner;
    }
    if (!accept_joint("!", "not")) return {.predicate = parse_predicate()};
    const Level level(*this);
    Expression negation{.kind = Expression::Kind::negation};
    negation.operands.push_back(parse_negation());
    return negation;
  }

  Predicate parse_predicate() {
    Predicate predicate;
    parse_subject(predicate);
    skip_space();
    const std::size_t operator_begin = at_;
    predicate.op = parse_operator();
    if (!query::is_allowed(predicate.subject, predicate.op)) {
      fail(operator_begin, fmt::format("expected one of the operators {} for this subject, found '{}'",
                                       query::allowed_operators(predicate.subject),
                                       text_.substr(operator_begin, at_ - operator_begin)));
    }
    if (takes_argument(predicate.op)) parse_arguments(predicate);
    return predicate;
  }

  void parse_subject(Predicate& predicate) {
    const std::size_t begin = at_;
    const std::string_view word = take_word();
    if (word.starts_with(attribute_prefix)) {
      predicate.attribute = word.substr(attribute_prefix.size());
      at_ = begin + attribute_prefix.size();
      while (at_ < text_.size() && is_name_character(text_[at_])) ++at_;
      if (at_ < begin + word.size() || word.size() == attribute_prefix.size()) {
        expected("the name of an attribute: letters, digits and - _ . / \\");
      }
      return;
    }
    const auto* name = std::ranges::find(query::subject_names, word, &query::SubjectName::text);
    if (name == query::subject_names.end()) {
      at_ = begin;
      expected(
          "agentConnected, agentVersion, attribute:NAME, ec2InstanceId, registeredAt, runningTasksCount, "
          "task:group, 'not' or '('");
    }
    predicate.subject = name->subject;
  }

  Operator parse_operator() {
    for (const query::Spelling& symbol : query::operator_symbols) {
      if (accept_symbol(symbol.text)) return symbol.op;
    }
    const std::size_t begin = at_;
    const auto* word = std::ranges::find(query::operator_words, take_word(), &query::Spelling::text);
    if (word == query::operator_words.end()) {
      at_ = begin;
      expected("an operator (== != > >= < <= exists !exists in !in =~ !~ or their names)");
    }
    return word->op;
  }

  void parse_arguments(Predicate& predicate) {
    skip_space();
    if (!takes_list(predicate.op) || !accept_symbol("[")) {
      parse_literal(predicate);
      return;
    }
    do {
      skip_space();
      parse_literal(predicate);
      skip_space();
    } while (accept_symbol(","));
    if (!accept_symbol("]")) expected("',' or ']'");
  }

  void parse_literal(Predicate& predicate) {
    const std::size_t begin = at_;
    const bool quoted = at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"');
    std::string literal(quoted ? take_quoted() : take_bare(takes_regex(predicate.op)));
    check_value(predicate, literal, begin);
    predicate.arguments.push_back(std::move(literal));
  }

  std::string_view take_quoted() {
    const std::size_t begin = at_ + 1;
    const std::size_t end = text_.find(text_[at_], begin);
    if (end == text_.npos) fail(at_, fmt::format("expected a closing {} for this one", text_[at_]));
    at_ = end + 1;
    return text_.substr(begin, end - begin);
  }

  std::string_view take_bare(bool is_regex) {
    const std::size_t begin = at_;
    const std::string_view ends = is_regex ? "()" : "()[],";
    while (at_ < text_.size() && !is_space(text_[at_]) && ends.find(text_[at_]) == ends.npos &&
           !text_.substr(at_).starts_with("&&") && !text_.substr(at_).starts_with("||")) {
      if (text_[at_] == '\'' || text_[at_] == '"')
        fail(at_, "expected no quote inside a value that does not begin with one");
      ++at_;
    }
    if (at_ == begin) expected("a value");
    return text_.substr(begin, at_ - begin);
  }

  /// A value must be of its subject's kind; an expression to match, RE2's.
  void check_value(const Predicate& predicate, const std::string& value, std::size_t begin) const {
    if (takes_regex(predicate.op)) {
      RE2::Options options;
      options.set_log_errors(false);
      const RE2 regex(value, options);
      if (!regex.ok()) fail(begin, fmt::format("expected a regular expression in RE2 syntax: {}", regex.error()));
      return;
    }
    const auto demand = [&](bool is_of_kind, std::string_view kind) {
      if (!is_of_kind) fail(begin, fmt::format("expected {}, found '{}'", kind, value));
    };
    switch (predicate.subject) {
      case Subject::agent_connected: return demand(value == "true" || value == "false", "true or false");
      case Subject::agent_version: return demand(query::is_version(value), "a version such as 1.70.2");
      case Subject::registered_at:
        return demand(parse_instant(value).has_value(), "an instant such as 2018-06-18T22:28:28+00:00 or 2018-06-18");
      case Subject::running_tasks_count: return demand(query::parse_decimal(value).has_value(), "an integer");
      case Subject::attribute:
      case Subject::ec2_instance_id:
      case Subject::task_group: return;
    }
  }

  bool accept_symbol(std::string_view symbol) {
    if (!text_.substr(at_).starts_with(symbol)) return false;
    at_ += symbol.size();
    return true;
  }

  /// A symbol or the word that means the same.
  bool accept_joint(std::string_view symbol, std::string_view word) {
    skip_space();
    if (accept_symbol(symbol)) return true;
    const std::size_t begin = at_;
    if (take_word() == word) return true;
    at_ = begin;
    return false;
  }

  std::string_view take_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_name_character(text_[at_]) || text_[at_] == ':')) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  [[noreturn]] void expected(std::string_view what) const {
    if (at_ >= text_.size()) fail(at_, fmt::format("expected {}, found the end", what));
    std::size_t end = at_;
    while (end < text_.size() && !is_space(text_[end]) && end - at_ < 40) ++end;
    fail(at_, fmt::format("expected {}, found '{}'", what, text_.substr(at_, end - at_)));
  }

  [[noreturn]] void fail(std::size_t offset, const std::string& message) const {
    throw QueryError(text_, offset, message);
  }

  /// Counts how deep the parser is, lest a hostile text exhaust the stack.
  class Level {
   public:
    explicit Level(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > nesting_limit) {
        parser_.fail(parser_.at_, fmt::format("expected at most {} levels of nesting", nesting_limit));
      }
    }
    ~Level() { --parser_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    Parser& parser_;
  };

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Query parse_query(std::string_view text) { return {.text = std::string(text), .root = Parser(text).parse()}; }

}  // namespace eniplan
