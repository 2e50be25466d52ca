#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
# Installs what the build needs, configures, and builds into build/llvm-N/.
# LLVM=19 or LLVM=22 chooses the LLVM; the default is the newest of them that
# is installed or that apt can install. check.sh and demo.sh source this file.
set -euo pipefail

SOURCE=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
SUPPORTED_LLVM=(22 19)
COMMON_PACKAGES=(cmake ninja-build ccache g++ make git python3 python3-dev
  python3-pip libgtest-dev libgmock-dev)
# For the tests of 32-bit code.
[[ $(uname -m) != x86_64 ]] || COMMON_PACKAGES+=(gcc-multilib)

die() {
  printf 'error: %s\n' "$@" >&2
  exit 1
}

llvm_packages() {
  printf '%s\n' "llvm-$1-dev" "libclang-$1-dev" "clang-tidy-$1" "clangd-$1" \
    "llvm-$1-tools" "clang-$1" "clang-format-$1"
}

# Prints those of the packages that are not installed.
missing_packages() {
  comm -23 <(printf '%s\n' "$@" | sort -u) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
      sed -n 's/^installed //p' | sort -u)
}

# Runs apt-get as root; prints only what went wrong.
as_root_apt_get() {
  local log sudo=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "packages are missing, and installing them needs root: run this as root, or install sudo"
    sudo=(sudo)
  fi
  log=$(mktemp)
  if "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y \
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" >"$log" 2>&1; then
    rm -f "$log"
  else
    { grep '^E:' "$log" || tail -n 5 "$log"; } >&2
    rm -f "$log"
    return 1
  fi
}

# apt's lists are refreshed once, and only when something is missing.
refresh_lists() {
  [[ -z ${lists_refreshed:-} ]] || return 0
  lists_refreshed=1
  as_root_apt_get update ||
    echo "warning: apt could not refresh its lists; trying with the ones it has" >&2
}

can_have_llvm() {
  local packages missing
  mapfile -t packages < <(llvm_packages "$1")
  mapfile -t missing < <(missing_packages "${packages[@]}")
  ((${#missing[@]})) || return 0
  refresh_lists
  apt-get --simulate --no-install-recommends install "${missing[@]}" >/dev/null 2>&1
}

choose_llvm() {
  local version
  if [[ -n ${LLVM:-} ]]; then
    [[ " ${SUPPORTED_LLVM[*]} " == *" $LLVM "* ]] ||
      die "LLVM=$LLVM is not supported: set LLVM to one of ${SUPPORTED_LLVM[*]}, or leave it out"
    return
  fi
  for version in "${SUPPORTED_LLVM[@]}"; do
    if can_have_llvm "$version"; then
      LLVM=$version
      return
    fi
  done
  die "apt has none of LLVM ${SUPPORTED_LLVM[*]}: use Debian 12 or newer, or add a package source that has one of them"
}

install_packages() {
  local packages missing
  mapfile -t packages < <(llvm_packages "$LLVM")
  mapfile -t missing < <(missing_packages "${packages[@]}" "${COMMON_PACKAGES[@]}")
  ((${#missing[@]})) || return 0
  echo "installing with apt: ${missing[*]}"
  refresh_lists
  as_root_apt_get install --no-install-recommends "${missing[@]}" ||
    die "apt could not install the packages above: repair what it says (often 'apt-get update' or 'apt-get -f install' as root), or choose another version with LLVM=${SUPPORTED_LLVM[*]: -1}, then run this again"
}

# Runs a step quietly; shows what it said if it failed.
quietly() {
  local what=$1 log=$2
  shift 2
  "$@" >"$log" 2>&1 || {
    grep -E -A 8 'error|Error|FAILED' "$log" | head -n 60 >&2 || true
    die "$what failed; all of it is in $log"
  }
}

configure_and_build() {
  local target=$1 build=$SOURCE/build/llvm-$LLVM version
  mkdir -p "$build"
  if [[ ! -e $build/build.ninja && -z ${CXX:-} ]]; then
    for version in "${SUPPORTED_LLVM[@]}"; do
      if command -v "clang++-$version" >/dev/null; then
        export CC=clang-$version CXX=clang++-$version
        break
      fi
    done
  fi
  quietly "configuring" "$build/configure.log" \
    cmake -S "$SOURCE" --preset "llvm-$LLVM"
  if [[ $(ninja -C "$build" -n "$target") != *"no work to do"* ]]; then
    echo "building build/llvm-$LLVM, a minute or two the first time"
  fi
  quietly "building" "$build/build.log" ninja -C "$build" "$target"
}

# After this, LLVM is set, and the target is built in build/llvm-$LLVM.
set_up() {
  command -v apt-get >/dev/null ||
    die "this script installs with apt, for Debian and Ubuntu: elsewhere, install LLVM ${SUPPORTED_LLVM[*]} with clang-tidy and its development files, and run cmake --preset llvm-${SUPPORTED_LLVM[0]}"
  choose_llvm
  install_packages
  configure_and_build "$1"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set_up all
  echo "ready: build/llvm-$LLVM/bin/immortal-tidy"
fi
