#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Measures immortal-migrate against its neighbours, as ratios in one run over one real project.

    run.py --build build/llvm-22 [--project pillow] [--write docs/benchmarks.md]

Every command does the same files. Each is run several times, in turns with the others, so that a
busy machine slows all of them; the table has the medians of CPU time (user and system, children
included) and of wall time. What is not installed is left out, and the table says so.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from typing import Any, NamedTuple

SOURCE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "test" / "corpora"))

import fetch  # noqa: E402
from corpus import Corpus, load_pythons  # noqa: E402

RULES = SOURCE / "test" / "bench" / "peers" / "rules"
BEGIN, END = "<!-- test/bench/migrate/run.py begins -->", "<!-- ends -->"


class Tool(NamedTuple):
    """One command; all of its parts run one after the other."""

    name: str
    commands: list[list[str]]
    # Paths that are removed before each run.
    fresh: tuple[pathlib.Path, ...] = ()


class Cost(NamedTuple):
    cpu: float
    wall: float


def run(tool: Tool, folder: pathlib.Path) -> Cost:
    """The cost of one run of a tool."""
    for path in tool.fresh:
        shutil.rmtree(path, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    for command in tool.commands:
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall)


def database_of(corpus: Corpus, python: str, folder: pathlib.Path) -> list[dict[str, Any]]:
    """Writes the compile database of all sources with one Python."""
    commands = [
        {
            "directory": str(corpus.root),
            "file": str(job.source),
            "arguments": ["clang", *job.arguments, "-c", str(job.source)],
        }
        for job in corpus.jobs()
        if job.python == python
    ]
    (folder / "compile_commands.json").write_text(json.dumps(commands))
    return commands


def our_tools(options: argparse.Namespace, folder: pathlib.Path) -> list[Tool]:
    migrate = [str(options.build / "bin" / "immortal-migrate"), "-p", str(folder)]
    migrate += ["--root", "/", "--quiet", "-j1"]
    cache = folder / "cache"
    kept = [*migrate, f"--cache-dir={cache}"]
    return [
        Tool("immortal-migrate", [[*migrate, "--no-cache"]]),
        Tool("immortal-migrate, cache filled by the run", [kept], (cache,)),
        Tool("immortal-migrate, from the cache", [kept]),
        Tool("immortal-migrate --no-prefilter", [[*migrate, "--no-cache", "--no-prefilter"]]),
    ]


def clang_tools(
    options: argparse.Namespace, folder: pathlib.Path, commands: list[dict[str, Any]]
) -> list[Tool]:
    bin_folder = options.llvm_bindir
    runner = shutil.which("run-clang-tidy", path=str(bin_folder)) or ""
    plugin = options.build / "lib" / "ImmortalTidy.so"
    tidy = [sys.executable, runner, f"-clang-tidy-binary={bin_folder}/clang-tidy"]
    tidy += [f"-load={plugin}", "-checks=-*,cpython-*", "-p", str(folder), "-quiet", "-j1"]
    parse = [
        [f"{bin_folder}/clang", *entry["arguments"][1:-2], "-fsyntax-only", entry["file"]]
        for entry in commands
    ]
    return [
        Tool("run-clang-tidy with the plugin", [tidy]),
        Tool("clang -fsyntax-only", parse),
    ]


def searchers(commands: list[dict[str, Any]]) -> tuple[list[Tool], list[str]]:
    """Tools that look for text or for patterns, without headers; and why others are missing."""
    files = [entry["file"] for entry in commands]
    words = trigger_words()
    found = [Tool("grep", [["grep", "-lE", "|".join(words), *files]])]
    missing = []
    for name, how, command in (
        ("semgrep", "pip install semgrep", ["scan", "--metrics=off", "--disable-version-check"]),
        ("ast-grep", "pip install ast-grep-cli", ["scan"]),
        (
            "spatch",
            "Debian: coccinelle",
            ["--very-quiet", "--sp-file", str(RULES / "cpython-internal-immortalization.cocci")],
        ),
    ):
        program = shutil.which(name)
        if not program:
            missing.append(f"{name} is not installed ({how})")
            continue
        if name == "semgrep":
            command = [*command, "--jobs=1", f"--config={RULES / 'semgrep.yaml'}"]
        elif name == "ast-grep":
            command = [*command, "--rule", str(RULES / "ast-grep.yaml"), "--threads=1"]
        found.append(Tool(name, [[program, *command, *files]]))
    return found, missing


def trigger_words() -> list[str]:
    """What the prefilter looks for."""
    table = (SOURCE / "lib" / "CAPI" / "TriggerWords.def").read_text()
    return re.findall(r'^TRIGGER_WORD\("([^"]+)"', table, re.MULTILINE)


def table(costs: dict[str, list[Cost]], files: int) -> list[str]:
    """The medians, as Markdown."""
    median = {
        name: Cost(
            statistics.median(cost.cpu for cost in runs),
            statistics.median(cost.wall for cost in runs),
        )
        for name, runs in costs.items()
    }
    tidy = median["run-clang-tidy with the plugin"].cpu
    parse = median["clang -fsyntax-only"].cpu
    lines = [
        "| command | CPU s | ms a file | wall s | of run-clang-tidy | of parsing |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {cost.cpu:.2f} | {1000 * cost.cpu / files:.1f} | {cost.wall:.2f} "
        f"| {cost.cpu / tidy:.2f} | {cost.cpu / parse:.2f} |"
        for name, cost in sorted(median.items(), key=lambda item: -item[1].cpu)
    ]
    full = median["immortal-migrate --no-prefilter"].cpu
    limit = 1.05 * parse + 0.002 * files
    lines += [
        "",
        f"Goals: at most 0.25 of run-clang-tidy (here {median['immortal-migrate'].cpu / tidy:.2f}); "
        f"without the prefilter at most 1.05 of parsing and 2 ms a file, {limit:.2f} s here "
        f"(here {full:.2f} s).",
    ]
    return lines


def measure(options: argparse.Namespace) -> list[str]:
    """Runs everything, and returns the section for the documentation."""
    pythons, missing_pythons = load_pythons(options.pythons)
    corpus = Corpus(fetch.load([options.project])[0], pythons, missing_pythons)
    with corpus.scratch, tempfile.TemporaryDirectory(prefix="immortal-tidy-") as scratch:
        folder = pathlib.Path(scratch)
        commands = database_of(corpus, options.python, folder)
        others, missing = searchers(commands)
        tools = [*our_tools(options, folder), *clang_tools(options, folder, commands), *others]
        costs: dict[str, list[Cost]] = {tool.name: [] for tool in tools}
        for turn in range(options.turns + 1):
            for tool in tools:
                cost = run(tool, folder)
                if turn:  # the first one fills the system's caches
                    costs[tool.name].append(cost)
                print(f"{turn} {tool.name}: {cost.cpu:.2f} s CPU, {cost.wall:.2f} s", flush=True)
    project = corpus.project
    title = (
        f"{len(commands)} sources of {project['name']} {project['version']} with the headers of "
        f"Python {options.python}; medians of {options.turns} runs after one to warm up, one thread each."
    )
    return [title, "", *table(costs, len(commands)), "", *(f"Not run: {m}." for m in missing)]


def write(path: pathlib.Path, lines: list[str]) -> None:
    """Puts the section in its place in a document."""
    text = path.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(f"{before}{BEGIN}\n" + "\n".join(lines).rstrip() + f"\n{END}{after}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument(
        "--llvm-bindir", type=pathlib.Path, default=pathlib.Path("/usr/lib/llvm-22/bin")
    )
    parser.add_argument("--project", default="pillow")
    parser.add_argument("--python", default="3.15")
    parser.add_argument("--pythons", type=pathlib.Path, default=SOURCE / "build" / "pythons.json")
    parser.add_argument("--turns", type=int, default=3, help="after one that warms up")
    parser.add_argument("--write", type=pathlib.Path, help="the document to put the table into")
    options = parser.parse_args()
    options.build = options.build.resolve()
    os.environ.pop("IMMORTAL_TIDY_CACHE", None)
    lines = measure(options)
    print("\n" + "\n".join(lines))
    if options.write:
        write(options.write, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
