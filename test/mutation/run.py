#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Breaks the tables and the rules of the analysis, one at a time, and expects the tests to notice.

    test/mutation/run.py --sample 100 --seed 1

A mutant is a row of a .def table that is gone or says something else, or a condition in
lib/Freshness that is turned round. Each is built in a copy of the sources and given to the tests that
may know, the fast ones first; what they all accept is a survivor, and is printed. A mutant that does
not compile is no mutant and is not counted.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, NamedTuple

SOURCE = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^([A-Z_]+)\((?:[^()\"]|\"(?:\\.|[^\"])*\"|\([^()]*\))*\)\n", re.M)

# What a row may say instead: the other meaning is always a wrong one.
OTHER_WORDS = (
    ("Steals", "Looks"), ("StealsOnSuccess", "Steals"), ("Keeps", "Looks"), ("Releases", "Looks"),
    ("Fresh", "Borrowed"), ("Borrowed", "Fresh"), ("MaybeShared", "Fresh"), ("NotUnique", "Fresh"),
    ("MayKeep", "Looks"), ("RunsMethods", "Looks"), ("KeepsUnlessEqual", "Looks"),
    ("Increfs", "Looks"), ("Unknown", "Looks"), ("Null", "Never"),
    ("Immortal", "Fresh"), ("Refused", "Fine"), ("Harmful", "Fine"), ("Pointless", "Fine"),
)  # fmt: skip

# In code, outside of comments and strings.
TURNED = (
    (re.compile(r" == "), " != "),
    (re.compile(r" != "), " == "),
    (re.compile(r" && "), " || "),
    (re.compile(r" \|\| "), " && "),
    (re.compile(r"\breturn true;"), "return false;"),
    (re.compile(r"\breturn false;"), "return true;"),
    (re.compile(r"\bif \(!(?=\w)"), "if ("),
    (re.compile(r"\bState::Unique\b"), "State::Shared"),
    (re.compile(r"\bState::(?:Shared|Given|Reachable|Borrowed)\b"), "State::Unique"),
)


class Mutant(NamedTuple):
    path: Path
    begin: int
    end: int
    text: str

    def describe(self, content: str) -> str:
        line = content.count("\n", 0, self.begin) + 1
        was = " ".join(content[self.begin : self.end].split())
        return f"{self.path}:{line}: '{was}' -> '{' '.join(self.text.split()) or '(gone)'}'"


def mutants_of_table(path: Path, content: str) -> Iterator[Mutant]:
    for row in ROW.finditer(content):
        # A macro's own default is no row.
        if "#" in row[0] or content[: row.start()].rstrip().endswith("\\"):
            continue
        yield Mutant(path, row.start(), row.end(), "")
        for word, other in OTHER_WORDS:
            for at in re.finditer(rf"(?<=, ){word}(?=[,)])", row[0]):
                yield Mutant(path, row.start() + at.start(), row.start() + at.end(), other)


def mutants_of_code(path: Path, content: str) -> Iterator[Mutant]:
    for pattern, other in TURNED:
        for at in pattern.finditer(content):
            line = content[content.rfind("\n", 0, at.start()) + 1 : at.start()]
            if "//" not in line and "assert(" not in line and line.count('"') % 2 == 0:
                yield Mutant(path, at.start(), at.end(), other)


def all_mutants(kinds: set[str]) -> list[Mutant]:
    found: list[Mutant] = []
    if "tables" in kinds:
        for path in sorted((SOURCE / "lib").rglob("*.def")):
            found += mutants_of_table(path.relative_to(SOURCE), path.read_text())
    if "rules" in kinds:
        for path in sorted((SOURCE / "lib" / "Freshness").glob("*.cpp")):
            found += mutants_of_code(path.relative_to(SOURCE), path.read_text())
    return found


class Stage(NamedTuple):
    """A command that may notice a mutant, and what must be built for it."""

    target: str  # "" for none, "all" for everything
    command: list[str]


class Laboratory:
    """A copy of the sources, built once, in which one thing is changed at a time."""

    def __init__(self, folder: Path, preset: str, pythons: Path, quick: bool) -> None:
        self.folder = folder
        self.quick = quick
        self.build = folder / "build" / preset
        self.pythons = folder / "build" / "pythons.json"
        for name in self.output(["git", "ls-files"], SOURCE).splitlines():
            source, target = SOURCE / name, folder / name
            # What a killed run left behind, or what has changed since the last one.
            if not target.exists() or target.read_bytes() != source.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        self.pythons.parent.mkdir(exist_ok=True)
        shutil.copy2(pythons, self.pythons)
        # Mutants are compiled more often than they run; assertions are not what is tested.
        fast = ["-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0 -DNDEBUG"]
        configure = ["cmake", "--preset", preset, *fast]
        if not quick and not (self.passes(configure) and self.compiles("all")):
            sys.exit(f"{folder} does not build")

    @staticmethod
    def output(command: list[str], folder: Path) -> str:
        return subprocess.run(
            command, cwd=folder, check=True, capture_output=True, text=True
        ).stdout

    def compiles(self, target: str) -> bool:
        return self.passes(["cmake", "--build", str(self.build), "--target", target])

    def passes(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(command, cwd=self.folder, capture_output=True, timeout=1800)
        except subprocess.TimeoutExpired:
            return False  # A hang is noticed, too.
        return done.returncode == 0

    def stages(self, mutant: Mutant, was: str) -> Iterator[Stage]:
        """The tests that may notice, fast ones first."""
        for stage in self.all_stages(mutant, was):
            if not (self.quick and stage.target):
                yield stage

    def all_stages(self, mutant: Mutant, was: str) -> Iterator[Stage]:
        ctest = ["ctest", "--test-dir", str(self.build), "--stop-on-failure", "-R"]
        capi = [sys.executable, "test/capi/check.py", "--pythons", str(self.pythons)]
        if mutant.path.suffix == ".def":
            yield Stage("", [sys.executable, "test/capi/classes.py"])
        row = re.match(r'(?:FUNCTION|RETURNS_IF|ARGUMENT|ARGUMENTS_FROM)\("(\w+)"', was)
        if row:
            of_this = [*capi, "--function", row[1]]
            yield Stage("", [*of_this, "--only", "3.15", "--only", "3.9"])
            yield Stage("", of_this)
        elif mutant.path.parent.name == "Functions" or mutant.path.stem in ("Types", "Formats"):
            yield Stage("", [*capi, "--only", "3.15"])
            yield Stage("", capi)
        if mutant.path.parent.name != "Freshness":
            yield Stage("CAPITests", [*ctest, "^unit-CAPITests|^capi.replacements"])
        yield Stage("FreshnessTests", [*ctest, "^unit-FreshnessTests"])
        yield Stage("all", [*ctest, "^checks/(cpython|combined)"])
        yield Stage("all", [*ctest, "^(checks/|metamorphic|oracle|shim.pairs|corpora/owners)"])

    def judge(self, mutant: Mutant) -> str:
        """Who noticed; "" for a survivor, "-" if the mutant does not compile."""
        target = self.folder / mutant.path
        original = target.read_text()
        begin = original.rfind("\n", 0, mutant.begin + 1) + 1 if mutant.text else mutant.begin
        while mutant.text and original[begin] == " ":  # The row that the line continues.
            begin = original.rfind("\n", 0, begin - 1) + 1
        target.write_text(original[: mutant.begin] + mutant.text + original[mutant.end :])
        try:
            for stage in self.stages(mutant, original[begin:]):
                if stage.target and not self.compiles(stage.target):
                    return "-"
                if not self.passes(stage.command):
                    return shlex.join(stage.command[1:])
            return ""
        finally:
            target.write_text(original)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N of the mutants")
    parser.add_argument("--seed", type=int, default=1, help="which sample")
    parser.add_argument("--kind", choices=("tables", "rules"), help="without it both")
    parser.add_argument("--preset", default="llvm-22", help="of CMakePresets.json")
    parser.add_argument("--scratch", type=Path, default=SOURCE / "build" / "mutants")
    parser.add_argument("--quick", action="store_true", help="only what needs no build")
    parser.add_argument("--list", action="store_true", help="prints the mutants and runs nothing")
    arguments = parser.parse_args()
    mutants = all_mutants({arguments.kind} if arguments.kind else {"tables", "rules"})
    print(f"{len(mutants)} mutants in all", flush=True)
    if arguments.sample:
        mutants = random.Random(arguments.seed).sample(mutants, min(arguments.sample, len(mutants)))
    if arguments.list:
        print("\n".join(m.describe((SOURCE / m.path).read_text()) for m in mutants))
        return 0
    os.environ["GTEST_FAIL_FAST"] = "1"
    pythons = SOURCE / "build" / "pythons.json"
    laboratory = Laboratory(arguments.scratch, arguments.preset, pythons, arguments.quick)
    noticed, survivors, broken = 0, 0, 0
    for mutant in mutants:
        text = mutant.describe((SOURCE / mutant.path).read_text())
        who = laboratory.judge(mutant)
        noticed += who not in ("", "-")
        survivors += who == ""
        broken += who == "-"
        verdict = {"": "SURVIVED", "-": "does not compile"}.get(who, f"noticed by {who}")
        print(f"{verdict}: {text}", flush=True)
    counted = noticed + survivors
    score = 100 * noticed / counted if counted else 0
    print(f"{noticed} of {counted} noticed, {score:.1f} %; {broken} did not compile")
    return 0 if score >= 95 else 1


if __name__ == "__main__":
    sys.exit(main())
