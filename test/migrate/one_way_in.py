#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs every case of test/checks through immortal-tidy and immortal-migrate, and
compares what they find: file, line, column, message and check of each."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

FINDING = re.compile(
    r"^(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): (?:warning|error): "
    r"(?P<text>.*) \[(?P<check>cpython-[\w-]+)\]$",
    re.M,
)
Finding = tuple[str, ...]


def findings(output: str, folder: Path) -> set[Finding]:
    """What a front end found, with paths below `folder`."""
    return {
        (str((folder / match["file"]).resolve()), *match.groups()[1:])
        for match in FINDING.finditer(output)
    }


def run(command: list[str], folder: Path) -> str:
    """What the command prints. Both front ends may find errors in a case."""
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True)
    if done.returncode < 0 or done.returncode > 2:
        sys.exit(f"{' '.join(command)} crashed:\n{done.stdout}{done.stderr}")
    return done.stdout


def compare(case: Path, options: argparse.Namespace, flags: list[str]) -> int:
    """The number of findings in one case; 0, with a report, if they differ."""
    language = ["-x", "c++"] if case.suffix == ".cpp" else ["-x", "c"]
    tidy = findings(
        run(
            [options.tidy, "--quiet", "--checks=-*,cpython-*", "--config={}"]
            + ["--header-filter=.*", case.name, "--", *language, *flags],
            case.parent,
        ),
        case.parent,
    )
    migrate = findings(
        run(
            [options.migrate, "--root=/", "--no-compile-database", case.name]
            + ["--", *language, *flags],
            case.parent,
        ),
        Path("/"),
    )
    if tidy == migrate:
        return len(tidy)
    print(f"{case}: the front ends differ")
    for name, only in (("tidy", tidy - migrate), ("migrate", migrate - tidy)):
        for finding in sorted(only):
            print(f"  only immortal-{name}: {' '.join(finding)}")
    return -1


def main() -> int:
    """Compares all cases and says how much was compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tidy", required=True)
    parser.add_argument("--migrate", required=True)
    parser.add_argument("--pythons", type=Path, required=True)
    parser.add_argument("--include", required=True)
    parser.add_argument("folders", type=Path, nargs="+")
    options = parser.parse_args()

    pythons = json.loads(options.pythons.read_text(encoding="utf-8"))["pythons"]
    newest = next((p for p in pythons if p["name"] == "3.15"), None)
    if newest is None:
        print("skipped: Python 3.15 is missing")
        return 0
    flags = ["-I", options.include]
    for folder in newest["include"]:
        flags += ["-I", folder]
    cases = sorted(
        case
        for folder in options.folders
        for case in folder.rglob("*")
        if case.suffix in (".c", ".cpp") and "Inputs" not in case.parts
    )
    found = [compare(case, options, flags) for case in cases]
    print(f"{len(cases)} cases, {sum(n for n in found if n > 0)} findings")
    if sum(n for n in found if n > 0) < len(cases) // 2:
        print("too few findings: the comparison compares nothing")
        return 1
    return 1 if -1 in found else 0


if __name__ == "__main__":
    sys.exit(main())
