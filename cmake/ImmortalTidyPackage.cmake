# cpack -G DEB and cpack -G TGZ: one package for each LLVM, since a plugin fits
# one only. Two of them cannot be installed side by side.

set(CPACK_PACKAGE_NAME "immortal-tidy-${LLVM_VERSION_MAJOR}")
set(CPACK_PACKAGE_VENDOR "The immortal-tidy authors")
set(CPACK_PACKAGE_CONTACT "The immortal-tidy authors <maintainers@immortal-tidy.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION
  "Finds objects that Python extensions in C and C++ make immortal by private means, says which of them CPython 3.15's public call would refuse, and rewrites the others. A module for clang-tidy ${LLVM_VERSION_MAJOR}, the same as executables, and the header py_immortal.h for older Pythons.")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
# Owned by root, whoever builds.
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
# libclang-cpp and libLLVM: those of the very version that was linked.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
  "clang-tidy-${LLVM_VERSION_MAJOR} (>= 1:${LLVM_VERSION_MAJOR}.${LLVM_VERSION_MINOR}), clang-tidy-${LLVM_VERSION_MAJOR} (<< 1:${LLVM_VERSION_MAJOR}.99)")
set(CPACK_DEBIAN_PACKAGE_PROVIDES immortal-tidy)
set(CPACK_DEBIAN_PACKAGE_CONFLICTS immortal-tidy)
set(CPACK_DEBIAN_PACKAGE_REPLACES immortal-tidy)

set(CPACK_GENERATOR DEB TGZ)
include(CPack)
