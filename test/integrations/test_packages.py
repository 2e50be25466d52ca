#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a package registry delivers: build backends and CodeChecker, on an extension."""

from __future__ import annotations

import os
import tempfile
import venv
from pathlib import Path

from extension import FLAGS, ExtensionTest, commands, main, needs

from commands import run

#: Versions that this was tried with.
TESTED = ("codechecker==6.29.1", "scikit-build-core==1.1.2", "meson-python==0.22.1")
PYPROJECT = """\
[build-system]
requires = []
build-backend = "{backend}"

[project]
name = "spam"
version = "1.0"
"""
CMAKE = """\
cmake_minimum_required(VERSION 3.20)
project(spam LANGUAGES C)
add_library(spam MODULE spam.c eggs.c)
target_compile_options(spam PRIVATE {flags})
install(TARGETS spam DESTINATION .)
"""


class PackageTest(ExtensionTest):
    tools = Path()

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        venv.create(folder.name, with_pip=True)
        cls.tools = Path(folder.name) / "bin"
        run(cls.tools / "pip", "install", "--quiet", *TESTED)

    def setUp(self) -> None:
        super().setUp()
        path = os.pathsep.join([str(self.tools), self.environment["PATH"]])
        # The backends are there: nothing is fetched for each project.
        self.environment |= {"PATH": path, "PIP_NO_BUILD_ISOLATION": "0"}

    def test_scikit_build_core(self) -> None:
        needs("ninja")
        (self.folder / "pyproject.toml").write_text(
            PYPROJECT.format(backend="scikit_build_core.build")
        )
        quoted = " ".join(f'"{flag}"' for flag in FLAGS)
        (self.folder / "CMakeLists.txt").write_text(CMAKE.format(flags=quoted))
        output = self.shell(commands("scikit-build-core"))
        self.assertEqual(self.found_in(output), ["eggs.c", "spam.c"], output)

    def test_meson_python(self) -> None:
        needs("ninja")
        (self.folder / "pyproject.toml").write_text(PYPROJECT.format(backend="mesonpy"))
        self.write_meson()
        put_on_path = commands("meson").split("meson setup")[0]
        output = self.shell(put_on_path + commands("meson-python"))
        self.assertEqual(self.found_in(output), ["eggs.c", "spam.c"], output)

    def test_codechecker(self) -> None:
        self.write_database()
        output = self.shell(commands("codechecker"))
        self.assertEqual(self.found_in(output), ["eggs.c", "spam.c"], output)

    def test_codechecker_reads_findings(self) -> None:
        self.write_database()
        output = self.shell(commands("report-converter"))
        self.assertEqual(self.found_in(output), ["eggs.c", "spam.c"], output)


if __name__ == "__main__":
    main()
