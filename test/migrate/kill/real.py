#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Kills `immortal-migrate --fix` at 100 of its file system steps, chosen by a seed;
then --undo, or a second --fix, ends in a good state."""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path

from run import MOMENTS, Death, Driver, Failure, Files, Project, finish

DEATHS = 100
SOURCE = """\
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"

PyObject *make_{name}(void);
PyObject *make_{name}(void) {{
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    return NULL;
  _Py_SetImmortal(number);
  return number;
}}
"""
FIXED = """\
#include <Python.h>
#include "py_immortal.h"

PyObject *make_{name}(void);
PyObject *make_{name}(void) {{
  PyObject *number = PyFloat_FromDouble(0.5);
  if (number == NULL)
    return NULL;
  (void)PyUnstable_SetImmortal(number);
  return number;
}}
"""


class RealProject(Project):
    """Sources that the tool fixes, and the header that it puts there."""

    def reset(self) -> None:
        super().reset()
        (self.root / "src" / ".clang-tidy").write_text("{}\n")


class Tool(Driver):
    """The tool itself; a second --fix recovers."""

    def __init__(
        self, program: Path, library: Path, project: Project, interpreter: list[str]
    ) -> None:
        super().__init__(program, library, project)
        self.interpreter = interpreter

    def command(self, what: str) -> list[str]:
        root = str(self.project.root)
        common = [str(self.program), "--no-compile-database", "--root", root]
        if what == "undo":
            return [*common, "--undo", root]
        return [
            *common,
            *("--python", *self.interpreter, "--check-option", "MinimumPython=3.14"),
            *("--vendor-header", str(self.project.root / "src")),
            # What is killed is the writing, so that the rest may be short.
            *("--no-verify", "--no-cache", "--fix", root),
        ]


def sources(header: bytes) -> Files:
    files: Files = {
        name: (SOURCE.format(name=part).encode(), FIXED.format(name=part).encode())
        for name, part in (("src/dos.c", "one"), ("src/two.c", "two"))
    }
    files["src/py_immortal.h"] = (None, header)
    return files


def survive(tool: Tool, deaths: int, seed: int) -> None:
    project = tool.project
    project.reset()
    steps = tool.count("write")
    project.check(new=True, recorded=True)
    choice = random.Random(seed)
    while tool.deaths < deaths:
        death = Death(choice.randint(1, steps), choice.choice(MOMENTS))
        cure = choice.choice(("undo", "recover"))
        project.reset()
        if not tool.kill("write", death):
            continue
        try:
            project.check_sound()
            finish(tool, cure)
        except Failure as failure:
            raise Failure(f"killed at {death} of {steps}, then {cure}: {failure}") from None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", type=Path, required=True)
    parser.add_argument("--preload", type=Path, required=True)
    parser.add_argument("--pythons", type=Path, required=True)
    parser.add_argument("--header", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=20260703)
    parser.add_argument("--deaths", type=int, default=DEATHS)
    options = parser.parse_args()
    pythons = json.loads(options.pythons.read_text(encoding="utf-8"))["pythons"]
    usable = [
        p["interpreter"]
        for p in pythons
        if p["name"] == "3.15" and len(p["interpreter"] or ()) == 1
    ]
    if not usable:
        print(f"skipped: {options.pythons} has no interpreter of Python 3.15")
        return 0
    options.work.mkdir(parents=True, exist_ok=True)
    project = RealProject(options.work / "project", sources(options.header.read_bytes()))
    tool = Tool(options.tool, options.preload, project, usable[0])
    try:
        survive(tool, options.deaths, options.seed)
    except Failure as failure:
        print(f"seed {options.seed}: {failure}", file=sys.stderr)
        return 1
    print(f"killed {tool.deaths} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
