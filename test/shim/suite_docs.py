# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The code and the tables in docs/shim.md and docs/migrating.md are right."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import suite_verification
from toolchain import C99, INCLUDE, SOURCE_TREE, WARNINGS, Cases, Failed, Language, Python
from toolchain import compile_with

DOCS = SOURCE_TREE / "docs"
CODE = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
KINDS = re.compile(r'\bKIND\(\s*\w+, ([01]), "([\w-]+)"')
CXX17 = Language("g++", "c++17")


def blocks(page: str, language: str, label: str = "") -> list[str]:
    """The code of a page in one language and with one label."""
    found = CODE.findall((DOCS / page).read_text())
    return [code for lang, mark, code in found if (lang, mark) == (language, label)]


def compile_block(code: str, python: Python, language: Language, work: Path) -> None:
    file = work / "block.c"
    file.write_text(code)
    flags: list[str | Path] = [*WARNINGS, "-Wno-unused-function", "-I", INCLUDE, "-fsyntax-only"]
    compile_with(language, [*python.flags, *flags, file])


def after_on(python: Python, work: Path) -> None:
    """What the pages recommend compiles everywhere, as C and as C++."""
    found = blocks("migrating.md", "c", "after") + blocks("shim.md", "c")
    if len(found) < 6:
        raise Failed(f"found only {len(found)} examples")
    for code in found:
        for language in (C99, CXX17):
            compile_block(code, python, language, work)


def before_on(python: Python, work: Path) -> None:
    """What they replace is code that did compile, with internal headers."""
    found = blocks("migrating.md", "c", "before")
    if len(found) < 4:
        raise Failed(f"found only {len(found)} examples")
    for code in found:
        compile_block(code, python, Language("gcc", "gnu17"), work)


def kinds_are_listed() -> None:
    header = (INCLUDE / "py_immortal.h").read_text()
    expected = [(word, "advice" if advice == "1" else "") for advice, word in KINDS.findall(header)]
    rows = re.findall(
        r"^\| `([\w-]+)` \| (?:basic|full)(?:, (advice))? \|", (DOCS / "shim.md").read_text(), re.M
    )
    if rows != expected or len(rows) < 20:
        raise Failed(f"docs/shim.md lists {rows}, the header has {expected}")


def snippets_fail_a_run(python: Python, work: Path) -> None:
    """Only when a call was refused."""
    verified = suite_verification.Verified(python, C99, work)
    lines, plugin = blocks("shim.md", "python")
    session = "import types\nsession = types.SimpleNamespace(exitstatus=0)\n"
    call = "pytest_sessionfinish(session)\nsys.exit(session.exitstatus)"
    for snippet in (lines, f"{session}{plugin}\n{call}"):
        verified.lines(f"verified.one_site(3)\n{snippet}", 0)
        verified.lines(f"verified.refused_site(3)\n{snippet}", int(python.supported))


def cases(pythons: list[Python], work: Path) -> Cases:
    yield "kinds are listed", kinds_are_listed
    for python in pythons:
        yield f"{python.name} after", functools.partial(after_on, python, work)
        if python.hexversion >= 0x030E0000:
            yield f"{python.name} before", functools.partial(before_on, python, work)
        if python.interpreter:
            yield f"{python.name} snippets", functools.partial(snippets_fail_a_run, python, work)
