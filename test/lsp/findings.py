# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Findings of immortal-tidy and of immortal-clangd in one form, to compare."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsp import Json, Server

LINE = re.compile(
    r"(?P<file>[^:\n]+):(?P<line>\d+):(?P<column>\d+): "
    r"(?P<kind>warning|error|fatal error|note): (?P<text>.*)"
)
CHECK = re.compile(r" \[(?P<check>[\w.,-]+)\]$")
# clangd says in the message how many fixes it has.
FIXES = re.compile(r" \(fix(es)? available\)$")
# Only the compiler's command line tool explains macros.
NO_NOTE = re.compile(r"[Ee]xpanded from .*")


@dataclass(frozen=True)
class Note:
    """Where a note points, line and column from 1 on, and what it says."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


@dataclass
class Finding:
    """One finding in the main file."""

    check: str
    text: str
    start: tuple[int, int]
    end: tuple[int, int]
    notes: list[Note] = field(default_factory=list)
    # The titles of an editor's quick fixes: notes with a fix are such.
    offers: list[str] = field(default_factory=list)

    def equals(self, shown: Finding) -> bool:
        """Whether an editor shows the same: it marks a range around the place."""
        return (
            self.check == shown.check
            and self.text == shown.text
            and [note for note in self.notes if note.text not in shown.offers] == shown.notes
            and (self.start <= shown.start <= self.end or shown.start <= self.start <= shown.end)
        )

    def __str__(self) -> str:
        notes = "".join(f"\n      note: {note}" for note in self.notes)
        return f"{self.start[0]}:{self.start[1]}: {self.text} [{self.check}]{notes}"


def parse_tidy(output: str, main: Path) -> list[Finding]:
    """Findings of our checks in the main file, from immortal-tidy's output. One in
    a header belongs to the first note in the main file, as clangd shows it."""
    found: list[Finding] = []
    place_of: dict[int, tuple[int, int]] = {}
    current = None
    for line in output.splitlines():
        match = LINE.fullmatch(line)
        if not match:
            continue
        place = (int(match["line"]), int(match["column"]))
        in_main = Path(match["file"]) == main
        if match["kind"] != "note":
            check = CHECK.search(match["text"])
            current = None
            if check and check["check"].startswith("cpython-"):
                text = plain(match["text"][: check.start()])
                current = Finding(check["check"], text, place, place)
                found.append(current)
                if in_main:
                    place_of[id(current)] = place
        elif current and not NO_NOTE.fullmatch(match["text"]):
            file = Path(match["file"]).name
            current.notes.append(Note(file, place[0], plain(match["text"])))
            if in_main:
                place_of.setdefault(id(current), place)
    for finding in found:
        finding.start = finding.end = place_of.get(id(finding), (0, 0))
    return [finding for finding in found if id(finding) in place_of]


def tidy_findings(
    program: Path, main: Path, checks: str, command: list[str], config: str = "{}"
) -> list[Finding]:
    """What immortal-tidy finds in the file as it lies there."""
    done = subprocess.run(
        [
            str(program),
            "--quiet",
            "--use-color=0",
            "--header-filter=.*",
            f"--checks={checks}",
            f"--config={config}",
            str(main),
            "--",
            *command,
        ],
        cwd=main.parent,
        text=True,
        capture_output=True,
    )
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{program} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return parse_tidy(done.stdout, main)


def plain(message: str) -> str:
    """A message without what clangd adds, and as it writes the first letter."""
    message = FIXES.sub("", message)
    return message[:1].upper() + message[1:]


def server_finding(diagnostic: Json) -> Finding:
    notes = []
    for related in diagnostic.get("relatedInformation") or []:
        place = related["location"]
        line = place["range"]["start"]["line"] + 1
        if not NO_NOTE.fullmatch(related["message"]):
            notes.append(Note(place["uri"].rsplit("/", 1)[1], line, plain(related["message"])))
    ends = [
        (diagnostic["range"][which]["line"] + 1, diagnostic["range"][which]["character"] + 1)
        for which in ("start", "end")
    ]
    return Finding(
        str(diagnostic.get("code")), plain(diagnostic["message"]), ends[0], ends[1], notes
    )


def server_findings(server: Server, main: Path) -> list[Finding]:
    """Those of the cpython-* checks in the file as it was last sent."""
    findings = []
    for diagnostic in server.findings(main):
        if not str(diagnostic.get("code")).startswith("cpython-"):
            continue
        finding = server_finding(diagnostic)
        if FIXES.search(diagnostic["message"]):
            finding.offers = [plain(action["title"]) for action in server.actions(main, diagnostic)]
        findings.append(finding)
    return findings


def difference(tidy: list[Finding], server: list[Finding]) -> str:
    """What the two say differently; empty if nothing."""
    rest = list(server)
    lines = []
    for finding in tidy:
        same = next((other for other in rest if finding.equals(other)), None)
        if same:
            rest.remove(same)
        else:
            lines.append(f"    only immortal-tidy:   {finding}")
    lines += [f"    only immortal-clangd: {finding}" for finding in rest]
    return "\n".join(lines)


def compile_entry(main: Path, command: list[str]) -> Json:
    """The compile command of a file as clangd's extension takes it."""
    return {
        str(main): {
            "workingDirectory": str(main.parent),
            "compilationCommand": ["clang", *command, str(main)],
        }
    }


def wrong_links(diagnostics: list[Json]) -> list[Any]:
    """Links of our checks that lead to clang.llvm.org."""
    return [
        diagnostic["codeDescription"]
        for diagnostic in diagnostics
        if str(diagnostic.get("code")).startswith("cpython-")
        and "llvm.org" in str(diagnostic.get("codeDescription"))
    ]
