# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Reads the tables in lib/CAPI."""

import ast
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Tuple

CAPI = Path(__file__).resolve().parents[2] / "lib" / "CAPI"
ALWAYS, NEWEST = (0, 0), (99, 99)
MAX, MIN = 2**63 - 1, -(2**63)


#: Major, minor and maybe micro.
Version = Tuple[int, ...]


@dataclass
class Row:
    """One macro call of a .def file, its arguments as Python values."""

    macro: str
    values: List[object]
    place: str


def _value(text: str) -> object:
    if text.startswith('"'):
        return ast.literal_eval("(" + text + ")")
    version = re.fullmatch(r"py\((\d+),\s*(\d+)(?:,\s*(0x\w+))?\)", text)
    if version:
        first = (int(version[1]), int(version[2]))
        # The rest is that of PY_VERSION_HEX: the micro version comes first.
        return (*first, int(version[3], 16) >> 8) if version[3] else first
    names = {"Always": ALWAYS, "Newest": NEWEST, "Max": MAX, "Min": MIN}
    if text in names:
        return names[text]
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def holds(first: Version, version: Version, last: Version) -> bool:
    """Whether a version lies in a range, whose last minor version is whole."""
    return first <= version and version[:2] <= last


def split(text: str) -> List[str]:
    """Splits at the commas that are in no parentheses and no string."""
    parts, depth, quoted, start = [], 0, False, 0
    for i, char in enumerate(text):
        if char == '"' and text[i - 1 : i] != "\\":
            quoted = not quoted
        elif quoted:
            continue
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(text[start:i].strip())
            start = i + 1
    last = text[start:].strip()
    return parts + [last] if last else parts


def read(path: Path) -> Iterator[Row]:
    """The rows of one file, comments and preprocessor lines left out."""
    text = "\n".join(
        "" if line.startswith(("//", "#")) else line
        for line in path.read_text().splitlines()
    )
    for match in re.finditer(r"^([A-Z_]+)\(((?:[^()\"]|\"(?:\\.|[^\"])*\"|"
                             r"\([^()]*\))*)\)$", text, re.M):
        line = text.count("\n", 0, match.start()) + 1
        yield Row(match[1], [_value(v) for v in split(match[2])],
                  f"{path.name}:{line}")


@dataclass
class Function:
    """Everything that the tables say about one name."""

    name: str
    returns: List[Row] = field(default_factory=list)
    conditions: List[Row] = field(default_factory=list)
    arguments: List[Row] = field(default_factory=list)
    format: Optional[Row] = None
    macro: bool = False
    noreturn: bool = False

    def base(self, version: Version) -> Optional[Row]:
        """The row FUNCTION that holds in a version, if the function exists."""
        for row in self.returns:
            if holds(row.values[4], version, row.values[5]):
                return row
        return None

    def result(self, version: Version,
               known: Dict[int, object]) -> Tuple[str, str, Optional[Row]]:
        """What is returned, of which type, and the condition that says so."""
        for row in self.conditions:
            _, on, index, low, high, what, kind, first, last, _ = row.values
            value = known.get(index)
            if on == "Length":
                value = len(value) if isinstance(value, str) else None
            elif isinstance(value, str):
                value = None
            if holds(first, version, last) and value is not None and (
                    low <= value <= high):
                return what, kind, row
        base = self.base(version)
        assert base is not None
        return base.values[1], base.values[2], None

    def effect(self, index: int) -> Tuple[str, Optional[Row]]:
        """What happens to an argument, and the row that says so."""
        for row in self.arguments:
            if row.values[1] == index or (
                    row.macro == "ARGUMENTS_FROM" and row.values[1] < index):
                return row.values[2], row
        return "Looks", None


def functions() -> Dict[str, Function]:
    """All of Functions.def by name."""
    found: Dict[str, Function] = {}
    for path in sorted((CAPI / "Functions").glob("*.def")):
        for row in read(path):
            if row.macro in ("ALLOCATION", "SLOT_RECORD", "SLOT",
                             "SLOT_ARGUMENT", "CALLED_TYPE", "GLOBAL"):
                continue
            name = str(row.values[0])
            entry = found.setdefault(name, Function(name))
            if row.macro == "FUNCTION":
                entry.returns.append(row)
            elif row.macro == "RETURNS_IF":
                entry.conditions.append(row)
            elif row.macro.startswith("ARGUMENT"):
                entry.arguments.append(row)
            elif row.macro == "FORMAT":
                entry.format = row
            elif row.macro == "MACRO":
                entry.macro = True
            elif row.macro == "NORETURN":
                entry.noreturn = True
    return found


def all_rows(*macros: str) -> List[Row]:
    """The rows of those macros in all tables."""
    paths = [*sorted(CAPI.glob("*.def")), *sorted(CAPI.glob("Functions/*.def"))]
    return [row for path in paths for row in read(path) if row.macro in macros]


def type_objects() -> Dict[str, str]:
    """The type object of each key of Types.def that has one."""
    return {str(row.values[0]): str(row.values[1]) for row in all_rows("TYPE")
            if row.values[1]}
