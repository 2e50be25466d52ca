# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The header compiles without a warning: Pythons, languages, include orders."""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from pathlib import Path
from typing import Sequence

import compat
from toolchain import C99, HERE, Cases, Failed, Language, Python, Skipped
from toolchain import check_syntax

SOURCE = HERE / "includes.c"
LANGUAGES = [
    Language("gcc", "c99"),
    Language("gcc", "gnu17"),
    Language("clang", "c11"),
    Language("g++", "c++11"),
    Language("g++", "c++20"),
    Language("clang++", "c++17"),
]


def two_languages(turn: int) -> list[Language]:
    """One of C and one of C++ whose compilers are there; others with each turn."""
    found = [language for language in LANGUAGES if shutil.which(language.compiler)]
    kinds = [[x for x in found if ("++" in x.standard) == cxx] for cxx in (False, True)]
    return [kind[turn % len(kind)] for kind in kinds if kind]


WRONG_WORDS = [
    "-DPY_IMMORTAL_VERIFY",
    "-DPY_IMMORTAL_VERIFY=all",
    "-DPY_IMMORTAL_VERIFY=observe",
    "-DPY_IMMORTAL_SEMANTIC=abort",
    "-DPY_IMMORTAL_SEMANTIC=full",
]

# The sizes that differ on a 32-bit machine with 32-bit time and files.
SIZES_32 = "LONG SIZE_T VOID_P UINTPTR_T PTHREAD_T TIME_T OFF_T".split()


def compile_everywhere(python: Python, *flags: str) -> None:
    """In every language whose compiler is there; two are the minimum."""
    compile_in(LANGUAGES, python, *flags)


def compile_in(languages: Sequence[Language], python: Python, *flags: str) -> None:
    """In those languages whose compiler is there; two are the minimum."""
    done = 0
    for language in languages:
        try:
            check_syntax(python, language, SOURCE, *flags)
            done += 1
        except Skipped:
            pass
    if done < 2:
        raise Failed("there is no C and no C++ compiler")


def with_compat(
    turn: int, python: Python, work: Path, release: tuple[str, str], order: str, *flags: str
) -> None:
    folder = compat.fetch(release, work)
    compile_in(two_languages(turn), python, "-isystem", str(folder), f"-D{order}", *flags)


def with_old_compat_last(turn: int, python: Python, work: Path) -> None:
    """A known limit: it lacks the function, and comes too late to say so."""
    try:
        with_compat(turn, python, work, compat.BEFORE, "COMPAT_LAST")
    except Failed as error:
        if not needs_compat_choice(python):
            raise
        if "PyImmortal_OfPythoncapiCompat_" not in str(error):
            raise Failed(f"the compiler does not say what to do: {error}") from None
        return
    if needs_compat_choice(python):
        raise Failed("this limit is gone: update the header's comment and this test")


def needs_compat_choice(python: Python) -> bool:
    """The versions for which pythoncapi_compat.h has the function."""
    return 0x030D0000 <= python.hexversion < 0x030F00A7


def between_the_alphas(python: Python, work: Path, declared: bool) -> None:
    """A build that calls itself 3.15.0a6, with and without the public call."""
    if python.hexversion < 0x030F00A7:
        raise Skipped("needs the headers of 3.15")
    folder = work / f"a6-{declared}"
    folder.mkdir(exist_ok=True)
    wrapper = folder / "Python.h"
    rename = "PyUnstable_SetImmortal PyUnstable_NotThereYet"
    wrapper.write_text(
        "#pragma once\n#pragma GCC system_header\n"
        + ("" if declared else f"#define {rename}\n")
        + "#include_next <Python.h>\n#undef PyUnstable_SetImmortal\n"
        + "#undef PY_VERSION_HEX\n#define PY_VERSION_HEX 0x030F00A6\n"
    )
    compile_everywhere(python, "-I", str(folder))
    with_newer_compat = ["-isystem", str(compat.fetch(compat.AFTER, work))]
    compile_everywhere(python, "-I", str(folder), *with_newer_compat, "-DCOMPAT_LAST")


def wrong_word(python: Python, definition: str) -> None:
    """A word that is none of the choices does not pass for off."""
    try:
        check_syntax(python, C99, SOURCE, definition)
    except Failed as error:
        if "must be" not in str(error):
            raise
        return
    raise Failed(f"{definition} was accepted")


def in_32_bits(python: Python, work: Path) -> None:
    """Real headers, told the sizes of a 32-bit machine."""
    probe = subprocess.run(
        ["gcc", "-m32", "-fsyntax-only", "-x", "c", "-include", "errno.h", "/dev/null"],
        check=False,
        capture_output=True,
    )
    if probe.returncode:
        raise Skipped("gcc -m32 has no C headers here, they come with gcc-multilib")
    folder = work / "32" / python.name
    minor = re.sub(r"[a-z]*$", "", python.name)
    forwarded = folder / "i386-linux-gnu" / f"python{minor}" / "pyconfig.h"
    forwarded.parent.mkdir(parents=True, exist_ok=True)
    packaged = f"x86_64-linux-gnu/python{minor}/pyconfig.h"
    multiarch = any(Path(i).parent.joinpath(packaged).exists() for i in python.include)
    real = packaged if multiarch else "pyconfig.h"
    sizes = [f"#undef SIZEOF_{s}\n#define SIZEOF_{s} 4\n" for s in SIZES_32]
    forwarded.write_text(f"#include <{real}>\n{''.join(sizes)}")
    before = ["-m32", "-I", str(folder), "-include", str(forwarded)]
    check_syntax(python, C99, SOURCE, *before)


def cases(pythons: list[Python], work: Path) -> Cases:
    case = functools.partial
    for turn, python in enumerate(pythons):
        n = python.name
        for level in ("basic", "full"):
            definition = f"-DPY_IMMORTAL_VERIFY={level}"
            yield f"{n} verify {level}", case(compile_everywhere, python, definition)
        # What follows meets all languages on its way through the Pythons.
        off = case(compile_in, two_languages(turn), python, "-DPY_IMMORTAL_VERIFY=off")
        yield f"{n} verify off", off
        for age, release in (("old", compat.BEFORE), ("new", compat.AFTER)):
            test = case(with_compat, turn + 1, python, work, release, "COMPAT_FIRST")
            yield f"{n} after {age} pythoncapi_compat.h", test
        last = case(with_compat, turn + 2, python, work, compat.AFTER, "COMPAT_LAST")
        yield f"{n} before new pythoncapi_compat.h", last
        verified = case(last, "-DPY_IMMORTAL_VERIFY=full")
        yield f"{n} full, before new pythoncapi_compat.h", verified
        test = case(with_old_compat_last, turn, python, work)
        yield f"{n} before old pythoncapi_compat.h", test
        pypy = case(compile_in, two_languages(turn + 1), python, '-DPYPY_VERSION="7.3"')
        yield f"{n} PyPy", pypy
        yield f"{n} 32-bit", case(in_32_bits, python, work)
        if not python.free_threaded:
            limited = "-DPy_LIMITED_API=0x03090000"
            test = case(compile_in, two_languages(turn + 2), python, limited)
            yield f"{n} limited API", test
    for definition in WRONG_WORDS:
        yield f"wrong word {definition}", case(wrong_word, pythons[0], definition)
    newest = max(pythons, key=lambda p: p.hexversion)
    for declared in (False, True):
        name = f"3.15.0a6 {'with' if declared else 'without'} the call"
        yield name, case(between_the_alphas, newest, work, declared)
    test = case(compile_everywhere, newest, "-DPy_TARGET_ABI3T=0x030f0000")
    yield f"{newest.name} abi3t", test
