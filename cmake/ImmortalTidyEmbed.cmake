# Texts that stay files in the source tree and end up in the executable.

# immortal_tidy_raw_string(VARIABLE TEXT): the text as a literal of C++.
function(immortal_tidy_raw_string variable text)
  string(FIND "${text}" ")immortal\"" clash)
  if(NOT clash EQUAL -1)
    message(FATAL_ERROR "a text holds what ends a literal: )immortal\"")
  endif()
  set(${variable} "R\"immortal(${text})immortal\"" PARENT_SCOPE)
endfunction()

# immortal_tidy_generate(FILE TEXT): writes it only if it differs, so that
# nothing is built again for it.
function(immortal_tidy_generate file text)
  file(WRITE "${file}.new" "${text}")
  configure_file("${file}.new" "${file}" COPYONLY)
endfunction()
