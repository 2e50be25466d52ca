# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Without verification, a caller's object code is that of the public call."""

from __future__ import annotations

import functools
import subprocess
from pathlib import Path

from toolchain import INCLUDE, Cases, Failed, Language, Python
from toolchain import compile_with, require_tool

CALLER = """
#include <Python.h>
{include}
#ifdef __cplusplus
extern "C"
#endif
PyObject *make(void);
PyObject *make(void) {{
  PyObject *op = PyCapsule_New((void *)make, "name", NULL);
  if (op != NULL && {call}(op) == 0) {{
    Py_DECREF(op);
    return NULL;
  }}
  return op;
}}
"""

LANGUAGES = [
    Language(compiler, standard)
    for compilers, standard in ((("gcc", "clang"), "c99"), (("g++", "clang++"), "c++11"))
    for compiler in compilers
]


def disassemble(python: Python, language: Language, level: str, caller: str, file: Path) -> str:
    """The instructions and relocations of a caller, without the file's name."""
    file.write_text(caller)
    output = file.with_suffix(".o")
    compile_with(language, [*python.flags, "-I", INCLUDE, level, "-c", file, "-o", output])
    objdump: list[str | Path] = [require_tool("objdump"), "-d", "-r", "-j", ".text", output]
    text = subprocess.run(objdump, check=True, capture_output=True, encoding="utf-8").stdout
    return text.partition("Disassembly")[2]


def compare(python: Python, language: Language, level: str, work: Path) -> None:
    def text(name: str, include: str, call: str) -> str:
        caller = CALLER.format(include=include, call=call)
        return disassemble(python, language, level, caller, work / f"{name}.c")

    header = '#include "py_immortal.h"'
    expected = text("public", "", "PyUnstable_SetImmortal")
    if "PyUnstable_SetImmortal" not in expected:
        raise Failed(f"the public call is not in its caller:\n{expected}")
    for call in ("PyImmortal_Set", "PyUnstable_SetImmortal"):
        found = text("shim", header, call)
        if found != expected:
            raise Failed(f"{call} compiles to\n{found}\ninstead of\n{expected}")


def cases(pythons: list[Python], work: Path) -> Cases:
    for python in pythons:
        if python.hexversion < 0x030F00A7:
            continue
        for language in LANGUAGES:
            for level in ("-O0", "-O2"):
                test = functools.partial(compare, python, language, level, work)
                yield f"{python.name} {language.name} {level}", test
