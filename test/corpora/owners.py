#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Judges calls on owners of real libraries: owners/PROJECT.cpp with the project's own headers.

    owners.py --pythons build/pythons.json --project nanobind build/llvm-22/bin/immortal-tidy

Each call of the file says in a comment what must be said about it: proven, unknown or never.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys

import fetch
from corpus import load_pythons

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
CHECK = "cpython-internal-immortalization"
EXPECTED = re.compile(r"_Py_SetImmortal\(.*\); // (proven|unknown|never)$")
WARNING = re.compile(rf":(\d+):\d+: warning: (.*) \[{CHECK}\]$")
WORDS = {"may refuse": "unknown", "cannot replace": "never", "use 'Py": "proven"}
PYTHONS = ("3.13", "3.15", "3.15t")


def expectations(source: pathlib.Path) -> dict[int, str]:
    """By line, what each call says about itself."""
    lines = enumerate(source.read_text().splitlines(), start=1)
    found = {number: match[1] for number, line in lines if (match := EXPECTED.search(line))}
    if set(found.values()) != set(WORDS.values()):
        raise SystemExit(f"{source.name} must have calls of each kind")
    return found


def verdicts(tool: str, source: pathlib.Path, arguments: list[str]) -> dict[int, str]:
    """By line, what the tool says about each call."""
    command = [tool, f"--checks=-*,{CHECK}", "--config={}", "--quiet", str(source), "--"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{source.name} does not compile:\n{done.stdout}{done.stderr}")
    found: dict[int, str] = {}
    for line in done.stdout.splitlines():
        if (match := WARNING.search(line)) and "'_Py_SetImmortal'" in match[2]:
            kinds = [kind for words, kind in WORDS.items() if words in match[2]]
            found[int(match[1])] = kinds[0] if kinds else match[2]
    return found


def main() -> int:
    """The exit code: 77 if the headers or all Pythons are missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pythons", type=pathlib.Path, required=True)
    parser.add_argument("--project", required=True)
    parser.add_argument("tool")
    options = parser.parse_args()
    projects = json.loads((HERE / "corpora.json").read_text())["projects"]
    project = next(entry for entry in projects if entry["name"] == options.project)
    pythons, missing = load_pythons(options.pythons)
    try:
        root = fetch.provide(project).resolve()
    except fetch.Unavailable as reason:
        print(f"skipped: owners of {options.project}: {reason}")
        return 1 if os.environ.get("CI") == "true" else SKIPPED
    source = HERE / "owners" / f"{options.project}.cpp"
    expected = expectations(source)
    runs, failed = 0, False
    for name in PYTHONS:
        if name not in pythons:
            print(f"skipped: {source.name} on {name}: {missing.get(name, 'not provided')}")
            continue
        python = pythons[name]
        folders = [f"-isystem{folder}" for folder in [str(root / "include"), *python["include"]]]
        defines = [f"-D{define}" for define in python["defines"]]
        found = verdicts(options.tool, source, ["-std=c++17", "-w", *folders, *defines])
        runs += 1
        for line, kind in expected.items():
            if found.get(line) != kind:
                print(f"{source.name}:{line} on {name}: expected {kind}, not {found.get(line)}")
                failed = True
    print(f"{project['name']} {project['version']}: {len(expected)} calls on {runs} Pythons")
    return 1 if failed else (0 if runs else SKIPPED)


if __name__ == "__main__":
    sys.exit(main())
