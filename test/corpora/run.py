#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the checks over the pinned real code of corpora.json.

    run.py "clang-tidy-22 --load=build/llvm-22/lib/ImmortalTidy.so" build/llvm-22/bin/immortal-tidy

Each tool must report exactly the findings of expected/PROJECT.txt. A finding stands there with the
Pythons that show it, and below it, indented, why it is right; one without a reason fails too.
"""

from __future__ import annotations

import argparse
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time
from typing import Any, NamedTuple

import fetch
from corpus import Corpus, Job, Missing, NotInstalled, load_pythons
from expected import Expected, compare

SOURCE = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
DIAGNOSTIC = re.compile(
    r"^(?P<path>[^\s:][^:]*):(?P<line>\d+):(?P<column>\d+): (?P<kind>warning|error): (?P<text>.*)$"
)
TEXT = re.compile(r"^(?P<message>.*) \[(?P<check>[\w.,-]+)\]$")


class Finding(NamedTuple):
    """One diagnostic, in the order in which expected/ lists them."""

    path: str
    line: int
    column: int
    check: str
    message: str

    def text(self, pythons: list[str]) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.message} [{self.check}] on {' '.join(pythons)}"


class Runner:
    """One tool, in the settings of the command line."""

    def __init__(self, command: str, checks: str, verbose: bool) -> None:
        self.command = shlex.split(command)
        self.checks = checks
        self.verbose = verbose

    def findings(self, corpus: Corpus, job: Job) -> set[Finding]:
        """The diagnostics for one job; a tool that dies is an error."""
        # An empty configuration keeps out a .clang-tidy that came with the sources.
        command = [
            *self.command,
            f"--checks={self.checks}",
            "--config={}",
            "--header-filter=.*",
            "--quiet",
            str(job.source),
            "--",
        ]
        command += job.arguments
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", cwd=corpus.root
        )
        folders = corpus.folders()
        found = {
            finding for line in done.stdout.splitlines() if (finding := self.parse(line, folders))
        }
        parsed = not any(finding.check.startswith("clang-diagnostic-") for finding in found)
        if done.returncode != 0 and parsed:
            raise SystemExit(
                f"{shlex.join(command)} exited {done.returncode}:\n{done.stderr[-4000:]}"
            )
        if self.verbose and found:
            print(f"--- {job.source.name} on {job.python}\n{done.stdout}", end="")
        return found

    @staticmethod
    def parse(line: str, folders: dict[str, str]) -> Finding | None:
        """One line of output, with names in place of this machine's folders."""
        match = DIAGNOSTIC.match(line)
        text = match and TEXT.match(match["text"])
        if not match or not text:
            return None
        path, message = os.path.normpath(match["path"]), text["message"]
        for folder, name in folders.items():
            if path.startswith(folder):
                path = name + path[len(folder) :]
            message = message.replace(folder, name)
        return Finding(path, int(match["line"]), int(match["column"]), text["check"], message)


def run_project(runner: Runner, project: dict[str, Any], options: argparse.Namespace) -> list[str]:
    """The merged findings of one project, as lines for expected/."""
    pythons, missing = load_pythons(options.pythons)
    corpus = Corpus(project, pythons, missing)
    jobs = corpus.jobs()
    merged: dict[Finding, set[str]] = {}
    with corpus.scratch, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for job, found in zip(jobs, pool.map(lambda job: runner.findings(corpus, job), jobs)):
            for finding in found:
                merged.setdefault(finding, set()).add(job.python)
    order = list(pythons)
    lines = [finding.text(sorted(merged[finding], key=order.index)) for finding in sorted(merged)]
    count = len({job.source for job in jobs})
    print(
        f"{project['name']} {project['version']}: {len(jobs)} runs over {count} sources", end=", "
    )
    return lines


def check(project: dict[str, Any], options: argparse.Namespace) -> str:
    """'passed', 'failed' or 'skipped' for one project and all tools."""
    passed = True
    for command in options.tools:
        start = time.monotonic()
        try:
            findings = run_project(
                Runner(command, options.checks, options.verbose), project, options
            )
        except (Missing, NotInstalled, fetch.Unavailable) as reason:
            required = not isinstance(reason, NotInstalled) and os.environ.get("CI") == "true"
            outcome = "failed" if required else "skipped"
            print(f"{outcome}: real code of {project['name']}: {reason}")
            return outcome
        name = pathlib.Path(shlex.split(command)[0]).name
        print(f"{len(findings)} findings, {time.monotonic() - start:.1f} s with {name}")
        if options.update:
            Expected(project["name"]).update(findings)
        passed &= compare(project["name"], findings)
    return "passed" if passed else "failed"


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "tools",
        nargs="+",
        metavar="TOOL",
        help="a command line compatible with clang-tidy's, quoted as for a shell",
    )
    parser.add_argument("--project", action="append", help="only this one (may be repeated)")
    parser.add_argument("--checks", default="-*,cpython-*")
    parser.add_argument("--pythons", type=pathlib.Path, default=SOURCE / "build" / "pythons.json")
    parser.add_argument(
        "--update",
        action="store_true",
        help="rewrite expected/; what is new there waits for a reason",
    )
    parser.add_argument(
        "--verbose",
        action="store_true",
        help="print what the tools print, notes included",
    )
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    results = [check(project, options) for project in fetch.load(options.project)]
    counts = {word: results.count(word) for word in ("passed", "failed", "skipped")}
    print(", ".join(f"{count} {word}" for word, count in counts.items()))
    if counts["failed"]:
        return 1
    return 0 if counts["passed"] else SKIPPED


if __name__ == "__main__":
    sys.exit(main())
