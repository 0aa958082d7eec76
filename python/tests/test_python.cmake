# The tests of the module run in a virtual environment with what python/requirements-test.txt names, which ./run-tests
# makes. Without it they need pytest and NumPy, and skip what else is missing.
set(ENIPLAN_TEST_PYTHON
    ${Python3_EXECUTABLE}
    CACHE FILEPATH "The interpreter that runs the Python tests, of the version the module is built for")

set(environment PYTHONPATH=${CMAKE_CURRENT_BINARY_DIR} PYTHONDONTWRITEBYTECODE=1)
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize=[a-z,]*address")
  # The interpreter knows nothing of the sanitizer, so its library is loaded first, with the C++ library whose throw it
  # wraps. What the interpreter itself leaks at exit is not ours.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    set(sanitizer libclang_rt.asan-${CMAKE_SYSTEM_PROCESSOR}.so)
  else()
    set(sanitizer libasan.so)
  endif()
  set(preloaded "")
  foreach(library IN ITEMS ${sanitizer} libstdc++.so)
    execute_process(COMMAND ${CMAKE_CXX_COMPILER} -print-file-name=${library} OUTPUT_VARIABLE path
                    OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
    string(APPEND preloaded " ${path}")
  endforeach()
  list(APPEND environment "LD_PRELOAD=${preloaded}" ASAN_OPTIONS=detect_leaks=0 ENIPLAN_SANITIZED=1)
endif()

add_test(NAME python COMMAND ${ENIPLAN_TEST_PYTHON} -m pytest -q -p no:cacheprovider ${CMAKE_CURRENT_SOURCE_DIR}/tests)
set_tests_properties(
  python PROPERTIES ENVIRONMENT "${environment}" ENVIRONMENT_MODIFICATION
                    "ENIPLAN=set:$<$<TARGET_EXISTS:eniplan_cli>:$<TARGET_FILE:eniplan_cli>>")
