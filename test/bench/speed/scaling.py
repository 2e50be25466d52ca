# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How the cost grows with the size of a function, of a file, of a project, and with threads."""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Callable, NamedTuple

import quality

SOURCE = Path(__file__).resolve().parents[3]
PLOT = SOURCE / "docs" / "scaling.svg"
PROLOGUE = "#include <Python.h>\nextern int flag;\nint work(int);\n"
BRANCH = "  if (flag == {n} && work({n}))\n    flag += work({n});\n"
CAPSULE = """  PyObject *made{n} = PyCapsule_New(&flag, "made", NULL);
  if (made{n} == NULL)
    return -1;
  {call}(made{n});
"""


class Series(NamedTuple):
    title: str
    unit: str
    sizes: list[int]
    #: Milliseconds that ours needs, and that it is held against.
    ours: list[float]
    parse: list[float]


def milliseconds(command: list[str], runs: int, wall: bool = False) -> float:
    """The least of some runs: what disturbs only adds."""
    found = []
    for _ in range(runs):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)}: {done.stderr.decode()[-2000:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found.append(time.monotonic() - start if wall else cpu)
    return 1000 * min(found)


def function(number: int, blocks: int, call: str) -> str:
    """A function of about so many basic blocks, three for each branch, with one call to judge."""
    branches = "".join(BRANCH.format(n=n) for n in range(max(blocks // 3, 1)))
    capsule = CAPSULE.format(n=number, call=call)
    return f"int function{number}(void) {{\n{capsule}{branches}  return 0;\n}}\n"


def tidy(options: argparse.Namespace, source: Path, flags: list[str]) -> list[str]:
    program = str(options.build / "bin" / "immortal-tidy")
    return [program, "--checks=-*,cpython-*", "--quiet", str(source), "--", "-w", *flags]


def one_file(
    options: argparse.Namespace,
    flags: list[str],
    folder: Path,
    title: str,
    unit: str,
    sizes: list[int],
    write: Callable[[int, str], str],
) -> Series:
    """The checks over a file that grows, with calls to judge and with none."""
    ours, parse = [], []
    for size in sizes:
        source = folder / "grown.c"
        for times, call in ((ours, "PyUnstable_SetImmortal"), (parse, "(void)")):
            source.write_text(write(size, call))
            times.append(milliseconds(tidy(options, source, flags), 3))
        print(f"{title}: {size} {unit}: {ours[-1]:.0f} ms, {parse[-1]:.0f} ms", flush=True)
    return Series(title, unit, sizes, ours, parse)


def lines_of(size: int, call: str) -> str:
    """A file of about so many lines: functions of a hundred."""
    return PROLOGUE + "".join(function(n, 141, call) for n in range(max(size // 100, 1)))


def project(options: argparse.Namespace, flags: list[str], folder: Path, files: int) -> list[str]:
    """A command that migrates so many files, of which each has a call."""
    for number in range(files):
        source = folder / f"{number}.c"
        if not source.exists():
            source.write_text(PROLOGUE + function(number, 30, "PyUnstable_SetImmortal"))
    entries = [
        {"directory": str(folder), "file": f"{n}.c", "arguments": ["clang", *flags, f"{n}.c"]}
        for n in range(files)
    ]
    (folder / "compile_commands.json").write_text(json.dumps(entries))
    program = str(options.build / "bin" / "immortal-migrate")
    return [program, "-p", str(folder), "--root", str(folder), "--no-cache", "--quiet"]


def measure(options: argparse.Namespace, flags: list[str]) -> str:
    """The tables; the plot goes to docs/scaling.svg if matplotlib is there."""
    sizes = lambda *all: [n for n in all if n <= all[-1] * options.largest]  # noqa: E731
    with tempfile.TemporaryDirectory(prefix="immortal-tidy-") as scratch:
        folder = Path(scratch).resolve()
        grown = lambda size, call: PROLOGUE + function(0, size, call)  # noqa: E731
        all_series = [
            one_file(options, flags, folder, "one function", "basic blocks",
                     sizes(10, 100, 1000, 3000, 10000), grown),
            one_file(options, flags, folder, "one file", "lines",
                     sizes(1000, 10000, 100000, 500000), lines_of),
        ]  # fmt: skip
        files = Series("one project", "files", sizes(1, 10, 100, 500, 2000), [], [])
        for count in files.sizes:
            command = project(options, flags, folder, count)
            files.ours.append(milliseconds([*command, "-j1"], 1))
            print(f"project: {count} files: {files.ours[-1]:.0f} ms", flush=True)
        threads = Series("threads", "threads", [1, 2, 4], [], [])
        command = project(options, flags, folder, 100)
        for count in threads.sizes:
            threads.ours.append(milliseconds([*command, f"-j{count}"], 3, wall=True))
    text = "\n".join(map(table, [*all_series, files])) + "\n" + speedup(threads)
    return text + plot([*all_series, files])


def table(series: Series) -> str:
    """Sizes, times, and the growth of time for the growth of size between neighbours."""
    rows = []
    for at, size in enumerate(series.sizes):
        growth = "-"
        if at:
            bigger = size / series.sizes[at - 1]
            growth = f"{series.ours[at] / series.ours[at - 1] / bigger:.2f}"
        row = [f"{size:,} {series.unit}", f"{series.ours[at]:.0f} ms", growth]
        if series.parse:
            row.append(f"{series.ours[at] - series.parse[at]:+.0f} ms")
        rows.append(tuple(row))
    head = [series.title, "CPU time", "growth of time by growth of size"]
    head += ["of it the calls to judge"] if series.parse else []
    return quality.table(tuple(head), rows)


def speedup(threads: Series) -> str:
    parts = [
        f"-j{count}: {took:.0f} ms ({threads.ours[0] / took:.2f} x)"
        for count, took in zip(threads.sizes, threads.ours)
    ]
    import os

    return f"100 files on {os.cpu_count()} cores, wall time: {', '.join(parts)}.\n"


def plot(all_series: list[Series]) -> str:
    try:
        from matplotlib import pyplot
    except ImportError:
        return "\nNo plot: matplotlib is not installed (test/bench/run.sh installs it).\n"
    figure, axes = pyplot.subplots(1, len(all_series), figsize=(4 * len(all_series), 3.2))
    for axis, series in zip(axes, all_series):
        axis.plot(series.sizes, series.ours, "o-", label="checks")
        if series.parse:
            axis.plot(series.sizes, series.parse, "s--", label="nothing to judge")
            axis.legend()
        axis.set(xscale="log", yscale="log", title=series.title, xlabel=series.unit)
        axis.set_ylabel("CPU time, ms")
        # Whole powers of ten, so that a line that is flat looks flat.
        times = [*series.ours, *series.parse]
        bottom, top = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
        axis.set_ylim(10**bottom, 10**top)
    figure.tight_layout()
    # The same figures give the same bytes.
    pyplot.rcParams["svg.hashsalt"] = "immortal-tidy"
    figure.savefig(PLOT, metadata={"Date": None})
    lines = PLOT.read_text(encoding="utf-8").splitlines()
    PLOT.write_text("".join(line.rstrip() + "\n" for line in lines), encoding="utf-8")
    return f"\n![CPU time by size, both on logarithmic scales]({PLOT.name})\n"
