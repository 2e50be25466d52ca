#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Counts the lines of lib/ and clang-tidy-checks/ that the tests reach.

    run.py [--llvm 22] [--tests REGEX] [--measure-only] [--write]

Builds everything with clang's instrumentation in build/coverage and runs the tests there. Why they
do not reach the rest stands in reasons.txt; lines without a reason, and a row for none, are errors.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
sys.path.insert(0, str(SOURCE / "test"))

import quality  # noqa: E402

FOLDERS = ("lib", "clang-tidy-checks")
GOAL = 95
BEFORE = 3  # so many lines before a group help to tell it from others
#: Those that run our code in process; packages, Pythons and the header have their own tests.
TESTS = "^(unit-|checks/|migrate/|lsp/[^e]|meta|no-plugin|security|docs|corpora/(mypy|cind|owner))"
REASONS = HERE / "reasons.txt"
PROFILES = "profiles"


class Group(NamedTuple):
    file: str
    line: int  # the first of missed lines that follow each other
    count: int
    code: str


class Reason(NamedTuple):
    is_gap: bool  # somebody may get there, so the lines are named
    why: str
    file: str
    part: str

    def fits(self, file: str, code: str) -> bool:
        return fnmatch(file, f"*{self.file}") and self.part in code


NONE = Reason(True, "no reason yet", "", "")
Explained = dict[tuple[bool, str], list[Group]]


class File(NamedTuple):
    name: str
    lines: dict[int, int]  # how often each line that holds code was run

    def missed(self) -> list[int]:
        return [line for line, count in sorted(self.lines.items()) if not count]

    def groups(self) -> list[list[int]]:
        """The missed lines, each run of neighbours on its own: both numbers grow by one there."""
        runs = groupby(enumerate(self.missed()), lambda at: at[1] - at[0])
        return [[line for _, line in own] for _, own in runs]


def run(*command: str | Path, **options: object) -> None:
    print("$", *command, flush=True)
    subprocess.run(list(map(str, command)), check=True, **options)


def build(folder: Path, llvm: str, bindir: Path) -> None:
    flags = "-O1 -fprofile-instr-generate -fcoverage-mapping"
    compilers = [f"-DCMAKE_C_COMPILER={bindir}/clang", f"-DCMAKE_CXX_COMPILER={bindir}/clang++"]
    run("cmake", "-S", SOURCE, "-B", folder, "-G", "Ninja", f"-DIMMORTAL_TIDY_LLVM={llvm}",
        f"-DCMAKE_CXX_FLAGS_RELEASE={flags}", *compilers)  # fmt: skip
    run("cmake", "--build", folder)


def test(folder: Path, tests: str) -> None:
    """Runs the tests; one that fails is said by ctest, and counts with what it reached."""
    shutil.rmtree(folder / PROFILES, ignore_errors=True)
    # Many processes add to few files.
    environment = {**os.environ, "LLVM_PROFILE_FILE": f"{folder}/{PROFILES}/%4m.profraw"}
    command = ["ctest", "--test-dir", folder, "-R", tests, "--output-on-failure", "-j2"]
    subprocess.run(list(map(str, command)), env=environment)


def measure(folder: Path, bindir: Path) -> list[File]:
    merged = folder / "merged.profdata"
    found = folder.glob(f"{PROFILES}/*.profraw")
    run(bindir / "llvm-profdata", "merge", "-sparse", "-o", merged, *found)
    binaries = [path for path in (folder / "bin").iterdir() if os.access(path, os.X_OK)]
    binaries += (folder / "lib").glob("*.so")
    objects = [flag for path in binaries for flag in ("-object", str(path))][1:]
    command = [bindir / "llvm-cov", "export", "--format=lcov", f"-instr-profile={merged}", *objects]
    return files_of(subprocess.check_output(command, text=True))


def files_of(lcov: str) -> list[File]:
    """The files of ours in an lcov record."""
    found = []
    for record in lcov.split("end_of_record\n"):
        name = re.search(r"^SF:(.*)$", record, re.M)
        if not name or not name[1].startswith(tuple(f"{SOURCE}/{f}/" for f in FOLDERS)):
            continue
        lines = {int(n): int(c) for n, c in re.findall(r"^DA:(\d+),(\d+)", record, re.M)}
        found.append(File(str(Path(name[1]).relative_to(SOURCE)), lines))
    return sorted(found)


def load_reasons() -> list[Reason]:
    rows, why, is_gap = [], "", False
    for line in REASONS.read_text(encoding="utf-8").splitlines():
        if line.startswith(("reason: ", "gap: ")):
            is_gap, why = line.startswith("gap"), line.split(": ", 1)[1]
        elif line and not line.startswith("#"):
            file, part = (column.strip() for column in line.split("|", 1))
            rows.append(Reason(is_gap, why, file, part))
    return rows


def explain(files: list[File], reasons: list[Reason]) -> tuple[Explained, set[Reason]]:
    """The groups of missed lines by the first row that fits; and which rows did."""
    found, used = Explained(), set()
    for file in files:
        text = (SOURCE / file.name).read_text(encoding="utf-8").splitlines()
        for lines in file.groups():
            code = "\n".join(text[max(lines[0] - 1 - BEFORE, 0) : lines[-1]])
            row = next((reason for reason in reasons if reason.fits(file.name, code)), NONE)
            used.add(row)
            group = Group(file.name, lines[0], len(lines), text[lines[0] - 1].strip())
            found.setdefault(row[:2], []).append(group)
    return found, used


def describe(is_gap: bool, why: str, groups: list[Group]) -> str:
    """One point of the list; only of what somebody may get to, the lines are named."""
    lines: dict[str, list[str]] = {}
    for group in groups:
        file = re.sub("^(lib|clang-tidy-checks)/", "", group.file)
        lines.setdefault(file, []).append(str(group.line))
    places = [f"{file}:{','.join(at)}" if is_gap else file for file, at in lines.items()]
    size = f"{sum(g.count for g in groups)} lines at {len(groups)}"
    return f"- {why} ({size}): {', '.join(places)}\n"


def count(files: list[File]) -> tuple[int, int, str]:
    total, lost = sum(len(f.lines) for f in files), sum(len(f.missed()) for f in files)
    return total, lost, f"{100 * (total - lost) / total:.1f} %"


def report(files: list[File], tests: str) -> tuple[str, list[str]]:
    reasons = load_reasons()
    found, used = explain(files, reasons)
    wrong = [f"{r.file}: '{r.part}' is reached or gone" for r in reasons if r not in used]
    wrong += [f"no reason: {g.file}:{g.line}: {g.code}" for g in found.get(NONE[:2], [])]
    total, _, share = count(files)
    text = f"{share} of {total} lines in {len(files)} files (goal {GOAL} %), by the tests\n"
    text += f"`{tests}`.\n\n"
    folders = groupby(files, lambda file: str(Path(file.name).parent))
    rows = [(folder, *count(list(own))) for folder, own in folders]
    text += quality.table(("folder", "lines", "not reached", "covered"), rows)
    titles = {True: "Not tested yet, by the first line", False: "Not to be reached"}
    for is_gap, title in titles.items():
        points = [describe(*key, own) for key, own in found.items() if key[0] == is_gap]
        text += f"\n{title}:\n\n{''.join(sorted(points))}"
    return text, wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llvm", default="22")
    parser.add_argument("--tests", default=TESTS)
    parser.add_argument("--measure-only", action="store_true", help="the tests were run before")
    parser.add_argument("--write", action="store_true", help="to docs/quality.md")
    options = parser.parse_args()
    config = [f"llvm-config-{options.llvm}", "--bindir"]
    bindir = Path(subprocess.check_output(config, text=True).strip())
    folder = SOURCE / "build" / "coverage"
    if not options.measure_only:
        build(folder, options.llvm, bindir)
        test(folder, options.tests)
    text, wrong = report(measure(folder, bindir), options.tests)
    print(text)
    if options.write:
        quality.write("test/coverage/run.py", text)
    for line in wrong:
        print(f"{REASONS.name}: {line}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
