#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""clang-tidy's own front ends, Meson and setuptools' way, on an extension."""

from __future__ import annotations

from extension import EGGS, OPTIONS, ExtensionTest, commands, main, needs


class ToolTest(ExtensionTest):
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
        self.write_meson()
        output = self.shell(commands("meson"))
        self.assertEqual(self.found_in(output), ["eggs.c", "spam.c"], output)

    def test_setuptools(self) -> None:
        (self.folder / "bin" / "python3.15").symlink_to(OPTIONS.interpreter)
        (self.folder / "bin" / "immortal-migrate").symlink_to(OPTIONS.migrate)
        output = self.shell(commands("setuptools"), code=1)
        self.assertEqual(self.found_in(output), ["eggs.c", "spam.c"], output)


if __name__ == "__main__":
    main()
