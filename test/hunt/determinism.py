#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Repeats runs over the labelled cases and compares what they print, byte for byte.

    determinism.py --build build/llvm-22 --build build/llvm-19 [--write]

Every run has another number of threads, from 1 to 8; every second one takes its results from the cache
that the one before has filled, and one is made of three parts. With a second build its findings are held
against those of the first.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

TEST = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TEST), str(TEST / "bench" / "peers")]

import quality  # noqa: E402
from labels import Labelled, flags_of, load, write  # noqa: E402
from tidy_pythons import Pythons  # noqa: E402

REPORTS = {
    "text": [],
    "JSON": ["--json=out.json"],
    "SARIF": ["--sarif=out.sarif"],
    "HTML": ["--report=out.html"],
    "Code Quality": ["--code-quality=out.codequality"],
    "fixes": ["--export-fixes=out.yaml"],
    "baseline": ["--write-baseline=out.baseline"],
}
PARTS = 3


def write_project(folder: Path, cases: list[Labelled], pythons: Pythons) -> None:
    """The cases with a compile database, each with the flags that its first RUN line wants."""
    write(cases, folder)
    commands = []
    for case in cases:
        arguments = ["clang", *flags_of(case, pythons), "-c", case.name]
        commands.append({"directory": str(folder), "file": case.name, "arguments": arguments})
    (folder / "compile_commands.json").write_text(json.dumps(commands))


def run(folder: Path, command: list[str]) -> str:
    """What it prints; ends the run if it did not do its work."""
    done = subprocess.run(command, cwd=folder, text=True, capture_output=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


def migrate(build: Path, *options: str) -> list[str]:
    return [str(build / "bin/immortal-migrate"), "-p", ".", "--root", ".", "--quiet", *options]


def outputs(folder: Path, command: list[str]) -> dict[str, bytes]:
    """Every report. The baseline comes from a run of its own, as it accepts all findings."""
    wanted = [flag for name, flags in REPORTS.items() for flag in flags if name != "baseline"]
    said = {"text": run(folder, [*command, *wanted]).encode()}
    run(folder, [*command, *REPORTS["baseline"]])
    for name, flags in REPORTS.items():
        for flag in flags:
            path = folder / flag.partition("=")[2]
            said[name] = path.read_bytes()
            path.unlink()
    return said


def in_parts(build: Path, folder: Path) -> dict[str, bytes]:
    """The same from parts that are put together."""
    parts = [f"{part}.yaml" for part in range(1, PARTS + 1)]
    for part, file in enumerate(parts, 1):
        shard = [f"--shard={part}/{PARTS}", f"--shard-file={file}", "--no-cache"]
        run(folder, migrate(build, *shard))
    return outputs(folder, [str(build / "bin/immortal-migrate"), "merge", *parts])


def repeat(build: Path, folder: Path, runs: int) -> dict[str, set[str]]:
    """By report, the different contents that so many runs gave."""
    seen: dict[str, set[str]] = {name: set() for name in REPORTS}
    for number in range(runs):
        options = [f"-j{1 + number % 8}", f"--cache-dir={folder / f'cache-{number // 2}'}"]
        note(seen, outputs(folder, migrate(build, *options)))
        print(f"{build.name}: run {number + 1} of {runs}", flush=True)
    note(seen, in_parts(build, folder))
    return seen


def note(seen: dict[str, set[str]], said: dict[str, bytes]) -> None:
    for name, content in said.items():
        seen[name].add(hashlib.sha256(content).hexdigest())


def findings(build: Path, folder: Path) -> set[str]:
    """The findings with their notes and edits, each as one text."""
    run(folder, migrate(build, *REPORTS["JSON"], "--no-cache"))
    report = json.loads((folder / "out.json").read_text())
    return {json.dumps(finding, sort_keys=True) for finding in report["findings"]}


def place(finding: str) -> str:
    """Where a finding of the JSON report is, and whose it is."""
    content = json.loads(finding)
    return f"{content['file']}:{content['line']} [{content['check']}]"


def report(options: argparse.Namespace, folder: Path) -> tuple[str, bool]:
    cases = load()[:: options.every]
    write_project(folder, cases, Pythons(options.pythons))
    rows, same = [], True
    for build in options.build:
        seen = repeat(build, folder, options.runs)
        rows.append((build.name, *(len(contents) for contents in seen.values())))
        same = same and all(len(contents) == 1 for contents in seen.values())
    text = (
        f"{options.runs} runs over {len(cases)} files, -j1 to -j8, every second one from the cache, and one of {PARTS} parts. "
        "Different contents by report, which should be one:\n\n"
    )
    text += quality.table(("build", *REPORTS), rows)
    if len(options.build) == 2:
        first, second = (findings(build, folder) for build in options.build)
        names = [build.name for build in options.build]
        text += f"\nFindings alike in {names[0]} and {names[1]}: {len(first & second)}. "
        for name, only in zip(names, (first - second, second - first)):
            places = ", ".join(sorted(map(place, only))) or "none"
            text += f"Otherwise with {name}: {places}. "
        text += "\n"
    return text, same


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, action="append", required=True)
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--every", type=int, default=1, help="take every n-th case only")
    parser.add_argument("--pythons", type=Path, default=TEST.parent / "build/pythons.json")
    parser.add_argument("--write", action="store_true", help="to docs/quality.md")
    options = parser.parse_args()
    options.build = [build.resolve() for build in options.build]
    with tempfile.TemporaryDirectory(prefix="immortal-tidy-") as folder:
        text, same = report(options, Path(folder).resolve())
    print(text)
    if options.write:
        quality.write("test/hunt/determinism.py", text)
    sys.exit(0 if same else 1)


if __name__ == "__main__":
    main()
