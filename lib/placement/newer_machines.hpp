#pragma once

/// \file
/// For loops over whole arrays, which compilers turn into vector instructions: the oldest x86-64 takes four times as
/// many for some as one of today. Which version of a function runs is found out when the program is loaded.

// Clang 16 makes clones that call constructors which it then does not make.
#if defined(__x86_64__) && defined(__ELF__) && !defined(__clang__)
#define ENIPLAN_FOR_NEWER_MACHINES_TOO [[gnu::target_clones("avx2", "default")]]
#else
#define ENIPLAN_FOR_NEWER_MACHINES_TOO
#endif
