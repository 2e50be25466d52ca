# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""An immortal object shared by threads, with and without ThreadSanitizer."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import Path

from suite_sanitizers import preloaded, require_start
from toolchain import C99, CXX11, HERE, Cases, Extension, Failed, Language, Python
from toolchain import require_tool

# The interpreter's own locks are invisible, so what it calls is left out.
OPTIONS = {"TSAN_OPTIONS": "ignore_noninstrumented_modules=1 exitcode=66"}


def share(python: Python, language: Language, level: str, work: Path) -> None:
    flags = [f"-DPY_IMMORTAL_VERIFY={level}"]
    folder = Extension(python, language, HERE / "shared.c", work, flags).build(f"-{level}")
    python.run(HERE / "check_shared.py", env={"PYTHONPATH": str(folder)})


def under_thread_sanitizer(python: Python, level: str, work: Path, race: bool = False) -> None:
    """Only the extension is instrumented: its accesses are the ones in question."""
    # The run time needs the addresses of a process without randomization.
    setarch = [require_tool("setarch"), "-R"]
    python = dataclasses.replace(python, interpreter=[*setarch, *(python.interpreter or ())])
    environment = {**OPTIONS, **preloaded(C99, "libtsan.so")}
    require_start(python, environment)
    flags = ["-fsanitize=thread", f"-DPY_IMMORTAL_VERIFY={level}", *["-DRACE"] * race]
    folder = Extension(python, C99, HERE / "shared.c", work, flags).build(f"-tsan-{level}-{race}")
    environment["PYTHONPATH"] = str(folder)
    try:
        python.run(HERE / "check_shared.py", env=environment)
    except Failed as found:
        if race and "ThreadSanitizer: data race" in str(found):
            return
        raise
    if race:
        raise Failed("a data race went unnoticed")


def cases(pythons: list[Python], work: Path) -> Cases:
    for python in pythons:
        if not python.supported or not python.interpreter:
            continue
        for language in (C99, CXX11):
            for level in ("off", "full"):
                test = functools.partial(share, python, language, level, work)
                yield f"{python.name} {language.name} {level}", test
        if python.free_threaded:
            for level in ("off", "full"):
                test = functools.partial(under_thread_sanitizer, python, level, work)
                yield f"{python.name} ThreadSanitizer {level}", test
            test = functools.partial(under_thread_sanitizer, python, "off", work, True)
            yield f"{python.name} ThreadSanitizer control", test
