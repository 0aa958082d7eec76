#pragma once

#include <array>
#include <cstddef>
#include <string>

#include <eniplan/cluster.hpp>

#include "dice.hpp"

// Instances to measure with: eight types of four families, with and without trunk, in three zones.

namespace eniplan::bench {

inline constexpr std::array<const char*, 8> instance_types = {"m5.large",   "m5.2xlarge", "m5.4xlarge", "c5.2xlarge",
                                                              "c5.4xlarge", "r5.xlarge",  "r5.2xlarge", "m6i.xlarge"};
inline constexpr std::array<const char*, 3> zones = {"us-east-1a", "us-east-1b", "us-east-1c"};
inline constexpr std::array<const char*, 4> stacks = {"blue", "green", "red", "grey"};

/// Adds 16 capacity groups, one for each type with and without trunking, of even size. Each has an attribute
/// `stack`. Their registered memory is given, so that a simulation is one and not three.
void add_capacity(Cluster& cluster, std::size_t instances);

/// More is left on no instance.
struct Ceiling {
  CpuUnits cpu;
  MiB memory;
};

/// Adds instances as AWS describes them, type by type in turn. Each has a trunk of its own or none, and what is left of
/// CPU, memory and ENI slots is drawn evenly, from nothing to all of it or the ceiling: no two instances of a type have
/// as much of both CPU and memory left.
void add_described(Cluster& cluster, std::size_t instances, const Ceiling& ceiling, Dice& dice);

}  // namespace eniplan::bench
