# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What is broken: rows of tables that are gone or say something else, conditions turned round."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Iterator, NamedTuple

SOURCE = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^([A-Z_]+)\((?:[^()\"]|\"(?:\\.|[^\"])*\"|\([^()]*\))*\)\n", re.M)

# What a row may say instead: the other meaning is always a wrong one.
OTHER_WORDS = (
    ("Steals", "Looks"), ("StealsOnSuccess", "Steals"), ("Keeps", "Looks"), ("Releases", "Looks"),
    ("Fresh", "Borrowed"), ("Borrowed", "Fresh"), ("MaybeShared", "Fresh"), ("NotUnique", "Fresh"),
    ("MayKeep", "Looks"), ("RunsMethods", "Looks"), ("KeepsUnlessEqual", "Looks"),
    ("Increfs", "Looks"), ("Unknown", "Looks"), ("Null", "Never"),
    ("Immortal", "Fresh"), ("Refused", "Fine"), ("Harmful", "Fine"), ("Pointless", "Fine"),
)  # fmt: skip

# In code, outside of comments and strings.
TURNED = (
    (re.compile(r" == "), " != "),
    (re.compile(r" != "), " == "),
    (re.compile(r" && "), " || "),
    (re.compile(r" \|\| "), " && "),
    (re.compile(r"\breturn true;"), "return false;"),
    (re.compile(r"\breturn false;"), "return true;"),
    (re.compile(r"\bif \(!(?=\w)"), "if ("),
    (re.compile(r"\bState::Unique\b"), "State::Shared"),
    (re.compile(r"\bState::(?:Shared|Given|Reachable|Borrowed)\b"), "State::Unique"),
)


class Mutant(NamedTuple):
    path: Path
    begin: int
    end: int
    text: str

    def describe(self, content: str) -> str:
        line = content.count("\n", 0, self.begin) + 1
        was = " ".join(content[self.begin : self.end].split())
        return f"{self.path}:{line}: `{was}` -> `{' '.join(self.text.split()) or '(gone)'}`"


def mutants_of_table(path: Path, content: str) -> Iterator[Mutant]:
    for row in ROW.finditer(content):
        # A macro's own default is no row.
        if "#" in row[0] or content[: row.start()].rstrip().endswith("\\"):
            continue
        yield Mutant(path, row.start(), row.end(), "")
        for word, other in OTHER_WORDS:
            for at in re.finditer(rf"(?<=, ){word}(?=[,)])", row[0]):
                yield Mutant(path, row.start() + at.start(), row.start() + at.end(), other)


def mutants_of_code(path: Path, content: str) -> Iterator[Mutant]:
    for pattern, other in TURNED:
        for at in pattern.finditer(content):
            line = content[content.rfind("\n", 0, at.start()) + 1 : at.start()]
            if "//" not in line and "assert(" not in line and line.count('"') % 2 == 0:
                yield Mutant(path, at.start(), at.end(), other)


def all_mutants(kind: str) -> list[Mutant]:
    """Of the rows of all tables, or of the transfer rules of the analysis."""
    found: list[Mutant] = []
    for path in sorted((SOURCE / "lib").rglob("*.def")):
        is_rule = path.parent.name == "Freshness"
        if is_rule == (kind == "rules"):
            found += mutants_of_table(path.relative_to(SOURCE), path.read_text())
    if kind == "rules":
        for path in sorted((SOURCE / "lib" / "Freshness").glob("*.cpp")):
            found += mutants_of_code(path.relative_to(SOURCE), path.read_text())
    return found


def sample(mutants: list[Mutant], size: int, seed: int) -> list[Mutant]:
    """One of each file, so that none is left out, and others by chance."""
    shuffled = random.Random(seed).sample(mutants, len(mutants))
    first = {mutant.path: mutant for mutant in reversed(shuffled)}
    chosen = list(first.values())
    chosen += [mutant for mutant in shuffled if mutant is not first[mutant.path]]
    return sorted(chosen[:size], key=lambda mutant: (mutant.path, mutant.begin))
