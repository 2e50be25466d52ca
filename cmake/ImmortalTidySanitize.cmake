# Finds errors of memory and undefined behaviour in our own code, with its
# assertions on: test/hunt. For everything that is built, since half a program
# with sanitizers reports what is not there. clang's own libraries stay as the
# distribution made them.

if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  message(FATAL_ERROR
    "IMMORTAL_TIDY_SANITIZE needs clang: -DCMAKE_CXX_COMPILER=clang++-22")
endif()
set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=undefined)
# What LLVM's libraries lack, which are built without RTTI.
list(APPEND sanitizers -fno-sanitize=vptr
  "-fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/sanitize.ignore")
# -O1: with -O2 a file takes minutes. fuzzer-no-link: libFuzzer is guided by what it
# reaches, and everything else ignores it.
add_compile_options(${sanitizers} -fsanitize=fuzzer-no-link -UNDEBUG -O1 -g1
  -fno-omit-frame-pointer)
add_link_options(${sanitizers})

# Stock clang-tidy loads the module, which needs the run-time of the sanitizer.
execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -print-file-name=libclang_rt.asan-x86_64.so
  OUTPUT_VARIABLE runtime OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(NOT IS_ABSOLUTE "${runtime}")
  message(FATAL_ERROR
    "no run-time of the sanitizers (Debian: libclang-rt-${IMMORTAL_TIDY_LLVM}-dev)")
endif()
set(folder "${PROJECT_BINARY_DIR}/llvm-bin")
file(GLOB programs "${IMMORTAL_TIDY_LLVM_BINDIR}/*")
file(MAKE_DIRECTORY "${folder}")
foreach(program IN LISTS programs)
  get_filename_component(name "${program}" NAME)
  file(CREATE_LINK "${program}" "${folder}/${name}" SYMBOLIC)
endforeach()
file(REMOVE "${folder}/clang-tidy")
file(WRITE "${folder}/clang-tidy"
  "#!/bin/sh\nLD_PRELOAD=${runtime} exec ${IMMORTAL_TIDY_LLVM_BINDIR}/clang-tidy \"$@\"\n")
file(CHMOD "${folder}/clang-tidy" PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(IMMORTAL_TIDY_LLVM_BINDIR "${folder}")
