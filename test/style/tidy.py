# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Our own code under clang-tidy, a dozen files in one unit: most of the time goes into clang's
headers. Without a precompiled header each file must name those that it needs, or follow one
that does."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ("CMAKE_UNITY_BUILD=ON", "IMMORTAL_TIDY_PCH=OFF", "BUILD_TESTING=OFF")
OWN_FILES = r"/(clang-tidy-checks|lib|tools)/[^.]*[.](cpp|h)$"
# The units that CMake writes include sources.
CHECKS = "-bugprone-suspicious-include"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run-clang-tidy", required=True)
    parser.add_argument("--compiler", required=True, help="the C++ compiler")
    parser.add_argument("--llvm", required=True)
    options = parser.parse_args()
    settings = [f"IMMORTAL_TIDY_LLVM={options.llvm}", f"CMAKE_CXX_COMPILER={options.compiler}"]
    with tempfile.TemporaryDirectory() as build:
        configure = ["cmake", "-S", ROOT, "-B", build, "-G", "Ninja"]
        configure += [f"-D{setting}" for setting in (*SETTINGS, *settings)]
        done = subprocess.run(configure, capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)
        tidy = [options.run_clang_tidy, "-quiet", "-p", build]
        tidy += [f"-config-file={ROOT / '.clang-tidy'}", f"-checks={CHECKS}"]
        # What a unit includes is no main file.
        return subprocess.run([*tidy, f"-header-filter={OWN_FILES}"]).returncode


if __name__ == "__main__":
    sys.exit(main())
