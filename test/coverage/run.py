#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Counts the lines of lib/ and clang-tidy-checks/ that the tests reach.

    run.py [--llvm 22] [--tests REGEX] [--write]

Builds everything with clang's instrumentation in build/coverage and runs the tests there. Reasons for what
they do not reach stand in reasons.txt; a row there whose line is reached, or gone, is an error.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
sys.path.insert(0, str(SOURCE / "test"))

import quality  # noqa: E402

FOLDERS = ("lib", "clang-tidy-checks")
GOAL = 95.0
#: Those that run our code in process; packages, Pythons and the header have their own tests.
TESTS = "^(unit-|checks/|migrate/|lsp/server|security|docs|corpora/(mypy|cinderx))"
REASONS = HERE / "reasons.txt"


class Reason(NamedTuple):
    file: str
    part: str
    why: str


class File(NamedTuple):
    name: str
    lines: dict[int, int]  # how often each line that holds code was run

    @property
    def missed(self) -> list[int]:
        return [line for line, count in sorted(self.lines.items()) if not count]

    def groups(self) -> list[list[int]]:
        """The missed lines, each run of neighbours on its own."""
        found: list[list[int]] = []
        for line in self.missed:
            if found and line == found[-1][-1] + 1:
                found[-1].append(line)
            else:
                found.append([line])
        return found


def run(*command: str | Path, **options: object) -> None:
    print("$", *command, flush=True)
    subprocess.run(list(map(str, command)), check=True, **options)


def build(folder: Path, llvm: str, bindir: Path) -> None:
    flags = "-O1 -fprofile-instr-generate -fcoverage-mapping"
    compilers = [f"-DCMAKE_C_COMPILER={bindir}/clang", f"-DCMAKE_CXX_COMPILER={bindir}/clang++"]
    run("cmake", "-S", SOURCE, "-B", folder, "-G", "Ninja", f"-DIMMORTAL_TIDY_LLVM={llvm}",
        f"-DCMAKE_CXX_FLAGS_RELEASE={flags}", *compilers)  # fmt: skip
    run("cmake", "--build", folder)


def test(folder: Path, tests: str, profiles: Path) -> None:
    """Runs the tests; one that fails is said by ctest, and counts with what it reached."""
    shutil.rmtree(profiles, ignore_errors=True)
    # Many processes add to few files.
    environment = {**os.environ, "LLVM_PROFILE_FILE": f"{profiles}/%4m.profraw"}
    command = ["ctest", "--test-dir", folder, "-R", tests, "--output-on-failure", "-j2"]
    subprocess.run(list(map(str, command)), env=environment)


def measure(folder: Path, bindir: Path, profiles: Path) -> list[File]:
    merged = folder / "merged.profdata"
    run(bindir / "llvm-profdata", "merge", "-sparse", "-o", merged, *profiles.glob("*.profraw"))
    binaries = [path for path in (folder / "bin").iterdir() if os.access(path, os.X_OK)]
    binaries += (folder / "lib").glob("*.so")
    objects = [flag for path in binaries for flag in ("-object", str(path))][1:]
    exported = subprocess.run(
        [str(bindir / "llvm-cov"), "export", "--format=lcov", f"-instr-profile={merged}", *objects],
        check=True, text=True, stdout=subprocess.PIPE).stdout  # fmt: skip
    return files_of(exported)


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
    rows = []
    for line in REASONS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rows.append(Reason(*(part.strip() for part in line.split("|", 2))))
    return rows


def explain(
    files: list[File], reasons: list[Reason]
) -> tuple[list[tuple[str, str, str]], set[Reason]]:
    """Each group of missed lines: where, its first line, and why; and the reasons that were used."""
    rows, used = [], set()
    for file in files:
        text = (SOURCE / file.name).read_text(encoding="utf-8").splitlines()
        for group in file.groups():
            code = "\n".join(text[line - 1] for line in group)
            fitting = [r for r in reasons if r.file == file.name and r.part in code]
            used.update(fitting)
            where = f"{file.name}:{group[0]}" + (f"-{group[-1]}" if len(group) > 1 else "")
            first = next((line for line in code.splitlines() if line.strip(" {}")), "}").strip()
            rows.append((where, first, fitting[0].why if fitting else ""))
    return rows, used


def report(files: list[File], tests: str) -> tuple[str, list[str]]:
    lines = sum(len(file.lines) for file in files)
    missed = sum(len(file.missed) for file in files)
    rows, used = explain(files, load_reasons())
    stale = [f"{r.file}: '{r.part}' is reached or gone" for r in load_reasons() if r not in used]
    share = 100 * (lines - missed) / lines
    text = f"{share:.1f} % of {lines} lines in {len(files)} files (goal {GOAL:.0f} %), by the tests `{tests}`. Not reached:\n\n"
    folders = sorted({str(Path(file.name).parent) for file in files})
    table = []
    for folder in folders:
        mine = [file for file in files if str(Path(file.name).parent) == folder]
        total, lost = sum(len(f.lines) for f in mine), sum(len(f.missed) for f in mine)
        table.append((folder, total, lost, f"{100 * (total - lost) / total:.1f} %"))
    text += quality.table(("folder", "lines", "not reached", "covered"), table)
    reasoned: dict[str, list[str]] = {}
    for where, _, why in rows:
        reasoned.setdefault(why or "no reason yet", []).append(where)
    text += "\n" + "".join(
        f"- {why}: {', '.join(places)}\n" for why, places in sorted(reasoned.items())
    )
    for where, first, why in rows:
        if not why:
            print(f"no reason: {where}: {first}")
    return text, stale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llvm", default="22")
    parser.add_argument("--tests", default=TESTS)
    parser.add_argument("--measure-only", action="store_true", help="the tests were run before")
    parser.add_argument("--write", action="store_true", help="to docs/quality.md")
    options = parser.parse_args()
    config = [f"llvm-config-{options.llvm}", "--bindir"]
    bindir = Path(
        subprocess.run(config, check=True, text=True, stdout=subprocess.PIPE).stdout.strip()
    )
    folder = SOURCE / "build" / "coverage"
    profiles = folder / "profiles"
    if not options.measure_only:
        build(folder, options.llvm, bindir)
        test(folder, options.tests, profiles)
    text, stale = report(measure(folder, bindir, profiles), options.tests)
    print(text)
    if options.write:
        quality.write("test/coverage/run.py", text)
    for line in stale:
        print(f"{REASONS.name}: {line}")
    sys.exit(1 if stale else 0)


if __name__ == "__main__":
    main()
