#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures what the analysis costs in functions of many basic blocks."""

import argparse
import json
import resource
import subprocess
import tempfile
from pathlib import Path
from typing import List, Tuple

ROOT = Path(__file__).resolve().parents[3]

PROLOGUE = """#include <Python.h>
void _Py_SetImmortal(PyObject *op);
extern int flag;
int work(int);
"""

#: Shapes of code between two calls: each makes about three blocks.
BRANCH = "  if (flag == {n} && work({n}))\n    flag += work({n});\n"

CALL = """  PyObject *made{n} = PyCapsule_New(&flag, "made", NULL);
  if (made{n} == NULL)
    return -1;
  {name}(made{n});
"""

#: All capsules in one variable, and published: one group, open to aliases.
SHARED = """  kept = PyCapsule_New(&flag, "made", NULL);
  if (kept == NULL)
    return -1;
  {name}(kept);
  published[{n}] = kept;
"""


def function(blocks: int, calls: int, call: str, name: str) -> str:
    """A function of about so many blocks with its calls spread evenly."""
    branches = max(blocks // 3 - calls, calls)
    lines = [PROLOGUE, f"PyObject *published[{calls}];\n",
             "int large(void) {\n  PyObject *kept = NULL;\n  (void)kept;\n"]
    for n in range(branches):
        if n * calls // branches != (n - 1) * calls // branches or n == 0:
            lines.append(call.format(n=n * calls // branches, name=name))
        lines.append(BRANCH.format(n=n))
    return "".join(lines) + "  return 0;\n}\n"


def seconds(command: List[str]) -> float:
    """The processor time of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime


def measure(tool: str, flags: List[str], code: Tuple[str, str],
            runs: int) -> float:
    """Milliseconds that a check needs more if it has something to judge: the
    least of some runs, in turns, since what disturbs only adds."""
    times: Tuple[List[float], List[float]] = ([], [])
    with tempfile.TemporaryDirectory() as folder:
        commands = []
        for name, text in zip(("with.c", "none.c"), code):
            source = Path(folder, name)
            source.write_text(text)
            commands.append([tool, "--checks=-*,cpython-immortalize-not-fresh",
                             str(source), "--", "-w", *flags])
        for _ in range(runs):
            for command, taken in zip(commands, times):
                taken.append(seconds(command))
    return 1000 * (min(times[0]) - min(times[1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", required=True, help="immortal-tidy")
    parser.add_argument("--python", default="3.15", help="of pythons.json")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    pythons = json.loads((ROOT / "build/pythons.json").read_text())["pythons"]
    python = next(p for p in pythons if p["name"] == options.python)
    flags = [f"-I{folder}" for folder in python["include"]]
    print(" blocks  calls  variables    ms")
    for blocks, calls in [(1000, 1), (10000, 1), (20000, 1), (40000, 1),
                          (15000, 50), (15000, 200), (15000, 500),
                          (30000, 1000)]:
        for name, call in (("own", CALL), ("one", SHARED)):
            # The same code without a call to judge.
            code = (function(blocks, calls, call, "_Py_SetImmortal"),
                    function(blocks, calls, call, "(void)"))
            cost = measure(options.tool, flags, code, options.runs)
            print(f"{blocks:7} {calls:6}  {name:9} {cost:6.0f}", flush=True)


if __name__ == "__main__":
    main()
