#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Migrates real projects from end to end: analyse, fix, do by hand what is left, analyse again, and
build and test the result with every Python. Prints what docs/migrating.md shows."""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "test" / "corpora"), str(HERE.parent), str(HERE)]
import fetch
from projects import PROJECTS, Project
from wheels import provide

SKIPPED = 77
BUILD_WITH = ("3.13", "3.14", "3.15")
# pytest and what it needs.
WHEELS = (
    (
        "pytest",
        "pytest-9.2.0-py3-none-any.whl",
        "07acdcf88ec174f907dc01af70bf52d49b014bbab03faeeade31c96b18c2e588",
    ),
    (
        "pluggy",
        "pluggy-1.7.0-py3-none-any.whl",
        "7dd7b0d8832ba3cb632c306926ded123429211b83641b35dc5c41ad2d34f9bec",
    ),
    (
        "iniconfig",
        "iniconfig-2.3.1-py3-none-any.whl",
        "9121e2c1fdb355232495be3194c8dfe87ccc2d5dee45947b78e68f499790d7a7",
    ),
    (
        "packaging",
        "packaging-26.3-py3-none-any.whl",
        "d7193f7c8e4e93f444fde0262bf90af30e16fa0ad0ad44cb553c87339b23cd1c",
    ),
    (
        "pygments",
        "pygments-2.21.0-py3-none-any.whl",
        "2363c69b61c4a97c838da3b130dcd6468f4848992b21a82f2a63ec34377137d9",
    ),
)


class Pythons:
    """What build/pythons.json knows."""

    def __init__(self, file: pathlib.Path) -> None:
        self.known = {p["name"]: p for p in json.loads(file.read_text())["pythons"]}

    def interpreter(self, name: str) -> str | None:
        command = self.known.get(name, {}).get("interpreter") or []
        return str(command[0]) if len(command) == 1 else None


class Migration:
    """One project in a folder of its own."""

    def __init__(
        self, project: Project, program: str, pythons: Pythons, work: pathlib.Path
    ) -> None:
        self.project = project
        self.program = program
        self.pythons = pythons
        [pinned] = fetch.load([project.name])
        self.title = f"{project.name} {pinned['version']}"
        self.folder = work / project.name
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(fetch.provide(pinned), self.folder)
        self.sources = sorted(
            path for pattern in project.sources for path in self.folder.glob(pattern)
        )

    def analyse(self, *options: str, shown: bool = True) -> subprocess.CompletedProcess[str]:
        command = [self.program, "--root", ".", *options]
        for name in self.project.pythons:
            command += ["--python", str(self.pythons.interpreter(name))]
        if self.project.free_threaded:
            command.append("--free-threaded")
        for folder in self.project.include:
            command += ["-I", folder]
        command += ["-I", str(ROOT / "include")]
        command += [str(path.relative_to(self.folder)) for path in self.sources]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if done.returncode == 3 or done.returncode < 0:
            sys.exit(f"FAILED: {self.title}: immortal-migrate\n{done.stderr}")
        if shown:
            pythons = " ".join(f"--python python{name}" for name in self.project.pythons)
            threaded = " --free-threaded" if self.project.free_threaded else ""
            print(f"$ immortal-migrate {' '.join((*options, pythons))}{threaded} ...")
            for line in self.summary(done):
                print(line)
            print(f"exit code {done.returncode}\n")
        return done

    def summary(self, done: subprocess.CompletedProcess[str]) -> list[str]:
        """The diff, the reasons and the last lines; without paths of this machine."""
        text = done.stdout
        start = re.search(r"^(--- a/|check +fixed)", text, re.M)
        shown = text[start.start() :] if start else text
        problems = done.stderr.partition("\nproblems\n")[2]
        shown = shown.rstrip() + (f"\n\nproblems\n{problems.rstrip()}" if problems else "")
        shown = shown.replace(f"{self.folder}/", "")
        return re.sub(r"\(?/[^ ]*/include/python", "(include/python", shown).splitlines()

    def edit(self) -> None:
        for edit in self.project.edits:
            path = self.folder / edit.file
            text, count = re.subn(edit.pattern, edit.by, path.read_text(encoding="utf-8"))
            if count != edit.count:
                sys.exit(
                    f"FAILED: {self.title}: {edit.file}: {count} places, not {edit.count}: {edit.pattern}"
                )
            path.write_text(text, encoding="utf-8")
        if self.project.edits:
            files = sorted({edit.file for edit in self.project.edits})
            print(f"By hand, as the messages say: {', '.join(files)}\n")

    def build(self, name: str) -> str:
        """What happens when it is built for one Python: 'ok' or the first error."""
        python = self.pythons.known[name]
        flags = ["-shared", "-fPIC", "-O1", "-g0", "-w", "-std=gnu17"]
        flags += [f"-D{define}" for define in python["defines"]]
        flags += [f"-I{path}" for path in python["include"]]
        flags += [f"-I{self.folder / path}" for path in self.project.include]
        flags += ["-I", str(ROOT / "include")]
        commands = []
        if self.project.module:
            target = str(self.folder / self.project.module) + str(python["ext_suffix"] or ".so")
            commands = [["cc", *flags, *map(str, self.sources), "-o", target, "-lm"]]
        else:
            commands = [
                ["cc", *flags, "-c", str(source), "-o", os.devnull] for source in self.sources
            ]
        for command in commands:
            done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder)
            if done.returncode:
                error = next(
                    (line for line in done.stderr.splitlines() if "error:" in line), done.stderr
                )
                return "does not build: " + error.partition("error: ")[2]
        return "builds"

    def test(self, name: str, tools: pathlib.Path) -> str:
        interpreter = self.pythons.interpreter(name)
        if not interpreter:
            return "no interpreter to test with"
        environment = os.environ | {
            "PYTHONPATH": f"{self.folder / 'src'}:{tools}",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        skips = [f"--deselect={test}" for test in self.project.deselected]
        done = subprocess.run(
            [
                interpreter,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                "--no-header",
                *skips,
                *self.project.tests,
            ],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
        )
        result = (done.stdout.strip().splitlines() or [done.stderr.strip()])[-1].strip("= ")
        result = re.sub(r" in [\d.]+s.*", "", result)
        if done.returncode:
            print(done.stdout[-3000:], done.stderr[-2000:], file=sys.stderr)
            return f"tests FAIL: {result}"
        return f"tests: {result}"


def provide_tools(work: pathlib.Path) -> pathlib.Path:
    tools = work / "tools"
    if not tools.is_dir():
        with tempfile.TemporaryDirectory(dir=work) as scratch:
            for wheel in WHEELS:
                zipfile.ZipFile(provide(wheel)).extractall(scratch)
            shutil.copytree(scratch, tools)
    return tools


def migrate(one: Migration, names: list[str], tools: pathlib.Path) -> bool:
    print(f"## {one.title}\n")
    before = {name: one.build(name) for name in names}
    one.analyse("--fix", shown=True)
    one.edit()
    if one.project.edits:
        one.analyse()
    good = True
    for name in names:
        result = one.build(name)
        good &= result == "builds"
        # Otherwise the module of before would be tested.
        if result == "builds" and one.project.tests:
            tested = one.test(name, tools)
            good &= "FAIL" not in tested
            result += f"; {tested}"
        print(f"Python {name}: before: {before[name]}; now: {result}")
    if one.project.no_tests:
        print(f"No tests: {one.project.no_tests}")
    print()
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="immortal-migrate")
    parser.add_argument("--pythons", required=True, type=pathlib.Path, help="pythons.json")
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("names", nargs="*", help="projects; default: all")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    pythons = Pythons(options.pythons)
    missing = [name for name in BUILD_WITH if not pythons.interpreter(name)]
    if missing:
        print(f"skipped: needs the interpreters of {', '.join(missing)}")
        return SKIPPED
    names = [*BUILD_WITH, *(["3.15t"] if "3.15t" in pythons.known else [])]
    good = True
    try:
        tools = provide_tools(options.work)
        for project in PROJECTS:
            if options.names and project.name not in options.names:
                continue
            one = Migration(
                project, str(pathlib.Path(options.program).resolve()), pythons, options.work
            )
            good &= migrate(one, names if project.free_threaded else list(BUILD_WITH), tools)
    except fetch.Unavailable as reason:
        print(f"skipped: {reason}")
        return SKIPPED
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
