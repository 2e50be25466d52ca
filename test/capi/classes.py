#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds the tables against expected_classes.txt; needs no interpreter."""

import sys
from pathlib import Path
from typing import Dict, Iterator, Set, Tuple

import rows

#: What a row may say about a function of each class.
RETURNS: Dict[str, Set[str]] = {
    "fresh": {"Fresh"}, "sometimes-fresh": {"MaybeShared"},
    "the-argument": {"FirstArgument", "NewReferenceToFirstArgument"},
    "shared": {"MaybeShared", "Immortal"}, "not-unique": {"NotUnique"},
    "borrowed": {"Borrowed", "Immortal"}, "always-null": {"NullAlways"},
}
EFFECTS: Dict[str, Set[str]] = {
    "keeps": {"Keeps", "KeepsUnlessEqual", "MayKeep", "Increfs"},
    "runs-methods": {"RunsMethods"},
    "steals": {"Steals", "StealsOnSuccess", "Releases", "Clears", "Replaces",
               "MovesToFirstArgument"},
    "publishes": {"PublishesWithoutReference", "WeaklyReferences",
                  "DefersCount"},
    "out-new": {"OutNew"}, "out-borrowed": {"OutBorrowed"},
    "initializes": {"Initializes"}, "frees": {"Frees"}, "looks": {"Looks"},
}
NEWEST = (3, 15)


def expectations() -> Iterator[Tuple[str, str]]:
    """The pairs (class, name or name/argument)."""
    path = Path(__file__).with_name("expected_classes.txt")
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            what, _, names = line.partition(":")
            for name in names.split():
                yield what, name


def main() -> int:
    functions = rows.functions()
    callees = {row.values[0]
               for row in rows.all_rows("CALLS_WITHOUT_ARGUMENTS")}
    wrong, count = [], 0
    for what, entry in expectations():
        count += 1
        name, _, index = entry.partition("/")
        function = functions.get(name)
        if function is None:
            wrong.append(f"{name}: has no row, but is {what}")
            continue
        base = function.base(NEWEST) or function.returns[-1]
        if what in RETURNS:
            fits = base.values[1] in RETURNS[what]
            if what == "sometimes-fresh":
                fits = fits and any(row.values[5] == "Fresh"
                                    for row in function.conditions)
        elif what in EFFECTS:
            fits = function.effect(int(index))[0] in EFFECTS[what]
        else:
            fits = {"noreturn": function.noreturn, "macro": function.macro,
                    "calls-without-arguments": name in callees}[what]
        if not fits:
            wrong.append(f"{base.place}: {entry} must be {what}")
    print(f"{count} expectations, {len(wrong)} wrong")
    print("\n".join(wrong))
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
