# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Recipes for the rows that are not about one function: the units of format
strings, calls through fields, calls of types, and variables."""

from typing import Dict, List, Tuple

from recipe import Recipe, Version, argument
from rows import ALWAYS, Function, NEWEST, Row, all_rows, split

#: C arguments for each unit of Py_BuildValue.
BUILD = {
    **{unit: '"text"' for unit in "szUy"},
    **{unit + "#": '"text", (Py_ssize_t)4' for unit in "szUy"},
    "u": 'L"text"', "u#": 'L"text", (Py_ssize_t)4', "c": "'a'", "C": "'a'",
    **{unit: "7" for unit in "bBhHiIp"}, "l": "7L", "k": "7UL", "L": "7LL",
    "K": "7ULL", "n": "(Py_ssize_t)7", "d": "1.5", "f": "1.5", "D": "&Complex",
    "O": "{any}", "S": "{any}", "N": "{any}", "O&": "convert, K",
    "S&": "convert, K", "N&": "convert, K",
}

#: An object and C arguments for each unit of PyArg_Parse.
PARSE = {
    **{unit: ("{str}", "&Text") for unit in "sz"},
    "y": ("{bytes_text}", "&Text"),
    **{unit + "#": ("{str}", "&Text, &S1") for unit in "sz"},
    "y#": ("{bytes}", "&Text, &S1"), "s*": ("{str}", "&Temporary"),
    "z*": ("{str}", "&Temporary"), "y*": ("{bytes}", "&Temporary"),
    "w*": ("{bytearray}", "&Temporary"), "u": ("{str}", "&Text"),
    "u#": ("{str}", "&Text, &S1"), "Z": ("{str}", "&Text"),
    "Z#": ("{str}", "&Text, &S1"), "es": ("{str}", '"utf-8", no_text()'),
    "et": ("{str}", '"utf-8", no_text()'),
    "es#": ("{str}", '"utf-8", no_text(), &S1'),
    "et#": ("{str}", '"utf-8", no_text(), &S1'),
    "S": ("{bytes}", "{out:any}"), "Y": ("{bytearray}", "{out:any}"),
    "U": ("{str}", "{out:any}"), "O": ("{any}", "{out:any}"),
    "O!": ("{str}", "&PyUnicode_Type, {out:any}"),
    "O&": ("{str}", "convert_from, &Pointer"),
    **{unit: ("Seven", "&Int64") for unit in "bBhHiIlkLKn"},
    "c": ("Byte", "Buffer"), "C": ("Letter", "&I1"), "f": ("{float}", "&Int64"),
    "d": ("{float}", "&Complex.real"), "D": ("{complex}", "&Complex"),
    "p": ("{any}", "&I1"),
}

#: C arguments for each conversion of PyUnicode_FromFormat.
TEXT = {
    "c": "'a'", **{unit: "7" for unit in "diuoxX"}, "p": "Buffer",
    "s": '"text"', "U": "{str}", "V": '{str}, "text"', "S": "{any}",
    "R": "{any}", "A": "{any}", "T": "{any}", "N": "{type}",
}

#: The minor versions in which a unit exists, if not in all.
UNIT_VERSIONS: Dict[Tuple[str, str], Tuple[Version, Version]] = {
    ("BUILD_UNIT", "p"): ((3, 14), NEWEST),
    **{("TEXT_UNIT", unit): ((3, 12), NEWEST) for unit in "oX"},
    **{("TEXT_UNIT", unit): ((3, 13), NEWEST) for unit in "TN"},
    **{("PARSE_UNIT", unit): (ALWAYS, (3, 11))
       for unit in ("u", "u#", "Z", "Z#")},
}

_API = "PyDateTimeAPI->"
_CLOCK = f"2020, 1, 1, 0, 0, 0, 0, {{tz}}, {_API}DateTimeType"
#: How to call each field: what stands before the parenthesis, the arguments.
SLOTS = {
    "tp_alloc": ("((PyTypeObject *)o0)->tp_alloc", "(PyTypeObject *){type}, 0"),
    "tp_new": ("((PyTypeObject *)o0)->tp_new",
               "(PyTypeObject *){type}, {tuple0}, {dict0}"),
    "tp_iternext": ("Py_TYPE(o0)->tp_iternext", "{iter}"),
    "Date_FromDate": (None, f"2020, 1, 1, {_API}DateType"),
    "DateTime_FromDateAndTime": (None, _CLOCK),
    "DateTime_FromDateAndTimeAndFold": (
        None, f"2020, 1, 1, 0, 0, 0, 0, {{tz}}, 0, {_API}DateTimeType"),
    "Time_FromTime": (None, f"0, 0, 0, 0, {{tz}}, {_API}TimeType"),
    "Time_FromTimeAndFold": (None, f"0, 0, 0, 0, {{tz}}, 0, {_API}TimeType"),
    "DateTime_FromTimestamp": (
        None, f"(PyObject *){_API}DateTimeType, {{stamp}}, NULL"),
    "Date_FromTimestamp": (None, f"(PyObject *){_API}DateType, {{stamp}}"),
    "Delta_FromDelta": (None, f"0, 0, 0, 1, {_API}DeltaType"),
    "TimeZone_FromTimeZone": (None, "{delta}, {str}"),
}
SLOTS_NOT_RUN = {"tp_free", "tp_dealloc"}  # They free what would be measured.


class Builder:
    """Collects functions and recipes."""

    def __init__(self) -> None:
        self.functions: Dict[str, Function] = {}
        self.recipes: List[Recipe] = []

    def add(self, row: Row, call: str, words: List[str], what: str, kind: str,
            fails: str, effects: Dict[int, Tuple[str, Row]],
            versions: Tuple[Version, Version] = (ALWAYS, NEWEST),
            **options: object) -> None:
        name = f"{call}({', '.join(words)})"
        function = self.functions.setdefault(name, Function(name))
        function.returns.append(Row(
            "FUNCTION", [name, what, kind, fails, *versions, ""], row.place))
        for index, (effect, source) in effects.items():
            function.arguments.append(Row(
                "ARGUMENT", [name, index, effect, ALWAYS, NEWEST, ""],
                source.place))
        self.recipes.append(Recipe(
            call + "(", name, [argument(w) for w in words], "", row.place,
            since=versions[0], until=versions[1], **options))


def _units(builder: Builder) -> None:
    for row in all_rows("BUILD_UNIT", "PARSE_UNIT", "TEXT_UNIT"):
        unit = str(row.values[0])
        versions = UNIT_VERSIONS.get((row.macro, unit), (ALWAYS, NEWEST))
        if row.macro == "BUILD_UNIT":
            words = split(BUILD[unit])
            given = row.values[4:]
            effects = {i + 1: (str(e), row) for i, e in enumerate(given)}
            builder.add(row, "Py_BuildValue", [f'"{unit}"', *words],
                        str(row.values[1]), str(row.values[2]), "Null", effects,
                        versions)
            builder.add(row, "Py_BuildValue", [f'"({unit})"', *words], "Fresh",
                        "Tuple", "Null", effects, versions)
        elif row.macro == "PARSE_UNIT":
            source, outs = PARSE[unit]
            words, given = split(outs), row.values[2:]
            effects = {i + 2: (str(e), row) for i, e in enumerate(given)}
            effects[0] = "MayKeep", row  # As the row of PyArg_Parse.
            then = ("PyBuffer_Release(&Temporary);" if unit.endswith("*")
                    else "")
            builder.add(row, "PyArg_Parse", [source, f'"{unit}"', *words],
                        "Nothing", "Any", "Zero", effects, versions, then=then)
        else:
            words, given = split(TEXT[unit]), row.values[2:]
            effects = {i + 1: (str(e), row) for i, e in enumerate(given)}
            builder.add(row, "PyUnicode_FromFormat", [f'"%{unit}"', *words],
                        "MaybeShared", "Str", "Null", effects, versions)
        assert len(words) == len(given), f"{row.place}: {unit} takes {words}"


def _slots(builder: Builder) -> None:
    arguments = all_rows("SLOT_ARGUMENT")
    for row in all_rows("SLOT"):
        field, what, kind, fails = (str(v) for v in row.values[:4])
        if field in SLOTS_NOT_RUN:
            continue
        call, text = SLOTS[field]
        effects = {int(str(a.values[1])): (str(a.values[2]), a)
                   for a in arguments if a.values[0] == field}
        builder.add(row, call or _API + field, split(text), what, kind, fails,
                    effects, once=field == "tp_iternext")


def synthetic() -> Tuple[Dict[str, Function], List[Recipe]]:
    """The recipes, and stand-ins for functions with the rows in question."""
    builder = Builder()
    _units(builder)
    _slots(builder)
    for row in all_rows("CALLED_TYPE"):
        builder.add(row, "PyObject_CallObject",
                    [f"(PyObject *)&{row.values[0]}", "NULL"],
                    str(row.values[1]), str(row.values[2]), "Null", {},
                    (row.values[3], row.values[4]))
    for row in all_rows("GLOBAL"):
        name = str(row.values[0])
        text = name if name.startswith("PyExc_") else f"(PyObject *)&{name}"
        builder.add(row, "IDENTITY", [text], str(row.values[1]), "Any", "Never",
                    {}, (row.values[3], row.values[4]), own=True)
    return builder.functions, builder.recipes


def rows_to_exercise() -> List[Row]:
    """What the recipes above must cover."""
    rows = all_rows("BUILD_UNIT", "PARSE_UNIT", "TEXT_UNIT", "CALLED_TYPE",
                    "GLOBAL", "SLOT", "SLOT_ARGUMENT")
    return [row for row in rows if row.values[0] not in SLOTS_NOT_RUN]
