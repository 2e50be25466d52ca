# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The answers of the header on real interpreters, compiled as C and as C++."""

from __future__ import annotations

import functools
from pathlib import Path

from toolchain import C99, CXX11, HERE, Cases, Extension, Language, Python

LEVELS = ("off", "basic", "full")


def values(python: Python, language: Language, level: str, work: Path) -> None:
    flags = [f"-DPY_IMMORTAL_VERIFY={level}"]
    extension = Extension(python, language, HERE / "values.c", work, flags)
    folder = extension.build(f"-{level}")
    python.run(HERE / "check_values.py", env={"PYTHONPATH": str(folder)})


def limited(python: Python, language: Language, level: str, work: Path) -> None:
    flags = [f"-DPY_IMMORTAL_VERIFY={level}"]
    extension = Extension(python, language, HERE / "limited.c", work, flags)
    expected = (0, 0, "not supported by this Python", 0, 0)
    check = f"import limited\nfound = limited.answers([])\nassert found == {expected}, found"
    python.run("-c", check, env={"PYTHONPATH": str(extension.build(f"-{level}"))})


def cases(pythons: list[Python], work: Path) -> Cases:
    """Verification changes no answer."""
    for python in pythons:
        if not python.interpreter:
            yield python.name, python.require_interpreter
            continue
        for language in (C99, CXX11):
            for level in LEVELS:
                test = functools.partial(values, python, language, level, work)
                yield f"{python.name} {language.name} {level}", test
                if not python.free_threaded:  # it has no stable ABI
                    test = functools.partial(limited, python, language, level, work)
                    yield f"{python.name} {language.name} {level} limited API", test
