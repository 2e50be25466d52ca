#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds module, tools and unit tests with assertions, ASan and UBSan, and runs the
suite with them."""

from __future__ import annotations

import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tidy import ROOT

sys.path.insert(0, str(ROOT / "test"))
import quality  # noqa: E402

BUILD = ROOT / "build" / "sanitized"
# Tests that run nothing of what was built here, or something else as well, and why.
LEFT_OUT = {
    r"style/.*|docs|ci": "look at the sources, not at what was built",
    r"capi\..*|oracle|python\..*|shim\..*|integrations\..*": "ask interpreters and compilers, "
    "or run other people's tools",
    r"checks/front-ends": "load the module into a clang-tidy that it is not for, without the "
    "run-time of the sanitizers",
    r"install|packages\..*|no-plugin": "are about the shape of what is delivered",
    r"migrate/report-page": "need a browser",
}
# Cases in which an analysis crashes on purpose.
CRASHES = r"migrate/(input/crash|fixing/other-units)\.test"


@dataclass(frozen=True)
class Group:
    """Tests that run with variables of their own."""

    tests: str
    asan: str = ""
    lit: dict[str, str] = field(default_factory=dict)


GROUPS = (
    Group(r"(?!lsp/).*", lit={"LIT_FILTER_OUT": CRASHES}),
    # What was allocated before a crash is lost.
    Group(r"migrate/(input|fixing)", ":detect_leaks=0", {"LIT_FILTER": CRASHES}),
    # LLVM's allocators poison what they do not lend yet in our code, and clangd's, which is
    # linked as the distribution made it, does not take the poison away.
    Group(r"lsp/.*", ":allow_user_poisoning=0"),
)


def environment(reports: Path) -> dict[str, str]:
    """Reports go to files: tests that expect an error would swallow them."""
    common = f"log_path={reports}/report:print_stacktrace=1"
    return {
        **os.environ,
        # Containers pass between our code and clang's, which does not mark their ends. The
        # library that kills a process comes before the run-time of ASan.
        "ASAN_OPTIONS": f"{common}:detect_container_overflow=0:verify_asan_link_order=0",
        "UBSAN_OPTIONS": common,
        "LSAN_OPTIONS": f"suppressions={ROOT}/test/hunt/lsan.supp:print_suppressions=0",
    }


def build(jobs: int) -> None:
    if not (BUILD / "build.ninja").exists():
        subprocess.run(["cmake", "--preset", "sanitized"], cwd=ROOT, check=True)
    subprocess.run(["ninja", "-C", str(BUILD), f"-j{jobs}"], check=True)


def all_tests() -> list[str]:
    listing = subprocess.run(
        ["ctest", "--test-dir", str(BUILD), "--show-only=json-v1"],
        capture_output=True,
        text=True,
        check=True,
    )
    return [test["name"] for test in json.loads(listing.stdout)["tests"]]


def reason(name: str) -> str:
    """Why a test is left out; empty if it is not."""
    found = (why for pattern, why in LEFT_OUT.items() if re.fullmatch(pattern, name))
    return next(found, "")


def run(names: list[str], jobs: int, group: Group, variables: dict[str, str]) -> dict[str, bool]:
    """Runs these tests of a group: which passed."""
    asan = variables["ASAN_OPTIONS"] + group.asan
    results = BUILD / "results.xml"
    pattern = "|".join(f"^{re.escape(name)}$" for name in names)
    subprocess.run(
        ["ctest", "--test-dir", str(BUILD), "-R", pattern, f"-j{jobs}"]
        + ["--output-on-failure", "--output-junit", str(results)],
        env={**variables, **group.lit, "ASAN_OPTIONS": asan},
    )
    found = re.findall(
        r'<testcase name="([^"]+)"[^>]* status="(\w+)"', results.read_text(encoding="utf-8")
    )
    return {name: status == "run" for name, status in found}


def reports_of(folder: Path) -> list[str]:
    """The line that names each report."""
    found = []
    for path in sorted(folder.glob("report*")):
        text = path.read_text(encoding="utf-8", errors="replace")
        lines = re.findall(r"^.*(?:ERROR: \w+Sanitizer|runtime error): .*$", text, re.MULTILINE)
        found += [f"{path}: {line}" for line in lines]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-j", dest="jobs", type=int, default=1)
    parser.add_argument("--no-build", action="store_true")
    parser.add_argument("--only", default="", help="a regular expression for names of tests")
    parser.add_argument("--write", action="store_true", help="the figures, into docs/quality.md")
    options = parser.parse_args()
    if not options.no_build:
        build(options.jobs)
    folder = BUILD / "reports"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    names = all_tests()
    chosen = [name for name in names if not reason(name) and re.search(options.only, name)]
    outcome: dict[str, bool] = {}
    failed: list[str] = []
    for group in GROUPS:
        if members := [name for name in chosen if re.fullmatch(group.tests, name)]:
            found = run(members, options.jobs, group, environment(folder))
            failed += [name for name, passed in found.items() if not passed]
            outcome |= found
    reports = reports_of(folder)
    print(*reports, sep="\n")
    cases = collections.Counter(name.partition("/")[0] for name in outcome)
    rows: list[tuple[object, ...]] = [(f"`{name}`", number) for name, number in cases.items()]
    rows += [("failed", len(failed)), ("reports of a sanitizer", len(reports))]
    left = [
        f"- {', '.join(f'`{name}`' for name in names if reason(name) == why)}: they {why}"
        for why in LEFT_OUT.values()
    ]
    text = (
        "Assertions are on. The plugin runs in stock clang-tidy, with the run-time of ASan "
        "loaded before it. Leaks are not looked for where an analysis crashes on purpose, and "
        "what LLVM's allocators have not lent yet is not poisoned in the server.\n\n"
        + quality.table(("tests of ctest", "number"), rows)
        + "\nLeft out:\n\n"
        + "\n".join(left)
    )
    print(text)
    if options.write:
        quality.write("test/hunt/sanitized.py", text)
    return bool(failed or reports)


if __name__ == "__main__":
    sys.exit(main())
