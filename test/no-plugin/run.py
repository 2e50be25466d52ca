# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds what a plain clang-tidy finds with docs/no-plugin/clang-tidy.yaml against the
checks, on their own cases: it must find nothing that they do not, and what it misses is
counted."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CASES = ROOT / "test" / "checks"
DIAGNOSTIC = re.compile(r"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):\d+: (?P<kind>\w+): .*$", re.M)
#: Of the query on the left, the checks that say the same.
SAME = {
    "custom-cpython-private-immortalization": "cpython-internal-immortalization",
    "custom-cpython-private-count": "cpython-internal-immortalization",
    "custom-cpython-immortalize-unchecked": "cpython-immortalize-unchecked",
}
#: Cases in which a query finds more, and why that is right.
MORE = {
    "macro.c": "the check reports a macro once, where it is defined",
    "re-implemented.c": "the private name is that of a function of the project's own",
}
Place = tuple[str, str]  # A check and a line.


class Tools:
    def __init__(self, options: argparse.Namespace, python: dict) -> None:
        self.plain = [
            str(options.llvm_bindir / "clang-tidy"),
            "--experimental-custom-checks",
            f"--config-file={ROOT / 'docs' / 'no-plugin' / 'clang-tidy.yaml'}",
        ]
        checks = sorted(set(SAME.values()))
        self.ours = [str(options.tidy), "--config={}", f"--checks=-*,{','.join(checks)}"]
        self.flags = [f"-I{ROOT / 'include'}", *(f"-I{i}" for i in python["include"])]

    def say(self, program: list[str], case: Path) -> str:
        """What it says; "" if the case does not compile with this Python."""
        command = [*program, "--quiet", "--use-color=0", case.name, "--", *self.flags]
        with tempfile.TemporaryDirectory() as folder:
            # Without the .clang-tidy of this project.
            copy = Path(folder) / case.name
            copy.write_text(re.sub(r"NOLINT\w*", "", case.read_text(encoding="utf-8")))
            done = subprocess.run(command, cwd=folder, text=True, capture_output=True)
        return "" if "error:" in done.stdout else done.stdout

    def findings(self, case: Path) -> tuple[set[Place], set[Place], set[str]]:
        """Those of the queries and of the checks, and all lines that the checks name."""
        theirs, ours = self.say(self.plain, case), self.say(self.ours, case)
        named = {f["line"] for f in DIAGNOSTIC.finditer(ours)}
        return set(places(theirs)), set(places(ours)), named


def places(said: str) -> list[Place]:
    found = []
    for diagnostic in DIAGNOSTIC.finditer(said):
        check = re.search(r"\[([\w-]+)[\],]", diagnostic[0])
        if check:
            found.append((SAME.get(check[1], check[1]), diagnostic["line"]))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llvm-bindir", type=Path, required=True)
    parser.add_argument("--tidy", type=Path, required=True, help="immortal-tidy")
    parser.add_argument("--pythons", type=Path, required=True, help="pythons.json")
    options = parser.parse_args()
    generated = subprocess.run(
        [sys.executable, "-c", "import generate; print(generate.text(), end='')"],
        cwd=ROOT / "docs" / "no-plugin", check=True, text=True, capture_output=True)  # fmt: skip
    if generated.stdout != (ROOT / "docs" / "no-plugin" / "clang-tidy.yaml").read_text():
        sys.exit("docs/no-plugin/clang-tidy.yaml is old: run docs/no-plugin/generate.py")

    pythons = {p["name"]: p for p in json.loads(options.pythons.read_text())["pythons"]}
    wrong: list[str] = []
    seen = {check: 0 for check in SAME.values()}
    missed = dict(seen)
    for name in ("3.13", "3.15"):
        if name not in pythons:
            print(f"skipped: Python {name} is missing")
            if os.environ.get("CI") == "true":
                return 1
            continue
        tools = Tools(options, pythons[name])
        folders = ("cpython-internal-immortalization", "cpython-immortalize-unchecked")
        for case in sorted(c for f in folders for c in (CASES / f).rglob("*.c")):
            theirs, ours, named = tools.findings(case)
            # The checks may name the place in a note, below the declaration that they warn about.
            wrong += [f"{case.relative_to(ROOT)}:{line}: {check}, Python {name}"
                      for check, line in sorted(theirs - ours) if line not in named and case.name not in MORE]  # fmt: skip
            for check, line in ours:
                seen[check] += (check, line) in theirs
                missed[check] += (check, line) not in theirs
    for check in seen:
        print(f"{check}: {seen[check]} of {seen[check] + missed[check]} found without the plugin")
    if not any(seen.values()):
        sys.exit("the queries found nothing")
    if wrong:
        print("found by a query, and by no check:", *wrong, sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
