# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""``python -m immortal_tidy``, and the commands that pip installs."""

from __future__ import annotations

import argparse
import os
import sys

import immortal_tidy


def _become(tool: str) -> None:
    path = immortal_tidy.executable()
    try:
        os.execv(path, [tool, *sys.argv[1:]])
    except OSError as error:
        sys.exit(f"{tool}: {path}: {error.strerror}; install immortal-tidy again")


def tidy() -> None:
    _become("immortal-tidy")


def migrate() -> None:
    _become("immortal-migrate")


def clangd() -> None:
    _become("immortal-clangd")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m immortal_tidy",
        description="Where the parts of immortal-tidy are, for build systems.",
    )
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument(
        "--include-dir", action="store_true", help="print the folder of py_immortal.h"
    )
    group.add_argument(
        "--plugin", action="store_true", help="print the module for clang-tidy --load="
    )
    arguments = parser.parse_args()
    print(immortal_tidy.include_dir() if arguments.include_dir else immortal_tidy.plugin())


if __name__ == "__main__":
    main()
