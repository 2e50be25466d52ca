# Completions for bash, zsh and fish, written from each executable's --help.

find_package(Python3 COMPONENTS Interpreter)
if(NOT Python3_FOUND)
  message(STATUS "no shell completions: they are written by a Python script")
  return()
endif()

# immortal_tidy_completions(TARGET): builds and installs those of an executable.
function(immortal_tidy_completions target)
  set(folder "${PROJECT_BINARY_DIR}/completions")
  set(files "${folder}/bash/${target}" "${folder}/zsh/_${target}"
    "${folder}/fish/${target}.fish")
  set(script "${PROJECT_SOURCE_DIR}/cmake/generate_completions.py")
  add_custom_command(OUTPUT ${files}
    COMMAND Python3::Interpreter "${script}" "$<TARGET_FILE:${target}>" "${folder}"
    DEPENDS "${script}" ${target}
    COMMENT "Writing shell completions for ${target}" VERBATIM)
  add_custom_target(${target}-completions ALL DEPENDS ${files})
  install(FILES "${folder}/bash/${target}"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions")
  install(FILES "${folder}/zsh/_${target}"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions")
  install(FILES "${folder}/fish/${target}.fish"
    DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
endfunction()
