#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The Pythons that the tests may use: what build/pythons.json says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

NAME = re.compile(r"3\.(\d+)[td]*")
OLDEST = (3, 9)


@dataclass(frozen=True)
class Python:
    """Headers of one CPython, with what must be defined to use them."""

    name: str
    hexversion: int
    include: tuple[str, ...]
    defines: tuple[str, ...]
    interpreter: tuple[str, ...]

    @property
    def version(self) -> tuple[int, int]:
        return self.hexversion >> 24, self.hexversion >> 16 & 0xFF

    def flags(self, option: str) -> list[str]:
        """Compiler flags; `option` is -I or -isystem."""
        folders = [flag for path in self.include for flag in (option, path)]
        return folders + [f"-D{define}" for define in self.defines]


class Pythons:
    """The available Pythons in the order of their versions, and the missing."""

    def __init__(self, path: Path) -> None:
        self.available: dict[str, Python] = {}
        self.missing: dict[str, str] = {}
        self._everything_else = f"{path} does not list it"
        if not path.is_file():
            self._everything_else = (
                f"{path} does not exist: run test/python/provide.py"
            )
            return
        content = json.loads(path.read_text(encoding="utf-8"))
        entries = [
            Python(
                entry["name"],
                entry["hexversion"],
                tuple(entry["include"]),
                tuple(entry.get("defines", ())),
                tuple(entry.get("interpreter") or ()),
            )
            for entry in content["pythons"]
        ]
        entries.sort(key=lambda python: (python.version, python.name))
        self.available = {python.name: python for python in entries}
        self.missing = {
            entry["name"]: entry["reason"]
            for entry in content.get("missing", ())
        }

    def reason(self, name: str) -> str:
        """Why the Python called `name` cannot be had."""
        return self.missing.get(name, self._everything_else)

    def select(self, selection: str) -> list[str]:
        """The names that `3.9,3.12+,3.15t` or `all` or `none` stands for;
        `3.12+` are the available ones from 3.12 on, of every kind."""
        names: list[str] = []
        for item in selection.split(","):
            if item == "none":
                continue
            if item == "all":
                item = f"{OLDEST[0]}.{OLDEST[1]}+"
            match = NAME.fullmatch(item.rstrip("+"))
            if not match:
                raise ValueError(f"'{item}' does not name a Python")
            if item.endswith("+"):
                oldest = (3, int(match.group(1)))
                names += [
                    python.name
                    for python in self.available.values()
                    if python.version >= oldest
                ]
            else:
                names.append(item)
        return list(dict.fromkeys(names))
