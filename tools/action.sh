#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# What action.yml runs: immortal-migrate with the inputs in the environment
# (PATHS, BUILD_DIR, PYTHONS, ARGUMENTS, SARIF). Findings do not fail it.
set -euo pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
tool=$(find "$here"/build/llvm-*/bin -name immortal-migrate | sort -V | tail -n 1)

arguments=(--sarif "${SARIF:-immortal-tidy.sarif}")
[[ -z ${BUILD_DIR:-} ]] || arguments+=(-p "$BUILD_DIR")
while IFS= read -r python; do
  [[ -z $python ]] || arguments+=(--python "$python")
done <<<"${PYTHONS:-}"
# Words, as on a command line.
read -r -a more <<<"${ARGUMENTS:-}"
read -r -a paths <<<"${PATHS:-}"

code=0
"$tool" "${arguments[@]}" "${more[@]}" "${paths[@]}" || code=$?
[[ -z ${GITHUB_OUTPUT:-} ]] || echo "exit-code=$code" >>"$GITHUB_OUTPUT"
((code <= 1)) || exit "$code"
