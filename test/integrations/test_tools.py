#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The command lines of docs/integrations.md, run by the tools themselves on an
extension of two files."""

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


class ToolTest(unittest.TestCase):
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

    def shell(self, script: str) -> str:
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
        self.assertEqual(done.returncode, 0, f"{script}\n{done.stdout}")
        return done.stdout

    def found_in(self, output: str) -> list[str]:
        return sorted(set(re.findall(rf"(\w+\.c):\d+:\d+: .*\[{CHECK}\b", output)))

    def test_clang_tidy(self) -> None:
        self.write_database()
        output = self.shell(commands("clang-tidy"))
        self.assertEqual(self.found_in(output), ["eggs.c", "spam.c"], output)

    def test_run_clang_tidy(self) -> None:
        needs(f"run-clang-tidy-{OPTIONS.llvm}")
        self.write_database()
        output = self.shell(commands("run-clang-tidy"))
        self.assertEqual(self.found_in(output), ["eggs.c", "spam.c"], output)

    def test_clang_tidy_diff_finds_only_what_changed(self) -> None:
        needs(f"clang-tidy-diff-{OPTIONS.llvm}.py")
        self.write_database()
        (self.folder / "eggs.c").write_text(EGGS.replace("    PyUnstable", "    // PyUnstable"))
        git = "git -c user.name=spam -c user.email=spam@example.org"
        self.shell(f"git init -q . && git add *.c && {git} commit -qm spam")
        (self.folder / "eggs.c").write_text(EGGS)
        output = self.shell(commands("clang-tidy-diff"))
        self.assertEqual(self.found_in(output), ["eggs.c"], output)

    def test_meson(self) -> None:
        needs("meson")
        needs("ninja")
        # Meson takes a second "-I" for a repetition of the first.
        joined = re.sub(r"-I\n", "-I", "\n".join(FLAGS)).split("\n")
        (self.folder / "meson.build").write_text(MESON.format(flags=joined))
        output = self.shell(commands("meson"))
        self.assertEqual(self.found_in(output), ["eggs.c", "spam.c"], output)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("tidy", "plugin"):
        parser.add_argument(f"--{name}", type=lambda path: Path(path).resolve(), required=True)
    parser.add_argument("--llvm", required=True)
    parser.add_argument("--pythons", type=Path, required=True)
    _, rest = parser.parse_known_args(namespace=OPTIONS)
    pythons = Pythons(OPTIONS.pythons)
    if "3.15" not in pythons.available:
        print(f"skipped: Python 3.15 is missing: {pythons.reason('3.15')}")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    FLAGS.extend(pythons.available["3.15"].flags("-I"))
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
