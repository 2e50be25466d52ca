#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What a case expects: its CHECK comments, and FileCheck's opinion on them."""

from __future__ import annotations

import difflib
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

COMMENT = re.compile(
    r"[ \t]*//[ \t]*(CHECK(?:-[A-Za-z0-9_-]*|(?=:)))(:?)[^\n]*")
NAME = re.compile(
    r"CHECK-(MESSAGES|NOTES|FIXES)(?:-([A-Z0-9_]+))??"
    r"(-NOT|-NEXT|-SAME|-EMPTY|-DAG|-LABEL|-COUNT-\d+)?"
)
DIRECTIVES = "NOT NEXT SAME EMPTY DAG LABEL COUNT".split()
DIAGNOSTIC = re.compile(
    r"(?:(?P<file>[^:\n]+):\d+:\d+: )?"
    r"(?P<kind>warning|error|fatal error|note|remark): (?P<text>.*)"
)
APPLIED = "FIX-IT applied suggested code changes"


class CaseFailure(Exception):
    """The case does not hold; the text says why."""


@dataclass(frozen=True)
class Diagnostic:
    """One line of clang-tidy's output, without the source lines below it."""

    file: str
    kind: str
    text: str
    line: str

    @property
    def is_finding(self) -> bool:
        return self.kind in ("warning", "error", "fatal error")


def parse_diagnostics(output: str) -> list[Diagnostic]:
    found = []
    for line in output.splitlines():
        match = DIAGNOSTIC.fullmatch(line)
        if match and match.group("text") != APPLIED:
            file, kind, text = match.group("file", "kind", "text")
            found.append(Diagnostic(file or "", kind, text, line))
    return found


def select_file(diagnostics: list[Diagnostic], file: str | None,
                others: set[str]) -> list[Diagnostic]:
    """The findings in `file` with their notes, wherever those point; without
    a file: the findings that are in none of `others`."""
    selected, inside = [], False
    for diagnostic in diagnostics:
        if diagnostic.is_finding:
            inside = (diagnostic.file == file if file
                      else diagnostic.file not in others)
        if inside:
            selected.append(diagnostic)
    return selected


def unified_diff(before: str, after: str, name: str, what: str) -> str:
    return "".join(difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True),
        f"{name} ({what[:what.index('/')]})", f"{name} ({what.split('/')[1]})"))


def without_remarks(filecheck_output: str) -> str:
    """FileCheck's output without what it says about successful matches."""
    start = filecheck_output.find(": error: ")
    return filecheck_output[filecheck_output.rfind("\n", 0, start) + 1:]


class Expectations:
    """The CHECK comments of one file, as far as they hold for a run."""

    def __init__(self, path: Path, suffixes: list[str], known: set[str]) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.prefixes: dict[str, list[str]] = {}
        for match in COMMENT.finditer(self.text):
            line = self.text.count("\n", 0, match.end()) + 1
            self._add(f"{path.name}:{line}", match, suffixes, known)

    def _add(self, where: str, match: re.Match[str], suffixes: list[str],
             known: set[str]) -> None:
        name = NAME.fullmatch(match.group(1))
        if not name or not match.group(2):
            raise CaseFailure(
                f"{where}: '{match.group(1)}{match.group(2)}' is none of "
                "CHECK-MESSAGES:, CHECK-NOTES:, CHECK-FIXES: and would never "
                "be checked")
        kind, suffix, _ = name.groups()
        if suffix in DIRECTIVES:
            raise CaseFailure(f"{where}: '{suffix}' cannot be a suffix")
        if suffix and suffix not in known:
            raise CaseFailure(
                f"{where}: no RUN line has -suffix={suffix}, so "
                f"'{match.group(1)}' would never be checked")
        if not suffix or suffix in suffixes:
            prefix = f"CHECK-{kind}" + (f"-{suffix}" if suffix else "")
            prefixes = self.prefixes.setdefault(kind, [])
            if prefix not in prefixes:
                prefixes.append(prefix)

    def source(self) -> str:
        """The file without its CHECK comments, each line in its place."""
        return COMMENT.sub("", self.text)

    def check_messages(self, filecheck: str, diagnostics: list[Diagnostic],
                       errors_expected: bool, work: Path) -> None:
        unexpected = ["warning:"] if errors_expected else ["warning:", "error:"]
        notes = self.prefixes.get("NOTES", [])
        if notes:
            unexpected.append("note:")
        prefixes = self.prefixes.get("MESSAGES", []) + notes
        actual = "".join(f"{diagnostic.line}\n" for diagnostic in diagnostics)
        if not prefixes:
            found = [word for word in unexpected if word in actual]
            if found:
                raise CaseFailure(
                    f"{self.path.name} expects no finding; found:\n{actual}")
            return
        self._filecheck(
            filecheck, prefixes, self.text, actual, work / "messages",
            [f"--implicit-check-not={{{{{'|'.join(unexpected)}}}}}"])

    def check_fixes(self, filecheck: str, fixed: str, work: Path) -> None:
        before = self.source()
        prefixes = self.prefixes.get("FIXES", [])
        if not prefixes:
            if fixed != before:
                raise CaseFailure(
                    f"{self.path.name} expects no fix, but was changed:\n"
                    + unified_diff(before, fixed, self.path.name,
                                   "input/fixed"))
            return
        # --match-full-lines with --strict-whitespace takes everything after
        # the colon as the line; the one space there is for the reader.
        checks = re.sub(r"(//[ \t]*CHECK-FIXES[A-Z0-9_-]*:) ", r"\1",
                        self.text)
        try:
            matched = self._filecheck(
                filecheck, prefixes, checks, fixed, work / "fixes",
                ["--strict-whitespace", "--match-full-lines"])
            self._check_every_edit_is_expected(before, fixed, matched)
        except CaseFailure as failure:
            raise CaseFailure(f"{failure}\n" + unified_diff(
                before, fixed, self.path.name, "input/fixed")) from None

    def _filecheck(self, filecheck: str, prefixes: list[str], checks: str,
                   actual: str, folder: Path, options: list[str]) -> set[int]:
        """The lines of `actual` that FileCheck matched."""
        folder.mkdir(parents=True, exist_ok=True)
        check_file = folder / self.path.name
        input_file = folder / f"{self.path.name}.actual"
        check_file.write_text(checks, encoding="utf-8")
        input_file.write_text(actual, encoding="utf-8")
        command = [filecheck, f"--check-prefixes={','.join(prefixes)}",
                   f"--input-file={input_file}", "--allow-empty",
                   "--dump-input=never", "-v", *options, str(check_file)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            raise CaseFailure(f"FileCheck {' '.join(prefixes)}:\n"
                              f"{without_remarks(done.stderr)}"
                              f"actual:\n{actual}")
        return {int(line) for line in re.findall(
            rf"^{re.escape(str(input_file))}:(\d+):\d+: note: found here",
            done.stderr, re.M)}

    def _check_every_edit_is_expected(self, before: str, fixed: str,
                                      matched: set[int]) -> None:
        """Fails for an edit that no CHECK-FIXES speaks of. A line that is gone
        is expected with a CHECK-FIXES-NOT or between two matched lines."""
        old, new = before.splitlines(), fixed.splitlines()
        has_not = any(match.group(1).endswith("-NOT")
                      for match in COMMENT.finditer(self.text)
                      if match.group(1).startswith("CHECK-FIXES"))
        edits = difflib.SequenceMatcher(None, old, new, autojunk=False)
        for tag, first, last, start, end in edits.get_opcodes():
            if tag == "equal":
                continue
            removed = [line for line in old[first:last] if line.strip()]
            added = [number for number in range(start + 1, end + 1)
                     if new[number - 1].strip()]
            for number in added:
                if number not in matched:
                    raise CaseFailure(f"no CHECK-FIXES expects line {number}: "
                                      f"{new[number - 1]}")
            if (len(removed) > len(added) and not has_not
                    and not {start, end + 1} <= matched):
                raise CaseFailure("no CHECK-FIXES-NOT expects that lines are "
                                  "gone:\n" + "\n".join(removed))
