#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the checks cost in an editor: the time from an edit to its diagnostics with
immortal-clangd and with stock clangd, in turns in one run; and each check's share
by clangd's own measure."""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEST = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(TEST), str(TEST / "lsp"), str(TEST / "corpora")]

import quality
from findings import compile_entry
from lsp import Server, position_at
from tidy_pythons import Pythons

# clangd admits a check below this share of the time to build the syntax tree.
FAST = 8.0
SLOWER_AT_MOST = 1.10


def source(pythons: Pythons) -> tuple[str, str, list[str]]:
    """Name, text and flags of a real file that makes objects immortal."""
    import fetch

    projects = json.loads((TEST / "corpora/corpora.json").read_text())["projects"]
    root = fetch.provide(next(p for p in projects if p["name"] == "mypy"))
    folder = root / "mypyc/lib-rt"
    file = folder / "misc_ops.c"
    flags = ["-xc", "-std=gnu17", *pythons.available["3.15"].flags("-I"), "-I", str(folder)]
    return file.name, file.read_text(encoding="utf-8"), flags


class Editor:
    """One of the servers, with the file open."""

    def __init__(self, program: str, folder: Path, name: str, text: str, flags: list[str]) -> None:
        folder.mkdir()
        self.main = folder / name
        self.main.write_text(text, encoding="utf-8")
        command = [program, "--log=error", "--background-index=0"]
        self.server = Server(
            command, folder, {"compilationDatabaseChanges": compile_entry(self.main, flags)}
        )
        self.server.open(self.main, text, "c")
        self.server.findings(self.main)
        self.times: list[float] = []

    def edit(self, text: str, start: int, end: int, new: str) -> None:
        """One edit; notes how long its diagnostics take."""
        places = {"start": position_at(text, start), "end": position_at(text, end)}
        begin = time.perf_counter()
        self.server.change(self.main, [{"range": places, "text": new}], wants=True)
        self.server.diagnosed(self.main)
        self.times.append(time.perf_counter() - begin)

    def percentile(self, percent: int) -> float:
        return statistics.quantiles(self.times, n=100)[percent - 1] * 1000


def edits(text: str, count: int, seed: int) -> list[tuple[int, int, str]]:
    """Typed words behind the includes, each taken away again: (start, end, new)."""
    chosen = random.Random(seed)
    first = text.find("\n\n", text.rfind("#include"))
    result: list[tuple[int, int, str]] = []
    while len(result) < count:
        place = chosen.randrange(first, len(text))
        word = chosen.choice([" ", "x", ";", "{", "return", "Py_INCREF(self);", "/*", "\n", '"'])
        result += [(place, place, word), (place, place + len(word), "")]
    return result[:count]


def latency(
    options: argparse.Namespace, name: str, text: str, flags: list[str]
) -> tuple[float, str]:
    """Ours by stock at the 95th percentile, and the table of all."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        stock = Editor(options.stock, work / "stock", name, text, flags)
        ours = Editor(options.clangd, work / "ours", name, text, flags)
        for turn, (start, end, new) in enumerate(edits(text, options.edits, options.seed)):
            for editor in (stock, ours) if turn % 2 else (ours, stock):
                editor.edit(text, start, end, new)
            text = text[:start] + new + text[end:]
        for editor in (stock, ours):
            editor.server.stop()
    rows = []
    for percent in (50, 90, 95, 99):
        one, two = stock.percentile(percent), ours.percentile(percent)
        rows.append((f"p{percent}", f"{one:.1f}", f"{two:.1f}", f"{two / one:.2f}"))
    head = (f"{options.edits} edits of {name}, ms to the diagnostics", "stock", "ours", "ratio")
    ratio = ours.percentile(95) / stock.percentile(95)
    return ratio, quality.table(head, rows)


def shares(
    options: argparse.Namespace, name: str, text: str, flags: list[str]
) -> list[tuple[str, float]]:
    """Each check's share of the time for the syntax tree, in percent."""
    with tempfile.TemporaryDirectory() as folder:
        main = Path(folder).resolve() / name
        main.write_text(text, encoding="utf-8")
        entry = {
            "directory": str(main.parent),
            "file": str(main),
            "arguments": ["clang", *flags, str(main)],
        }
        (main.parent / "compile_commands.json").write_text(json.dumps([entry]))
        done = subprocess.run(
            [
                options.clangd,
                f"--check={main}",
                "--check-tidy-time=cpython-*",
                "--check-locations=0",
            ],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    found = re.findall(r"(cpython-[\w-]+) = (-?\d+)%", done.stdout)
    if not found:
        sys.exit(f"clangd says nothing about the checks:\n{done.stdout}")
    return [(check, float(share)) for check, share in found]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clangd", required=True, help="immortal-clangd")
    parser.add_argument("--stock", required=True, help="the clangd of the same LLVM")
    parser.add_argument("--pythons", type=Path, required=True)
    parser.add_argument("--edits", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="put the figures into docs/quality.md")
    options = parser.parse_args()
    name, text, flags = source(Pythons(options.pythons))
    lines = text.count("\n")
    ratio, times = latency(options, name, text, flags)
    measured = shares(options, name, text, flags)
    slowest = max(share for _, share in measured)
    good = ratio <= SLOWER_AT_MOST and slowest < FAST
    text = (
        f"{times}\n"
        f"`clangd --check --check-tidy-time` on the same file ({lines:,} lines), which builds the "
        f"syntax tree with one check alone and with none:\n\n"
        + quality.table(
            ("Check", "of the time for the syntax tree"),
            [(f"`{check}`", f"{share:.0f} %") for check, share in measured],
        )
        + f"\np95 {ratio:.2f} x stock (aim: at most {SLOWER_AT_MOST:.2f}), slowest check "
        f"{slowest:.0f} % (aim: below {FAST:.0f} %), load {os.getloadavg()[1]:.1f} on "
        f"{os.cpu_count()} cores.\n"
    )
    print(text)
    if options.write:
        quality.write("test/bench/lsp/run.py", text)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
