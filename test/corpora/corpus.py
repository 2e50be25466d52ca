# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One project of corpora.json, ready to be analysed: its sources and its compiler arguments."""

from __future__ import annotations

import json
import os
import pathlib
import tempfile
from typing import Any, NamedTuple

import fetch


class Job(NamedTuple):
    """One source with one Python's headers."""

    source: pathlib.Path
    python: str
    arguments: list[str]


class Missing(Exception):
    """A Python that CI must have."""


class NotInstalled(Exception):
    """A system library's header, which nobody has to have."""


def load_pythons(
    path: pathlib.Path,
) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """The Pythons of build/pythons.json by name, and why others are missing."""
    if not path.is_file():
        return {}, {}
    listing = json.loads(path.read_text())
    found = {python["name"]: python for python in listing["pythons"]}
    return found, {python["name"]: python["reason"] for python in listing.get("missing", [])}


def system_folder(need: dict[str, str]) -> pathlib.Path:
    """The folder of an installed header that no source distribution carries."""
    for base in (
        pathlib.Path("/usr/include"),
        *sorted(pathlib.Path("/usr/include").glob("*-linux-gnu")),
    ):
        for folder in (base / need["folder"], base):
            if (folder / need["header"]).is_file():
                return folder
    raise NotInstalled(f"{need['header']} is not installed (Debian: {need['package']})")


def sources(root: pathlib.Path, unit: dict[str, Any]) -> list[pathlib.Path]:
    """The files that a unit's patterns name; a pattern without a file is a mistake."""
    found: set[pathlib.Path] = set()
    for pattern in unit["sources"]:
        matches = set(root.glob(pattern))
        if not matches:
            raise SystemExit(f"{root.name} has no {pattern}")
        found |= matches
    for pattern in unit.get("except", []):
        found -= set(root.glob(pattern))
    return sorted(found)


class Corpus:
    """One unpacked project, with the configuration headers that its build would have made."""

    def __init__(
        self,
        project: dict[str, Any],
        pythons: dict[str, dict[str, Any]],
        missing: dict[str, str],
    ) -> None:
        self.project = project
        self.pythons = pythons
        self.missing = missing
        self.root = fetch.provide(project).resolve()
        self.scratch = tempfile.TemporaryDirectory(prefix="immortal-tidy-")
        self.generated = pathlib.Path(self.scratch.name).resolve()
        self.borrowed = [
            fetch.provide(lender).resolve() / lender["folder"]
            for lender in project.get("borrowed_headers", [])
        ]
        for name, lines in project.get("generated", {}).items():
            path = self.generated / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(lines) + "\n")

    def jobs(self) -> list[Job]:
        """Every source with every Python it is listed for."""
        jobs: list[Job] = []
        for unit in self.project["units"]:
            files = sources(self.root, unit)
            for name in unit["pythons"]:
                if name not in self.pythons:
                    raise Missing(
                        f"Python {name} is missing: {self.missing.get(name, 'not in pythons.json')}"
                    )
                jobs += [
                    Job(source, name, self.arguments(unit, self.pythons[name])) for source in files
                ]
        return jobs

    def arguments(self, unit: dict[str, Any], python: dict[str, Any]) -> list[str]:
        """The compiler's command line; warnings are the project's own business."""
        needs = self.project.get("system_headers", [])
        return [
            f"-std={unit['standard']}",
            "-w",
            "-ferror-limit=0",
            *(f"-I{self.root / folder}" for folder in unit.get("include", [])),
            f"-I{self.generated}",
            *(f"-I{folder}" for folder in python["include"]),
            *(f"-I{python['include'][0]}/{folder}" for folder in unit.get("python_folders", [])),
            *(f"-isystem{folder}" for folder in self.borrowed),
            *(f"-isystem{system_folder(need)}" for need in needs),
            *(f"-D{define}" for define in [*unit.get("defines", []), *python["defines"]]),
            *unit.get("flags", []),
        ]

    def folders(self) -> dict[str, str]:
        """What stands in a finding for each folder of this machine, the innermost folder first."""
        names = {
            f"{self.root}{os.sep}": "",
            f"{self.generated}{os.sep}": "<generated>/",
        }
        names |= {f"{folder}{os.sep}": "<borrowed>/" for folder in self.borrowed}
        for python in self.pythons.values():
            names |= {
                os.path.normpath(folder) + os.sep: "<python>/" for folder in python["include"]
            }
        return dict(sorted(names.items(), key=lambda item: -len(item[0])))
