#pragma once

#include <string>
#include <tuple>
#include <vector>

#include <eniplan/diagnostic.hpp>
#include <eniplan/load.hpp>

/// \file
/// Dictionaries of Python, which arrive as texts of JSON.

/// As Python hands them in: the argument (`sources[1]`; empty: a text that the user named), the name it stands under,
/// the text.
using DictionaryTuples = std::vector<std::tuple<std::string, std::string, std::string>>;

[[nodiscard]] inline std::vector<eniplan::NamedText> named_texts(const DictionaryTuples& dictionaries) {
  std::vector<eniplan::NamedText> texts;
  for (const auto& [argument, name, text] : dictionaries) texts.push_back({name, text});
  return texts;
}

/// Names a dictionary as the caller knows it. Lines and columns of it mean nothing to anybody.
inline void name_argument(eniplan::Diagnostic& diagnostic, const DictionaryTuples& dictionaries) {
  for (const auto& [argument, name, text] : dictionaries) {
    if (argument.empty() || diagnostic.file != name) continue;
    diagnostic.file = argument;
    diagnostic.line = diagnostic.column = 0;
    return;
  }
}
