# Run by ctest (see CMakeLists.txt beside this file). Stops at the first command that fails.
function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# A fresh stage, or a file that is no longer installed would still be found.
file(REMOVE_RECURSE ${work_dir}/stage ${work_dir}/found ${work_dir}/by_pkg_config)
run(${CMAKE_COMMAND} --install ${build_dir} --prefix ${work_dir}/stage)

run(${CMAKE_COMMAND} -S ${consumer_dir} -B ${work_dir}/found -D CMAKE_PREFIX_PATH=${work_dir}/stage
    -D CMAKE_CXX_COMPILER=${compiler} -D CMAKE_BUILD_TYPE=${build_type} "-DCMAKE_CXX_FLAGS=${flags}")
run(${CMAKE_COMMAND} --build ${work_dir}/found)
run(${work_dir}/found/consumer)

# What pkg-config says builds the same program, and the one that README.md shows.
set(ENV{PKG_CONFIG_PATH} ${work_dir}/stage/${lib_dir}/pkgconfig)
execute_process(
  COMMAND ${pkg_config} --static --cflags --libs eniplan
  OUTPUT_VARIABLE from_pkg_config
  COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags UNIX_COMMAND "${flags}")
separate_arguments(from_pkg_config UNIX_COMMAND "${from_pkg_config}")
run(${compiler} -std=c++20 ${flags} ${consumer_dir}/main.cpp -o ${work_dir}/by_pkg_config ${from_pkg_config})
run(${work_dir}/by_pkg_config)

file(READ ${source_dir}/README.md readme)
string(REGEX MATCH "```cpp\n([^`]*)```" block "${readme}")
file(WRITE ${work_dir}/readme.cpp "${CMAKE_MATCH_1}")
run(${compiler} -std=c++20 ${flags} ${work_dir}/readme.cpp -o ${work_dir}/readme ${from_pkg_config})
execute_process(
  COMMAND ${work_dir}/readme
  WORKING_DIRECTORY ${source_dir}
  OUTPUT_VARIABLE said
  COMMAND_ERROR_IS_FATAL ANY)
if(NOT said STREQUAL "t2-micro: 1 of 2 placed\n")
  message(FATAL_ERROR "The program of README.md printed: ${said}")
endif()

# What the command brings along stands where shells and programs look for it.
if(EXISTS ${work_dir}/stage/bin/eniplan)
  run(${work_dir}/stage/bin/eniplan --version)
  foreach(file IN ITEMS eniplan/schema/result.json bash-completion/completions/eniplan zsh/site-functions/_eniplan
                        fish/vendor_completions.d/eniplan.fish)
    file(SIZE ${work_dir}/stage/share/${file} size) # an error if it is not there
    if(size EQUAL 0)
      message(FATAL_ERROR "${file} is empty")
    endif()
  endforeach()
endif()
