# What a build costs. Headers that nearly every file of a target reads are parsed once for all (target_precompile_headers
# beside each target), and what is run too seldom to be worth optimising links eniplan_seldom_run.

# GCC forgets which of the precompiled headers are the system's, and warns of those as well.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON)
endif()
# Without this ccache cannot tell one precompiled header from another.
add_compile_options("$<$<CXX_COMPILER_ID:Clang>:SHELL:-Xclang -fno-pch-timestamp>")

# Release code keeps its level, but in the bindings: at lower ones GCC 12 warns of what is not there.
add_library(eniplan_seldom_run INTERFACE)
target_compile_options(eniplan_seldom_run INTERFACE $<$<CONFIG:Debug>:-O0>)
