# sbom.cdx.json: what the binaries are made of (CycloneDX 1.5). Without a date,
# so that two builds are the same.

# The value of a string macro, as the compiler sees it.
function(macro_value header name result)
  file(WRITE "${PROJECT_BINARY_DIR}/macro.cpp" "#include <${header}>\nvalue:${name}\n")
  execute_process(COMMAND "${CMAKE_CXX_COMPILER}" -E -P "${PROJECT_BINARY_DIR}/macro.cpp"
    OUTPUT_VARIABLE text COMMAND_ERROR_IS_FATAL ANY)
  file(REMOVE "${PROJECT_BINARY_DIR}/macro.cpp")
  string(REGEX MATCH "value:([^\n]*)" text "${text}")
  string(REGEX REPLACE "[\" ]" "" text "${CMAKE_MATCH_1}")
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

# sbom_component(NAME VERSION LICENSE): one that is linked statically.
macro(sbom_component name version license)
  string(APPEND SBOM_STATIC_COMPONENTS ",
    {
      \"type\": \"library\",
      \"bom-ref\": \"${name}\",
      \"name\": \"${name}\",
      \"version\": \"${version}\",
      \"licenses\": [{\"expression\": \"${license}\"}]
    }")
  string(APPEND SBOM_STATIC_REFERENCES ", \"${name}\"")
endmacro()

set(SBOM_STATIC_COMPONENTS "")
set(SBOM_STATIC_REFERENCES "")
set(SBOM_LINKED "dynamically")
if(IMMORTAL_TIDY_STATIC)
  set(SBOM_LINKED "statically")
  macro_value(zlib.h ZLIB_VERSION zlib_version)
  macro_value(zstd.h ZSTD_VERSION_STRING zstd_version)
  macro_value(cstddef _GLIBCXX_RELEASE libstdcxx_version)
  sbom_component(zlib "${zlib_version}" "Zlib")
  sbom_component(zstd "${zstd_version}" "BSD-3-Clause OR GPL-2.0-only")
  sbom_component("libstdc++" "${libstdcxx_version}" "GPL-3.0-or-later WITH GCC-exception-3.1")
endif()
file(SHA256 "${PROJECT_SOURCE_DIR}/include/py_immortal.h" SBOM_HEADER_HASH)
string(UUID SBOM_UUID NAMESPACE 6ba7b811-9dad-11d1-80b4-00c04fd430c8
  NAME "immortal-tidy ${PROJECT_VERSION} ${LLVM_PACKAGE_VERSION} ${SBOM_LINKED}" TYPE SHA1)
configure_file(cmake/sbom.cdx.json.in sbom.cdx.json @ONLY)
