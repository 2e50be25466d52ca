#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs one case, real C or C++ with its expectations in comments, through both
front ends and compiles what the fixes made of it; see test/checks/README.md."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tidy_expectations import (CaseFailure, Diagnostic, Expectations,
                               parse_diagnostics, select_file, unified_diff)
from tidy_pythons import Python, Pythons

Files = dict[str, str]
CXX_ENDINGS = (".cpp", ".cc", ".cxx")
# What CaseFormat of test/tidy_format.py looks for.
NOTHING_RAN = "tidy_case: nothing ran"


@dataclass(frozen=True)
class Outcome:
    """What one front end said and did."""

    command: list[str]
    code: int
    stdout: str
    stderr: str
    files: Files

    def describe(self) -> str:
        return (f"$ {shlex.join(self.command)}\nexit code {self.code}\n"
                f"{self.stdout}{self.stderr}")


class Case:
    """One RUN line: a file, a check, and how to run it."""

    def __init__(self, options: argparse.Namespace, flags: list[str]) -> None:
        self.options = options
        self.flags = flags
        self.pythons = Pythons(options.pythons)
        self.work: Path = options.work.resolve()
        self.name: str = options.case.name
        suffixes = [s for s in options.suffix.split(",") if s]
        known = set(suffixes)
        for used in re.findall(r"RUN:.* -suffix=([\w,]+)",
                               options.run_lines.read_text(encoding="utf-8")):
            known.update(used.split(","))
        self.expectations = {
            name: Expectations(options.case.parent / name, suffixes, known)
            for name in [self.name, *options.header]
        }
        self.sources = self._read_sources()
        self.compiled: set[tuple[str, ...]] = set()
        self.skipped: set[str] = set()

    def _read_sources(self) -> Files:
        """The files of the case, as the front ends are to see them."""
        sources: Files = {}
        inputs = self.options.case.parent / "Inputs"
        for path in sorted(inputs.rglob("*")):
            if path.is_file():
                name = str(path.relative_to(self.options.case.parent))
                sources[name] = path.read_text(encoding="utf-8")
        for name, expectations in self.expectations.items():
            sources[name] = expectations.source()
        return sources

    @property
    def code_folder(self) -> Path:
        return self.work / "code"

    def write_files(self, files: Files) -> None:
        shutil.rmtree(self.code_folder, ignore_errors=True)
        for name, text in files.items():
            path = self.code_folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def clang(self, std: str) -> str:
        return str(self.options.llvm_bindir /
                   ("clang++" if "++" in std else "clang"))

    def run_front_end(self, program: list[str], std: str, python: Python,
                      files: Files) -> Outcome:
        self.write_files(files)
        command = [
            *program, "--quiet", "--use-color=0", "--header-filter=.*",
            f"--config={self.options.config}",
            f"--checks=-*,{self.options.check}", "--fix", self.name, "--",
            *language_flags(std), *self.include_flags(python, "-I"), *self.flags,
        ]
        done = subprocess.run(command, cwd=self.code_folder, text=True,
                              capture_output=True)
        prefix = f"{self.code_folder}{os.sep}"
        outcome = Outcome(
            command, done.returncode, done.stdout.replace(prefix, ""),
            done.stderr.replace(prefix, ""),
            {name: (self.code_folder / name).read_text(encoding="utf-8")
             for name in files})
        if done.returncode < 0 or done.returncode > 1:
            raise CaseFailure(f"crashed:\n{outcome.describe()}")
        if done.returncode and not self.options.expect_errors:
            raise CaseFailure(f"has errors:\n{outcome.describe()}")
        return outcome

    def include_flags(self, python: Python, option: str) -> list[str]:
        return [*python.flags(option), "-I", str(self.options.include),
                "-I", str(self.code_folder)]

    def run(self, std: str, python: Python) -> None:
        """Everything a case promises, with one standard and one Python."""
        plugin = self.run_front_end(
            [str(self.options.llvm_bindir / "clang-tidy"),
             f"--load={self.options.plugin}"], std, python, self.sources)
        alone = self.run_front_end([str(self.options.stand_alone)], std,
                                   python, self.sources)
        compare_front_ends(plugin, alone)
        try:
            self.check_expectations(alone)
        except CaseFailure as failure:
            raise CaseFailure(f"{failure}\n{alone.describe()}") from None
        if alone.files != self.sources:
            self.compile_everywhere(std, alone.files)
            self.check_second_run(std, python, alone)

    def check_expectations(self, outcome: Outcome) -> None:
        diagnostics = parse_diagnostics(outcome.stdout)
        others = set(self.options.header)
        filecheck = str(self.options.llvm_bindir / "FileCheck")
        for name, expectations in self.expectations.items():
            file = None if name == self.name else name
            expectations.check_messages(
                filecheck, select_file(diagnostics, file, others),
                self.options.expect_errors, self.work)
            expectations.check_fixes(filecheck, outcome.files[name], self.work)
        for name in outcome.files.keys() - self.expectations.keys():
            if outcome.files[name] != self.sources[name]:
                raise CaseFailure(
                    f"{name} was changed; name it with -header={name} and "
                    "write its CHECK-FIXES:\n" + unified_diff(
                        self.sources[name], outcome.files[name], name,
                        "input/fixed"))

    def check_second_run(self, std: str, python: Python,
                         first: Outcome) -> None:
        second = self.run_front_end([str(self.options.stand_alone)], std,
                                    python, first.files)
        if second.files != first.files:
            raise CaseFailure(
                "the second run changes the fixed file again:\n"
                + diff_of_files(first.files, second.files, "first/second")
                + second.describe())
        known = findings(parse_diagnostics(first.stdout))
        for finding in findings(parse_diagnostics(second.stdout)):
            if finding not in known:
                raise CaseFailure("the second run prints a new finding: "
                                  f"{finding[1]}\n{second.describe()}")
            known.remove(finding)
        if "this fix will not be applied" in second.stdout:
            raise CaseFailure("the second run still has a fix to offer:\n"
                              + second.describe())

    def compile_everywhere(self, std: str, files: Files) -> None:
        """Compiles the fixed file with every Python for which the case does not
        say otherwise, by every compiler and in every standard; they take turns.
        Briefly, with the newest Python alone."""
        names = []
        for name in self.pythons.select(self.options.compile_with):
            if name in self.pythons.available:
                names.append(name)
            else:
                self.skip(f"compiling with Python {name}: "
                          f"{self.pythons.reason(name)}")
        if self.options.brief:
            names = names[-1:]
        compilers = self.compilers()
        if not names or not compilers:
            return
        for turn in range(max(len(names), len(compilers))):
            name = names[turn % len(names)]
            compiler, its_std = compilers[turn % len(compilers)]
            key = (compiler, std, name, *files.values())
            if its_std == std and key not in self.compiled:
                self.compile(compiler, std, self.pythons.available[name], files)
                self.compiled.add(key)

    def compilers(self) -> list[tuple[str, str]]:
        """The compilers of the case, each with each standard that it knows."""
        found = []
        for std in self.options.std.split(","):
            for kind in self.options.compilers.split(","):
                compiler = (self.clang(std) if kind == "clang" else
                            shutil.which("g++" if "++" in std else "gcc"))
                if not compiler:
                    self.skip(f"compiling with {kind}: it is not on PATH")
                elif not knows_standard(compiler, std):
                    self.skip(f"compiling with {compiler}: it does not know "
                              f"{std}")
                else:
                    found.append((compiler, std))
        return found

    def skip(self, what: str) -> None:
        if what not in self.skipped:
            print(f"skipped: {what}")
            self.skipped.add(what)

    def compile(self, compiler: str, std: str, python: Python,
                files: Files) -> None:
        self.write_files(files)
        command = [compiler, "-fsyntax-only", "-Wall", "-Wextra", "-Werror",
                   *language_flags(std), *self.include_flags(python, "-isystem"), *self.flags,
                   self.name]
        done = subprocess.run(command, cwd=self.code_folder, text=True,
                              capture_output=True)
        if done.returncode == 0:
            return
        self.write_files(self.sources)
        before = subprocess.run(command, cwd=self.code_folder,
                                capture_output=True)
        hint = ("the input compiled" if before.returncode == 0 else
                "the input does not compile there either: repair it, or say "
                "with -compile-with= for which Pythons the code is meant")
        raise CaseFailure(
            f"the fixed file does not compile with Python {python.name} "
            f"({hint}):\n$ {shlex.join(command)}\n{done.stderr}"
            + diff_of_files(self.sources, files, "input/fixed"))


@lru_cache(maxsize=None)
def knows_standard(compiler: str, std: str) -> bool:
    """Whether the compiler knows the standard by its name: those that only
    know a draft (c2x) lack what Python.h then uses, nullptr for one."""
    command = [compiler, "-fsyntax-only", *language_flags(std), os.devnull]
    return subprocess.run(command, capture_output=True).returncode == 0


def language_flags(std: str) -> list[str]:
    return ["-x", "c++" if "++" in std else "c", f"-std={std}"]


def findings(diagnostics: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(d.file, d.text) for d in diagnostics if d.is_finding]


def diff_of_files(before: Files, after: Files, what: str) -> str:
    return "".join(unified_diff(before[name], after[name], name, what)
                   for name in before)


def compare_front_ends(plugin: Outcome, alone: Outcome) -> None:
    for what, one, two in (("say", plugin.stdout, alone.stdout),
                           ("report", plugin.stderr, alone.stderr)):
        if one != two:
            raise CaseFailure(
                f"plugin and stand-alone {what} different things:\n"
                + unified_diff(one, two, "output", "plugin/stand-alone")
                + f"{plugin.describe()}{alone.describe()}")
    if plugin.files != alone.files:
        raise CaseFailure(
            "plugin and stand-alone fix differently:\n"
            + diff_of_files(plugin.files, alone.files, "plugin/stand-alone"))
    if plugin.code != alone.code:
        raise CaseFailure("plugin and stand-alone differ in exit code:\n"
                          + plugin.describe() + alone.describe())


def parse_options(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    flags: list[str] = []
    if "--" in arguments:
        split = arguments.index("--")
        arguments, flags = arguments[:split], arguments[split + 1:]
    parser = argparse.ArgumentParser(allow_abbrev=False, description=__doc__)
    add = parser.add_argument
    add("--llvm-bindir", type=Path, required=True)
    add("--plugin", type=Path, required=True)
    add("--stand-alone", type=Path, required=True)
    add("--include", type=Path, required=True, help="where py_immortal.h is")
    add("--pythons", type=Path, required=True, help="pythons.json")
    add("--work", type=Path, required=True, help="a folder to empty and use")
    add("--brief", action="store_true",
        help="analyse with the oldest and the newest of the Pythons, and "
        "compile with the newest")
    add("--run-lines", type=Path, required=True,
        help="the file with the RUN lines")
    add("case", type=Path)
    add("check")
    add("-std", default="", help="standards of C and C++, default c99,c23 for "
        "C and c++11,c++23 for C++")
    add("-python", default="3.15", help="the headers to analyse with")
    add("-suffix", default="", help="CHECK-...-SUFFIX lines hold too")
    add("-config", default="{}", help="clang-tidy's --config")
    add("-header", action="append", default=[],
        help="another file with CHECK comments")
    add("-compile-with", default="all",
        help="the Pythons for which the code is meant")
    add("-compilers", default="clang,gcc")
    add("-expect-errors", action="store_true",
        help="the input does not compile")
    options = parser.parse_args(arguments)
    if not options.std:
        options.std = ("c++11,c++23" if options.case.suffix in CXX_ENDINGS
                       else "c99,c23")
    return options, flags


def run_case(options: argparse.Namespace, flags: list[str]) -> int:
    """Runs every standard with every Python; returns how many failed."""
    case = Case(options, flags)
    shutil.rmtree(case.work, ignore_errors=True)
    ran, failures = 0, []
    names = case.pythons.select(options.python)
    if options.brief:
        names = [n for n in names if n in (names[0], names[-1])]
    for name in names:
        python = case.pythons.available.get(name)
        if not python:
            missing = f"Python {name}: {case.pythons.reason(name)}"
            case.skip(missing)
            if name == "3.15" and os.environ.get("CI") == "true":
                failures.append(missing)
                print(f"{case.name}: CI must have {missing}", file=sys.stderr)
            continue
        for std in options.std.split(","):
            ran += 1
            try:
                case.run(std, python)
            except CaseFailure as failure:
                text = str(failure)
                # The same but for the command line: named, not printed again.
                reason = text.split("\n$ ", 1)[0]
                if reason in failures:
                    text = reason.split("\n", 1)[0] + " (as above)"
                failures.append(reason)
                print(f"{case.name}: -std={std} -python={name}: {text}",
                      file=sys.stderr)
    print(f"tidy_case: {ran} runs, {len(case.compiled)} fixed files compiled"
          if ran else NOTHING_RAN)
    return len(failures)


def main() -> int:
    options, flags = parse_options(sys.argv[1:])
    try:
        return 1 if run_case(options, flags) else 0
    except (CaseFailure, ValueError) as failure:
        print(f"{options.case.name}: {failure}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
