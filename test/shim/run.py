#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs one suite of the tests of py_immortal.h on every provided Python."""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from pathlib import Path

from toolchain import SOURCE_TREE, Failed, Python, Skipped

SUITES = sorted(file.stem[6:] for file in Path(__file__).parent.glob("suite_*.py"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suite", choices=SUITES)
    parser.add_argument("--pythons", type=Path, default=SOURCE_TREE / "build/pythons.json")
    parser.add_argument("--only", metavar="TEXT", default="", help="cases whose name has TEXT")
    parser.add_argument("--pair", type=Path, help="a file of pairs/, for the suite of that name")
    arguments = parser.parse_args()
    pythons, missing = Python.load(arguments.pythons)
    suite = importlib.import_module(f"suite_{arguments.suite}")

    only = f"{arguments.pair.stem} " if arguments.pair else arguments.only
    counts = {"passed": 0, "failed": 0, "skipped": 0}

    def report(outcome: str, name: str, text: str = "") -> None:
        counts[outcome] += 1
        print(f"{outcome}: {name}{': ' if text else ''}{text}", flush=True)

    with tempfile.TemporaryDirectory(prefix="py_immortal-") as work:
        for name, test in suite.cases(pythons, Path(work)):
            if not name.startswith(only) if arguments.pair else only not in name:
                continue
            try:
                test()
                report("passed", name)
            except Skipped as why:
                report("skipped", name, str(why))
            except Failed as why:
                report("failed", name, str(why))
    for entry in missing:
        report("skipped", entry["name"], entry["reason"])
    print(", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
    return 1 if counts["failed"] or not counts["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
