include(CMakePackageConfigHelpers)

install(TARGETS ImmortalTidy
  LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}/immortal-tidy")
install(TARGETS immortal-tidy immortal-migrate immortal-clangd
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(FILES include/py_immortal.h DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(FILES LICENSE README.md CHANGELOG.md "${PROJECT_BINARY_DIR}/sbom.cdx.json"
  DESTINATION "${CMAKE_INSTALL_DOCDIR}")
# immortal-clangd leads its users to these.
install(DIRECTORY docs/checks DESTINATION "${CMAKE_INSTALL_DOCDIR}")
file(GLOB man_pages CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/docs/man/*.1")
install(FILES ${man_pages} DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
include(ImmortalTidyCompletions)
if(Python3_FOUND)
  immortal_tidy_completions(immortal-tidy)
  immortal_tidy_completions(immortal-migrate)
  immortal_tidy_completions(immortal-clangd)
endif()

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/ImmortalTidy")
set(plugin_file "${CMAKE_INSTALL_LIBDIR}/immortal-tidy/ImmortalTidy.so")
set(executable_file "${CMAKE_INSTALL_BINDIR}/immortal-tidy")
set(include_dir "${CMAKE_INSTALL_INCLUDEDIR}")
configure_package_config_file(cmake/ImmortalTidyConfig.cmake.in
  "${PROJECT_BINARY_DIR}/ImmortalTidyConfig.cmake"
  INSTALL_DESTINATION "${package_dir}"
  PATH_VARS plugin_file executable_file include_dir)
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/ImmortalTidyConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/ImmortalTidyConfig.cmake"
  "${PROJECT_BINARY_DIR}/ImmortalTidyConfigVersion.cmake"
  DESTINATION "${package_dir}")
