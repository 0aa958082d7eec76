#pragma once

#include <span>

#include <eniplan/what_if.hpp>

namespace eniplan::oracle {

/// The rules of changes in plain loops: obviously right, and slow. Never for production.
/// `instances[].memory_estimate` and `warnings` of the result stay empty. Throws InputError where what_if() does; what
/// it says then is of no account.
[[nodiscard]] WhatIfResult what_if(const Cluster& cluster, std::span<const Change> changes);

}  // namespace eniplan::oracle
