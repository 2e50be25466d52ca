# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compares one measurement with what the table says."""

from typing import Dict, List, Optional, Set, Tuple

from generate import Probe
from rows import Function, all_rows

Version = Tuple[int, ...]
IMMORTALS = (3, 12)
#: Marked by the free-threaded build when it makes them.
MARKED = {str(row.values[0]) for row in all_rows("REFUSED_FREE_THREADED")}


def judge(probe: Probe, said: Dict[str, str], version: Version,
          free_threaded: bool) -> Optional[str]:
    """What is wrong, or None."""
    where = (f"{probe.recipe.name}, " +
             ("result" if probe.argument is None
              else f"argument {probe.argument}") + f" ({probe.what}): ")
    if "crash" in said:
        return where + f"crashed: {said['crash']} {said.get('stderr', '')}"
    if "raised" in said:
        return where + f"raised {said['raised']}"
    numbers = {key: int(value) for key, value in said.items()}
    if "failed" not in numbers:
        return where + "was not measured"
    fails = probe.recipe.fails or probe.always_null
    if bool(numbers["failed"]) != fails:
        return where + ("failed" if numbers["failed"] else "did not fail")
    if probe.argument is None:
        complaint = _result(probe, numbers, version, free_threaded)
    elif probe.recipe.arguments[probe.argument].kind == "out":
        complaint = _variable(probe, numbers)
    else:
        complaint = _argument(probe, numbers)
    return where + complaint if complaint else None


def judge_keeping(probe: Probe, said: Dict[str, str]) -> Optional[str]:
    """With objects whose methods keep them: who only looks calls none."""
    if probe.argument is None or probe.what != "Looks" or "c1" not in said:
        return None
    if int(said["c1"]) == 0:
        return None
    return (f"{probe.recipe.name}, argument {probe.argument} (Looks): calls "
            f"methods of the object: {said}")


def _result(probe: Probe, said: Dict[str, int], version: Version,
            free_threaded: bool) -> Optional[str]:
    what = probe.what
    if what == "Nothing" or probe.recipe.fails:
        return None
    if what == "NullAlways":
        return None if said["failed"] else "is not NULL"
    if said.get("type") == 0:
        return f"is no {probe.kind}"
    marked = free_threaded and probe.kind in MARKED
    fresh = (said["count"] == 1 or marked) and not said["immortal"]
    checks = {
        "Fresh": fresh and not said.get("same"),
        "NotUnique": said["count"] > 1 and not said["immortal"],
        "MaybeShared": said.get("more", 1) == 1 or not said.get("same")
        or said["immortal"],
        # Somebody keeps it: a new one each time, with one reference, is not lent.
        "Borrowed": not said.get("more") and said["k"] == 0
        and (said.get("same", 1) or said["count"] > 1),
        "Immortal": bool(said["immortal"]),
        "FirstArgument": said["count"] == 1 and not said.get("more"),
        "NewReferenceToFirstArgument": said["first"] == 1
        if what == "NewReferenceToFirstArgument" else True,
    }
    if not checks[what]:
        return f"measured {said}"
    # A reference to K that is the caller's shows in K's count.
    if said.get("isK") and what == "MaybeShared" and said["k"] != 0:
        return f"K kept {said['k']} references"
    if version >= IMMORTALS and "set" in said:
        refused = what == "NotUnique" or probe.kind == "Str" or marked
        if said["set"] != (0 if refused else 1):
            return f"the call that makes it immortal returned {said['set']}"
    return None


def _variable(probe: Probe, said: Dict[str, int]) -> Optional[str]:
    if probe.recipe.fails:
        return None
    if probe.what not in ("OutNew", "OutBorrowed"):
        return "is a variable"
    if "c2" in said:
        expected = 1 if probe.what == "OutNew" else 0
        if said["stored"] != 1 or said["c2"] != expected:
            return f"measured {said}, expected {expected} references"
    return None


def _argument(probe: Probe, said: Dict[str, int]) -> Optional[str]:
    after, later = said["c1"], said["c2"]
    fails = probe.recipe.fails
    equal = probe.recipe.equal
    variable = said.get("variable")
    extra = probe.argument not in probe.recipe.no_extra
    taken = -1 if extra else 0
    checks = {
        "Looks": after == 0 and later == 0,
        "RunsMethods": after == 0 and later == 0,
        "PublishesWithoutReference": after == 0 and later == 0,
        "WeaklyReferences": after == 0 and said.get("weakrefs") == 1,
        "DefersCount": after == 0 and later == 0,
        "Increfs": after == 1,
        "Keeps": after == 0 if fails else after >= 1,
        "KeepsUnlessEqual": after == 0 if fails or equal else after >= 1,
        "MayKeep": after >= 0 and later >= 0,
        "Steals": after in (0, taken) and later == taken,
        "StealsOnSuccess": later == (0 if fails else taken),
        "Releases": after == taken,
        "Clears": after == taken and variable == 0,
        "MovesToFirstArgument": after == 0 and said.get("moved") == 1,
        "Replaces": after == taken or variable == 1,
        "Initializes": after == 0,
    }
    if probe.what == "Unknown":
        return None
    if probe.what not in checks:
        return "no way to measure it"
    return None if checks[probe.what] else f"measured {said}"


def repeated(functions: Dict[str, Function]) -> List[str]:
    """Rows that another row hides."""
    wrong = []
    for function in functions.values():
        seen: List[Tuple[object, ...]] = []
        for row in function.arguments:
            key = (row.values[1], *row.values[3:5])
            if key in seen:
                wrong.append(f"{row.place}: argument {key[0]} has a row "
                             "already")
            seen.append(key)
    return wrong


def unexercised(functions: Dict[str, Function], reasons: Dict[str, str],
                exercised: Set[str]) -> List[str]:
    """Rows that no probe touched on any Python."""
    wrong = []
    for name, function in functions.items():
        if name in reasons:
            continue
        for row in [*function.conditions, *function.arguments]:
            if row.place not in exercised:
                wrong.append(f"{row.place}: no recipe exercises this row")
    return wrong
