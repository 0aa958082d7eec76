#pragma once

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <eniplan/attributes.hpp>
#include <eniplan/check.hpp>
#include <eniplan/cluster.hpp>
#include <eniplan/instance_type.hpp>
#include <eniplan/network.hpp>
#include <eniplan/placement.hpp>
#include <eniplan/rollout.hpp>
#include <eniplan/trunking.hpp>
#include <eniplan/units.hpp>

/// \file
/// What has no type of its own in Python: quantities are integers, enumerations are words, attributes a dictionary.
/// Both ways, since pickles come back. Every file that binds a member of these types includes this.

namespace pybind11::detail {

/// CpuUnits, MiB, Gpus and EniSlots as `int`.
template <class Tag>
struct type_caster<eniplan::Quantity<Tag>> {
  PYBIND11_TYPE_CASTER(eniplan::Quantity<Tag>, const_name("int"));
  bool load(handle source, bool convert) {
    make_caster<std::int64_t> number;
    if (!number.load(source, convert)) return false;
    value = {cast_op<std::int64_t>(number)};
    return true;
  }
  static handle cast(const eniplan::Quantity<Tag>& quantity, return_value_policy, handle) {
    return pybind11::int_(quantity.value).release();
  }
};

/// An enumeration as the word that `to_word` has for each value, which is none beyond the last.
template <class Enum, std::string_view (*to_word)(Enum)>
struct word_caster {
  PYBIND11_TYPE_CASTER(Enum, const_name("str"));
  bool load(handle source, bool) {
    if (!isinstance<pybind11::str>(source)) return false;
    const std::string wanted = source.cast<std::string>();
    for (int i = 0;; ++i) {
      const std::string_view word = to_word(static_cast<Enum>(i));
      if (word.empty()) return false;
      if (word == wanted) {
        value = static_cast<Enum>(i);
        return true;
      }
    }
  }
  static handle cast(const Enum& member, return_value_policy, handle) {
    const std::string_view word = to_word(member);
    return pybind11::str(word.data(), word.size()).release();
  }
};

#define ENIPLAN_CAST_AS_WORD(Enum) \
  template <>                      \
  struct type_caster<eniplan::Enum> : word_caster<eniplan::Enum, eniplan::to_string> {}
ENIPLAN_CAST_AS_WORD(MemoryBasis);
ENIPLAN_CAST_AS_WORD(Reason);
ENIPLAN_CAST_AS_WORD(InstanceStatus);
ENIPLAN_CAST_AS_WORD(NetworkMode);
ENIPLAN_CAST_AS_WORD(Protocol);
ENIPLAN_CAST_AS_WORD(DependencyCondition);
ENIPLAN_CAST_AS_WORD(SchedulingStrategy);
ENIPLAN_CAST_AS_WORD(PlacementStrategy::Type);
ENIPLAN_CAST_AS_WORD(RolloutOutcome);
ENIPLAN_CAST_AS_WORD(Distance);
ENIPLAN_CAST_AS_WORD(AddressKind);
ENIPLAN_CAST_AS_WORD(TrunkingObstacle);
ENIPLAN_CAST_AS_WORD(TrunkingWish);
#undef ENIPLAN_CAST_AS_WORD

inline std::string_view constraint_word(eniplan::PlacementConstraint::Type type) {
  switch (type) {
    case eniplan::PlacementConstraint::Type::distinct_instance: return "distinctInstance";
    case eniplan::PlacementConstraint::Type::member_of: return "memberOf";
  }
  return {};
}
template <>
struct type_caster<eniplan::PlacementConstraint::Type>
    : word_caster<eniplan::PlacementConstraint::Type, constraint_word> {};

inline std::string_view level_word(eniplan::Finding::Level level) {
  switch (level) {
    case eniplan::Finding::Level::error: return "error";
    case eniplan::Finding::Level::warning: return "warning";
  }
  return {};
}
template <>
struct type_caster<eniplan::Finding::Level> : word_caster<eniplan::Finding::Level, level_word> {};

/// Whether there is a trunk, as `bool`.
template <>
struct type_caster<eniplan::Trunking> {
  PYBIND11_TYPE_CASTER(eniplan::Trunking, const_name("bool"));
  bool load(handle source, bool) {
    if (source.ptr() != Py_True && source.ptr() != Py_False) return false;
    value = source.ptr() == Py_True ? eniplan::Trunking::enabled : eniplan::Trunking::disabled;
    return true;
  }
  static handle cast(eniplan::Trunking trunking, return_value_policy, handle) {
    return pybind11::bool_(trunking == eniplan::Trunking::enabled).release();
  }
};

/// An expression of the query language, as its text.
template <>
struct type_caster<eniplan::Query> {
  PYBIND11_TYPE_CASTER(eniplan::Query, const_name("str"));
  bool load(handle source, bool) {
    if (!isinstance<pybind11::str>(source)) return false;
    const auto text = source.cast<std::string>();
    value = text.empty() ? eniplan::Query{} : eniplan::parse_query(text);
    return true;
  }
  static handle cast(const eniplan::Query& query, return_value_policy, handle) {
    return pybind11::str(query.text).release();
  }
};

/// Numbers of instances by reason, as a `dict` in the order of the checks without the zeros.
template <>
struct type_caster<eniplan::ReasonCounts> {
  PYBIND11_TYPE_CASTER(eniplan::ReasonCounts, const_name("dict[str, int]"));
  bool load(handle source, bool) {
    if (!isinstance<dict>(source)) return false;
    value = {};
    for (const auto& [reason, count] : reinterpret_borrow<dict>(source)) {
      value.at(static_cast<std::size_t>(reason.cast<eniplan::Reason>())) = count.cast<std::int64_t>();
    }
    return true;
  }
  static handle cast(const eniplan::ReasonCounts& counts, return_value_policy, handle) {
    dict by_reason;
    for (std::size_t i = 0; i < counts.size(); ++i) {
      if (counts[i] != 0) by_reason[pybind11::cast(static_cast<eniplan::Reason>(i))] = counts[i];
    }
    return by_reason.release();
  }
};

/// Attributes by name, `None` for those without a value. The names are interned: an instance has some sixty, the same
/// as its neighbours, and a pickle then holds each once.
template <>
struct type_caster<eniplan::Attributes> {
  PYBIND11_TYPE_CASTER(eniplan::Attributes, const_name("dict[str, str | None]"));
  bool load(handle source, bool) {
    if (!isinstance<dict>(source)) return false;
    std::vector<std::string> names;
    std::vector<eniplan::Attribute> with_value;
    for (const auto& [key, text] : reinterpret_borrow<dict>(source)) {
      if (text.is_none()) {
        names.push_back(key.cast<std::string>());
      } else {
        with_value.push_back({key.cast<std::string>(), text.cast<std::string>()});
      }
    }
    value = eniplan::Attributes(shared(std::move(names)), std::move(with_value));
    return true;
  }
  static handle cast(const eniplan::Attributes& attributes, return_value_policy, handle) {
    dict by_name;
    for (const std::string& lone : attributes.without_value()) by_name[interned(lone)] = none();
    for (const eniplan::Attribute& attribute : attributes.with_value()) {
      by_name[interned(attribute.name)] = pybind11::str(*attribute.value);
    }
    return by_name.release();
  }

 private:
  static object interned(const std::string& key) {
    return reinterpret_steal<object>(PyUnicode_InternFromString(key.c_str()));
  }
  // Neighbours share their list, as they do when they are read from a file.
  static eniplan::Attributes::Capabilities shared(std::vector<std::string> names) {
    thread_local eniplan::Attributes::Capabilities last;
    if (names.empty()) return nullptr;
    if (last == nullptr || *last != names) last = std::make_shared<const std::vector<std::string>>(std::move(names));
    return last;
  }
};

}  // namespace pybind11::detail
