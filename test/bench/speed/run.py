#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures what the module costs, as ratios in one run; test/bench/run.sh calls this.

    run.py --build build/llvm-22 [--only cost|growth] [--write]

Instructions are counted by Valgrind: a busy machine does not change them, so that one percent can be seen.
Times are the processor's: in each turn two commands run at once and take turns on one processor, so that both
meet the same machine. The ratios are medians of the turns' own ratios, with the interval that holds the true
median 95 times of 100. The trivial check against itself shows what such a figure can tell.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
TEST = HERE.parents[1]
sys.path[:0] = [str(TEST), str(TEST / "corpora"), str(HERE)]

import fetch  # noqa: E402
import quality  # noqa: E402
import scaling  # noqa: E402
from corpus import Corpus, load_pythons  # noqa: E402

#: Real files: project, file, and whether there is something to judge.
FILES = (
    ("mypy", "misc_ops.c", True),
    ("nanobind", "nb_ft.cpp", True),
    ("pillow", "_imaging.c", False),
    ("psutil", "_psutil_linux.c", False),
)
#: A check of clang-tidy that has next to nothing to do.
TRIVIAL = "--checks=-*,bugprone-suspicious-semicolon"
WITH_TARGETS, WITHOUT, MEMORY = 1.03, 1.01, 5


class Unit(NamedTuple):
    name: str
    path: Path
    flags: list[str]
    targets: bool


class Commands(NamedTuple):
    """The commands over one file that are compared."""

    parse: list[str]
    trivial: list[str]
    module: list[str]
    analyzer: list[str]


def commands(options: argparse.Namespace, unit: Unit) -> Commands:
    tidy = str(options.llvm_bindir / "clang-tidy")
    end = ["--quiet", "--config={}", str(unit.path), "--", *unit.flags]
    plugin = f"--load={options.build / 'lib' / 'ImmortalTidy.so'}"
    return Commands(
        [str(options.llvm_bindir / "clang"), "-fsyntax-only", "-w", *unit.flags, str(unit.path)],
        [tidy, TRIVIAL, *end],
        [tidy, plugin, "--checks=-*,cpython-*", *end],
        [tidy, "--checks=-*,clang-analyzer-*", *end],
    )


def units(options: argparse.Namespace) -> list[Unit]:
    pythons, missing = load_pythons(options.pythons)
    found = []
    for project, name, targets in FILES:
        corpus = Corpus(fetch.load([project])[0], pythons, missing)
        options.kept.append(corpus)
        jobs = [job for job in corpus.jobs() if Path(job.source).name == name]
        job = next((job for job in jobs if job.python == "3.15"), jobs[0])
        found.append(Unit(f"{project}/{name}", Path(job.source), list(job.arguments), targets))
    return found


def run(command: list[str]) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def instructions(command: list[str]) -> int:
    """How many the command executes, in its own process."""
    with tempfile.NamedTemporaryFile() as out:
        valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}"]
        done = subprocess.run([*valgrind, *command], text=True, capture_output=True)
    counted = re.search(r"Collected : (\d+)", done.stderr)
    if not counted:
        sys.exit(f"{' '.join(command)}: no count\n{done.stderr[-2000:]}")
    return int(counted[1])


def peak(command: list[str]) -> float:
    """The most memory that it has, in MiB; the least of three runs, as it varies by pages."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, stderr=-3); "
    )
    script += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    runs = [
        subprocess.run([sys.executable, "-c", script, *command], text=True, stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    return min(int(done.stdout) for done in runs) / 1024


def seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def together(first: list[str], second: list[str]) -> float:
    """The seconds of the second, in those of the first, while they share one processor."""
    started = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for command in (first, second)
    ]
    took = {}
    for process in started:
        _, process.returncode, usage = os.wait4(process.pid, 0)
        if process.returncode:
            sys.exit(f"{' '.join(map(str, process.args))}: failed")
        took[process] = usage.ru_utime + usage.ru_stime
    return took[started[1]] / took[started[0]]


def ratio(options: argparse.Namespace, command: list[str], to: list[str]) -> str:
    """The median of half the turns with the one started first, half with the other."""
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(processors)})
    ratios = [
        1 / together(command, to) if turn % 2 else together(to, command)
        for turn in range(options.turns)
    ]
    os.sched_setaffinity(0, processors)
    return median(ratios)


def median(ratios: list[float]) -> str:
    """The median, and what holds the true one with 95 %: a count of halves is binomial."""
    ordered, count = sorted(ratios), len(ratios)
    below = 0
    while sum(math.comb(count, i) for i in range(below + 2)) * 2 <= 0.05 * 2**count:
        below += 1
    return f"{statistics.median(ordered):.3f} [{ordered[below]:.3f}, {ordered[-1 - below]:.3f}]"


def cost_table(options: argparse.Namespace) -> str:
    rows = []
    for unit in units(options):
        compared = commands(options, unit)
        module, trivial = instructions(compared.module), instructions(compared.trivial)
        more = peak(compared.module) - peak(compared.trivial)
        limit = WITH_TARGETS if unit.targets else WITHOUT
        rows.append(
            (
                f"{unit.name}, {'with' if unit.targets else 'without'} targets",
                f"{module / trivial:.3f} ({limit})",
                f"{module / 1e6:.0f} M",
                f"{more:+.1f} MiB (+{MEMORY})",
                f"{ratio(options, compared.module, compared.trivial)} ({limit})",
                ratio(options, compared.trivial, compared.trivial),
                ratio(options, compared.module, compared.parse),
                f"{seconds(compared.analyzer) / seconds(compared.parse):.2f}",
            )
        )
        print(*rows[-1], sep=" | ", flush=True)
    head = (
        "file", "instructions, of the trivial check's (goal)", "instructions",
        "more memory than it (goal)", "CPU time, of the trivial check's (goal)",
        "the trivial check again, of itself", "CPU time, of clang -fsyntax-only's",
        "clang-analyzer-*, of clang -fsyntax-only",
    )  # fmt: skip
    return (
        f"All checks of the module in clang-tidy, against clang-tidy with {TRIVIAL.split(',')[1]} alone. "
        f"Times are medians of {options.turns} turns in which both share one processor, with 95 % intervals; "
        "the analyzer's is one run of it.\n\n"
    ) + quality.table(head, rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="the folder of the build")
    parser.add_argument("--llvm-bindir", type=Path, required=True)
    parser.add_argument("--pythons", type=Path, default=TEST.parent / "build/pythons.json")
    parser.add_argument("--turns", type=int, default=40)
    parser.add_argument("--largest", type=float, default=1, help="share of the largest sizes")
    parser.add_argument("--only", choices=("cost", "growth"), help="one of the two parts")
    parser.add_argument("--write", action="store_true", help="to docs/quality.md")
    options = parser.parse_args()
    if options.turns < 6:
        parser.error("--turns: fewer than 6 have no interval of 95 %")
    options.build = options.build.resolve()
    options.kept = []  # the corpora, whose folders go with them
    pythons = json.loads(options.pythons.read_text())["pythons"]
    flags = [f"-I{i}" for p in pythons if p["name"] == "3.15" for i in p["include"]]
    parts = {"cost": lambda: cost_table(options), "growth": lambda: scaling.measure(options, flags)}
    for name in [options.only] if options.only else parts:
        text = parts[name]()
        print(text)
        if options.write:
            quality.write(f"test/bench/speed/run.py {name}", text)


if __name__ == "__main__":
    main()
