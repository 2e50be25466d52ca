#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Editing sessions over the language server protocol: files are typed, torn apart
and put together again, saved, and compiled with other flags. The server must
neither crash nor hang nor leave a finding behind, and must find in the complete
file what immortal-tidy finds there."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable

TEST = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TEST), str(TEST / "corpora")]

from findings import compile_entry, difference, server_findings, tidy_findings
from lsp import Server, position_at
from tidy_expectations import COMMENT
from tidy_pythons import Pythons

# What clangd waits before it looks at compile_commands.json again, and a bit.
REVALIDATION = 6.0
CASES = [
    "cpython-immortalize-not-fresh/not-moved.c",
    "cpython-immortalize-not-fresh/wrapper-operators.cpp",
    "cpython-immortalize-type/refused.c",
    "cpython-immortalize-unbounded/instances.c",
    "cpython-immortalize-unchecked/templates.cpp",
    "cpython-immortalize-unchecked/zero-is-failure.c",
    "cpython-internal-immortalization/calls/macro.c",
    "cpython-internal-immortalization/owners/own-class.cpp",
    "cpython-internal-immortalization/skipped/version-branches.c",
    "cpython-py-build-core/needs/kinds.c",
]
# A file of a real extension that makes objects immortal.
REAL = ("mypy", "mypyc/lib-rt/misc_ops.c", ["mypyc/lib-rt"])


class Wrong(Exception):
    """What a session showed that must not be."""


class Session:
    """One file in an editor."""

    def __init__(self, server: Server, tidy: Path, main: Path, complete: str) -> None:
        self.server = server
        self.tidy = tidy
        self.main = main
        self.complete = complete
        self.text = ""
        self.command: list[str] = []

    def compile_with(self, command: list[str]) -> None:
        self.command = command
        self.server.notify(
            "workspace/didChangeConfiguration",
            {"settings": {"compilationDatabaseChanges": compile_entry(self.main, command)}},
        )

    def open(self, text: str) -> None:
        self.text = text
        self.server.open(self.main, text, "cpp" if self.main.suffix == ".cpp" else "c")

    def replace(self, start: int, end: int, new: str) -> None:
        places = {"start": position_at(self.text, start), "end": position_at(self.text, end)}
        self.text = self.text[:start] + new + self.text[end:]
        self.server.change(self.main, [{"range": places, "text": new}])

    def become(self, text: str) -> None:
        self.replace(0, len(self.text), text)

    def type(self, rest: str, each: int = 1) -> None:
        """Types at the end, so many characters at a time."""
        for start in range(0, len(rest), each):
            self.replace(len(self.text), len(self.text), rest[start : start + each])

    def settle(self) -> None:
        self.server.findings(self.main)

    def expect_all(self, when: str) -> None:
        """The complete file has the findings that immortal-tidy has."""
        self.main.write_text(self.text, encoding="utf-8")
        expected = tidy_findings(self.tidy, self.main, "-*,cpython-*", self.command)
        found = server_findings(self.server, self.main)
        wrong = difference(expected, found)
        if wrong:
            raise Wrong(f"{when}:\n{wrong}")

    def expect_none(self, when: str) -> None:
        left = server_findings(self.server, self.main)
        if left:
            raise Wrong(f"{when}, findings are left over:\n" + "\n".join(map(str, left)))


def line_bounds(text: str, chosen: random.Random) -> tuple[int, int]:
    start = text.rfind("\n", 0, chosen.randrange(len(text))) + 1
    end = text.find("\n", start) + 1
    return start, end if end else len(text)


def delete_lines(session: Session, chosen: random.Random) -> None:
    start, end = line_bounds(session.text, chosen)
    for _ in range(chosen.randrange(4)):
        end = session.text.find("\n", end) + 1 or len(session.text)
    session.replace(start, end, "")


def unbalance(session: Session, chosen: random.Random) -> None:
    place = chosen.randrange(len(session.text))
    session.replace(place, place, chosen.choice(["{", "}", "(", ")", '"', "/*", "#if 0\n", "\\\n"]))


def delete_character(session: Session, chosen: random.Random) -> None:
    place = chosen.randrange(len(session.text))
    session.replace(place, place + 1, "")


def move_line(session: Session, chosen: random.Random) -> None:
    start, end = line_bounds(session.text, chosen)
    line = session.text[start:end]
    session.replace(start, end, "")
    place = line_bounds(session.text + "\n", chosen)[0]
    session.replace(place, place, line)


DAMAGE: list[Callable[[Session, random.Random], None]] = [
    delete_lines,
    unbalance,
    delete_character,
    move_line,
]


def damage(session: Session, chosen: random.Random, times: int) -> None:
    for _ in range(times):
        chosen.choice(DAMAGE)(session, chosen)
        if chosen.random() < 0.3:
            session.settle()
        if len(session.text) < 100:
            session.become(session.complete)


def replay(session: Session, flags: list[list[str]], seed: int, small: bool, times: int) -> None:
    chosen = random.Random(f"{session.main.name} {seed}")
    session.compile_with(flags[0])
    # What is there already when somebody goes on: at least the includes.
    start = session.complete.find("\n", session.complete.rfind("#include")) + 1
    if not small:
        start = len(session.complete) - 400
    session.open(session.complete[:start])
    session.type(session.complete[start:])
    session.expect_all("typed to the end")
    damage(session, chosen, times)
    session.become(session.complete)
    session.expect_all("put together again")
    session.server.save(session.main)
    session.expect_all("saved")
    for other in flags[1:] + flags[:1]:
        session.compile_with(other)
        session.type("\n")
        session.expect_all(f"compiled with {' '.join(other)}")
    session.become("int nothing;\n")
    session.expect_none("emptied")
    session.become("#include <Python.h>\n" + "{" * 300)
    session.settle()
    session.become(session.complete)
    session.expect_all("after much nonsense")
    session.server.close(session.main)


def through_database(
    server_of: Callable[[Path], Server],
    tidy: Path,
    work: Path,
    complete: str,
    flags: list[list[str]],
) -> None:
    """compile_commands.json is written anew while the file is open."""
    main = work / "spam.c"
    database = work / "compile_commands.json"

    def write(command: list[str]) -> None:
        main.write_text(complete, encoding="utf-8")
        entry = {
            "directory": str(work),
            "file": str(main),
            "arguments": ["clang", *command, str(main)],
        }
        database.write_text(json.dumps([entry]))

    write(flags[0])
    server = server_of(work)
    session = Session(server, tidy, main, complete)
    session.command = flags[0]
    session.open(complete)
    session.expect_all("opened")
    write(flags[1])
    time.sleep(REVALIDATION)
    session.command = flags[1]
    session.type("\n")
    session.expect_all("compile_commands.json written anew")
    server.stop()


def real_source() -> tuple[str, list[str]] | None:
    """Text and include flags of the real source; None without the network."""
    import fetch

    name, file, folders = REAL
    project = next(
        p
        for p in json.loads((TEST / "corpora/corpora.json").read_text())["projects"]
        if p["name"] == name
    )
    try:
        root = fetch.provide(project)
    except fetch.Unavailable as reason:
        print(f"skipped: {name}: {reason}")
        return None
    include = [flag for folder in folders for flag in ("-I", str(root / folder))]
    return (root / file).read_text(encoding="utf-8"), include


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    resolved = lambda path: Path(path).resolve()  # noqa: E731
    parser.add_argument("--clangd", type=resolved, required=True)
    parser.add_argument("--tidy", type=resolved, required=True)
    parser.add_argument("--pythons", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--damage", type=int, default=12, help="edits that break each file")
    options = parser.parse_args()
    pythons = Pythons(options.pythons)
    names = [name for name in ("3.15", "3.13") if name in pythons.available]
    if "3.15" not in names:
        print(f"skipped: Python 3.15: {pythons.reason('3.15')}")
        return 1 if os.environ.get("CI") == "true" else 77

    def server_of(folder: Path) -> Server:
        return Server([str(options.clangd), "--log=error", "--background-index=0"], folder)

    def flags_for(*first: str) -> list[list[str]]:
        return [
            [*first, *pythons.available[name].flags("-I"), "-I", str(TEST.parent / "include")]
            for name in names
        ]

    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        # Without symbolic links, as clangd names files.
        work = Path(folder).resolve()
        (work / "database").mkdir()
        jobs = [
            (
                TEST / "checks" / case,
                COMMENT.sub("", (TEST / "checks" / case).read_text()),
                ["-xc++", "-std=c++17"] if case.endswith(".cpp") else ["-xc", "-std=c17"],
                True,
            )
            for case in CASES
        ]
        real = real_source()
        if real:
            jobs.append((Path(REAL[1]), real[0], ["-xc", "-std=gnu17", *real[1]], False))
        server = server_of(work)
        for path, text, first, small in jobs:
            started = time.monotonic()
            session = Session(server, options.tidy, work / path.name, text)
            try:
                replay(session, flags_for(*first), options.seed, small, options.damage)
            except Wrong as wrong:
                failed += 1
                print(f"{path.name}: seed {options.seed}: {wrong}", flush=True)
                server.close(session.main)
            print(
                f"{path.name}: {server.versions[session.main.as_uri()]} versions, "
                f"{time.monotonic() - started:.1f} s",
                flush=True,
            )
        server.stop()
        through_database(
            server_of,
            options.tidy,
            work / "database",
            jobs[0][1],
            (
                flags_for("-xc", "-std=c17")[:2]
                if len(names) > 1
                else [flags_for("-xc")[0], flags_for("-xc", "-DSPAM")[0]]
            ),
        )
    print(f"{len(jobs) + 1} sessions, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
