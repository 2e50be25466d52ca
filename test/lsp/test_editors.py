#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The settings in docs/integrations.md in the editors themselves: a finding is
shown, its fix applied, the file saved."""

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

HERE = Path(__file__).resolve().parent
TEST = HERE.parent
sys.path.insert(0, str(TEST))

from tidy_pythons import Pythons

CLANGD = Path()
FLAGS: list[str] = []
CHECK = "cpython-immortalize-unchecked"
SOURCE = """\
#include <Python.h>

static PyObject *limit;

int init_limit(void)
{
    limit = PyCapsule_New((void *)&limit, "spam.limit", NULL);
    if (limit == NULL)
        return -1;
    PyUnstable_SetImmortal(limit);
    return 0;
}
"""
# The object is a global, so that nothing proves it unique: the function fails.
FIXED = SOURCE.replace(
    "    PyUnstable_SetImmortal(limit);\n",
    """\
    if (PyUnstable_SetImmortal(limit) == 0 && !PyUnstable_IsImmortal(limit)) {
        PyErr_SetString(PyExc_RuntimeError, "cannot make 'limit' immortal");
        return -1;
    }
""",
)
OFFERED = (
    "fail when it refuses: return -1",
    "or accept that it may refuse: cast the result to void",
)


def settings(editor: str) -> str:
    """The block that docs/integrations.md marks for the test of an editor."""
    text = (TEST.parent / "docs/integrations.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- test: {editor} -->\n```\w+\n(.*?)```", text, re.S)
    assert found, f"docs/integrations.md has no block for {editor}"
    return found[1]


def program(*names: str) -> str:
    """An installed editor; a test without one is skipped, in CI it fails."""
    for name in names:
        if shutil.which(name):
            return name
    reason = f"{names[0]} is not installed (tools/check.sh installs it)"
    if os.environ.get("CI") == "true":
        raise AssertionError(reason)
    raise unittest.SkipTest(reason)


class EditorTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp()).resolve()
        # A server may still write its index when the editor has gone.
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.main = self.folder / "spam.c"
        self.main.write_text(SOURCE)
        entry = {
            "directory": str(self.folder),
            "file": str(self.main),
            "arguments": ["clang", *FLAGS, str(self.main)],
        }
        (self.folder / "compile_commands.json").write_text(json.dumps([entry]))

    def drive(self, *command: str) -> str:
        environment = {
            **os.environ,
            "PATH": f"{CLANGD.parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "WANTED_CHECK": CHECK,
            "SOURCE_FILE": str(self.main),
        }
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            text=True,
            timeout=500,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_neovim(self) -> None:
        editor = program("nvim")
        (self.folder / "init.lua").write_text(settings("neovim"))
        shown = self.drive(
            editor, "--headless", "-n", "-i", "NONE", "-u", "init.lua", str(self.main),
            "-S", str(HERE / "drive.lua"))  # fmt: skip
        self.assertIn(CHECK, shown)
        for title in OFFERED:
            self.assertIn(title, shown)
        self.assertEqual(self.main.read_text(), FIXED, shown)

    def test_emacs(self) -> None:
        editor = program("emacs")
        has_eglot = subprocess.run(
            [editor, "--batch", "--eval", "(progn (package-initialize) (require 'eglot))"],
            capture_output=True,
        )
        if has_eglot.returncode:
            program("elpa-eglot")
        (self.folder / "init.el").write_text(f"(package-initialize)\n{settings('emacs')}")
        shown = self.drive(
            editor, "--batch", "-l", "init.el", "-l", str(HERE / "drive.el"))  # fmt: skip
        self.assertIn(CHECK, shown)
        for title in OFFERED:
            self.assertIn(title, shown)
        self.assertEqual(self.main.read_text(), FIXED, shown)

    def starts(self, name: str) -> None:
        """The program that settings name is there and is clangd."""
        path = f"{CLANGD.parent}{os.pathsep}{os.environ['PATH']}"
        found = shutil.which(name, path=path)
        self.assertEqual(found, str(CLANGD))
        done = subprocess.run([str(found), "--version"], text=True, capture_output=True)
        self.assertIn("clangd", done.stdout)

    def test_settings_of_visual_studio_code(self) -> None:
        self.starts(json.loads(settings("json"))["clangd.path"])

    def test_settings_of_helix(self) -> None:
        try:
            import tomllib
        except ImportError:
            raise unittest.SkipTest("this Python has no tomllib, which is new in 3.11") from None
        servers = tomllib.loads(settings("toml"))["language-server"]
        self.starts(servers["clangd"]["command"])


def main() -> None:
    global CLANGD
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clangd", type=Path, required=True)
    parser.add_argument("--pythons", type=Path, required=True)
    options, rest = parser.parse_known_args()
    CLANGD = options.clangd.resolve()
    pythons = Pythons(options.pythons)
    if "3.15" not in pythons.available:
        print(f"skipped: Python 3.15 is missing: {pythons.reason('3.15')}")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    FLAGS.extend(pythons.available["3.15"].flags("-I"))
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)


if __name__ == "__main__":
    main()
