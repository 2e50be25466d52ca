# Finds the LLVM whose clang-tidy this build extends, and refuses versions that
# the sources were never compiled with.
#
# Input:  IMMORTAL_TIDY_LLVM (a major version) or LLVM_DIR.
# Output: LLVM_*, Clang targets, IMMORTAL_TIDY_LLVM, IMMORTAL_TIDY_LLVM_BINDIR.

set(IMMORTAL_TIDY_SUPPORTED_LLVM 19 22)
set(IMMORTAL_TIDY_LLVM "" CACHE STRING "Major version of the LLVM to build on")

if(IMMORTAL_TIDY_LLVM AND NOT LLVM_DIR)
  find_program(LLVM_CONFIG_PROGRAM llvm-config-${IMMORTAL_TIDY_LLVM})
  if(NOT LLVM_CONFIG_PROGRAM)
    message(FATAL_ERROR
      "llvm-config-${IMMORTAL_TIDY_LLVM} is not on PATH. Install "
      "llvm-${IMMORTAL_TIDY_LLVM}-dev and libclang-${IMMORTAL_TIDY_LLVM}-dev "
      "(tools/bootstrap.sh does), or pass -DLLVM_DIR=PREFIX/lib/cmake/llvm.")
  endif()
  execute_process(COMMAND ${LLVM_CONFIG_PROGRAM} --cmakedir
    OUTPUT_VARIABLE LLVM_DIR OUTPUT_STRIP_TRAILING_WHITESPACE
    COMMAND_ERROR_IS_FATAL ANY)
endif()

# No version here: LLVM's package file accepts only its own major version, and
# the sentence that CMake prints then does not help anybody.
find_package(LLVM REQUIRED CONFIG)
if(NOT LLVM_VERSION_MAJOR IN_LIST IMMORTAL_TIDY_SUPPORTED_LLVM)
  message(FATAL_ERROR
    "LLVM ${LLVM_PACKAGE_VERSION} in ${LLVM_DIR} is not supported: "
    "immortal-tidy builds on LLVM 19 and 22. Pass -DIMMORTAL_TIDY_LLVM=22.")
endif()
find_package(Clang REQUIRED CONFIG HINTS "${LLVM_DIR}/../clang")

set(IMMORTAL_TIDY_LLVM "${LLVM_VERSION_MAJOR}" CACHE STRING "" FORCE)
set(IMMORTAL_TIDY_LLVM_BINDIR "${LLVM_TOOLS_BINARY_DIR}")
separate_arguments(LLVM_DEFINITION_LIST NATIVE_COMMAND "${LLVM_DEFINITIONS}")
message(STATUS "immortal-tidy builds on LLVM ${LLVM_PACKAGE_VERSION}")
