# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compiles test extensions for each provided Python, and runs them there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable, Iterator, Mapping, Sequence, Tuple

HERE = Path(__file__).resolve().parent
SOURCE_TREE = HERE.parents[1]
INCLUDE = SOURCE_TREE / "include"

# No warning may come out of the header, however strict its user is. The last
# one is about tables like PyTypeObject, which are never written out.
WARNINGS = (
    "-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror "
    "-Wno-missing-field-initializers"
).split()


# What a suite yields: a name, and what raises Failed or Skipped.
Cases = Iterator[Tuple[str, Callable[[], None]]]


class Failed(Exception):
    """A case failed; the text is what the reader needs to see."""


class Skipped(Exception):
    """A case cannot run here; the text says why."""


@dataclass(frozen=True)
class Language:
    """C or C++ in one standard, by one compiler."""

    compiler: str
    standard: str

    @property
    def name(self) -> str:
        return f"{self.compiler} {self.standard}"

    @property
    def flags(self) -> list[str]:
        """The sources are named .c: C++ compilers are told what to read."""
        kind = "c++" if "++" in self.standard else "c"
        return [f"-std={self.standard}", "-x", kind]


C99 = Language("gcc", "c99")
CXX11 = Language("g++", "c++11")


@dataclass(frozen=True)
class Python:
    """One entry of pythons.json."""

    name: str
    hexversion: int
    include: Sequence[str]
    defines: Sequence[str]
    interpreter: Sequence[str] | None
    ext_suffix: str | None
    free_threaded: bool
    debug: bool

    @staticmethod
    def load(file: Path) -> tuple[list[Python], list[dict[str, str]]]:
        """The Pythons that there are, and those that are missing, with reasons."""
        if not file.exists():
            provide = SOURCE_TREE / "test" / "python" / "provide.py"
            subprocess.run([sys.executable, provide, "--output", file], check=True)
        listed = json.loads(file.read_text())
        keys = Python.__dataclass_fields__
        pythons = [Python(**{key: entry[key] for key in keys}) for entry in listed["pythons"]]
        return pythons, listed["missing"]

    @property
    def supported(self) -> bool:
        """Whether objects can be made immortal at all: since PEP 683."""
        return self.hexversion >= 0x030C0000

    @property
    def flags(self) -> list[str]:
        include = [part for folder in self.include for part in ("-isystem", folder)]
        return [*include, *(f"-D{define}" for define in self.defines)]

    def require_interpreter(self) -> None:
        if not self.interpreter:
            raise Skipped("there are only headers of it")

    def run(
        self, *arguments: str | Path | int, env: Mapping[str, str] | None = None, expect: int = 0
    ) -> subprocess.CompletedProcess[str]:
        """Runs the interpreter; Failed if it does not exit as expected."""
        self.require_interpreter()
        command = [*(self.interpreter or ()), *map(str, arguments)]
        done = subprocess.run(
            command,
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})},
            timeout=600,
        )
        if done.returncode != expect:
            raise Failed(
                f"{' '.join(command)}\nexit {done.returncode}, expected {expect}\n"
                f"{done.stdout}{done.stderr}"
            )
        return done


def require_tool(name: str) -> str:
    """The path of a program; Skipped if it is not on this machine."""
    found = shutil.which(name)
    if not found:
        raise Skipped(f"{name} is not on this machine")
    return found


def compile_with(language: Language, arguments: Sequence[str | Path]) -> None:
    """Runs the compiler; Failed with what it printed."""
    require_tool(language.compiler)
    command = [language.compiler, *language.flags, *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    if done.returncode:
        raise Failed(f"{' '.join(command)}\n{done.stderr}")


def check_syntax(python: Python, language: Language, source: Path, *flags: str) -> None:
    """Compiles `source` without keeping anything."""
    own: list[str | Path] = ["-I", INCLUDE, *WARNINGS, *flags, "-fsyntax-only", source]
    compile_with(language, [*python.flags, *own])


@dataclass
class Extension:
    """A test extension of one source file, in a folder of its own."""

    python: Python
    language: Language
    source: Path
    work: Path
    flags: Sequence[str] = field(default_factory=list)

    def build(self, variant: str = "") -> Path:
        """Compiles it; the folder to put on PYTHONPATH."""
        self.python.require_interpreter()
        kind = f"{self.language.compiler}-{self.language.standard}{variant}"
        folder = self.work / self.python.name / kind
        folder.mkdir(parents=True, exist_ok=True)
        output = folder / f"{self.source.stem}{self.python.ext_suffix}"
        own: list[str | Path] = ["-I", INCLUDE, "-I", HERE, *WARNINGS, "-O1", "-g", *self.flags]
        link: list[str | Path] = ["-shared", "-fPIC", self.source, "-o", output]
        compile_with(self.language, [*self.python.flags, *own, *link])
        return folder
