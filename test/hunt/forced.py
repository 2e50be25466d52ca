# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes real code make objects immortal, so that the analysis has thousands of places
to think about: reference counting becomes immortalization, and so do fresh objects."""

from __future__ import annotations

import re

# What becomes of a count in turn; a count that is left alone makes the others doubtful.
COUNTING = (
    "PyUnstable_SetImmortal((PyObject *)",
    "_Py_SetImmortal((PyObject *)",
    None,
)
COUNT = re.compile(r"\bPy_X?(?:INCREF|DECREF)\s*\(")
# A new object in a variable, in one line as most of them are.
NEW = re.compile(
    r"^([ \t]*)(?:PyObject\s*\*\s*)?(\w+(?:(?:->|\.)\w+)*) = "
    r"(?:\(\w+ \*\) ?)?_?Py\w+_(?:New|From|Pack|Build|Create|Copy|Get)\w*\(.*\);[ \t]*$",
    re.MULTILINE,
)
AFTER_NEW = (
    "if ({0}) PyUnstable_SetImmortal((PyObject *)({0}));",
    "_Py_SetImmortal((PyObject *)({0}));",
    "if ({0}) Py_SET_REFCNT((PyObject *)({0}), _Py_IMMORTAL_REFCNT);",
    "((PyObject *)({0}))->ob_refcnt = 0x3fffffff;",
)
# The checks leave generated code alone, which is most of what Cython's users ship.
GENERATOR = re.compile(
    r"[Gg]enerated (?:automatically )?by|@generated|D[Oo] (?:NOT|not) (?:EDIT|edit)"
)


def force(text: str) -> tuple[str, int]:
    """The text with calls that were not there, and how many."""
    calls = 0

    def count(match: re.Match[str]) -> str:
        nonlocal calls
        calls += 1
        return COUNTING[calls % len(COUNTING)] or match[0]

    def new(match: re.Match[str]) -> str:
        nonlocal calls
        calls += 1
        # In the same line, so that the lines keep their numbers.
        return f"{match[0]} {AFTER_NEW[calls % len(AFTER_NEW)].format(match[2])}"

    result = NEW.sub(new, COUNT.sub(count, GENERATOR.sub("made", text)))
    return result, calls
