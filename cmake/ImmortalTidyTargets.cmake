# The one way in which every library of this project is compiled: once, as
# objects, for the plugin, the executables and the unit tests.

# immortal_tidy_library(NAME SOURCES... [TABLE_ONLY])
# TABLE_ONLY: the library may use LLVM's Support, but not Clang's AST.
function(immortal_tidy_library name)
  cmake_parse_arguments(ARG "TABLE_ONLY" "" "" ${ARGN})
  add_library(${name} OBJECT ${ARG_UNPARSED_ARGUMENTS})
  immortal_tidy_compile_options(${name})
  if(IMMORTAL_TIDY_PCH AND NOT ARG_TABLE_ONLY)
    if(TARGET ImmortalTidySource AND NOT name STREQUAL "ImmortalTidySource")
      target_precompile_headers(${name} REUSE_FROM ImmortalTidySource)
    else()
      target_precompile_headers(${name} PRIVATE
        <clang-tidy/ClangTidyCheck.h>
        <clang/ASTMatchers/ASTMatchFinder.h>)
    endif()
  endif()
endfunction()

function(immortal_tidy_compile_options target)
  target_include_directories(${target} PRIVATE "${PROJECT_SOURCE_DIR}/lib")
  target_include_directories(${target} SYSTEM PRIVATE
    ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
  target_compile_definitions(${target} PRIVATE ${LLVM_DEFINITION_LIST}
    "IMMORTAL_TIDY_VERSION=\"${PROJECT_VERSION}\""
    "IMMORTAL_TIDY_CLANG_VERSION=\"${LLVM_VERSION_MAJOR}.${LLVM_VERSION_MINOR}\"")
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wno-unused-parameter)
  if(IMMORTAL_TIDY_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(NOT LLVM_ENABLE_RTTI)
    target_compile_options(${target} PRIVATE -fno-rtti)
  endif()
endfunction()

# Every object that a front end needs.
set(IMMORTAL_TIDY_LIBRARIES
  ImmortalTidyCAPI ImmortalTidySource ImmortalTidyFreshness ImmortalTidyFixes
  ImmortalTidyChecks)
