#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Breaks the tables and the rules of the analysis, one at a time, and expects the tests to notice.

    test/mutation/run.py tables --sample 100 --seed 1
    test/mutation/run.py rules --sample 60 --seed 1 --in 'lib/Freshness/P*' --write

A mutant is a row of a .def table that is gone or says something else, or a condition in
lib/Freshness that is turned round; the tables of lib/Freshness are rules. Each is built in a copy of
the sources and given to the tests that may know, the fast ones first; what they all accept is a
survivor, and is printed. A mutant that does not compile is no mutant and is not counted.
"""

from __future__ import annotations

import argparse
import fnmatch
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

from laboratory import Laboratory
from mutants import SOURCE, Mutant, all_mutants, sample

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import quality  # noqa: E402


class Record:
    """What was found out, in a file: a mutant that was noticed once is not tried again while the
    file that it breaks is the same, nor is a survivor ("") if that is not asked for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        lines = path.read_text().splitlines() if path.exists() else []
        self.known: dict[str, str] = dict(json.loads(line) for line in lines)

    @staticmethod
    def key(mutant: Mutant) -> str:
        digest = hashlib.sha256((SOURCE / mutant.path).read_bytes()).hexdigest()[:16]
        return f"{digest} {mutant.begin} {mutant.end} {mutant.text}"

    def get(self, mutant: Mutant) -> str | None:
        return self.known.get(self.key(mutant))

    def put(self, mutant: Mutant, who: str) -> None:
        with self.path.open("a") as file:
            file.write(json.dumps([self.key(mutant), who]) + "\n")


class Score(NamedTuple):
    """What became of one sample."""

    kind: str
    settings: str
    noticed: int
    broken: int
    survivors: list[str]
    #: How many of the survivors say the same in other words, as survivors.json explains.
    equivalent: int

    @property
    def percent(self) -> float:
        counted = self.noticed + len(self.survivors) - self.equivalent
        return 100 * self.noticed / counted if counted else 0

    def __str__(self) -> str:
        counted = self.noticed + len(self.survivors) - self.equivalent
        return (
            f"{self.kind}: {self.noticed} of {counted} noticed, {self.percent:.1f} % "
            f"({self.settings}; {self.broken} more did not compile, and {self.equivalent} more "
            "change nothing in our reading)"
        )


def why_it_survives(mutant: Mutant) -> str:
    """What survivors.json says about the line; behind a colon."""
    content = (SOURCE / mutant.path).read_text()
    begin = content.rfind("\n", 0, mutant.begin) + 1
    line = content[begin : content.index("\n", mutant.begin)].strip()
    for known in json.loads((Path(__file__).parent / "survivors.json").read_text()):
        if known["path"] == str(mutant.path) and known["line"] == line:
            return f": {known['why']}"
    return ""


def open_laboratory(arguments: argparse.Namespace) -> Laboratory:
    pythons = SOURCE / "build" / "pythons.json"
    laboratory = Laboratory(arguments.scratch, arguments.preset, pythons, arguments.jobs)
    if not arguments.trust and not laboratory.is_green():
        sys.exit(f"{arguments.scratch}: the tests fail without a mutant")
    return laboratory


def judge_all(arguments: argparse.Namespace, kind: str) -> Score:
    mutants = [
        mutant
        for mutant in all_mutants(kind)
        if any(fnmatch.fnmatch(str(mutant.path), pattern) for pattern in arguments.within)
    ]
    settings = f"{len(mutants)} possible"
    if arguments.sample:
        mutants = sample(mutants, arguments.sample, arguments.seed)
        settings = f"sample of {len(mutants)} of {settings}, seed {arguments.seed}"
    texts = [mutant.describe((SOURCE / mutant.path).read_text()) for mutant in mutants]
    if arguments.list:
        print("\n".join(texts))
        return Score(kind, settings, 0, 0, [], 0)
    record = Record(arguments.scratch / "build" / "mutants.jsonl")
    laboratory = None
    noticed, broken, survivors, equivalent, open_ones = 0, 0, [], 0, 0
    for mutant, text in zip(mutants, texts):
        who = record.get(mutant)
        if who is None and not arguments.recorded or who == "" and arguments.again:
            laboratory = laboratory or open_laboratory(arguments)
            who = laboratory.judge(mutant)
            record.put(mutant, who)
        if who is None:
            open_ones += 1
            continue
        if not who:
            why = why_it_survives(mutant)
            survivors.append(text + why)
            equivalent += bool(why)
        broken += who == "-"
        noticed += who not in ("", "-")
        verdict = {"": "SURVIVED", "-": "does not compile"}.get(who, f"noticed by {who}")
        print(f"{verdict}: {text}", flush=True)
    if open_ones:
        settings += f", {open_ones} not judged yet"
    return Score(kind, settings, noticed, broken, survivors, equivalent)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    add = parser.add_argument
    add("kind", choices=("tables", "rules"))
    add("--sample", type=int, default=0, metavar="N", help="only N of the mutants")
    add("--seed", type=int, default=1, help="which sample")
    add("--in", dest="within", action="append", metavar="GLOB", help="only in files of that name")
    add("--preset", default="llvm-22", help="of CMakePresets.json")
    add("--scratch", type=Path, default=SOURCE / "build" / "mutants")
    add("--jobs", type=int, default=2, help="how many compilers or cases at a time")
    add("--trust", action="store_true", help="do not run the tests without a mutant first")
    add("--again", action="store_true", help="tries what survived before again")
    add("--recorded", action="store_true", help="runs nothing: the score of what was judged before")
    add("--list", action="store_true", help="prints the mutants and runs nothing")
    add("--write", action="store_true", help="writes the score to docs/quality.md")
    arguments = parser.parse_args()
    arguments.within = arguments.within or ["*"]
    os.environ["GTEST_FAIL_FAST"] = "1"
    score = judge_all(arguments, arguments.kind)
    if arguments.list:
        return 0
    print(score)
    if arguments.write:
        listed = "".join(f"\n- {text}" for text in score.survivors) or " none"
        quality.write(f"test/mutation/run.py {score.kind}", f"{score}. Survivors:{listed}")
    return 0 if score.percent >= 95 else 1


if __name__ == "__main__":
    sys.exit(main())
