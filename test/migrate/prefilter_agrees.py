#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Shows that the prefilter loses nothing: a run that parses only what may have findings, and one
that parses every file, must say the same about real code and about the checks' own cases.

    prefilter_agrees.py --migrate build/llvm-22/bin/immortal-migrate --checks test/checks

Compared are the findings with their notes and fixes, and every problem of the prefiltered run must
be one of the full run. The full run also tells which files do not compile; the other one does not
look at those without a trigger word.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
from typing import Any

SOURCE = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "test" / "corpora"))

import fetch  # noqa: E402
from corpus import Corpus, Missing, NotInstalled, load_pythons  # noqa: E402

SKIPPED = 77


def commands_of(corpus: Corpus) -> list[dict[str, Any]]:
    """A compile database for all sources with all Pythons."""
    return [
        {
            "directory": str(corpus.root),
            "file": str(job.source),
            "arguments": ["clang", *job.arguments, "-c", str(job.source)],
        }
        for job in corpus.jobs()
    ]


def commands_of_cases(checks: pathlib.Path, options: argparse.Namespace) -> list[dict[str, Any]]:
    """The same for the cases of the checks."""
    pythons, _ = load_pythons(options.pythons)
    include = [f"-I{SOURCE / 'include'}"]
    return [
        {
            "directory": str(source.parent),
            "file": str(source),
            "arguments": [
                "clang",
                "-w",
                *include,
                *(f"-I{folder}" for folder in python["include"]),
                *(f"-D{define}" for define in python["defines"]),
                "-c",
                str(source),
            ],
        }
        for source in sorted(checks.rglob("*.c*"))
        if source.suffix in (".c", ".cpp")
        for name, python in pythons.items()
        if name in options.python
    ]


class Outcome:
    """What one run said."""

    def __init__(self, options: argparse.Namespace, database: pathlib.Path, extra: list[str]):
        report = database.parent / "report.json"
        command = [str(options.migrate), "-p", str(database), "--root", "/", "--quiet"]
        command += ["--no-cache", "--no-verify", "--statistics", f"-j{options.jobs}"]
        done = subprocess.run(
            [*command, "--json", str(report), *extra], capture_output=True, text=True
        )
        if done.returncode not in (0, 1, 2):
            raise SystemExit(f"{command} exited {done.returncode}:\n{done.stderr[-4000:]}")
        content = json.loads(report.read_text())
        self.findings = [json.dumps(entry, sort_keys=True) for entry in content["findings"]]
        self.problems = {json.dumps(entry, sort_keys=True) for entry in content["problems"]}
        self.work = next(line for line in done.stderr.splitlines() if " units: " in line)


def agrees(name: str, commands: list[dict[str, Any]], options: argparse.Namespace) -> bool:
    """Whether both runs over the commands say the same; prints what they did."""
    with tempfile.TemporaryDirectory(prefix="immortal-tidy-") as folder:
        database = pathlib.Path(folder) / "compile_commands.json"
        database.write_text(json.dumps(commands))
        some = Outcome(options, database, [])
        whole = Outcome(options, database, ["--no-prefilter"])
    same = some.findings == whole.findings and some.problems <= whole.problems
    print(f"{name}: {len(whole.findings)} findings; {some.work.split(',')[0]}", flush=True)
    if not same:
        for line in sorted(set(whole.findings) ^ set(some.findings)):
            print(f"  only in one: {line}")
        for line in sorted(some.problems - whole.problems):
            print(f"  only with the prefilter: {line}")
    return same


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--migrate", type=pathlib.Path, required=True)
    parser.add_argument("--checks", type=pathlib.Path, help="the folder of the checks' cases")
    parser.add_argument("--project", action="append", help="only this one (may be repeated)")
    parser.add_argument("--no-corpora", action="store_true", help="only the checks' cases")
    parser.add_argument("--python", action="append", help="for the cases; default: 3.12 and 3.15")
    parser.add_argument("--pythons", type=pathlib.Path, default=SOURCE / "build" / "pythons.json")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    options.python = options.python or ["3.12", "3.15"]
    results: list[bool] = []
    if options.checks:
        cases = commands_of_cases(options.checks.resolve(), options)
        results.append(bool(cases) and agrees("test/checks", cases, options))
    for project in [] if options.no_corpora else fetch.load(options.project):
        pythons, missing = load_pythons(options.pythons)
        try:
            corpus = Corpus(project, pythons, missing)
            with corpus.scratch:
                results.append(agrees(project["name"], commands_of(corpus), options))
        except (Missing, NotInstalled, fetch.Unavailable) as reason:
            print(f"skipped: {project['name']}: {reason}")
            if not isinstance(reason, NotInstalled) and os.environ.get("CI") == "true":
                results.append(False)
    print(f"{results.count(True)} agree, {results.count(False)} do not")
    if not results:
        return SKIPPED
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
