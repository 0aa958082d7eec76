# What goes where when the project is installed. Three components: Runtime (the command, its schemas
# and completions), Development (library, headers, package files), Python (the module).
include(CMakePackageConfigHelpers)

set(eniplan_cmake_dir ${CMAKE_INSTALL_LIBDIR}/cmake/eniplan)
set(eniplan_pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(
  TARGETS eniplan
  EXPORT eniplanTargets
  ARCHIVE COMPONENT Development
  FILE_SET HEADERS COMPONENT Development)
install(
  EXPORT eniplanTargets
  NAMESPACE eniplan::
  DESTINATION ${eniplan_cmake_dir}
  COMPONENT Development)

configure_package_config_file(cmake/eniplanConfig.cmake.in ${PROJECT_BINARY_DIR}/eniplanConfig.cmake
                              INSTALL_DESTINATION ${eniplan_cmake_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/eniplanConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(
  FILES ${PROJECT_BINARY_DIR}/eniplanConfig.cmake ${PROJECT_BINARY_DIR}/eniplanConfigVersion.cmake
  DESTINATION ${eniplan_cmake_dir}
  COMPONENT Development)

# The file names its own prefix by where it stands, so that a tree installed elsewhere
# (`cmake --install --prefix`, DESTDIR, an unpacked archive) works as it is.
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig OUTPUT_VARIABLE
           prefix_from_pkgconfig)
foreach(dir IN ITEMS LIBDIR INCLUDEDIR)
  set(pkgconfig_${dir} "\${prefix}")
  cmake_path(APPEND pkgconfig_${dir} ${CMAKE_INSTALL_${dir}}) # an absolute one stands alone
endforeach()
configure_file(cmake/eniplan.pc.in ${PROJECT_BINARY_DIR}/eniplan.pc @ONLY)
install(
  FILES ${PROJECT_BINARY_DIR}/eniplan.pc
  DESTINATION ${eniplan_pkgconfig_dir}
  COMPONENT Development)

if(TARGET eniplan_cli)
  install(TARGETS eniplan_cli RUNTIME COMPONENT Runtime)
  install(
    DIRECTORY data/schema
    DESTINATION ${CMAKE_INSTALL_DATADIR}/eniplan
    COMPONENT Runtime
    FILES_MATCHING
    PATTERN "*.json")
endif()
