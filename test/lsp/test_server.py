#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What immortal-clangd adds to clangd, and what it leaves as it was."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TEST = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TEST))

from findings import compile_entry
from lsp import Json, Server
from tidy_pythons import Pythons

CLANGD = Path()
FLAGS: list[str] = []

# One finding of each kind: ours, one of those that clangd runs by default, and
# one that clangd never runs, because it is slow.
SOURCE = """\
#define Py_BUILD_CORE 1
#include <Python.h>
#include "internal/pycore_object.h"

static PyObject *limit;

int init_limit(void)
{
    limit = PyCapsule_New((void *)&limit, "spam.limit", NULL);
    if (limit == NULL)
        return -1;
    PyUnstable_SetImmortal(limit);
    _PyObject_GC_UNTRACK(limit);
    return sizeof(sizeof(int));
}
"""
OURS = ["cpython-immortalize-unchecked", "cpython-py-build-core"]
DEFAULT = "bugprone-sizeof-expression"
SLOW = "misc-const-correctness"


class ServerTest(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory())).resolve()
        self.main = self.folder / "spam.c"
        self.main.write_text(SOURCE)

    def enterContext(self, manager: "tempfile.TemporaryDirectory[str]") -> str:  # 3.9 and 3.10
        self.addCleanup(manager.cleanup)
        return manager.name

    def diagnostics(self, *arguments: str, program: Path | None = None) -> list[Json]:
        command = [str(program or CLANGD), "--log=error", "--background-index=0", *arguments]
        server = Server(
            command,
            self.folder,
            {"compilationDatabaseChanges": compile_entry(self.main, ["-xc", *FLAGS])},
        )
        server.open(self.main, SOURCE, "c")
        found = server.findings(self.main)
        server.stop()
        return found

    def checks(self, *arguments: str) -> list[str]:
        return sorted({str(found.get("code")) for found in self.diagnostics(*arguments)})

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text)

    def test_checks_are_on_without_a_configuration(self) -> None:
        self.assertEqual(self.checks(), sorted([*OURS, DEFAULT]))

    def test_clangd_option_turns_all_off(self) -> None:
        self.assertEqual(self.checks("--clang-tidy=0"), [])

    def test_clangd_file_takes_a_check_away(self) -> None:
        self.write(".clangd", f"Diagnostics: {{ClangTidy: {{Remove: [{OURS[1]}]}}}}\n")
        # As with stock clangd, the default is for those who say nothing.
        self.assertEqual(self.checks(), [OURS[0]])

    def test_clangd_file_takes_all_of_ours_away(self) -> None:
        self.write(".clangd", "Diagnostics: {ClangTidy: {Remove: ['cpython-*']}}\n")
        self.assertEqual(self.checks(), [])

    def test_clang_tidy_file_takes_a_check_away(self) -> None:
        self.write(".clang-tidy", f"Checks: '-{OURS[0]},{DEFAULT}'\n")
        self.assertEqual(self.checks(), [DEFAULT, OURS[1]])

    def test_clang_tidy_file_that_begins_anew_has_only_its_own(self) -> None:
        self.write(".clang-tidy", f"Checks: '-*,{DEFAULT}'\n")
        self.assertEqual(self.checks(), [DEFAULT])

    def test_slow_checks_of_others_do_not_run(self) -> None:
        self.write(".clangd", f"Diagnostics: {{ClangTidy: {{Add: [{SLOW}, {OURS[0]}]}}}}\n")
        self.assertNotIn(SLOW, self.checks())

    def test_our_options_are_read(self) -> None:
        version = subprocess.run([CLANGD, "--version"], capture_output=True, text=True).stdout
        if "LLVM 19" in version:
            self.skipTest("clangd 19 drops what has no place, as a wrong option (limits.md)")
        self.write(
            ".clangd",
            "Diagnostics:\n  ClangTidy:\n    CheckOptions:\n"
            f"      {OURS[0]}.OnRefusal: sometimes\n",
        )
        messages = [found["message"] for found in self.diagnostics()]
        self.assertTrue([text for text in messages if "sometimes" in text], messages)

    def test_links_lead_somewhere(self) -> None:
        links = {found["code"]: found.get("codeDescription") for found in self.diagnostics()}
        self.assertIn("bugprone/sizeof-expression.html", str(links.pop(DEFAULT)))
        self.assertEqual(links, dict.fromkeys(OURS))

    def test_links_lead_to_installed_pages(self) -> None:
        program = self.folder / "bin" / CLANGD.name
        program.parent.mkdir()
        shutil.copy(CLANGD, program)
        page = self.folder / "share/doc/immortal-tidy/checks" / f"{OURS[1]}.md"
        page.parent.mkdir(parents=True)
        page.touch()
        links = {
            found["code"]: found.get("codeDescription")
            for found in self.diagnostics("--pretty", program=program)
        }
        self.assertEqual(links[OURS[1]], {"href": page.as_uri()})
        self.assertIsNone(links[OURS[0]])

    def test_version_and_help_are_clangds(self) -> None:
        for option in ("--version", "--help"):
            done = subprocess.run([str(CLANGD), option], text=True, capture_output=True)
            self.assertEqual(done.returncode, 0)
            self.assertIn("clangd", done.stdout)


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
