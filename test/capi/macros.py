#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds the MACRO rows against the headers of every Python: what steals or lends a reference and is
no call there, but stores into a field or loads one, has a row; nothing else has."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Dict, Set

import rows

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tidy_pythons import Python, Pythons  # noqa: E402

DEFINITION = re.compile(r"#define (\w+)(?:\([^)]*\))? (.*)")


def bodies(python: Python, compiler: str) -> Dict[str, str]:
    """What the macros of Python.h expand to, by name."""
    command = [compiler, "-E", "-dM", *python.flags("-I"), "-include", "Python.h", "-x", "c"]
    said = subprocess.run([*command, os.devnull], check=True, text=True, stdout=subprocess.PIPE)
    found = (DEFINITION.match(line) for line in said.stdout.splitlines())
    return {one[1]: one[2] for one in found if one}


def touches_fields(macros: Dict[str, str], names: Set[str]) -> Set[str]:
    """Of the names, the macros that use a field, and those around them."""
    found = {name for name in names if "->" in macros.get(name, "")}
    while True:
        # A macro that casts its arguments and calls the function of its own name is a call.
        around = {
            name
            for name in names - found
            if not re.match(rf"{name}\b", macros.get(name, ""))
            and found & set(re.findall(r"\w+", macros.get(name, "")))
        }
        if not around:
            return found
        found |= around


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pythons", type=Path, required=True, help="pythons.json")
    parser.add_argument("--compiler", default=os.environ.get("CC", "cc"))
    options = parser.parse_args()
    functions = rows.functions()
    moves = {
        name
        for name, function in functions.items()
        if any(row.values[1] == "Borrowed" for row in function.returns)
        or any(row.values[2] == "Steals" for row in function.arguments)
    }
    expected: Set[str] = set()
    pythons = Pythons(options.pythons).available
    for python in pythons.values():
        expected |= touches_fields(bodies(python, options.compiler), set(functions)) & moves
    if "3.9" not in pythons:
        print("skipped: without the headers of 3.9 some macros are not seen")
        return 1 if os.environ.get("CI") == "true" else 77
    rowed = {name for name, function in functions.items() if function.macro}
    for name in sorted(expected - rowed):
        print(f"{name}: a macro around a field, and has no MACRO row")
    for name in sorted(rowed - expected):
        print(f"{name}: has a MACRO row, and is a call or a constant everywhere")
    print(f"{len(expected)} macros in {len(pythons)} sets of headers")
    return 1 if expected != rowed else 0


if __name__ == "__main__":
    sys.exit(main())
