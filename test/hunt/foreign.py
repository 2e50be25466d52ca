#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs all checks over C and C++ that was not written for them, and goes on where an
earlier run ended."""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import functools
import hashlib
import json
import os
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterable, Iterator

import archive
from forced import force
from tidy import ROOT, Source, Tidy, Verdict

sys.path[:0] = [str(ROOT / "test"), str(ROOT / "test" / "corpora")]
import corpus  # noqa: E402
import quality  # noqa: E402

STANDARDS = {".c": "-std=gnu17", ".cc": "-std=gnu++20", ".cpp": "-std=gnu++20"}
STANDARDS[".cxx"] = STANDARDS[".C"] = STANDARDS[".cpp"]
HEADERS = (".h", ".hh", ".hpp", ".hxx")
# Errors are usual, as nothing is configured; clang must not stop at the first ones.
COMMON = ("-w", "-ferror-limit=0", "-Wno-error", "-fno-caret-diagnostics")
MOST_FOLDERS = 120
FILES_PER_PROCESS = 8
# As the code is, with CPython's private headers allowed, and with calls that make real
# code immortal.
MODES = ("as it is", "Py_BUILD_CORE", "forced")


@dataclass(frozen=True)
class Unit:
    """One translation unit in one mode."""

    project: str
    file: str
    mode: str
    path: Path
    arguments: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.project}/{self.mode}/{self.file}"


def header_folders(root: Path) -> list[str]:
    """The likely ones first; after the system's, so that no <string.h> is taken away."""
    likely = [root, root / "include", root / "src", root / "lib"]
    folders = {path.parent for path in root.rglob("*") if path.suffix in HEADERS}
    others = sorted(folders - set(likely), key=lambda path: (len(path.parts), path))
    found = [f"-I{folder}" for folder in likely if folder.is_dir()]
    return found + [f"-idirafter{folder}" for folder in others[:MOST_FOLDERS]]


def foreign_units(project: dict[str, Any], pythons: dict[str, dict[str, Any]]) -> Iterator[Unit]:
    """All C and C++ of a project of foreign.json."""
    root = archive.provide(project).resolve()
    flags = [*COMMON, *header_folders(root)]
    python = pythons.get(project.get("python", ""))
    if project.get("core"):
        # Its own headers; what configure would have made is that of the installed one.
        flags += [f"-I{root / 'Include'}", f"-I{root / 'Include/internal'}"]
    if python:
        flags += [f"-I{folder}" for folder in python["include"]]
    modes = {"as it is": flags}
    if project.get("core"):
        modes["Py_BUILD_CORE"] = [*flags, "-DPy_BUILD_CORE"]
    for path in sorted(root.rglob("*")):
        if path.suffix in STANDARDS and path.is_file():
            for mode, arguments in modes.items():
                name = str(path.relative_to(root))
                yield Unit(
                    *(project["name"], name, mode, path),
                    (STANDARDS[path.suffix], *arguments),
                )
            if python:
                yield Unit(
                    *(project["name"], str(path.relative_to(root)), "forced", path),
                    (STANDARDS[path.suffix], *modes[list(modes)[-1]]),
                )


def corpus_units(
    project: dict[str, Any], pythons: dict[str, dict[str, Any]], keep: list[corpus.Corpus]
) -> Iterator[Unit]:
    """The extensions of test/corpora, whose commands are right; each file once."""
    prepared = corpus.Corpus(project, pythons, {})
    keep.append(prepared)  # Its folder of generated headers lives as long as it does.
    seen = set()
    for job in prepared.jobs():
        if job.source not in seen:
            seen.add(job.source)
            name = str(job.source.relative_to(prepared.root))
            for mode in ("as it is", "forced"):
                yield Unit(project["name"], name, mode, job.source, tuple(job.arguments))


def units(
    names: list[str], pythons: dict[str, dict[str, Any]], keep: list[corpus.Corpus]
) -> Iterator[Unit]:
    own = json.loads((Path(__file__).parent / "foreign.json").read_text())["projects"]
    for project in archive.fetch.load():
        if not names or project["name"] in names:
            try:
                yield from corpus_units(project, pythons, keep)
            except (corpus.Missing, corpus.NotInstalled, archive.fetch.Unavailable) as why:
                print(f"skipped: {project['name']}: {why}")
    for project in own:
        if not names or project["name"] in names:
            try:
                yield from foreign_units(project, pythons)
            except archive.fetch.Unavailable as why:
                print(f"skipped: {project['name']}: {why}")


def placed(unit: Unit, folder: Path) -> tuple[Source, int] | None:
    """The file, or for forced ones a copy beside which its includes are found; with the
    number of calls that were put in."""
    if unit.mode != "forced":
        return Source(unit.path, unit.arguments), 0
    text, calls = force(unit.path.read_text(encoding="utf-8", errors="surrogateescape"))
    if not calls:
        return None
    name = hashlib.sha256(unit.key.encode()).hexdigest()[:12]
    copy = folder / name / unit.path.name
    copy.parent.mkdir()
    copy.write_text(text, encoding="utf-8", errors="surrogateescape")
    # Clang 22 makes an error of what these sources do with pointers.
    calm = ("-Wno-incompatible-pointer-types", "-Wno-implicit-function-declaration")
    return Source(copy, (f"-iquote{unit.path.parent}", *unit.arguments, *calm)), calls


class Record:
    """What is known already, one line of JSON for each unit."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, dict[str, Any]] = {}
        self.lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                self.known[entry["key"]] = entry

    def is_done(self, unit: Unit) -> bool:
        """What failed is looked at again."""
        return self.known.get(unit.key, {}).get("state") in ("ok", "nothing to force")

    def add(self, unit: Unit, verdict: Verdict, calls: int) -> None:
        entry = {
            "key": unit.key,
            "state": verdict.state,
            "detail": verdict.detail,
            "calls": calls,
            "lines": unit.path.read_bytes().count(b"\n"),
            "findings": verdict.findings,
        }
        with self.lock:
            self.known[unit.key] = entry
            with self.path.open("a", encoding="utf-8") as out:
                out.write(json.dumps(entry) + "\n")


def judge(tidy: Tidy, record: Record, chunk: list[Unit]) -> None:
    with tempfile.TemporaryDirectory(prefix="immortal-foreign-") as folder:
        ready = [(unit, placed(unit, Path(folder))) for unit in chunk]
        for unit, place in ready:
            if not place:
                record.add(unit, Verdict("nothing to force"), 0)
        together = [(unit, *place) for unit, place in ready if place]
        verdicts = tidy.judge_all([source for _, source, _ in together]) if together else []
        for (unit, _, calls), verdict in zip(together, verdicts):
            record.add(unit, verdict, calls)
            if verdict.state != "ok":
                print(f"{verdict.state}: {unit.key}: {verdict.detail}", flush=True)


def chunks(pending: Iterable[Unit]) -> Iterator[list[Unit]]:
    """Those of one project in one mode: no path comes twice."""
    by_kind: dict[tuple[str, str], list[Unit]] = {}
    for unit in pending:
        by_kind.setdefault((unit.project, unit.mode), []).append(unit)
    for alike in by_kind.values():
        for at in range(0, len(alike), FILES_PER_PROCESS):
            yield alike[at : at + FILES_PER_PROCESS]


def report(record: Record, wanted: list[Unit]) -> str:
    entries = [(unit, record.known[unit.key]) for unit in wanted if unit.key in record.known]
    looked_at = [(unit, e) for unit, e in entries if e["state"] != "nothing to force"]
    rows: list[tuple[object, ...]] = []
    for mode in MODES:
        of_mode = [entry for unit, entry in looked_at if unit.mode == mode]
        states = collections.Counter(entry["state"] for entry in of_mode)
        checks = sum(len(entry["findings"]) for entry in of_mode)
        lines = sum(entry["lines"] for entry in of_mode)
        rows.append(
            (mode, len(of_mode), f"{lines:,}", sum(e["calls"] for e in of_mode))
            + (states["crash"], states["hang"])
            + (states["clang's crash"] + states["clang's hang"], checks)
        )
    files = {(unit.project, unit.file): entry["lines"] for unit, entry in looked_at}
    projects = {unit.project for unit, _ in looked_at}
    head = ("code", "units", "lines", "calls put in", "crashes", "hangs", "clang's own", "findings")
    return (
        f"{len(projects)} packages, {len(files):,} files with {sum(files.values()):,} lines "
        f"(headers not counted), {len(looked_at):,} translation units.\n\n"
        + quality.table(head, rows)
        + "\n"
        + findings_table(looked_at)
    )


def findings_table(looked_at: list[tuple[Unit, dict[str, Any]]]) -> str:
    """Findings in code as it is, by project and check."""
    found: collections.Counter[tuple[str, str]] = collections.Counter()
    for unit, entry in looked_at:
        if unit.mode == "as it is":
            for finding in entry["findings"]:
                found[unit.project, finding.rpartition("[")[2].rstrip("]")] += 1
    rows = [(f"{project}: {check}", number) for (project, check), number in sorted(found.items())]
    return "Findings in code as it is:\n\n" + quality.table(("where", "number"), list(rows))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("projects", nargs="*", help="all of them when none is given")
    parser.add_argument("--tool", type=Path, default=ROOT / "build/llvm-22/bin/immortal-tidy")
    parser.add_argument("--pythons", type=Path, default=ROOT / "build/pythons.json")
    parser.add_argument("--mode", choices=MODES, action="append", help="only these")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs found")
    parser.add_argument("--findings", action="store_true", help="print those in code as it is")
    parser.add_argument("--report-only", action="store_true")
    parser.add_argument("-j", dest="jobs", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="the figures, into docs/quality.md")
    options = parser.parse_args()
    pythons, _ = corpus.load_pythons(options.pythons)
    path = archive.fetch.cache_folder() / "hunt" / "foreign.jsonl"
    if options.fresh and path.exists():
        os.unlink(path)
    record, keep = Record(path), []
    modes = options.mode or MODES
    wanted = [unit for unit in units(options.projects, pythons, keep) if unit.mode in modes]
    if not options.report_only:
        pending = [unit for unit in wanted if not record.is_done(unit)]
        print(f"{len(wanted)} units, {len(wanted) - len(pending)} known", flush=True)
        tidy = Tidy(options.tool)
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            list(pool.map(functools.partial(judge, tidy, record), chunks(pending)))
    if options.findings:
        for unit in wanted:
            if unit.mode == "as it is":
                for finding in record.known.get(unit.key, {}).get("findings", []):
                    print(f"{unit.project}: {finding}")
    text = report(record, wanted)
    print(text)
    if options.write:
        quality.write("test/hunt/foreign.py", text)
    states = {record.known[unit.key]["state"] for unit in wanted if unit.key in record.known}
    return bool(states & {"crash", "hang"})


if __name__ == "__main__":
    sys.exit(main())
