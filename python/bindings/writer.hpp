#pragma once

#include <pybind11/pybind11.h>

#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <eniplan/diagnostic.hpp>
#include <eniplan/write.hpp>

/// \file
/// Answers as the command prints them.

/// The format of that name; InputError names the argument if there is none.
inline eniplan::Format format_of(std::string_view name, const std::vector<std::string_view>& names) {
  constexpr std::pair<std::string_view, eniplan::Format> formats[] = {{"text", eniplan::Format::text},
                                                                      {"json", eniplan::Format::json},
                                                                      {"yaml", eniplan::Format::yaml},
                                                                      {"csv", eniplan::Format::csv},
                                                                      {"markdown", eniplan::Format::markdown}};
  std::string expected;
  for (const std::string_view known : names) {
    for (const auto& [word, format] : formats) {
      if (word == known && known == name) return format;
    }
    expected.append(expected.empty() ? "" : ", ").append(known);
  }
  throw eniplan::InputError(
      {{.key = "format", .message = "expected one of " + expected + ", found \"" + std::string(name) + "\""}});
}

inline const std::vector<std::string_view> all_formats = {"text", "json", "yaml", "csv", "markdown"};

/// Adds `to_string(format)`, the first one by default, and `str()` where that is text. `write(out, value, options)` is
/// called without Python's lock.
template <class Class, class Write>
void def_to_string(Class& bound, Write write, std::vector<std::string_view> formats = all_formats) {
  using T = typename Class::type;
  const auto written = [write](const T& value, eniplan::Format format) {
    const pybind11::gil_scoped_release unlocked;
    std::ostringstream out;
    write(out, value, eniplan::WriteOptions{.format = format});
    return std::move(out).str();
  };
  bound.def(
      "to_string",
      [written, formats](const T& value, const std::string& format) {
        return written(value, format_of(format, formats));
      },
      pybind11::arg("format") = std::string(formats.front()), "As the command prints it, in one of its formats.");
  if (formats.front() != "text") return;
  bound.def("__str__", [written](const T& value) { return written(value, eniplan::Format::text); });
}
