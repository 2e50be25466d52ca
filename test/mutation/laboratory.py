# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A copy of the sources, built once, in which one thing is changed at a time."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Iterator, NamedTuple

from cases import CaseRunner
from mutants import SOURCE, Mutant

CONTRACT = ["cpython-immortalize-*", "combined", "known-limits", "cpython-internal-immortalization"]
BUILD_CORE = ["cpython-py-build-core"]


class Stage(NamedTuple):
    """What may notice a mutant, and what must be built for it ("" for nothing)."""

    target: str
    name: str
    accepts: Callable[[], bool]


class Laboratory:
    def __init__(self, folder: Path, preset: str, pythons: Path, jobs: int) -> None:
        self.folder = folder
        self.build = folder / "build" / preset
        self.jobs = jobs
        self.pythons = folder / "build" / "pythons.json"
        for name in self.output(["git", "ls-files"], SOURCE).splitlines():
            source, target = SOURCE / name, folder / name
            # What a killed run left behind, or what has changed since the last one.
            if not target.exists() or target.read_bytes() != source.read_bytes():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, target)
        self.pythons.parent.mkdir(exist_ok=True)
        shutil.copy2(pythons, self.pythons)
        if not self.passes(["cmake", "--preset", preset]):
            sys.exit(f"{folder} cannot be configured")
        site = (self.build / "test" / "lit.site.cfg.py").read_text()
        bindir = re.search(r'^config.llvm_bindir = "(.*)"', site, re.M)
        self.cases = CaseRunner(folder / "test", self.build, Path(bindir[1]), self.pythons, jobs)

    @staticmethod
    def output(command: list[str], folder: Path) -> str:
        return subprocess.run(
            command, cwd=folder, check=True, capture_output=True, text=True
        ).stdout

    def compiles(self, target: str) -> bool:
        build = ["cmake", "--build", str(self.build), "-j", str(self.jobs), "--target", target]
        return self.passes(build)

    def passes(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(command, cwd=self.folder, capture_output=True, timeout=1800)
        except subprocess.TimeoutExpired:
            return False  # A hang is noticed, too.
        return done.returncode == 0

    def command(self, target: str, command: list[str]) -> Stage:
        return Stage(target, shlex.join(command[-4:]), lambda: self.passes(command))

    def unit_tests(self, program: str, only: str = "*") -> Stage:
        run = [str(self.build / "bin" / program), "--gtest_fail_fast", f"--gtest_filter={only}"]
        return Stage(f"bin/{program}", f"{program} {only}", lambda: self.passes(run))

    def cases_in(self, folders: list[str]) -> Stage:
        failure = self.cases.first_failure
        return Stage("bin/immortal-tidy", "cases of test/checks", lambda: not failure(folders))

    def stages(self, mutant: Mutant, was: str) -> Iterator[Stage]:
        """The tests that may notice, fast ones first."""
        path = mutant.path
        if path.parent.name == "Project":
            yield self.unit_tests("ScanTests")
            return
        if path.suffix == ".def":
            yield self.command("", [sys.executable, "test/capi/classes.py"])
        if path.parent.name == "Functions":
            macros = [sys.executable, "test/capi/macros.py", "--pythons", str(self.pythons)]
            yield self.command("", macros)
        if path.parent.name == "Freshness":
            yield self.unit_tests("FreshnessTests", "Lattice*:*Transitions*Python3_15C")
        capi = [sys.executable, "test/capi/check.py", "--pythons", str(self.pythons)]
        row = re.match(r'(?:FUNCTION|RETURNS_IF|ARGUMENT|ARGUMENTS_FROM)\("(\w+)"', was)
        if row:
            yield self.command("", [*capi, "--function", row[1], "--only", "3.15"])
        if path.parent.name != "Freshness":
            yield self.unit_tests("CAPITests")
        if path.stem == "Replacements":
            replacements = ["ctest", "--test-dir", str(self.build), "-R", "^capi.replacements"]
            yield self.command("", replacements)
        if row:
            yield self.command("", [*capi, "--function", row[1]])
        elif path.parent.name == "Functions" or path.stem in ("Types", "Formats"):
            yield self.command("", capi)
        yield self.unit_tests("FreshnessTests", "*Python3_15C:Lattice*:Words*:CountingNames*")
        yield self.unit_tests("FreshnessTests", "*Python3_15CXX")
        yield self.cases_in(CONTRACT if path.parent.name == "Freshness" else CONTRACT + BUILD_CORE)

    def is_green(self) -> bool:
        """Whether all tests accept the sources as they are."""
        tests = (
            self.unit_tests("CAPITests"),
            self.unit_tests("FreshnessTests", "*Python3_15*:Lattice*"),
            self.cases_in(CONTRACT + BUILD_CORE),
        )
        return all(self.compiles(stage.target) and stage.accepts() for stage in tests)

    def judge(self, mutant: Mutant) -> str:
        """Who noticed; "" for a survivor, "-" if the mutant does not compile."""
        target = self.folder / mutant.path
        original = target.read_text()
        begin = original.rfind("\n", 0, mutant.begin + 1) + 1 if mutant.text else mutant.begin
        while mutant.text and original[begin] == " ":  # The row that the line continues.
            begin = original.rfind("\n", 0, begin - 1) + 1
        target.write_text(original[: mutant.begin] + mutant.text + original[mutant.end :])
        try:
            for stage in self.stages(mutant, original[begin:]):
                if stage.target and not self.compiles(stage.target):
                    return "-"
                if not stage.accepts():
                    return stage.name
            return ""
        finally:
            target.write_text(original)
