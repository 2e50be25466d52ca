# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The cases of test/checks, each RUN line once: messages and fixes of the stand-alone program.

That is the part of a case that a wrong table or rule can change. What test/tidy_case.py does besides
(other standards, the plugin, the second run, compilers) is left out: it would take twenty times as long.
"""

from __future__ import annotations

import re
import shlex
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Iterator

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tidy_case import Case, parse_options  # noqa: E402
from tidy_expectations import CaseFailure  # noqa: E402

RUN_LINE = re.compile(r"// RUN: %tidy_case (%s .*)")


class CaseRunner:
    """Runs cases with one build, as many at a time as there are jobs."""

    def __init__(self, tests: Path, build: Path, llvm: Path, pythons: Path, jobs: int) -> None:
        self.tests = tests
        self.work = build / "test" / "cases-of-mutants"
        self.jobs = jobs
        self.common = [
            f"--llvm-bindir={llvm}",
            "--plugin=none",
            f"--stand-alone={build / 'bin' / 'immortal-tidy'}",
            f"--include={tests.parent / 'include'}",
            f"--pythons={pythons}",
        ]

    def first_failure(self, folders: list[str]) -> str:
        """The name of a case that does not hold; "" if all do."""
        with ThreadPoolExecutor(self.jobs) as pool:
            results = [
                pool.submit(self.failure, path, number, arguments)
                for folder in folders
                for path in sorted((self.tests / "checks").glob(f"{folder}/**/*.c*"))
                if "Inputs" not in path.parts
                for number, arguments in enumerate(run_lines(path))
            ]
            for result in results:
                failed = result.result()
                if failed:
                    pool.shutdown(cancel_futures=True)
                    return failed
        return ""

    def failure(self, path: Path, number: int, arguments: list[str]) -> str:
        name = path.relative_to(self.tests)
        work = f"--work={self.work / name}.{number}"
        options, flags = parse_options(
            [*self.common, work, f"--run-lines={path}", str(path), *arguments]
        )
        case = Case(options, flags)
        for python in case.pythons.select(options.python)[:1]:
            if python in case.pythons.available:
                try:
                    case.check_expectations(
                        case.run_front_end(
                            [str(options.stand_alone)],
                            options.std.split(",")[0],
                            case.pythons.available[python],
                            case.sources,
                        )
                    )
                except CaseFailure:
                    return str(name)
        return ""


def run_lines(path: Path) -> Iterator[list[str]]:
    for line in RUN_LINE.findall(path.read_text(encoding="utf-8")):
        yield shlex.split(line)[1:]
