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

set(ENV{PKG_CONFIG_PATH} ${work_dir}/stage/${lib_dir}/pkgconfig)
execute_process(
  COMMAND ${pkg_config} --static --cflags --libs eniplan
  OUTPUT_VARIABLE from_pkg_config
  COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags UNIX_COMMAND "${flags}")
separate_arguments(from_pkg_config UNIX_COMMAND "${from_pkg_config}")
run(${compiler} -std=c++20 ${flags} ${consumer_dir}/main.cpp -o ${work_dir}/by_pkg_config ${from_pkg_config})
run(${work_dir}/by_pkg_config)
