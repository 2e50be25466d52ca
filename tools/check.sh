#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Sets up, builds, and runs every test. LLVM=19 or LLVM=22 as in bootstrap.sh.
# With CI=true a Python that the main tests need must be there. Arguments go to
# ctest: tools/check.sh -R checks/
set -euo pipefail
# shellcheck source=tools/bootstrap.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/bootstrap.sh"

require=()
if [[ ${CI:-} == true ]]; then
  require=(--require 3.15 --require 3.13t)
fi

# A Debian to install the package on, and what reads manual and completions.
COMMON_PACKAGES+=(mmdebstrap man-db dpkg-dev zsh fish lld python3-venv
  zlib1g-dev libzstd-dev)
# The editors in which immortal-clangd is tried, and the build systems.
COMMON_PACKAGES+=(neovim emacs-nox meson pre-commit)
# eglot is part of Emacs from 29 on, and a package of its own before.
command -v emacs >/dev/null || refresh_lists
if apt-cache show elpa-eglot >/dev/null 2>&1; then
  COMMON_PACKAGES+=(elpa-eglot)
fi
set_up all
pythons=$SOURCE/build/pythons.json
python3 "$SOURCE/test/python/provide.py" --free-threaded "${require[@]}" \
  --output "$pythons"

build=$SOURCE/build/llvm-$LLVM
# The tests compile with this clang too, not with another that may be around.
PATH=$("llvm-config-$LLVM" --bindir):$PATH
failed=0
ctest --test-dir "$build" --output-on-failure --no-tests=error \
  --parallel "$(nproc)" "$@" || failed=$?

# What was not run, so that a green line cannot hide it.
python3 "$SOURCE/test/python/skipped.py" "$pythons" \
  "$build/Testing/Temporary/LastTest.log"
exit "$failed"
