# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs in the interpreter under test: makes objects, runs the probes."""

import collections
import datetime
import gc
import importlib.util
import io
import json
import os
import sys
import types
import warnings
import weakref

import capi_probe

warnings.simplefilter("ignore")


class Any:
    """An object of no special kind: hashable, weakly referenceable."""


class Matrix:
    """Knows the operator @."""

    def __matmul__(self, other):
        return 7


class Meta(type):
    """A metaclass."""


K = Any()
NUMBER = 1000000


class Holder:
    """Has an attribute."""

    key = K


def new_holder():
    made = Holder()
    made.key = K
    return made


class Callable:
    """Can be called, but is no function."""

    def __call__(self, *args):
        return None


def identity(argument=None):
    """Returns its argument."""
    return argument


def raiser(argument):
    """Raises."""
    raise ValueError


def generator():
    yield K


def started_generator():
    def two():
        yield None
        yield K

    made = two()
    next(made)
    return made


async def asyncgenerator():
    yield K


def frame_of_generator():
    made = generator()
    next(made)
    FRAMES.append(made)
    return made.gi_frame


def new_function():
    """A function with everything that a function can have."""
    def inner(first=1, *, second=2) -> int:
        return cell_variable, first

    cell_variable = 7
    return inner


def frame():
    local = 7
    return sys._getframe()


FRAME = frame()


def traceback():
    """A new one each time, of a frame that holds nothing."""
    return types.TracebackType(None, FRAME, 0, 1)


def exception():
    try:
        try:
            raise KeyError
        except KeyError as cause:
            raise ValueError("text") from cause
    except ValueError as error:
        made = error
    return made


def own_exception():
    made = OWN("text")
    made.__cause__ = KeyError()
    made.__context__ = KeyError()
    return made.with_traceback(traceback())


def next_int():
    global NUMBER
    NUMBER += 1
    return NUMBER


def text():
    return "".join(["some ", "text"])


def module_with_file():
    made = types.ModuleType("name")
    made.__file__ = "/file"
    return made


class OWN(Exception):
    """An exception class of one's own."""


FRAMES = []
SPEC = importlib.util.spec_from_loader("probe_def", None)
make = capi_probe.make
STRUCT = None
DEF_MODULE = None


def struct_type():
    global STRUCT
    STRUCT = STRUCT or make("structtype")
    return STRUCT


def def_module():
    global DEF_MODULE
    DEF_MODULE = DEF_MODULE or make("defmodule")
    return DEF_MODULE


FACTORIES = {
    "any": Any, "list": lambda: [K], "list0": list, "tuple": lambda: tuple([K]),
    "tuple0": tuple, "dict": lambda: {"key": K}, "dict0": dict,
    "odict": lambda: collections.OrderedDict(key=K), "set": lambda: {K},
    "frozenset": lambda: frozenset([K]), "iter": lambda: iter([K]),
    "gen": generator, "startedgen": started_generator,
    "asyncgen": asyncgenerator, "genframe": frame_of_generator,
    "tz": lambda: datetime.timezone(datetime.timedelta(hours=1)),
    "delta": lambda: datetime.timedelta(hours=1), "stamp": lambda: tuple([7.0]),
    "bytes_text": lambda: bytes(bytearray(b"text")),
    "pairs": lambda: [(1, 2)], "strings": lambda: [text(), text()],
    "str": text, "str0": str, "key": lambda: "".join(["k", "ey"]),
    "other": lambda: "".join(["oth", "er"]),
    "digits": lambda: "".join(["1", "2"]),
    "append": lambda: "".join(["app", "end"]),
    "clear": lambda: "".join(["cl", "ear"]),
    "sysname": lambda: "".join(["s", "ys"]),
    "pathname": lambda: "".join(["pa", "th"]),
    "localname": lambda: "".join(["loc", "al"]),
    "charmap": lambda: {ord(c): ord(c) for c in text()},
    "bytes": lambda: bytes(bytearray(b"some bytes")),
    "bytearray": lambda: bytearray(b"some bytes"),
    "int": next_int, "float": lambda: float("1.5"),
    "complex": lambda: complex("1+2j"), "matrix": Matrix,
    "slice": lambda: slice(1, 5), "memoryview": lambda: memoryview(b"bytes"),
    "weakref": lambda: weakref.ref(K, lambda _: None),
    "func": lambda: (lambda *args: None), "identity": lambda: identity,
    "raiser": lambda: raiser, "pyfunc": new_function,
    "callable_object": Callable, "holder": new_holder,
    "holdertype": lambda: Holder,
    "method": lambda: types.MethodType(identity, K),
    "type": lambda: type("Type", (), {}),
    "metatype": lambda: Meta, "bases": lambda: tuple([type("Base", (), {})]),
    
    "tokentype": lambda: TOKEN, "wrapperdescr": lambda: list.__len__,
    "code": lambda: compile("local = 7", "file", "exec"),
    "evalcode": lambda: compile("7", "file", "eval"),
    "modulecode": lambda: compile("a = 7", "file", "exec"),
    "globals": lambda: {"__builtins__": __builtins__, "__name__": "name"},
    "frame": frame, "tb": traceback, "exc": lambda: ValueError("text"),
    "ownexc": own_exception, "exctype": lambda: OWN,
    "oserror": lambda: type("Error", (OSError,), {}),
    "importerror": lambda: type("Error", (ImportError,), {}),
    "warning": lambda: type("Warn", (UserWarning,), {}),
    "decodeerror": lambda: UnicodeDecodeError("ascii", b"x", 0, 1, "reason"),
    "encodeerror": lambda: UnicodeEncodeError("ascii", "x", 0, 1, "reason"),
    "file": io.StringIO, "spec": lambda: SPEC, "structtype": struct_type,
    "structseq": lambda: capi_probe.structseq(struct_type()),
    "newstruct": lambda: capi_probe.newstruct(struct_type()),
    "module": lambda: types.ModuleType("name"), "filemodule": module_with_file,
    "jsonmodule": lambda: json, "defmodule": def_module,
    "deftype": lambda: capi_probe.heaptype(def_module()),
    "moduletype": lambda: capi_probe.heaptype(types.ModuleType("name")),
}
for made in ("newtuple newlist newcell newbytes cell capsule named_capsule "
             "cfunction boundcfunction instancemethod plainmodule untracked "
             "plaintype gctype "
             "context contextvar").split():
    FACTORIES[made] = (lambda name: lambda: make(name))(made)
if sys.version_info >= (3, 15):
    FACTORIES["frozendict"] = lambda: frozendict(key=K)  # noqa: F821


KEPT = []
#: Methods that are called to make an object, or on the class.
NOT_KEEPING = {"__new__", "__init__", "__class__", "__init_subclass__",
               "__subclasshook__", "__class_getitem__", "__getnewargs__"}


def keeping(base):
    """A subclass whose methods all keep the object that they are called on."""

    def wrap(name):
        original = getattr(base, name)

        def method(self, *args, **kwargs):
            KEPT.append(self)
            return original(self, *args, **kwargs)

        return method

    names = [name for name in dir(base)
             if name.startswith("__") and name not in NOT_KEEPING
             and callable(getattr(base, name))]
    return type("Keeping" + base.__name__, (base,),
                {name: wrap(name) for name in names})


def make_keeping():
    """Replaces the factories by ones for subclasses that keep themselves."""
    def convert(factory, kind):
        return lambda: kind(factory())

    kinds = {kind: keeping(kind) for kind in (
        list, dict, tuple, set, frozenset, str, bytes, int, float, complex)}
    plain, holder = keeping(Any), keeping(Holder)
    for name, factory in list(FACTORIES.items()):
        if name in NEEDS_EXACT:
            continue
        kind = kinds.get(type(factory()))
        if name == "any":
            FACTORIES[name] = plain
        elif name == "holder":
            FACTORIES[name] = holder
        elif kind:
            FACTORIES[name] = convert(factory, kind)


#: What the functions under test use without looking at the type.
NEEDS_EXACT = {"newtuple", "newlist", "newbytes", "untracked", "globals",
               "strings", "structseq", "newstruct", "stamp", "bases"}


def main():
    first, last = int(sys.argv[1]), int(sys.argv[2])
    out = os.dup(1)
    os.dup2(2, 1)
    global TOKEN
    TOKEN = type("Token", (), {})
    capi_probe.setup(FACTORIES, K, ValueError("handled"), SPEC, out)
    if sys.argv[3] == "keeping":
        make_keeping()
    # A collection must not happen within a measurement. A debug build checks
    # all counts when it collects.
    gc.disable()
    often = 1 if hasattr(sys, "gettotalrefcount") else 50
    for index in range(first, last):
        if index % often == 0:
            gc.collect()
        try:
            capi_probe.probe(index)
        except Exception as error:
            os.write(out, f" raised={type(error).__name__}\n".encode())


main()
