# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads the recipes: how to call each function of the tables."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Set, Tuple

from rows import Function, MAX, MIN, split

HERE = Path(__file__).resolve().parent
Version = Tuple[int, ...]

#: An argument that is an object: (CAST){kind:factory}
_OBJECT = re.compile(r"(\([\w ]+\*+\))?\{(?:(\w+):)?(\w+)\}$")


@dataclass
class Argument:
    """One argument of a call: C text, or an object that a factory makes."""

    text: str
    cast: str = ""
    kind: str = ""  # "", "object", "out", "var", "lv" or "array"
    factory: str = ""
    known: object = None  # the constant's value, for conditions


@dataclass
class Recipe:
    """One line of a recipe file."""

    call: str
    name: str
    arguments: List[Argument]
    suffix: str
    place: str
    fails: bool = False
    own: bool = False
    equal: bool = False
    once: bool = False
    given: str = ""
    then: str = ""
    since: Version = (0, 0)
    until: Version = (99, 99)
    no_extra: Set[int] = field(default_factory=set)


def argument(text: str) -> Argument:
    match = _OBJECT.match(text.lstrip("@"))
    if match:
        cast, kind, factory = match[1] or "", match[2], match[3]
        if factory == "out":
            return Argument(text, cast, "out", "K")
        if kind == "out":
            return Argument(text, cast, "out", "any")
        return Argument(text, cast, kind or "object", factory,
                        1 if text.startswith("@") else None)
    if text.startswith("@"):
        rest = text[1:]
        known: object = 1
        if rest.startswith('"'):
            known = rest[1:-1]
        elif re.fullmatch(r"-?\d+", rest):
            known = int(rest)
        return Argument(rest, known=known)
    return Argument(text)


def _version(text: str) -> Version:
    major, minor = text.split(".")
    return int(major), int(minor)


def _values(function: Function, index: int) -> List[int]:
    """The bounds of a function's conditions on an argument."""
    found: Set[int] = set()
    for row in function.conditions:
        if row.values[1] == "Value" and row.values[2] == index:
            low, high = int(str(row.values[3])), int(str(row.values[4]))
            found.add(low if low != MIN else high - 100000)
            found.add(high if high != MAX else low + 100000)
            found.add(low if low != MIN else high)
    return sorted(found)


def _parse(line: str, place: str) -> Recipe:
    head, *options = [part.strip() for part in line.split(" | ")]
    fails = head.startswith("fail ")
    if fails:
        head = head[5:]
    match = re.match(r"\(?(\w+)\)?\((.*)\)(\.\w+)?$", head)
    assert match, f"{place}: not a call: {head}"
    recipe = Recipe(head, match[1], [argument(a) for a in split(match[2])],
                    match[3] or "", place, fails)
    recipe.call = head[: match.start(2)]
    for option in options:
        word, _, rest = option.partition(" ")
        if word == "fails":
            recipe.fails = True
        elif word in ("own", "once", "equal"):
            setattr(recipe, word, True)
        elif word in ("given", "then"):
            setattr(recipe, word, rest)
        elif word in ("since", "until"):
            setattr(recipe, word, _version(rest))
        elif word == "noextra":
            recipe.no_extra = {int(rest)}
        else:
            raise AssertionError(f"{place}: unknown word {word}")
    return recipe


def _expand(recipe: Recipe, functions: Dict[str, Function]) -> List[Recipe]:
    """An argument @ stands for each bound of the conditions on it."""
    for index, given in enumerate(recipe.arguments):
        if given.text == "" and given.known == 1:
            copies = []
            for value in _values(functions[recipe.name], index):
                # Of a pointer, 1 stands for an address.
                text = (("destructor" if value else "NULL")
                        if recipe.name == "PyCapsule_New" else str(value))
                if recipe.name == "PyCapsule_New" and value not in (0, 1):
                    continue
                arguments = list(recipe.arguments)
                arguments[index] = Argument(text, known=value)
                copies.append(Recipe(**{**recipe.__dict__,
                                        "arguments": arguments}))
            return copies
    return [recipe]


def recipes(functions: Dict[str, Function]) -> List[Recipe]:
    """All recipes, in the order of the files."""
    found: List[Recipe] = []
    for path in sorted(HERE.glob("recipes_*.txt")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if line and not line.startswith("#"):
                recipe = _parse(line, f"{path.name}:{number}")
                assert recipe.name in functions, (
                    f"{recipe.place}: no row for {recipe.name}")
                found += _expand(recipe, functions)
    return found


def not_run() -> Dict[str, str]:
    """The functions that no recipe calls, with the reason."""
    reasons: Dict[str, str] = {}
    for line in (HERE / "not_run.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, reason = line.partition(": ")
            reasons[name] = reason
    return reasons
