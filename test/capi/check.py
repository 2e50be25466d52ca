#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds the tables in lib/CAPI against real interpreters.

Generates an extension with one probe for each result and argument that the
recipes exercise, runs it on every Python of build/pythons.json and compares.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List, Set, Tuple

import generate
import judge
import recipe
import rows
import synthetic

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


def compile_probes(python: dict, text: str, folder: Path) -> None:
    """Builds the extension, or explains with the compiler's words."""
    source = folder / "capi_probe.c"
    source.write_text(text)
    command = [os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O0",
               "-Werror=implicit-function-declaration",
               *[f"-I{path}" for path in python["include"]],
               *[f"-D{define}" for define in python["defines"]],
               f"-I{HERE}", f"-I{ROOT / 'include'}", str(source),
               "-o", str(folder / ("capi_probe" + python["ext_suffix"]))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{python['name']}: the probes do not compile\n"
                 + "\n".join(line for line in done.stderr.splitlines()
                             if "error" in line)[:8000])


def run_probes(python: dict, folder: Path, count: int,
               objects: str) -> Dict[int, Dict]:
    """The measurements by number; a crash is one of a single probe."""
    found: Dict[int, Dict] = {}
    start = 0
    environment = {**os.environ, "PYTHONPATH": str(folder),
                   "PYTHONDONTWRITEBYTECODE": "1"}
    while start < count:
        done = subprocess.run(
            [*python["interpreter"], str(HERE / "factories.py"), str(start),
             str(count), objects], capture_output=True, text=True,
            env=environment, errors="replace", check=False)
        lines = [line for line in done.stdout.splitlines()
                 if re.match(r"\d+( |$)", line)]
        for line in lines:
            number, *values = line.split()
            found[int(number)] = dict(v.split("=", 1) for v in values
                                      if "=" in v)
        last = max((int(line.split()[0]) for line in lines), default=start - 1)
        if done.returncode == 0 and last == count - 1:
            break
        if last < start:
            sys.exit(f"{python['name']}: no probe ran\n{done.stderr[-4000:]}")
        found[last]["crash"] = str(done.returncode)
        found[last]["stderr"] = done.stderr[-1500:]
        start = last + 1
    return found


def check_existence(python: dict, version: rows.Version,
                    functions: Dict[str, rows.Function]) -> List[str]:
    """Whether the headers declare what First and Last say."""
    code = "".join(f"#include <{name}>\n" for name in (
        "Python.h", "frameobject.h", "structmember.h", "marshal.h"))
    text = ""
    for flags in (["-E"], ["-E", "-dM"], ["-E", "-dM", "-DPY_SSIZE_T_CLEAN"]):
        text += subprocess.run(
            [os.environ.get("CC", "cc"), *flags, "-w", "-xc", "-",
             *[f"-I{path}" for path in python["include"]],
             *[f"-D{define}" for define in python["defines"]]],
            input=code, capture_output=True, text=True, check=True).stdout
    declared = set(re.findall(r"\b(_?Py\w+)\b", text))
    internal = {"_Py_SetImmortal", "_Py_SetImmortalUntracked",
                "_Py_IsImmortalLoose", "PyUnstable_Module_SetGIL"}
    wrong = []
    for name, function in functions.items():
        if name in internal or not name.isidentifier():
            continue
        row = function.base(version)
        if (name in declared) != (row is not None):
            is_not = "is" if name in declared else "is not"
            wrong.append(f"{function.returns[0].place}: {name} {is_not} in the "
                         f"headers of {python['name']}")
    return wrong + check_variables(python, version, declared)


#: The objects that are no exception classes and that a macro names: Py_None.
SINGLETONS = {"_Py_NoneStruct", "_Py_TrueStruct", "_Py_FalseStruct",
              "_Py_EllipsisObject", "_Py_NotImplementedStruct"}
#: Only on Windows.
NOT_HERE = {"PyExc_WindowsError"}


def check_variables(python: dict, version: rows.Version,
                    declared: Set[str]) -> List[str]:
    """Whether there is a row GLOBAL for each object that the headers declare."""
    objects = SINGLETONS & declared | {
        name for name in declared if name.startswith("PyExc_")} - NOT_HERE
    said = {str(row.values[0]) for row in rows.all_rows("GLOBAL")
            if rows.holds(row.values[3], version, row.values[4])}
    return [f"{name}: {'has no' if name in objects else 'has a'} row GLOBAL for "
            f"{python['name']}" for name in sorted(objects ^ said)]


def check_python(python: dict, functions: Dict[str, rows.Function],
                 recipes: List[recipe.Recipe],
                 exercised: Set[str], shown: Set[str]) -> List[str]:
    """All disagreements on one Python."""
    version = tuple(python["hexversion"].to_bytes(4, "big")[:3])
    probes = generate.plan(functions, recipes, version)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compile_probes(python, generate.source(functions, probes), folder)
        measured = run_probes(python, folder, len(probes), "plain")
        kept = run_probes(python, folder, len(probes), "keeping")
    wrong = check_existence(python, version, functions)
    for probe in probes:
        complaint = judge.judge(probe, measured.get(probe.number, {}), version,
                                python["free_threaded"])
        if complaint:
            wrong.append(f"{probe.recipe.place}: {complaint}")
        complaint = judge.judge_keeping(probe, kept.get(probe.number, {}))
        if complaint:
            wrong.append(f"{probe.recipe.place}: {complaint}")
        if probe.row is not None:
            exercised.add(probe.row.place)
            said = [measured.get(probe.number, {}), kept.get(probe.number, {})]
            if any(int(s.get("c1", 0)) > 0 for s in said):
                shown.add(probe.row.place)
    print(f"{python['name']}: {len(probes)} measurements, {len(wrong)} wrong",
          flush=True)
    return [f"{python['name']}: {line}" for line in wrong]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pythons", type=Path,
                        default=ROOT / "build" / "pythons.json")
    parser.add_argument("--only", action="append", help="a name in that file")
    parser.add_argument("--function", action="append",
                        help="only the rows of a function")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    described = json.loads(options.pythons.read_text())
    for missing in described["missing"]:
        print(f"skipped: {missing['name']}: {missing['reason']}")
    functions = rows.functions()
    stand_ins, more = synthetic.synthetic()
    recipes = recipe.recipes(functions)
    reasons = recipe.not_run()
    if options.function:
        wanted = set(options.function)
        functions = {n: f for n, f in functions.items() if n in wanted}
        recipes = [r for r in recipes if r.name in wanted]
        reasons = {n: r for n, r in reasons.items() if n in wanted}
        stand_ins, more = {}, []
    exercised: Set[str] = set()
    shown: Set[str] = set()
    wrong: List[str] = []
    for python in described["pythons"]:
        if options.only and python["name"] not in options.only:
            continue
        if python["interpreter"] is None:
            print(f"skipped: {python['name']}: headers only")
            continue
        wrong += check_python(python, {**functions, **stand_ins},
                              recipes + more, exercised, shown)
    called = {r.name for r in recipes}
    for name in sorted(set(functions) - called - set(reasons)):
        wrong.append(f"{functions[name].returns[0].place}: {name} has no "
                     "recipe and no line in not_run.txt")
    for name in sorted(set(reasons) & called | set(reasons) - set(functions)):
        wrong.append(f"not_run.txt: {name} has a recipe, or no row")
    wrong += judge.repeated(functions)
    if not options.only:
        wrong += judge.unexercised(functions, reasons, exercised)
        wrong += [f"{row.place}: no recipe exercises this row"
                  for row in synthetic.rows_to_exercise()
                  if row.place not in exercised and not options.function]
    weak = [row for function in functions.values()
            if function.name not in reasons for row in function.arguments
            if row.values[2] in ("MayKeep", "RunsMethods")
            and row.place not in shown]
    print(f"{len(weak)} rows say MayKeep or RunsMethods where nothing was kept")
    if options.verbose:
        print("\n".join(f"  {row.place} {row.values[:3]}" for row in weak))
    print(f"{len(functions)} functions, {len(called)} exercised, "
          f"{len(reasons)} not (not_run.txt says why)")
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
