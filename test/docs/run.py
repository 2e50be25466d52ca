# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Follows every link of the pages, looks for the files that they name, compares the form
of the checks' pages, and runs the command blocks below `<!-- run: CODE ... -->`: one exit
code for each command. Blocks below `<!-- test: NAME -->` are another test's."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from commands import skip
from tidy_pythons import Python, Pythons

ROOT = Path(__file__).resolve().parents[2]
FENCED = re.compile(r"^```.*?^```", re.M | re.S)
SECTIONS = ["Wrong", "Right", "Messages", "Fixes", "Options", "Deliberately not decided"]
#: A fenced or an indented block below its mark.
BLOCK = re.compile(
    r"<!-- run: ([\d ]+) -->\n+(?:```\w*\n(?P<fenced>.*?)^```|(?P<indented>(?: {4}[^\n]*\n)+))",
    re.M | re.S,
)
#: Places of the repository that pages name in passing.
NAMED = re.compile(r"`((?:clang-tidy-checks|cmake|demo|docs|include|lib|test|tools)/[\w./-]+)`")

SOURCE = """\
#include <Python.h>
extern void _Py_SetImmortal(PyObject *op);

int add_limit(PyObject *module);
int add_limit(PyObject *module)
{
    PyObject *limit = PyCapsule_New((void *)"", "spam.limit", NULL);
    if (limit == NULL)
        return -1;
    _Py_SetImmortal(limit);
    return PyModule_AddObject(module, "limit", limit);
}
"""


def pages() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split()]


def anchors(page: Path) -> set[str]:
    """The names that GitHub gives to the headings."""
    headings = re.findall(r"^#+ (.*)", FENCED.sub("", page.read_text()), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in headings}


def wrong_links(page: Path) -> list[str]:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    wrong = []
    for link in re.findall(r"\]\(([^)]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue  # Elsewhere: nothing here depends on a network.
        name, _, anchor = link.partition("#")
        target = (page.parent / name) if name else page
        if not target.exists():
            wrong.append(f"{link}: there is no such file")
        elif anchor and anchor not in anchors(target):
            wrong.append(f"{link}: there is no such heading")
    missing = [name for name in NAMED.findall(text) if not (ROOT / name).exists()]
    return wrong + [f"{name}: named, but it does not exist" for name in missing]


def wrong_form(page: Path) -> list[str]:
    """What a check's page lacks or has in another order."""
    titles = re.findall(r"^## (.*)", FENCED.sub("", page.read_text()), re.M)
    found = [title for title in titles if title in SECTIONS]
    return [] if found == SECTIONS else [f"sections {found} instead of {SECTIONS}"]


def untested_marks() -> list[str]:
    """Marked blocks that no test asks for."""
    asked = "".join(
        path.read_text() for folder in ("integrations", "lsp")
        for path in (ROOT / "test" / folder).glob("*.py")
    )  # fmt: skip
    text = (ROOT / "docs/integrations.md").read_text()
    return [
        f"{m}: no test" for m in re.findall(r"<!-- test: (.*) -->", text) if f'"{m}"' not in asked
    ]


class Project:
    """A small extension, and the tools on its PATH."""

    def __init__(self, folder: Path, build: Path, llvm: str, pythons: Pythons) -> None:
        self.folder = folder
        self.llvm = llvm
        self.plugin = build / "lib/ImmortalTidy.so"
        self.headers = pythons.available["3.15"].include
        (folder / "src").mkdir()
        (folder / "src/spam.c").write_text(SOURCE)
        shutil.copy(ROOT / "include/py_immortal.h", folder / "src")
        self.programs = folder.parent / "bin"
        self.programs.mkdir()
        for tool in ("immortal-tidy", "immortal-migrate"):
            (self.programs / tool).symlink_to(build / "bin" / tool)
        for python in pythons.available.values():
            if python.interpreter and len(python.interpreter) == 1:
                (self.programs / f"python{python.name}").symlink_to(python.interpreter[0])
        if not (self.programs / "python3.12").exists():
            (self.programs / "python3.12").symlink_to("python3.13")
        self.write_build(pythons.available["3.15"])

    def write_build(self, python: Python) -> None:
        folder = self.folder / "build"
        folder.mkdir()
        compile = ["clang", *python.flags("-I"), "-I", str(self.folder / "src"), "-fsyntax-only"]
        source = str(self.folder / "src/spam.c")
        entry = {"directory": str(folder), "file": source, "arguments": [*compile, source]}
        (folder / "compile_commands.json").write_text(json.dumps([entry]))
        (folder / "build.ninja").write_text(
            f"rule check\n  command = {' '.join(compile)} {source}\nbuild all: check\n"
        )

    def run(self, command: str) -> tuple[int, str]:
        command = command.replace("/path/to/ImmortalTidy.so", str(self.plugin))
        command = command.replace("-22", f"-{self.llvm}")
        folders = " -I ".join(self.headers)
        command = command.replace("/usr/include/python3.15", folders)
        path = os.pathsep.join([str(self.programs), os.environ["PATH"]])
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command], cwd=self.folder,
            env={**os.environ, "PATH": path}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return done.returncode, done.stdout


def wrong_commands(page: Path, build: Path, llvm: str, pythons: Pythons) -> list[str]:
    """Commands of a page that end with another code, in one project for all of them."""
    blocks = list(BLOCK.finditer(page.read_text(encoding="utf-8")))
    if len(blocks) != page.read_text().count("<!-- run:"):
        return ["a mark without a block"]
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "project").mkdir()
        project = Project(Path(name) / "project", build, llvm, pythons)
        for block in blocks:
            text = block["fenced"] or block["indented"]
            commands = [line.strip() for line in text.replace("\\\n", " ").splitlines()]
            codes = [int(code) for code in block[1].split()]
            if len(codes) != len(commands):
                return [f"{len(codes)} codes for {len(commands)} commands:\n{text}"]
            for command, code in zip(commands, codes):
                ended, said = project.run(command)
                print(f"$ {command}\n  exit code {ended}")
                if ended != code:
                    wrong.append(f"$ {command}\n{said}\nexit code {ended} instead of {code}")
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="the build folder")
    parser.add_argument("--llvm", required=True, help="its LLVM version")
    parser.add_argument("--pythons", type=Path, required=True, help="pythons.json")
    arguments = parser.parse_args()
    pythons = Pythons(arguments.pythons)
    for name in ("3.14", "3.15"):
        if name not in pythons.available:
            skip(f"Python {name} is missing: {pythons.reason(name)}")
    if "3.12" not in pythons.available:
        print(f"3.13 stands for 3.12, which is missing: {pythons.reason('3.12')}")
    wrong = {ROOT / "docs/integrations.md": untested_marks()}
    for page in pages():
        found = wrong_links(page) + wrong.get(page, [])
        if page.parent == ROOT / "docs/checks":
            found += wrong_form(page)
        if "<!-- run:" in page.read_text():
            found += wrong_commands(page, arguments.build, arguments.llvm, pythons)
        wrong[page] = found
    for page, found in wrong.items():
        for what in found:
            print(f"{page.relative_to(ROOT)}: {what}")
    sys.exit(1 if any(wrong.values()) else 0)


if __name__ == "__main__":
    main()
