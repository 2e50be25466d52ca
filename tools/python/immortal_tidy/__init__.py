# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""clang-tidy checks for immortal objects in CPython extensions: where things are."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def executable() -> Path:
    """All tools in one; which one runs goes by the name it is started under."""
    return _HERE / "bin" / "immortal"


def include_dir() -> Path:
    """The folder of py_immortal.h."""
    return _HERE / "include"


def plugin() -> Path:
    """The module for ``clang-tidy --load``; it fits one version of LLVM only."""
    return _HERE / "lib" / "ImmortalTidy.so"
