#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What an immortal object saves when threads share it, and what it costs.

Prints a table, as Markdown, of the processor time that one use of a shared
capsule takes in a free-threaded build: mortal, with deferred reference counting,
immortal. All ratios are of one run on one machine. Where threads never ran at the same
time, because the machine is too busy, there is a dash.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "shim"))
from toolchain import C99, SOURCE_TREE, Extension, Python  # noqa: E402

KINDS = {"mortal": "#c0392b", "deferred": "#d68910", "immortal": "#1e8449"}
THREADS = (1, 2, 4)
Found = Dict[str, Any]


def measure(python: Python, measurements: int, abandoned: int) -> Found:
    with tempfile.TemporaryDirectory(prefix="contention-") as work:
        source = HERE / "contention.c"
        folder = Extension(python, C99, source, Path(work), ["-O2"]).build()
        env = {"PYTHONPATH": str(folder)}
        return json.loads(python.run(HERE / "measure.py", measurements, abandoned, env=env).stdout)


def table(found: Found) -> Iterator[str]:
    """Times, each with its ratio to the immortal object's in the same row."""
    yield "| threads | mortal | deferred | immortal |"
    yield "|---|---|---|---|"
    times = found["nanoseconds"]
    for threads in THREADS:
        immortal = times.get(f"immortal {threads}", math.nan)
        row = (times.get(f"{kind} {threads}", math.nan) for kind in KINDS)
        cells = (
            "-" if math.isnan(took) else f"{took:.1f} ns ({took / immortal:.1f}x)" for took in row
        )
        yield f"| {threads} | {' | '.join(cells)} |"
    yield ""
    for kind in ("mortal", "immortal"):
        cost = found[kind]
        yield (
            f"{cost['of']} abandoned {kind} capsules: {cost['bytes']:.0f} bytes each stay, "
            f"{cost['destroyed']} destructors ran"
        )


def plot(found: Found) -> Iterator[str]:
    """Bars of the same times as an SVG."""
    times = found["nanoseconds"]
    highest = max(times.values())
    width, height, left, bottom = 640, 320, 60, 40
    scale = (height - bottom - 40) / highest
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="13">'
    )
    yield '<rect width="100%" height="100%" fill="white"/>'
    yield f'<text x="{left}" y="20">nanoseconds for one use of a shared capsule</text>'
    base = height - bottom
    yield f'<path d="M{left} {base}H{width - 20}" stroke="black"/>'
    for row, threads in enumerate(THREADS):
        x = left + row * 190
        for column, (kind, color) in enumerate(KINDS.items()):
            took = times.get(f"{kind} {threads}", 0)
            tall = max(took * scale, 1)
            at = x + 10 + column * 48
            yield (
                f'<rect x="{at}" y="{base - tall:.1f}" width="40" height="{tall:.1f}" '
                f'fill="{color}"/>'
            )
            yield (
                f'<text x="{at + 20}" y="{base - tall - 5:.1f}" '
                f'text-anchor="middle">{took:.0f}</text>'
            )
        label = f"{threads} thread{'s' if threads > 1 else ''}"
        yield f'<text x="{x + 78}" y="{base + 18}" text-anchor="middle">{label}</text>'
    for column, (kind, color) in enumerate(KINDS.items()):
        x = left + 330 + column * 85
        yield f'<rect x="{x}" y="9" width="12" height="12" fill="{color}"/>'
        yield f'<text x="{x + 17}" y="20">{kind}</text>'
    yield "</svg>"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pythons", type=Path, default=SOURCE_TREE / "build/pythons.json")
    parser.add_argument("--measurements", type=int, default=15, help="the median counts")
    parser.add_argument("--abandoned", type=int, default=200_000, help="capsules per kind")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    arguments = parser.parse_args()
    pythons, missing = Python.load(arguments.pythons)
    running = [p for p in pythons if p.free_threaded and p.interpreter]
    if not running:
        reasons = [m["reason"] for m in missing if m["name"].endswith("t")]
        print(f"skipped: no free-threaded Python: {'; '.join(reasons)}")
        return 77
    found = measure(running[-1], arguments.measurements, arguments.abandoned)
    gil = "on" if found["gil"] else "off"
    print(f"Python {found['version']}, GIL {gil}, {os.cpu_count()} cores\n")
    print("\n".join(table(found)))
    if arguments.plot:
        arguments.plot.write_text("\n".join(plot(found)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
