# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the C extension that measures what the tables claim.

Each probe calls one recipe and measures either the result or one argument, of
which it holds a reference of its own if the function may take the caller's.
"""

from dataclasses import dataclass
from typing import Dict, List, Optional

from recipe import Recipe, Version
from rows import Function, Row, holds, type_objects

#: Effects after which the caller has no reference any more.
TAKEN = {"Steals", "StealsOnSuccess", "Releases", "Clears",
         "MovesToFirstArgument", "Replaces"}


#: Of each kind that headers of all versions have a type object for.
TYPE_OBJECTS = {key: name for key, name in type_objects().items()
                if name != "_PyMethodWrapper_Type"}


@dataclass
class Probe:
    """One measurement."""

    number: int
    recipe: Recipe
    argument: Optional[int]  # None: the result
    what: str  # Returns or Effect
    kind: str  # the result's type
    fails: str
    row: Optional[Row]
    always_null: bool = False


def plan(functions: Dict[str, Function], recipes: List[Recipe],
         version: Version) -> List[Probe]:
    """All probes for one version."""
    probes: List[Probe] = []
    for recipe in recipes:
        function = functions[recipe.name]
        base = function.base(version)
        if base is None or not holds(recipe.since, version, recipe.until):
            continue
        known = {i: a.known for i, a in enumerate(recipe.arguments)
                 if a.known is not None}
        what, kind, row = function.result(version, known)
        fails = str(base.values[3])
        always_null = what == "NullAlways"
        if what == "FirstArgument":  # Its row 0 says Initializes.
            row = function.effect(0)[1]
        probes.append(Probe(len(probes), recipe, None, what, kind, fails,
                            row or base, always_null))
        for index, argument in enumerate(recipe.arguments):
            if argument.kind:
                effect, row = effect_of(functions, recipe, index)
                probes.append(Probe(len(probes), recipe, index, effect, kind,
                                    fails, row, always_null))
    return probes


def effect_of(functions: Dict[str, Function], recipe: Recipe, index: int):
    """The effect on an argument; formats say "O", "(O)" or "%R" only."""
    function = functions[recipe.name]
    if function.format and index >= int(str(function.format.values[3])):
        kind = function.format.values[1]
        return {"Build": "Keeps", "Call": "MayKeep", "Parse": "OutBorrowed",
                "Text": "RunsMethods"}[str(kind)], function.format
    return function.effect(index)


class Writer:
    """Writes the body of one probe."""

    def __init__(self, functions: Dict[str, Function], probe: Probe) -> None:
        self.functions = functions
        self.probe = probe
        self.recipe = probe.recipe
        self.lines: List[str] = []

    def effect(self, index: int) -> str:
        return effect_of(self.functions, self.recipe, index)[0]

    def name(self, index: int) -> str:
        argument = self.recipe.arguments[index]
        return f"a{index}[0]" if argument.kind == "array" else f"o{index}"

    def make_arguments(self) -> None:
        for index, argument in enumerate(self.recipe.arguments):
            make = f'mk("{argument.factory}")'
            if argument.kind == "array":
                self.lines.append(f"PyObject *a{index}[1] = {{{make}}};")
            elif argument.kind == "out":
                self.lines.append(f"PyObject *o{index} = NULL;")
            elif argument.kind:
                self.lines.append(f"PyObject *o{index} = {make};")

    def call(self) -> str:
        words = []
        for index, argument in enumerate(self.recipe.arguments):
            if argument.kind in ("object", "lv"):
                words.append(f"{argument.cast}o{index}")
            elif argument.kind in ("out", "var"):
                words.append(f"{argument.cast}&o{index}")
            elif argument.kind == "array":
                words.append(f"a{index}")
            else:
                words.append(argument.text)
        return f"{self.recipe.call}{', '.join(words)}){self.recipe.suffix}"

    def returns_object(self) -> bool:
        return self.result_kind() != "Nothing"

    def result_kind(self) -> str:
        function = self.functions[self.recipe.name]
        return str(function.returns[-1].values[1])

    def do_call(self) -> None:
        fails = self.probe.fails
        if self.returns_object():
            self.lines.append(f"PyObject *r = (PyObject *)({self.call()});")
            self.lines.append("int failed = r == NULL;")
        elif fails == "Null":
            self.lines.append(
                f"int failed = (const void *)({self.call()}) == NULL;")
        elif fails == "Never":
            self.lines.append(f"{self.call()}; int failed = 0;")
        else:
            test = "< 0" if fails == "Negative" else "== 0"
            self.lines.append(
                f"int failed = (long long)({self.call()}) {test};")

    def release(self, skip: Optional[int]) -> None:
        """Gives back what the probe owns: the result, the arguments."""
        owns = self.result_kind() in (
            "Fresh", "NotUnique", "MaybeShared", "Immortal",
            "NewReferenceToFirstArgument")
        if owns and not self.recipe.own:
            self.lines.append("Py_XDECREF(r);")
        for index, argument in enumerate(self.recipe.arguments):
            if not argument.kind or index == skip:
                continue
            effect = self.effect(index)
            taken = effect in TAKEN - {"Replaces", "StealsOnSuccess"}
            if effect == "StealsOnSuccess" and not self.recipe.fails:
                taken = True
            if argument.kind == "out":
                if effect == "OutNew":
                    self.lines.append(f"Py_CLEAR(o{index});")
            elif argument.kind == "var":
                self.lines.append(f"Py_CLEAR(o{index});")
            elif argument.kind == "lv" and effect == "Releases":
                self.lines.append(f"Py_CLEAR(o{index});")
            elif effect in ("Increfs",):
                extra = ("" if self.result_kind() ==
                         "NewReferenceToFirstArgument"
                         else f"Py_DECREF({self.name(index)}); ")
                self.lines.append(f"{extra}Py_DECREF({self.name(index)});")
            elif not taken:
                self.lines.append(f"Py_DECREF({self.name(index)});")

    def body(self) -> str:
        probe = self.probe
        probed = probe.argument
        if probed is None:
            return self.result_body()
        argument = self.recipe.arguments[probed]
        if argument.kind == "out":
            return self.out_body(probed)
        extra = probed not in self.recipe.no_extra
        self.make_arguments()
        self.lines.append(f"PyObject *p = {self.name(probed)};")
        if extra:
            self.lines.append("Py_INCREF(p);")
        self.lines += [self.recipe.given.replace("PROBED", "p"),
                       "Py_ssize_t c0 = Py_REFCNT(p);"]
        self.do_call()
        if extra or probe.what not in TAKEN:
            self.lines.append("Py_ssize_t c1 = Py_REFCNT(p);")
        else:  # The object may be gone.
            self.lines.append("Py_ssize_t c1 = c0;")
        if argument.kind in ("var", "lv"):
            self.lines.append(
                f'say("variable", o{probed} == NULL ? 0 : '
                f"o{probed} == p ? 1 : 2);")
        if probe.what == "WeaklyReferences":
            self.lines.append('say("weakrefs", weak_references(p));')
        if probe.what == "MovesToFirstArgument":
            self.lines.append('say("moved", o0 == p);')
        self.lines += ['say("failed", failed);', 'say("c1", c1 - c0);',
                       self.recipe.then.replace("PROBED", "p"),
                       "PyErr_Clear();"]
        self.release(probed)
        # Objects with deferred counts go when the collector comes.
        self.lines += ["SETTLE();", "Py_ssize_t c2 = " +
                       ("Py_REFCNT(p)" if extra or probe.what not in TAKEN
                        else "c0") + ";",
                       'say("c2", c2 - c0);']
        return "\n  ".join(line for line in self.lines if line)

    def out_body(self, probed: int) -> str:
        self.lines += ["Py_ssize_t k0 = Py_REFCNT(K);", self.recipe.given]
        self.make_arguments()
        self.do_call()
        out = f"o{probed}"
        self.lines += ['say("failed", failed);',
                       f'say("stored", {out} ? {out} == K ? 1 : 2 : 0);',
                       f"PyObject *stored = {out};",
                       self.recipe.then.replace("PROBED", "stored"),
                       "PyErr_Clear();"]
        self.release(probed)
        if self.recipe.arguments[probed].factory == "K":
            self.lines += ['say("c2", Py_REFCNT(K) - k0);',
                           "if (Py_REFCNT(K) > k0) Py_DECREF(K);"]
        self.lines.append("(void)stored; (void)k0;")
        return "\n  ".join(line for line in self.lines if line)

    def result_body(self) -> str:
        self.lines += ["Py_ssize_t k0 = Py_REFCNT(K);"]
        self.make_arguments()
        self.lines.append(self.recipe.given.replace("PROBED", "o0"))
        self.do_call()
        self.lines.append('say("failed", failed);')
        if self.returns_object():
            self.lines.append("if (r) say_result(r);")
            type_object = TYPE_OBJECTS.get(self.probe.kind)
            if type_object:
                self.lines.append('if (r) say("type", PyObject_TypeCheck('
                                  f"r, &{type_object}));")
            kinds = [a.kind for a in self.recipe.arguments]
            if kinds and kinds[0] == "object":
                self.lines.append('say("first", r == o0);')
            twice = not self.recipe.once and not self.recipe.fails and not any(
                self.effect(i) in TAKEN or a.kind in ("out", "var", "lv")
                for i, a in enumerate(self.recipe.arguments) if a.kind)
            if twice:
                self.lines += [
                    "Py_ssize_t c1 = r ? Py_REFCNT(r) : 0;",
                    "PyErr_Clear();" if self.probe.always_null else "",
                    f"PyObject *again = (PyObject *)({self.call()});",
                    'say("same", r && r == again);',
                    'say("more", r && r == again ? Py_REFCNT(r) - c1 : 0);',
                    "if (r && r == again && Py_REFCNT(r) > c1) "
                    "Py_DECREF(again);"]
                if self.probe.what in ("Fresh", "NotUnique"):
                    self.lines += [
                        'if (again && again != r) say("set", '
                        "PyImmortal_Set(again));"]
        self.lines += [self.recipe.then.replace("PROBED", "o0"),
                       "PyErr_Clear();"]
        self.release(None)
        self.lines.append('say("k", Py_REFCNT(K) - k0);')
        return "\n  ".join(line for line in self.lines if line)


def source(functions: Dict[str, Function], probes: List[Probe]) -> str:
    """The C file: the support code and one function per probe."""
    parts = ['#include "probe.h"\n']
    for probe in probes:
        body = Writer(functions, probe).body()
        parts.append(f"/* {probe.recipe.place} */\n"
                     f"static void p{probe.number}(void) {{\n  {body}\n}}\n")
    names = ", ".join(f"p{probe.number}" for probe in probes)
    parts.append(f"static void (*const Probes[])(void) = {{{names}}};\n")
    parts.append('#include "probe_main.h"\n')
    return "\n".join(parts)
