#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds lib/CAPI/Replacements.def against the headers of every Python at hand,
and the documentation of cpython-py-build-core against the table."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "lib/CAPI/Replacements.def"
PAGE = ROOT / "docs/checks/cpython-py-build-core.md"
Version = tuple[int, int]
ALWAYS, NEWEST = (0, 0), (99, 0)


@dataclass(frozen=True)
class Row:
    private: str
    public: str
    since: Version
    note: str
    public_until: Version

    def names(self, word: str) -> bool:
        """Whether `word` is a name that the row is about."""
        if self.private.endswith("*"):
            return word.startswith(self.private[:-1])
        return word == self.private


def parse_version(text: str) -> Version:
    if text in ("Always", "Newest"):
        return ALWAYS if text == "Always" else NEWEST
    major, minor = re.findall(r"\d+", text)[:2]
    return int(major), int(minor)


def parse_rows() -> list[Row]:
    text = re.sub(r"(?m)^(//|#).*\n", "", TABLE.read_text(encoding="utf-8"))
    literal, version = r'((?:"[^"]*"\s*)+)', r"(Always|Newest|py\([^)]*\))"
    pattern = rf"REPLACEMENT\(\s*{literal},\s*{literal},\s*{version},\s*" \
              rf"{literal},\s*{version},\s*{literal}\)"
    rows = []
    for fields in re.findall(pattern, text):
        private, public, since, note, until, _ = (
            "".join(re.findall(r'"([^"]*)"', f)) if f.startswith('"') else f
            for f in fields)
        rows.append(Row(private, public, parse_version(since), note,
                        parse_version(until)))
    if len(rows) != text.count("REPLACEMENT("):
        sys.exit(f"{TABLE}: {text.count('REPLACEMENT(')} rows, "
                 f"{len(rows)} understood")
    return rows


def words_of(header: Path) -> set[str]:
    text = header.read_text(encoding="utf-8", errors="replace")
    text = re.sub(r"/\*.*?\*/|//[^\n]*", " ", text, flags=re.S)
    # A struct that is only named is not declared there.
    return set(re.findall(r"\w+", re.sub(r"struct\s+\w+\s*[;*]", " ", text)))


def header_words(folders: list[str]) -> tuple[set[str], set[str]]:
    """What public headers declare, and what internal ones do."""
    public: set[str] = set()
    internal: set[str] = set()
    for top in folders:
        if not (Path(top) / "Python.h").is_file():
            continue
        # Debug builds link to the folders of the release.
        for folder, _, files in os.walk(top, followlinks=True):
            into = internal if Path(folder).name == "internal" else public
            for name in files:
                if name.endswith(".h"):
                    into.update(words_of(Path(folder, name)))
    return public, internal


def check_row(row: Row, python: str, version: Version, public: set[str],
              internal: set[str]) -> list[str]:
    problems = []
    if row.public and (row.public in public) != (version >= row.since):
        is_there = "has" if row.public in public else "has no"
        problems.append(f"{python} {is_there} {row.public}, "
                        f"the replacement of {row.private}")
    in_public = any(map(row.names, public))
    if in_public and version > row.public_until:
        problems.append(f"public headers of {python} declare {row.private}")
    if (not in_public and version <= row.public_until
            and any(map(row.names, internal))):
        problems.append(f"only internal headers of {python} declare "
                        f"{row.private}")
    return problems


def describe(row: Row) -> str:
    """The row as the page shows it."""
    since = "-" if row.since in (ALWAYS, NEWEST) else "{}.{}".format(*row.since)
    public = f"`{row.public}`" if row.public else "none"
    return f"| `{row.private}` | {public} | {since} | {row.note} |"


def check_page(rows: list[Row]) -> list[str]:
    shown = [line for line in PAGE.read_text(encoding="utf-8").splitlines()
             if line.startswith("| `")]
    wanted = [describe(row) for row in rows]
    return ([f"{PAGE.name} lacks: {line}" for line in wanted
             if line not in shown]
            + [f"{PAGE.name} has too much: {line}" for line in shown
               if line not in wanted])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pythons", type=Path,
                        default=ROOT / "build/pythons.json")
    parser.add_argument("--print", action="store_true",
                        help="print the table for the documentation")
    options = parser.parse_args()
    rows = parse_rows()
    if options.print:
        print("\n".join(map(describe, rows)))
        return 0
    provided = json.loads(options.pythons.read_text(encoding="utf-8"))
    problems = check_page(rows)
    seen: set[str] = set()
    for python in provided["pythons"]:
        major, minor = python["version"].split(".")[:2]
        public, internal = header_words(python["include"])
        seen |= public | internal
        for row in rows:
            problems += check_row(row, python["name"], (int(major), int(minor)),
                                  public, internal)
    if not seen:
        problems.append("no Python has headers: nothing was compared")
    problems += [f"no Python knows {row.private}" for row in rows
                 if not any(map(row.names, seen))]
    for missing in provided["missing"]:
        print(f"not compared with {missing['name']}: {missing['reason']}")
    print("\n".join(sorted(set(problems))) or f"{len(rows)} rows agree")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
