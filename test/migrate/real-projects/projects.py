# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Real projects, what a person does after `--fix`, and how they are built and tested."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Edit:
    """What the report asks a person to do: a pattern in one file, and what it becomes."""

    file: str
    pattern: str
    by: str
    count: int


@dataclasses.dataclass(frozen=True)
class Project:
    # As in test/corpora/corpora.json.
    name: str
    sources: tuple[str, ...]
    include: tuple[str, ...]
    # Interpreters that it is analysed with, and whether as free-threaded builds, too.
    pythons: tuple[str, ...]
    free_threaded: bool
    edits: tuple[Edit, ...]
    # The extension module that all sources make; empty: they are only compiled.
    module: str
    # For pytest, relative to the project; empty: none that run here, for this reason.
    tests: tuple[str, ...]
    no_tests: str = ""
    # Those of its tests that fail before anything is changed, or need what is not here.
    deselected: tuple[str, ...] = ()


PROJECTS = (
    # An object without further fields cannot be initialized by PyObject_HEAD_INIT, which ends in a
    # comma: a structure around it can. The branch for 3.12 stays, where that macro makes it mortal.
    Project(
        name="iteration_utilities",
        sources=("src/iteration_utilities/_iteration_utilities/*.c",),
        include=(),
        pythons=("3.13", "3.14", "3.15"),
        free_threaded=False,
        edits=(
            Edit(
                "src/iteration_utilities/_iteration_utilities/helpercompat.h",
                r"(define PYIU_CREATE_SINGLETON_INSTANCE\(type\)) (\{.*\})",
                r"\1 { \2 }",
                4,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/helpercompat.h",
                r"\{ \{ \{ _Py_IMMORTAL_REFCNT \}, &type \} \}",
                "{ PyObject_HEAD_INIT(&type) }",
                1,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/helpercompat.h",
                r"#if PYIU_PYPY\n(?=  // Taken)",
                "typedef struct { PyObject_HEAD } PyIU_Singleton;\n\n#if PYIU_PYPY\n",
                1,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/empty.h",
                r"#include <Python.h>\n",
                '#include <Python.h>\n#include "helpercompat.h"\n',
                1,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/empty.h",
                r"&EmptyStruct",
                "(PyObject *)&EmptyStruct",
                1,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/empty.h",
                r"extern PyObject EmptyStruct",
                "extern PyIU_Singleton EmptyStruct",
                1,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/empty.c",
                r"PyObject EmptyStruct",
                "PyIU_Singleton EmptyStruct",
                1,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/empty.c",
                r"&EmptyStruct",
                "(PyObject *)&EmptyStruct",
                2,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/placeholder.h",
                r"extern PyObject PlaceholderStruct",
                "extern PyIU_Singleton PlaceholderStruct",
                1,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/placeholder.h",
                r"&PlaceholderStruct",
                "(PyObject *)&PlaceholderStruct",
                1,
            ),
            Edit(
                "src/iteration_utilities/_iteration_utilities/placeholder.c",
                r"PyObject PlaceholderStruct",
                "PyIU_Singleton PlaceholderStruct",
                1,
            ),
        ),
        module="src/iteration_utilities/_iteration_utilities",
        tests=("tests",),
    ),
    Project(
        name="msgspec",
        sources=("src/msgspec/_core.c",),
        include=("src/msgspec",),
        pythons=("3.13", "3.14", "3.15"),
        free_threaded=False,
        edits=(
            Edit(
                "src/msgspec/_core.c",
                r"(?s)#if PY314_PLUS\n#ifdef Py_GIL_DISABLED\n#define _PyObject_HEAD_INIT.*?#endif // PY314_PLUS\n",
                "typedef struct { PyObject_HEAD } MsSingleton;\n",
                1,
            ),
            Edit(
                "src/msgspec/_core.c",
                r"PyObject (_NoDefault_Object|_Unset_Object)\b",
                r"MsSingleton \1",
                4,
            ),
            Edit(
                "src/msgspec/_core.c",
                r"= _PyObject_HEAD_INIT(\(&\w+\))",
                r"= { PyObject_HEAD_INIT\1 }",
                2,
            ),
            Edit(
                "src/msgspec/_core.c",
                r"(#define (?:NODEFAULT|UNSET)) (&\w+)",
                r"\1 ((PyObject *)\2)",
                2,
            ),
        ),
        module="src/msgspec/_core",
        tests=("tests/unit",),
    ),
    Project(
        name="mypy",
        sources=("mypyc/lib-rt/*.c",),
        include=("mypyc/lib-rt", "mypyc/lib-rt/base64", "mypyc/lib-rt/vecs"),
        pythons=("3.14", "3.15"),
        free_threaded=True,
        edits=(),
        module="",
        tests=(),
        no_tests="its run-time is tested by GoogleTest, which the source distribution does not carry",
    ),
)
