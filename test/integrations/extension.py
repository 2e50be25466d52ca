# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""An extension of two files, and the command lines of docs/integrations.md for it."""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TEST = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TEST))

from tidy_pythons import Pythons

OPTIONS = argparse.Namespace()
FLAGS: list[str] = []
CHECK = "cpython-immortalize-unchecked"
SPAM = """\
#include <Python.h>

int init_limit(PyObject *module);
int init_limit(PyObject *module)
{
    PyObject *limit = PyCapsule_New((void *)"", "spam.limit", NULL);
    if (limit == NULL)
        return -1;
    PyUnstable_SetImmortal(limit);
    return PyModule_Add(module, "limit", limit);
}
"""
EGGS = SPAM.replace("spam", "eggs").replace("init_limit", "init_eggs")
MESON = """\
project('spam', 'c')
shared_module('spam', 'spam.c', 'eggs.c', name_prefix: '', c_args: {flags})
"""


def commands(tool: str) -> str:
    """The block that docs/integrations.md marks for the test of a tool."""
    text = (TEST.parent / "docs/integrations.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- test: {tool} -->\n```\w+\n(.*?)```", text, re.S)
    assert found, f"docs/integrations.md has no block for {tool}"
    return found[1]


def needs(program: str) -> None:
    if shutil.which(program):
        return
    reason = f"{program} is not installed (tools/check.sh installs it)"
    if os.environ.get("CI") == "true":
        raise AssertionError(reason)
    raise unittest.SkipTest(reason)


class ExtensionTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        for name, text in (("spam.c", SPAM), ("eggs.c", EGGS)):
            (self.folder / name).write_text(text)
        # What the commands call clang-tidy and the plugin, wherever they are.
        tools = self.folder / "bin"
        tools.mkdir()
        (tools / "immortal-tidy").symlink_to(OPTIONS.tidy)
        (self.folder / "ImmortalTidy.so").symlink_to(OPTIONS.plugin)
        self.environment = {
            **os.environ,
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
        }

    def write_database(self) -> None:
        build = self.folder / "build"
        build.mkdir()
        database = [
            {
                "directory": str(build),
                "file": str(self.folder / name),
                "arguments": ["clang", *FLAGS, "-c", str(self.folder / name)],
            }
            for name in ("spam.c", "eggs.c")
        ]
        (build / "compile_commands.json").write_text(json.dumps(database))

    def write_meson(self) -> None:
        (self.folder / "meson.build").write_text(MESON.format(flags=FLAGS))

    def shell(self, script: str, code: int = 0) -> str:
        """What a script prints, with the LLVM in use for the one it names."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script.replace("-22", f"-{OPTIONS.llvm}")],
            cwd=self.folder,
            env=self.environment,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.assertEqual(done.returncode, code, f"{script}\n{done.stdout}")
        return done.stdout

    def found_in(self, output: str) -> list[str]:
        return sorted(set(re.findall(rf"(\w+\.c):\d+:\d+: .*\[{CHECK}\b", output)))


def main() -> None:
    parser = argparse.ArgumentParser(description="Runs what docs/integrations.md says.")
    for name in ("tidy", "plugin", "migrate"):
        parser.add_argument(f"--{name}", type=lambda path: Path(path).resolve(), required=True)
    parser.add_argument("--llvm", required=True)
    parser.add_argument("--pythons", type=Path, required=True)
    _, rest = parser.parse_known_args(namespace=OPTIONS)
    pythons = Pythons(OPTIONS.pythons)
    if "3.15" not in pythons.available:
        print(f"skipped: Python 3.15 is missing: {pythons.reason('3.15')}")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    OPTIONS.interpreter = pythons.available["3.15"].interpreter[0]
    # As one word: build systems take a second "-I" for a repetition of the first.
    words = "\n".join(pythons.available["3.15"].flags("-I"))
    FLAGS.extend(words.replace("-I\n", "-I").split("\n"))
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
