#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds the tables against expected_classes.txt; needs no interpreter."""

import ast
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
    "unknown": {"Unknown"},
}
NEWEST = (3, 15)
#: Of complete lists: what a FUNCTION row of such a function, and of no other, says.
#: Whether it returns an object, and how it tells that it failed.
COMPLETE: Dict[str, Tuple[bool, str]] = {
    "never-null": (True, "Never"), "null-pointer": (False, "Null"),
    "zero-at-failure": (False, "Zero"),
}


def expectations() -> Iterator[Tuple[str, str]]:
    """The pairs (class, name or name/argument)."""
    path = Path(__file__).with_name("expected_classes.txt")
    for line in path.read_text().splitlines():
        if line and not line.startswith("#"):
            what, _, names = line.partition(":")
            for name in names.split():
                yield what, name


def complete_lists(functions: Dict[str, rows.Function]) -> Iterator[str]:
    """What is in a complete list and should not be, or the other way round."""
    listed: Dict[str, Set[str]] = {what: set() for what in COMPLETE}
    for what, name in expectations():
        if what in COMPLETE:
            listed[what].add(name)
    for what, (is_object, fails) in COMPLETE.items():
        said = {name for name, function in functions.items()
                for row in function.returns
                if (row.values[1] != "Nothing") == is_object
                and row.values[3] == fails}
        for name in sorted(said ^ listed[what]):
            yield (f"{name}: {'is' if name in said else 'is not'} {what} in "
                   "the table, and the list of expected_classes.txt disagrees")


#: Types that a constant argument decides.
TYPES = {"with-destructor": "CapsuleWithDestructor",
         "without-destructor": "Capsule"}


def constant_fits(functions: Dict[str, rows.Function], what: str,
                  entry: str) -> bool:
    """Whether a result is of a class, in a version, for a constant argument."""
    what, _, at = what.partition("@")
    name, _, rest = entry.partition("/")
    index, _, value = rest.partition("=")
    major, _, minor = at.partition(".")
    known = {int(index): ast.literal_eval(value)}
    returned, kind, _ = functions[name].result((int(major), int(minor)), known)
    if what in TYPES:
        return kind == TYPES[what]
    exact = {"immortal": {"Immortal"}, "shared": {"MaybeShared"}}
    return returned in exact.get(what, RETURNS.get(what, set()))


def main() -> int:
    functions = rows.functions()
    callees = {row.values[0]
               for row in rows.all_rows("CALLS_WITHOUT_ARGUMENTS")}
    wrong, count = list(complete_lists(functions)), 0
    for what, entry in expectations():
        count += 1
        if what in COMPLETE:
            continue
        name, _, index = entry.partition("/")
        function = functions.get(name)
        if function is None:
            wrong.append(f"{name}: has no row, but is {what}")
            continue
        base = function.base(NEWEST) or function.returns[-1]
        if "@" in what:
            fits = constant_fits(functions, what, entry)
        elif what in RETURNS:
            fits = base.values[1] in RETURNS[what]
            if what == "sometimes-fresh":
                fits = fits and any(row.values[5] == "Fresh"
                                    for row in function.conditions)
        elif what in EFFECTS:
            fits = function.effect(int(index))[0] in EFFECTS[what]
        else:
            fits = {"noreturn": function.noreturn,
                    "calls-without-arguments": name in callees}[what]
        if not fits:
            wrong.append(f"{base.place}: {entry} must be {what}")
    print(f"{count} expectations, {len(wrong)} wrong")
    print("\n".join(wrong))
    return 1 if wrong or not count else 0


if __name__ == "__main__":
    sys.exit(main())
