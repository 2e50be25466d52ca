#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds what other tools find against the labelled cases of the checks.

    run.py --build build/llvm-22 [--write]

Every tool gets the files without their CHECK comments, and one rule for each check: the best one that
could be written for it, in rules/. The unit is a labelled finding: it is found by whoever names its line,
or a line that our notes to it name, for a declaration and the calls of it are one defect seen from two
ends. A line that belongs to no labelled finding is wrong. What is not installed is left out, and the table
says so.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TEST = HERE.parents[1]
sys.path[:0] = [str(TEST), str(HERE)]

import quality  # noqa: E402
from labels import Labelled, flags_of, load, write  # noqa: E402
from tidy_pythons import Pythons  # noqa: E402

RULES = HERE / "rules"
EXPLANATION = """Precision / recall: of what the tool reports, the share that is right; of the labelled findings, the share
that it reports. The labels are the expectations of the checks' own tests, which hold them to 1.00 / 1.00: this says what the others
would see of the same work, not how good the checks are on code that nobody labelled (for that: *Foreign code*).

"""
DIAGNOSTIC = re.compile(
    r"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):\d+: (?P<kind>warning|note): (?P<text>.*)$", re.M
)
#: What a regular expression can say.
EXPRESSIONS = {
    "cpython-internal-immortalization": r"_Py_SetImmortal(Untracked)?[ ]*\(|_Py_IMMORTAL_\w*REFCNT",
    "cpython-py-build-core": r"^[ \t]*#[ \t]*define[ \t]+Py_BUILD_CORE",
    "cpython-immortalize-unchecked": r"^[ \t]*PyUnstable_SetImmortal[ ]*\(.*\);",
}
#: The queries of docs/no-plugin by the check that says the same.
QUERIES = {
    "cpython-internal-immortalization": (
        "custom-cpython-private-immortalization",
        "custom-cpython-private-count",
    ),
    "cpython-immortalize-unchecked": ("custom-cpython-immortalize-unchecked",),
}
#: The lines found, by file.
Found = dict[str, set[int]]
#: By file, the labelled findings: the lines of each, its own and those of its notes.
Defects = dict[str, "list[set[int]]"]
#: What a tool finds for one check in all files of that check; None if it has no rule.
Tool = Callable[[str, list[Labelled]], "Found | None"]


def output(*command: str | Path, folder: Path | None = None) -> str:
    done = subprocess.run(list(map(str, command)), cwd=folder, text=True, capture_output=True)
    return done.stdout


def diagnostics(text: str, name: str, checks: tuple[str, ...]) -> list[set[int]]:
    """The findings of the checks in a file: the lines of each, its own first in the output."""
    findings: list[set[int]] = []
    wanted = False
    for found in DIAGNOSTIC.finditer(text):
        if found["kind"] == "warning":
            wanted = any(re.search(rf"[\[,]{check}[\],]", found["text"]) for check in checks)
            if wanted:
                findings.append(set())
        if wanted and Path(found["file"]).name == name:
            findings[-1].add(int(found["line"]))
    return findings


class Tidy:
    """clang-tidy with queries, or ours with the checks: one run for each file."""

    def __init__(self, program: list[str], options: argparse.Namespace) -> None:
        self.program, self.folder = program, options.folder
        self.pythons = Pythons(options.pythons)

    def findings(
        self, case: Labelled, options: list[str], checks: tuple[str, ...]
    ) -> list[set[int]]:
        command = [*self.program, *options, "--quiet", case.name, "--"]
        command += flags_of(case, self.pythons)
        return diagnostics(output(*command, folder=self.folder), case.name, checks)


class Queries(Tidy):
    def __call__(self, check: str, cases: list[Labelled]) -> Found | None:
        if check not in QUERIES:
            return None
        # A query has no notes: each finding is a line.
        return {case.name: set().union(*self.findings(case, [], QUERIES[check])) for case in cases}


class Ours(Tidy):
    def defects(self, cases: list[Labelled]) -> Defects:
        """The labelled findings with the lines of their notes."""
        found = {}
        for case in cases:
            options = [f"--checks=-*,{case.checks}", f"--config={case.config}"]
            found[case.name] = self.findings(case, options, (case.check,))
            said = self.findings(case, options, tuple(case.checks.split(",")))
            missing = [line for line in case.lines if not any(line in lines for lines in said)]
            if missing:
                sys.exit(f"{case.path}: labelled, but not found: lines {missing}")
        return found


def grep(check: str, cases: list[Labelled]) -> Found | None:
    if check not in EXPRESSIONS:
        return None
    expression = re.compile(EXPRESSIONS[check])
    return {
        case.name: {
            n for n, line in enumerate(case.text.splitlines(), 1) if expression.search(line)
        }
        for case in cases
    }


class Semgrep:
    """One run over everything."""

    def __init__(self, program: str, options: argparse.Namespace) -> None:
        rules = RULES / "semgrep.yaml"
        command = [program, "scan", "--metrics=off", "--disable-version-check", "--json", "--quiet"]
        said = output(*command, "--no-git-ignore", f"--config={rules}", options.folder)
        self.results = json.loads(said)["results"]
        self.known = re.findall(r"^  - id: (\S+)", rules.read_text(), re.M)

    def __call__(self, check: str, cases: list[Labelled]) -> Found | None:
        if check not in self.known:
            return None
        found: Found = {case.name: set() for case in cases}
        for result in self.results:
            name = Path(result["path"]).name
            if result["check_id"].endswith(check) and name in found:
                found[name].add(result["start"]["line"])
        return found


class AstGrep:
    def __init__(self, program: str, options: argparse.Namespace) -> None:
        text = (RULES / "ast-grep.yaml").read_text()
        self.known = re.findall(r"^id: (\S+)", text, re.M)
        self.results = []
        for language in ("c", "cpp"):
            rules = options.scratch / f"{language}.yaml"
            rules.write_text(text.replace("language: c\n", f"language: {language}\n"))
            files = sorted(options.folder.glob(f"*.{language}"))
            said = output(program, "scan", "--json=compact", "--rule", rules, *files)
            self.results += json.loads(said)

    def __call__(self, check: str, cases: list[Labelled]) -> Found | None:
        if check not in self.known:
            return None
        found: Found = {case.name: set() for case in cases}
        for result in self.results:
            name = Path(result["file"]).name
            if result["ruleId"] == check and name in found:
                found[name].add(result["range"]["start"]["line"] + 1)
        return found


class Coccinelle:
    def __init__(self, program: str, options: argparse.Namespace) -> None:
        self.program, self.folder = program, options.folder

    def __call__(self, check: str, cases: list[Labelled]) -> Found | None:
        rule = RULES / f"{check}.cocci"
        if not rule.exists():
            return None
        found = {}
        for case in cases:
            cxx = ["--c++"] if case.name.endswith(".cpp") else []
            command = [self.program, "--very-quiet", "--no-includes", *cxx, "--sp-file", rule]
            found[case.name] = removed_lines(output(*command, case.name, folder=self.folder))
        return found


def removed_lines(diff: str) -> set[int]:
    """The lines that a unified diff takes from the old file: those that a rule marks with a star."""
    lines, number = set(), 0
    for line in diff.splitlines():
        hunk = re.match(r"@@ -(\d+)", line)
        if hunk:
            number = int(hunk[1])
        elif line.startswith("-") and not line.startswith("---"):
            lines.add(number)
            number += 1
        elif line.startswith(" "):
            number += 1
    return lines


def tools(options: argparse.Namespace) -> tuple[dict[str, Tool], list[str]]:
    """Each tool by its name, and what is not installed."""
    queries = f"--config-file={TEST.parent / 'docs/no-plugin/clang-tidy.yaml'}"
    plain = [str(options.llvm_bindir / "clang-tidy"), "--experimental-custom-checks", queries]
    found: dict[str, Tool] = {"clang-tidy with queries": Queries(plain, options)}
    missing = []
    for name, program, make, package in (
        ("Coccinelle", "spatch", Coccinelle, "Debian: coccinelle"),
        ("semgrep", "semgrep", Semgrep, "pip install semgrep"),
        ("ast-grep", "ast-grep", AstGrep, "pip install ast-grep-cli"),
    ):
        path = shutil.which(program)
        if path:
            found[name] = make(path, options)
        else:
            missing.append(f"{name} is not installed ({package})")
    found["regular expression"] = grep
    return found, missing


class Score(NamedTuple):
    """Labelled findings that a tool finds, its lines that belong to none, and those it misses."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __str__(self) -> str:
        said, there = self.right + self.wrong, self.right + self.missed
        precision = f"{self.right / said:.2f}" if said else "-"
        return f"{precision} / {self.right / there:.2f}"


def score(found: Found | None, defects: Defects) -> Score:
    right = wrong = missed = 0
    for name, expected in defects.items():
        lines = found[name] if found else set()
        hit = [bool(defect & lines) for defect in expected]
        right += sum(hit)
        missed += len(hit) - sum(hit)
        wrong += len(lines - set().union(*expected))
    return Score(right, wrong, missed)


def compare(options: argparse.Namespace) -> str:
    cases = load()
    write(cases, options.folder)
    others, missing = tools(options)
    totals = {name: Score() for name in others}
    rows: list[tuple[object, ...]] = []
    for check in sorted({case.check for case in cases}):
        mine = [case for case in cases if case.check == check]
        defects = Ours([str(options.build / "bin/immortal-tidy")], options).defects(mine)
        row: list[object] = [f"{check} ({len(mine)} files)", sum(map(len, defects.values()))]
        for name, tool in others.items():
            found = tool(check, mine)
            result = score(found, defects)
            row.append(result if found is not None else "no rule")
            totals[name] = Score(*map(sum, zip(totals[name], result)))
            print(f"{check}: {name}: {result} {tuple(result)}", flush=True)
        rows.append(tuple(row))
    findings = sum(row[1] for row in rows)
    rows.append((f"all ({len(cases)} files)", findings, *totals.values()))
    absent = "".join(f"\nNot run: {m}.\n" for m in missing)
    return EXPLANATION + quality.table(("check", "findings", *others), rows) + absent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="the folder of the build")
    parser.add_argument("--llvm-bindir", type=Path, help="default: of llvm-config-22")
    parser.add_argument("--pythons", type=Path, default=TEST.parent / "build/pythons.json")
    parser.add_argument("--write", action="store_true", help="to docs/quality.md")
    options = parser.parse_args()
    options.build = options.build.resolve()
    if not options.llvm_bindir:
        options.llvm_bindir = Path(output("llvm-config-22", "--bindir").strip())
    with tempfile.TemporaryDirectory(prefix="immortal-tidy-") as scratch:
        options.scratch = Path(scratch)
        options.folder = options.scratch / "cases"
        options.folder.mkdir()
        text = compare(options)
    print(text)
    if options.write:
        quality.write("test/bench/peers/run.py", text)


if __name__ == "__main__":
    main()
