#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""All cases of test/checks through one immortal-clangd, as an editor would open
them: it must find what immortal-tidy finds, whose findings the cases pin down."""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

TEST = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TEST))

from findings import compile_entry, difference, server_findings, tidy_findings, wrong_links
from lsp import Server
from tidy_case import Case, language_flags, parse_options

RUN = re.compile(r"// RUN: ((?:.*\\\n// RUN: *)*.*)")


@dataclass
class Opened:
    """One RUN line of a case, written to a folder of its own."""

    name: str
    main: Path
    text: str
    check: str
    config: str
    command: list[str]
    language: str


def run_lines(case: Path) -> list[list[str]]:
    """The arguments of %tidy_case in the RUN lines."""
    lines = []
    for match in RUN.finditer(case.read_text(encoding="utf-8")):
        line = re.sub(r"\\\n// RUN: *", " ", match[1])
        if line.startswith("%tidy_case %s "):
            lines.append(shlex.split(line)[2:])
    return lines


def prepare(
    case: Path, words: list[str], number: int, work: Path, pythons: Path
) -> Optional[Opened]:
    """Writes the files of a RUN line; None without the Python that it wants."""
    fixed = [
        "--llvm-bindir=/",
        "--plugin=/",
        "--stand-alone=/",
        f"--include={TEST.parent / 'include'}",
        f"--pythons={pythons}",
        f"--work={work / f'{case.parent.name}-{case.name}-{number}'}",
        f"--run-lines={case}",
        str(case),
    ]
    options, flags = parse_options([*fixed, *words])
    run = Case(options, flags)
    name = next(
        (name for name in run.pythons.select(options.python) if name in run.pythons.available), None
    )
    if name is None:
        return None
    run.write_files(run.sources)
    std = options.std.split(",")[0]
    main = run.code_folder / case.name
    # As a user's own .clang-tidy: it says which checks run, and their options.
    settings = options.config.strip()
    (run.code_folder / ".clang-tidy").write_text(
        f"{settings[:-1].rstrip().rstrip(',')}{', ' if settings[1:-1].strip() else ''}"
        f"Checks: '-*,{options.check}'}}\n"
    )
    return Opened(
        f"{case.parent.relative_to(TEST / 'checks')}/{case.name} (RUN line {number})",
        main,
        run.sources[case.name],
        options.check,
        options.config,
        [*language_flags(std), *run.include_flags(run.pythons.available[name], "-I"), *flags],
        "cpp" if "++" in std else "c",
    )


def known_differences(path: Path) -> dict[str, str]:
    """Cases that clangd cannot treat alike, each with its reason."""
    known = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            case, _, reason = line.partition("  ")
            known[case] = reason.strip()
    return known


def compare(server: Server, program: Path, case: Opened, pool: ThreadPoolExecutor) -> str:
    tidy = pool.submit(
        tidy_findings, program, case.main, f"-*,{case.check}", case.command, case.config
    )
    changes = compile_entry(case.main, case.command)
    server.notify(
        "workspace/didChangeConfiguration", {"settings": {"compilationDatabaseChanges": changes}}
    )
    server.open(case.main, case.text, case.language)
    found = server_findings(server, case.main)
    links = wrong_links(server.findings(case.main))
    server.close(case.main)
    if links:
        return f"    wrong links: {links}"
    return difference(tidy.result(), found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clangd", type=lambda path: Path(path).resolve(), required=True)
    parser.add_argument("--tidy", type=lambda path: Path(path).resolve(), required=True)
    parser.add_argument("--pythons", type=Path, required=True)
    parser.add_argument("cases", type=Path, nargs="*", help="default: all of test/checks")
    options = parser.parse_args()
    cases = options.cases or sorted(
        path for path in (TEST / "checks").rglob("*") if path.suffix in (".c", ".cpp")
    )
    known = known_differences(Path(__file__).with_name("differences.txt"))
    failed, ran, skipped = [], 0, 0
    differing: set[str] = set()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as pool:
        work = Path(folder).resolve()
        server = Server([str(options.clangd), "--log=error", "--background-index=0"], work)
        for case in cases:
            for number, words in enumerate(run_lines(case.resolve()), 1):
                opened = prepare(case.resolve(), words, number, work, options.pythons)
                if opened is None:
                    skipped += 1
                    continue
                ran += 1
                wrong = compare(server, options.tidy, opened, pool)
                case_name = opened.name.split(" ")[0]
                if wrong and case_name in known:
                    differing.add(case_name)
                elif wrong:
                    failed.append(opened.name)
                    print(f"{opened.name}:\n{wrong}", flush=True)
        server.stop()
    for name in [] if options.cases else sorted(known.keys() - differing):
        print(f"{name}: differences.txt says that it differs ({known[name]}), and it does not")
        failed.append(name)
    print(f"{ran} runs, {len(failed)} wrong, {skipped} skipped: their Python is missing")
    return 1 if failed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
