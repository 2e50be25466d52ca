#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Measures what the module costs and how it scales, and writes docs/quality.md.
# LLVM=19 or LLVM=22 as in tools/bootstrap.sh; arguments go to speed/run.py.
set -euo pipefail
# shellcheck source=tools/bootstrap.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/../../tools/bootstrap.sh"
COMMON_PACKAGES+=(valgrind python3-venv)
set_up all
[[ -f $SOURCE/build/pythons.json ]] ||
  python3 "$SOURCE/test/python/provide.py" --output "$SOURCE/build/pythons.json"

venv=$SOURCE/build/bench-venv
[[ -x $venv/bin/python ]] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet 'matplotlib==3.10.*'
"$venv/bin/python" "$SOURCE/test/bench/speed/run.py" --write \
  --build "$SOURCE/build/llvm-$LLVM" \
  --llvm-bindir "$("llvm-config-$LLVM" --bindir)" "$@"
