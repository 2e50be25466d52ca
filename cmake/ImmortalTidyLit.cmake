# Finds lit and FileCheck of the LLVM in use, and registers lit suites.

set(IMMORTAL_PYTHONS "${PROJECT_SOURCE_DIR}/build/pythons.json" CACHE FILEPATH
  "The list of Pythons that test/python/provide.py writes")
find_package(Python3 3.9 REQUIRED COMPONENTS Interpreter)

foreach(tool IN ITEMS FileCheck not count split-file clang clang++ clang-tidy)
  if(NOT EXISTS "${IMMORTAL_TIDY_LLVM_BINDIR}/${tool}")
    message(FATAL_ERROR
      "The tests need ${tool} in ${IMMORTAL_TIDY_LLVM_BINDIR}. Install "
      "llvm-${IMMORTAL_TIDY_LLVM}-tools, clang-${IMMORTAL_TIDY_LLVM} and "
      "clang-tidy-${IMMORTAL_TIDY_LLVM} (tools/bootstrap.sh does), or "
      "configure with -DBUILD_TESTING=OFF.")
  endif()
endforeach()

# LLVM 22 packages bin/lit, older ones only the build tree's script. NAMES_PER_DIR
# keeps a lit on PATH from winning over the one that fits.
find_program(IMMORTAL_TIDY_LIT NAMES lit lit.py NAMES_PER_DIR
  HINTS "${IMMORTAL_TIDY_LLVM_BINDIR}"
        "${IMMORTAL_TIDY_LLVM_BINDIR}/../build/utils/lit")
if(NOT IMMORTAL_TIDY_LIT)
  message(FATAL_ERROR
    "lit is neither in ${IMMORTAL_TIDY_LLVM_BINDIR} nor on PATH. Install "
    "llvm-${IMMORTAL_TIDY_LLVM}-tools, or configure with -DBUILD_TESTING=OFF.")
endif()

configure_file("${PROJECT_SOURCE_DIR}/test/lit.site.cfg.py.in"
  "${PROJECT_BINARY_DIR}/test/lit.site.cfg.py" @ONLY)

# immortal_tidy_lit_suite(FOLDER): one test for ctest, named after the folder
# below test/. lit runs the cases in it on two cores, which ctest is told.
function(immortal_tidy_lit_suite folder)
  add_test(NAME "${folder}"
    COMMAND "${Python3_EXECUTABLE}" "${IMMORTAL_TIDY_LIT}" -v --no-progress-bar -j2
      "${PROJECT_BINARY_DIR}/test/${folder}")
  set_tests_properties("${folder}" PROPERTIES PROCESSORS 2 TIMEOUT 3000)
endfunction()
