# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The answers and the verification under AddressSanitizer and UBSan."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path

from toolchain import C99, CXX11, HERE, Cases, Extension, Failed, Language, Python
from toolchain import Skipped

FLAGS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]


def preloaded(language: Language, *names: str) -> dict[str, str]:
    """The environment in which an uninstrumented interpreter has the run times."""
    libraries = []
    for name in names:
        command = [language.compiler, f"-print-file-name={name}"]
        found = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        if not Path(found.stdout.strip()).is_absolute():
            raise Skipped(f"{language.compiler} has no {name}")
        libraries.append(found.stdout.strip())
    return {"LD_PRELOAD": " ".join(libraries)}


def environment_for(python: Python, language: Language) -> dict[str, str]:
    """Immortal objects are leaks by design. Without an allocator of Python's own
    every object is a block that AddressSanitizer watches; a free-threaded build
    has no choice of allocators."""
    allocator = {} if python.free_threaded else {"PYTHONMALLOC": "malloc"}
    run_times = preloaded(language, "libasan.so", "libubsan.so")
    return {"ASAN_OPTIONS": "detect_leaks=0", **allocator, **run_times}


def require_start(python: Python, environment: dict[str, str]) -> None:
    """Skipped if the run time cannot even be loaded into this interpreter."""
    try:
        python.run("-c", "pass", env=environment)
    except Failed as why:
        last = str(why).strip().splitlines()[-1]
        raise Skipped(f"the interpreter does not start with it: {last}") from None


def sanitized(python: Python, language: Language, level: str, work: Path) -> None:
    environment = environment_for(python, language)
    require_start(python, environment)
    flags = [*FLAGS, f"-DPY_IMMORTAL_VERIFY={level}"]
    folder = Extension(python, language, HERE / "values.c", work, flags).build(f"-{level}")
    python.run(HERE / "check_values.py", env={**environment, "PYTHONPATH": str(folder)})


def catches_use_after_free(python: Python, work: Path) -> None:
    """The set-up does see an error: it would not otherwise prove anything."""
    environment = environment_for(python, C99)
    require_start(python, environment)
    folder = Extension(python, C99, HERE / "use_after_free.c", work, FLAGS).build()
    environment["PYTHONPATH"] = str(folder)
    try:
        python.run("-c", "import use_after_free", env=environment)
    except Failed as found:
        if "heap-use-after-free" not in str(found):
            raise
        return
    raise Failed("a use after free went unnoticed")


def cases(pythons: list[Python], work: Path) -> Cases:
    for python in pythons:
        if not python.supported or not python.interpreter:
            continue
        if not python.free_threaded:
            test = functools.partial(catches_use_after_free, python, work)
            yield f"{python.name} control", test
        for language in (C99, CXX11):
            for level in ("off", "full"):
                test = functools.partial(sanitized, python, language, level, work)
                yield f"{python.name} {language.name} {level}", test
