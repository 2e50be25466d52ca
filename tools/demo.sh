#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Shows what the checks find, the safe fixes as a diff, and why the rest is
# left alone: on the example in demo/, or on your own sources, which are copied
# first and never changed. LLVM=19 or LLVM=22 as in bootstrap.sh.
#
#   tools/demo.sh [PATH...] [-- COMPILER FLAGS]
set -euo pipefail
# shellcheck source=tools/bootstrap.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/bootstrap.sh"

SOURCES=(-name '*.c' -o -name '*.cc' -o -name '*.cpp' -o -name '*.cxx')
HEADERS=(-name '*.h' -o -name '*.hh' -o -name '*.hpp' -o -name '*.hxx' -o -name '*.inc')

paths=()
flags=()
read_arguments() {
  while (($#)) && [[ $1 != -- ]]; do
    [[ -r $1 ]] || die "$1 cannot be read: give C or C++ files, or folders of them"
    paths+=("$(realpath -- "$1")")
    shift
  done
  flags=("${@:2}")
  ((${#paths[@]})) || paths=("$SOURCE/demo")
}

# Copies the sources, and the headers beside them, below $copy; each keeps its
# absolute path there.
copy_sources() {
  local path
  for path in "${paths[@]}"; do
    if [[ -d $path ]]; then
      find "$path" -type f \( "${SOURCES[@]}" -o "${HEADERS[@]}" \) -print0
    else
      printf '%s\0' "$path"
      find "$(dirname -- "$path")" -maxdepth 1 -type f \( "${HEADERS[@]}" \) -print0
    fi
  done | xargs -0 -r cp --parents -t "$copy" --
  mapfile -d '' -t sources < <(find "$copy" -type f \( "${SOURCES[@]}" \) -print0 | sort -z)
  ((${#sources[@]})) || die "no C or C++ source in ${paths[*]}"
}

# Flags of the user may name folders that were copied: the copies are meant.
redirect_flags() {
  local i value option path
  for i in "${!flags[@]}"; do
    option='' value=${flags[i]}
    [[ $value == -I?* ]] && option=-I value=${value#-I}
    [[ -d $value ]] || continue
    value=$(realpath -- "$value")
    [[ -d $copy$value ]] && value=$copy$value
    flags[i]=$option$value
  done
  for path in "${paths[@]}"; do
    [[ -d $path ]] || path=$(dirname -- "$path")
    flags+=("-I$copy$path" "-I$copy$path/include")
  done
  mapfile -t -O "${#flags[@]}" flags < <(python3 -c '
import json, sys
for folder in json.load(open(sys.argv[1]))["pythons"][0]["include"]:
    print("-I" + folder)' "$work/pythons.json")
}

# Runs the checks on the copies; paths are printed as the user knows them.
tidy() {
  local status=0
  "$SOURCE/build/llvm-$LLVM/bin/immortal-tidy" --quiet --checks='-*,cpython-*' \
    --header-filter='.*' "$@" "${sources[@]}" -- "${flags[@]}" \
    >"$work/stdout" 2>"$work/stderr" || status=$?
  # 1 stands for errors in the sources, which are among the findings.
  ((status <= 1)) || die "immortal-tidy failed: $(tail -n 5 "$work/stderr")"
  sed -e "s|$copy$here/||g" -e "s|$copy||g" "$work/stdout"
}

heading() {
  if [[ $color == always ]]; then printf '\n\e[1m%s\e[0m\n' "$1"; else printf '\n%s\n' "$1"; fi
}

# Prints the lines of a listing that are of one of the kinds.
say() { grep --color="$color" -E ": ($1): " "$2" || echo "none"; }

print_diff() {
  local file name
  while IFS= read -r -d '' file; do
    name=${file#"$copy"}
    diff -u "--color=$color" --label "${name#"$here/"}" \
      --label "${name#"$here/"} (fixed)" "$name" "$file" || true
  done < <(find "$copy" -type f -print0 | sort -z)
}

here=$PWD
read_arguments "$@"
color=never
[[ -t 1 || -n ${FORCE_COLOR:-} ]] && color=always
work=$(mktemp -d)
copy=$work/copy
trap 'rm -rf "$work"' EXIT
mkdir "$copy"

set_up immortal-tidy
python3 "$SOURCE/test/python/provide.py" 3.15 --require 3.15 \
  --output "$work/pythons.json" >"$work/provide.log" ||
  die "the headers of CPython 3.15 cannot be had: $(grep missing "$work/provide.log")"
copy_sources
redirect_flags

tidy --export-fixes="$work/fixes.yaml" >"$work/found"
heading "Findings"
say 'warning|error' "$work/found"
if grep -q ': error: ' "$work/found"; then
  echo "(errors hide findings: give include folders after --, as in -- -Iinclude)"
fi

heading "Safe fixes"
outside=$(sed -n "s|.*FilePath: *'\\(.*\\)'.*|\\1|p" "$work/fixes.yaml" 2>/dev/null |
  grep -vF -e "$copy/" | sort -u || true)
if [[ -n $outside ]]; then
  echo "left out, because they also change files that were not given: $outside"
else
  tidy --fix >/dev/null
  print_diff >"$work/diff"
  [[ -s $work/diff ]] || echo "none"
  cat "$work/diff"
fi

tidy >"$work/left"
heading "Left alone, and why"
say 'warning|error|note' "$work/left"
