#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Asks a real Python whether the checks are right about the cases of test/checks.

Each case is compiled as it is, with its calls that make objects immortal going to oracle.h, and its
functions are called one by one, each in a process of its own. Where the checks say that the public
call refuses, it must return 0; where they have nothing to say, it must return 1. What they call
unknown, or accepted by chance, is not asked.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
CASES = SOURCE / "test" / "checks"
SKIPPED = 77

# No fewer lines may be answered: a case that is never reached shows nothing.
FEWEST = {0: 25, 1: 50}

CHECKS = "-*,cpython-immortalize-not-fresh,cpython-immortalize-type"
OPTIONS = "{Builds: gil, cpython-immortalize-not-fresh.ReportUnknown: true}"
FINDING = re.compile(
    r"^(?P<path>\S+):(?P<line>\d+):\d+: (?P<kind>warning|note|error): (?P<text>.*)$"
)
CALL = re.compile(r"\b(?:PyUnstable_SetImmortal|PyImmortal_Set|_Py_SetImmortal(?:Untracked)?)\(")
PROTOTYPE = re.compile(
    r"^\s*(?:extern|PyAPI_FUNC|void|int|static)\b[^=]*\(\s*(?:struct _object|PyObject)\b"
)
FUNCTION = re.compile(
    r"^(?:static )?(?:PyMODINIT_FUNC|(?:const )?\w+) ?\**(?P<name>\w+)\((?P<parameters>[^()]*)\) \{$",
    re.M,
)
#: What the checks say where the call returns 0; other findings are about what comes of a 1.
REFUSALS = (
    "the object is not newly created",
    "the object is immortal from the start",
    "cannot make ",
)
#: Any function's first line, for its parameters.
SIGNATURE = re.compile(
    r"^\s*(?!if|for|while|switch|\}|else|do)\w.*\((?P<parameters>[^()]*)\)(?: const)? \{"
)

# How the driver makes an argument of a type; %d is its number.
ARGUMENTS = {
    "PyObject *": "given(kind, %d)",
    "PyObject *const *": "vector(kind)",
    "PyObject **": "vector(kind)",
    "PyTypeObject *": "&PyList_Type",
    "void *": "memory",
    "const char *": '"spam"',
    "char *": "(char *)memory",
    **{t: "1" for t in ("int", "long", "Py_ssize_t", "size_t", "unsigned", "bool", "double")},
}
KINDS = (
    "PyList_New(0)",
    'PyModule_New("spam")',
    'Py_BuildValue("([])", 1)',
    "PyDict_New()",
    "PyCapsule_New(memory, NULL, NULL)",
    "PyFloat_FromDouble(0.5)",
)

DRIVER = """
static char memory[1024];
static PyObject *given(int kind, int number) {
  PyObject *made = NULL;
  switch (kind) { %(kinds)s }
  return oracle_given[number] = made;
}
static PyObject **vector(int kind) {
  static PyObject *all[4];
  for (int i = 0; i < 4; ++i)
    all[i] = given(kind, 10 + i);
  return all;
}
static PyObject *oracle_run(PyObject *self, PyObject *arguments) {
  int function, kind;
  (void)self, (void)vector, (void)memory;
  if (!PyArg_ParseTuple(arguments, "ii", &function, &kind))
    return NULL;
  switch (function) { %(calls)s }
  PyErr_Clear();
  Py_RETURN_NONE;
}
static PyMethodDef oracle_methods[] = {{"run", oracle_run, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef oracle_module = {
    PyModuleDef_HEAD_INIT, "oracle_case", NULL, -1, oracle_methods, NULL, NULL, NULL, NULL};
PyMODINIT_FUNC PyInit_oracle_case(void) { return PyModule_Create(&oracle_module); }
"""


class Case(NamedTuple):
    path: Path
    #: What the public call must return, by line; None where nobody knows.
    expected: dict[int, int | None]
    #: What it returned, by line.
    answers: dict[int, list[int]]


def expectation(text: str, notes: list[str]) -> int | None:
    """What a finding says of the call's result."""
    if "may refuse here" in text or any("may accept it all the same" in n for n in notes):
        return None
    refused = text.startswith(REFUSALS) or "public call refuses" in text
    return 0 if refused else None


def findings(tool: list[str], source: Path, flags: list[str]) -> dict[int, int | None]:
    """The expectation for each line that has a finding; an error is one for line 0."""
    config = f"--config={{CheckOptions: {OPTIONS}}}"
    command = [*tool, "--quiet", f"--checks={CHECKS}", config, str(source), "--", *flags]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=source.parent)
    expected: dict[int, int | None] = {}
    last: tuple[int, str, list[str]] | None = None
    for line in done.stdout.splitlines() + ["end:0:0: warning: "]:
        match = FINDING.match(line)
        if not match:
            continue
        if match["kind"] == "note":
            if last:
                last[2].append(match["text"])
            continue
        if last and expected.get(last[0], 0) is not None:
            expected[last[0]] = expectation(*last[1:])
        last = (int(match["line"]), match["text"], [])
        if match["kind"] == "error":
            expected[0] = None
    return expected


def is_prototype(line: str) -> bool:
    return bool(PROTOTYPE.match(line)) and line.endswith(";") and "return" not in line


def instrumented(text: str) -> str:
    """The case with its calls going to oracle.h, line by line the same."""
    return "\n".join(
        line if is_prototype(line) else CALL.sub("ORACLE_CALL(", line) for line in text.split("\n")
    )


def parameter_types(parameters: str) -> list[str] | None:
    """The types of a parameter list; None if the driver cannot make one."""
    types = []
    for one in filter(None, (p.strip() for p in parameters.split(","))):
        one = re.sub(r"(?<=[\s*])\w+$", "", one).strip() if one != "void" else ""
        if one and one not in ARGUMENTS:
            return None
        types += [one] if one else []
    return types


def driver(text: str) -> tuple[str, int, int]:
    """The driver's code, how many functions it calls, and how many it cannot."""
    calls, unable = [], 0
    for match in FUNCTION.finditer(text):
        types = parameter_types(match["parameters"])
        if types is None:
            unable += 1
            continue
        made = ", ".join(
            ARGUMENTS[t] % i if "%d" in ARGUMENTS[t] else ARGUMENTS[t] for i, t in enumerate(types)
        )
        calls.append(f"case {len(calls)}: (void){match['name']}({made}); break;")
    kinds = "\n".join(f"case {i}: made = {kind}; break;" for i, kind in enumerate(KINDS))
    return DRIVER % {"kinds": kinds, "calls": "\n".join(calls)}, len(calls), unable


def lines_about_parameters(text: str) -> set[int]:
    """The lines whose object the function was given: it is for its callers, and the driver is none of
    them that the checks know."""
    found, names = set(), set()
    for number, line in enumerate(text.split("\n"), 1):
        signature = SIGNATURE.match(line)
        if signature:
            names = set(re.findall(r"(\w+)\s*(?:,|$)", signature["parameters"]))
        for call in CALL.finditer(line):
            object_name = re.match(r"(?:\w+<[^>]*>\(|\([\w\s*]+\)\s*)*(\w+)", line[call.end() :])
            if object_name and object_name[1] in names:
                found.add(number)
    return found


def answers(python: dict, folder: Path, functions: int) -> dict[int, list[int]]:
    """Calls each function with each kind of argument, and gathers what the calls in it returned."""
    found: dict[int, list[int]] = collections.defaultdict(list)
    for function in range(functions):
        for kind in range(len(KINDS)):
            done = subprocess.run(
                [
                    *python["interpreter"],
                    "-c",
                    f"import oracle_case; oracle_case.run({function}, {kind})",
                ],
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=60,
                env={**os.environ, "PYTHONPATH": str(folder)},
            )
            lines = re.findall(r"^oracle: (\d+) (\d+) 0$", done.stdout, re.M)
            seen: set[int] = set()
            for line, answer in ((int(a), int(b)) for a, b in lines):
                # Of a loop only the first round is like the case.
                if line not in seen:
                    found[line].append(answer)
                seen.add(line)
            if "given" not in (folder / "case.driver").read_text().split("switch (function)")[1]:
                break
    return found


def run_case(tool: list[str], python: dict, path: Path) -> Case | str:
    """One case; why not, if it cannot be compiled or holds nothing to call."""
    text = path.read_text()
    language = "c++" if path.suffix == ".cpp" else "c"
    flags = [
        "-x",
        language,
        f"-std={'c++17' if language == 'c++' else 'c17'}",
        "-w",
        *(f"-I{folder}" for folder in (*python["include"], SOURCE / "include", path.parent)),
    ]
    code, functions, _ = driver(text)
    if not functions or not CALL.search(text):
        return "nothing in it can be called"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "case.driver").write_text(code)
        source = folder / "case.src"
        # The driver stands behind the case, so that lines keep their numbers.
        source.write_text(f'{instrumented(text)}\n#include "case.driver"\n')
        compiler = os.environ.get("CXX" if language == "c++" else "CC") or (
            "c++" if language == "c++" else "cc"
        )
        library = folder / f"oracle_case{python['ext_suffix']}"
        done = subprocess.run(
            [
                *shlex.split(compiler),
                "-shared",
                "-fPIC",
                "-include",
                str(HERE / "oracle.h"),
                *flags,
                str(source),
                "-o",
                str(library),
            ],
            capture_output=True,
            encoding="utf-8",
        )
        if done.returncode:
            return "it does not compile outside of its own settings"
        expected = findings(tool, path, flags)
        if 0 in expected:
            return "the checks report errors"
        expected.update(dict.fromkeys(lines_about_parameters(text)))
        return Case(path, expected, answers(python, folder, functions))


def judge(case: Case, totals: collections.Counter[int]) -> list[str]:
    """What the real call disagrees with."""
    wrong = []
    for line, returned in sorted(case.answers.items()):
        expected = case.expected.get(line, 1)
        if expected is None:
            continue
        totals[expected] += 1
        # A finding is about some path; silence is about all.
        if (expected == 0 and 0 not in returned) or (expected == 1 and 0 in returned):
            said = "is refused" if expected == 0 else "is fresh"
            wrong.append(
                f"{case.path.relative_to(SOURCE)}:{line}: the checks say that the object {said}, "
                f"and the call returned {sorted(set(returned))}"
            )
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("tool", help="immortal-tidy, or clang-tidy with --load")
    parser.add_argument("--pythons", type=Path, required=True, help="build/pythons.json")
    parser.add_argument("cases", nargs="*", type=Path, help="all of test/checks without any")
    arguments = parser.parse_args()
    pythons = json.loads(arguments.pythons.read_text())["pythons"]
    able = [p for p in pythons if p["name"] == "3.15" and p["interpreter"]]
    if not able:
        print("skipped: no interpreter of 3.15")
        return SKIPPED
    paths = arguments.cases or sorted(
        path
        for folder in CASES.glob("cpython-i*")
        for path in folder.rglob("*.c*")
        if "Inputs" not in path.parts
    )
    totals: collections.Counter[int] = collections.Counter()
    left_out: collections.Counter[str] = collections.Counter()
    wrong: list[str] = []

    def run(path: Path) -> Case | str:
        return run_case(shlex.split(arguments.tool), able[0], path.resolve())

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for result in pool.map(run, paths):
            if isinstance(result, str):
                left_out[result] += 1
            else:
                wrong += judge(result, totals)
    print("\n".join(wrong))
    print(
        f"{len(paths)} cases: {totals[0]} lines refused, {totals[1]} accepted, {len(wrong)} wrong"
    )
    for reason, count in left_out.items():
        print(f"  {count} cases left out: {reason}")
    if not arguments.cases and any(totals[answer] < fewest for answer, fewest in FEWEST.items()):
        print(f"fewer lines were reached than {FEWEST}")
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
