#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "casters.hpp"
#include "rows.hpp"

/// \file
/// How a struct of the library becomes an immutable value of Python. Its fields are named once; from them follow the
/// read-only properties, `repr`, pickling and, where a value may be made or hashed, constructor and hash.

/// A field of T, as pickles and constructors see it.
template <class T>
struct Field {
  const char* name;
  const char* expected;  ///< Its type in the words of error messages.
  bool required;         ///< By the constructor.
  std::function<pybind11::object(const T&)> get;
  std::function<void(T&, pybind11::handle)> set;
};

template <class Member>
constexpr const char* expected_type() {
  if constexpr (std::is_same_v<Member, std::string>) return "str";
  if constexpr (std::is_same_v<Member, std::optional<std::string>>) return "str or None";
  if constexpr (std::is_same_v<Member, bool> || std::is_same_v<Member, eniplan::Trunking>) return "bool";
  return "int";
}

template <class T>
constexpr bool is_optional = false;
template <class T>
constexpr bool is_optional<std::optional<T>> = true;

template <class T>
class ValueClass : public pybind11::class_<T> {
 public:
  ValueClass(pybind11::handle scope, const char* name, const char* doc)
      : pybind11::class_<T>(scope, name, doc), fields_(std::make_shared<std::vector<Field<T>>>()) {
    const auto fields = fields_;
    this->def(pybind11::pickle([fields](const T& value) { return state_of(*fields, value); },
                               [fields](const pybind11::tuple& state) { return value_of(*fields, state); }));
    this->def("__repr__", [fields, name](const T& value) { return repr_of(*fields, name, value); });
    // A value that never changes is its own copy.
    this->def("__copy__", [](const pybind11::object& self) { return self; });
    this->def("__deepcopy__", [](const pybind11::object& self, const pybind11::dict&) { return self; });
    if constexpr (requires(const T& value) { value == value; }) {
      this->def(
          "__eq__", [](const T& a, const T& b) { return a == b; }, pybind11::is_operator());
    } else {
      this->def(
          "__eq__", [fields](const T& a, const T& b) { return state_of(*fields, a).equal(state_of(*fields, b)); },
          pybind11::is_operator());
    }
  }

  /// A member, read-only.
  template <class Member>
  ValueClass& field(const char* name, Member T::*member, const char* doc = "") {
    this->def_readonly(name, member, doc);
    return stored(name, member);
  }

  /// A member that is a list of values, seen as rows with columns. What Python calls them must be bound by bind_rows().
  template <class Row>
  ValueClass& rows(const char* name, std::vector<Row> T::*member, const char* doc = "") {
    this->def_property_readonly(
        name,
        [member, name](const pybind11::object& self) {
          return Rows<Row>{self, name, self.template cast<const T&>().*member};
        },
        doc);
    return stored(name, member);
  }

  /// A member that pickles hold and Python sees otherwise or not at all.
  template <class Member>
  ValueClass& stored(const char* name, Member T::*member) {
    fields_->push_back({name, expected_type<Member>(), !is_optional<Member>,
                        [member](const T& value) { return pybind11::cast(value.*member); },
                        [member](T& value, pybind11::handle given) { value.*member = given.cast<Member>(); }});
    return *this;
  }

  /// For values whose fields are many or long.
  template <class Repr>
  ValueClass& shown(Repr repr) {
    this->def("__repr__", repr, pybind11::prepend());
    return *this;
  }

  /// For values whose fields all have a hash.
  ValueClass& hashable() {
    this->def("__hash__", [fields = fields_](const T& value) { return pybind11::hash(state_of(*fields, value)); });
    return *this;
  }

  /// A constructor that takes every field by keyword; optional ones may be left out. `validate` raises for a value that
  /// cannot be.
  template <class Validate>
  ValueClass& constructible(Validate validate) {
    this->def(pybind11::init([fields = fields_, validate](const pybind11::kwargs& given) {
      T value = constructed(*fields, given);
      validate(value);
      return value;
    }));
    return *this;
  }

 private:
  static pybind11::tuple state_of(const std::vector<Field<T>>& fields, const T& value) {
    pybind11::tuple state(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i) state[i] = fields[i].get(value);
    return state;
  }

  static T value_of(const std::vector<Field<T>>& fields, const pybind11::tuple& state) {
    if (state.size() != fields.size()) throw pybind11::value_error("a pickle of another version of eniplan");
    T value{};
    for (std::size_t i = 0; i < fields.size(); ++i) fields[i].set(value, state[i]);
    return value;
  }

  static std::string repr_of(const std::vector<Field<T>>& fields, const std::string& name, const T& value) {
    std::string text = name + "(";
    for (const Field<T>& field : fields) {
      text.append(text.ends_with('(') ? "" : ", ").append(field.name).append("=");
      text.append(pybind11::repr(field.get(value)).template cast<std::string>());
    }
    return text + ")";
  }

  static T constructed(const std::vector<Field<T>>& fields, const pybind11::kwargs& given) {
    T value{};
    std::size_t used = 0;
    for (const Field<T>& field : fields) {
      if (!given.contains(field.name)) {
        if (field.required) throw pybind11::type_error(std::string("missing keyword argument '") + field.name + "'");
        continue;
      }
      ++used;
      set_argument(field, value, given[field.name]);
    }
    if (used == given.size()) return value;
    for (const auto& [name, argument] : given) {
      const auto wanted = name.template cast<std::string>();
      const auto same = [&wanted](const Field<T>& field) { return wanted == field.name; };
      if (std::none_of(fields.begin(), fields.end(), same)) {
        throw pybind11::type_error("unexpected keyword argument '" + wanted + "'");
      }
    }
    return value;
  }

  static void set_argument(const Field<T>& field, T& value, pybind11::handle given) {
    const bool bool_as_int = PyBool_Check(given.ptr()) != 0 && std::string(field.expected) == "int";
    try {
      if (!bool_as_int) return field.set(value, given);
    } catch (const pybind11::cast_error&) {
    }
    throw pybind11::type_error(std::string(field.name) + ": expected " + field.expected + ", found " +
                               pybind11::repr(given).template cast<std::string>());
  }

  std::shared_ptr<std::vector<Field<T>>> fields_;
};
