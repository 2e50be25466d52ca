# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The benchmark of test/bench/contention runs, and finds the price that the
documentation states. Nothing is timed here."""

from __future__ import annotations

import functools
import importlib.util
from pathlib import Path
from typing import Any

from toolchain import SOURCE_TREE, Cases, Failed, Python

BENCHMARK = SOURCE_TREE / "test" / "bench" / "contention" / "run.py"


def load_benchmark() -> Any:
    spec = importlib.util.spec_from_file_location("contention_benchmark", BENCHMARK)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def price(python: Python) -> None:
    benchmark = load_benchmark()
    found = benchmark.measure(python, 1, 20_000)
    mortal, immortal = found["mortal"], found["immortal"]
    if mortal["destroyed"] != mortal["of"] or immortal["destroyed"] != 0:
        raise Failed(f"destructors that ran: {found}")
    # An object with a destructor is four pointers behind its header at least.
    if mortal["bytes"] > 8 or immortal["bytes"] < 40:
        raise Failed(f"memory that stays: {found}")
    if found["gil"] == python.free_threaded:
        raise Failed(f"the GIL was not as expected: {found}")
    rows = list(benchmark.table(found))
    if not all(kind in rows[0] for kind in benchmark.KINDS):
        raise Failed("\n".join(rows))
    if not list(benchmark.plot(found))[-1].startswith("</svg"):
        raise Failed("the plot has no end")


def cases(pythons: list[Python], work: Path) -> Cases:
    for python in pythons:
        if python.supported and python.interpreter:
            yield f"{python.name} price", functools.partial(price, python)
