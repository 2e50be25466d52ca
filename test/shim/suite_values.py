# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The answers of the header on real interpreters, compiled as C and as C++."""

from __future__ import annotations

from pathlib import Path

from toolchain import C99, CXX11, HERE, Cases, Extension, Language, Python


def cases(pythons: list[Python], work: Path) -> Cases:
    """One case for each Python and language."""

    def values(python: Python, language: Language) -> None:
        folder = Extension(python, language, HERE / "values.c", work).build()
        python.run(HERE / "check_values.py", env={"PYTHONPATH": str(folder)})

    for python in pythons:
        for language in (C99, CXX11):
            yield f"{python.name} {language.name}", (
                lambda p=python, l=language: values(p, l)
            )
