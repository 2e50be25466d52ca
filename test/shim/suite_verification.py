# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What verification reports, and what happens then, on real interpreters."""

from __future__ import annotations

import functools
import json
import re
import signal
from dataclasses import dataclass, field
from pathlib import Path

from toolchain import C99, CXX11, HERE, SOURCE_TREE, Cases, Extension, Failed
from toolchain import Language, Python, Skipped

REASONS = SOURCE_TREE / "lib" / "CAPI" / "Reasons.def"
UNUSED = ["-Wno-unused-function", "-Wno-unused-variable"]

# file:line: function: what [kind]: expression
REPORT = re.compile(r"^\S+verified\.c:\d+: \w+: [^\[\]]+ \[([\w-]+)\]: .+$")


def expect(subject: str, expected: object, found: object) -> None:
    if expected != found:
        raise Failed(f"{subject}: expected {expected!r}, found {found!r}")


@dataclass(frozen=True)
class Verified:
    """The test extension with verification, for one Python and language."""

    python: Python
    language: Language
    work: Path
    built: dict[str, Path] = field(default_factory=dict)

    def build(self, level: str = "full") -> Path:
        if level not in self.built:
            flags = [f"-DPY_IMMORTAL_VERIFY={level}", *UNUSED, str(HERE / "second_unit.c")]
            source = HERE / "verified.c"
            extension = Extension(self.python, self.language, source, self.work, flags)
            self.built[level] = extension.build(f"-{level}")
        return self.built[level]

    def kinds(self, code: str, expect: int = 0, level: str = "full", **env: str) -> list[str]:
        """The kinds that a program's reports on stderr name, in order."""
        lines = self.lines(code, expect, level, **env)
        return [match[1] for match in map(REPORT.match, lines) if match]

    def lines(self, code: str, expect: int = 0, level: str = "full", **env: str) -> list[str]:
        path = {"PYTHONPATH": str(self.build(level)), **env}
        program = f"import sys, verified\n{code}"
        return self.python.run("-c", program, env=path, expect=expect).stderr.splitlines()


class Facts(Verified):
    """One method for each fact; the names are those of the cases."""

    def arguments_handlers_and_counters(self) -> None:
        env = {"PYTHONPATH": str(self.build())}
        self.python.run(HERE / "check_verified.py", REASONS, env=env)

    def a_site_falls_silent(self) -> None:
        code = "verified.refused_site(10)\nprint(sys._py_immortal[0](), file=sys.stderr)"
        expect("reports", ["not-unique"] * 3, self.kinds(code))
        counters = self.lines(code)[-1]
        expect("refused", True, "'refused': 10, " in counters)
        expect("violations", True, "'violations': 10, " in counters)

    def a_loop_is_unbounded(self) -> None:
        expect("at 999", [], self.kinds("verified.one_site(999)"))
        expect("at 2000", ["unbounded"], self.kinds("verified.one_site(2000)"))

    def nothing_is_said_of_a_right_call(self) -> None:
        code = "verified.one_site(5)\nsys.exit(sys._py_immortal[0]()['refused'])"
        expect("stderr", [], self.lines(code))

    def no_thread_state(self) -> None:
        # A debug build then notices it, too.
        code = -signal.SIGABRT if self.python.debug else 0
        found = self.kinds("verified.without_thread_state()", code)
        expect("reports", ["no-thread-state"], found)

    def ignored(self) -> None:
        code = "verified.refused_site(4)\nsys.exit(sys._py_immortal[0]()['refused'])"
        found = self.kinds(code, expect=4, PY_IMMORTAL="ignore")
        expect("reports", [], found)

    def enforced(self) -> None:
        program = "verified.refused_site(1)"
        lines = self.lines(program, -signal.SIGABRT, PY_IMMORTAL="enforce")
        expect("first line", True, bool(REPORT.match(lines[0])))
        expect("fatal", True, "Fatal Python error" in lines[1])
        advice = self.kinds("verified.advised_site()", 0, PY_IMMORTAL="enforce")
        expect("advice", ["container"], advice)

    def quickly_enforced(self) -> None:
        program, word = "verified.refused_site(1)", "quick_enforce"
        expect("reports", [], self.kinds(program, -signal.SIGILL, PY_IMMORTAL=word))
        advice = self.kinds("verified.advised_site()", 0, PY_IMMORTAL=word)
        expect("advice", ["container"], advice)

    def wrong_word_in_the_environment(self) -> None:
        lines = self.lines("verified.refused_site(1)", PY_IMMORTAL="abort")
        wrong = "PY_IMMORTAL must be ignore, observe, enforce or quick_enforce"
        expect("said", self.python.supported, any(wrong in line for line in lines))

    def basic_adds_nothing_of_full(self) -> None:
        found = self.kinds("verified.advised_site()", level="basic", PY_IMMORTAL="enforce")
        expect("reports", [], found)

    def log_file(self) -> None:
        log = self.work / f"{self.python.name}-{self.language.compiler}.jsonl"
        log.unlink(missing_ok=True)
        silent = self.lines("verified.refused_site(2)", PY_IMMORTAL_LOG=str(log))
        expect("stderr", [], silent)
        first, second = map(json.loads, log.read_text().splitlines())
        expect("lines", first, second)
        expect("kind", "not-unique", first["kind"])
        expect("function", "refused_site", first["function"])
        expect("expression", "op", first["expression"])
        expect("file", "verified.c", Path(first["file"]).name)

    def subinterpreter(self) -> None:
        name = "_interpreters" if self.python.hexversion >= 0x030D0000 else "_xxsubinterpreters"
        create = f"import {name} as interpreters\nmain = interpreters.create()\n"
        script = "import verified\nverified.one_site(1)"
        found = self.kinds(f"{create}interpreters.run_string(main, {script!r})")
        expect("reports", ["not-main-interpreter"], found)

    def mortal_again(self, old: Python | None) -> None:
        """2**31 times an old binary's Py_DECREF, more than CPython allows for."""
        if not old:
            raise Skipped("needs the headers of a Python before 3.12")
        stem = HERE / "old_binary.c"
        headers = Extension(old, self.language, stem, self.work).build("-old")
        code = (
            f"import importlib.util\n"
            f"spec = importlib.util.spec_from_file_location('old_binary', {str(headers)!r}"
            f" + '/old_binary{old.ext_suffix}')\n"
            f"old_binary = importlib.util.module_from_spec(spec)\n"
            f"op = verified.immortal_bytes()\n"
            f"old_binary.decref(op, 2**31)\n"
        )
        expect("reports", ["mortal-again"], self.kinds(code))


def broken_python(python: Python, work: Path) -> None:
    """Verification does not take CPython's word for it."""
    flags = ["-DPY_IMMORTAL_VERIFY=full"]
    source = HERE / "broken_python.c"
    env = {"PYTHONPATH": str(Extension(python, C99, source, work, flags).build())}

    def kinds(call: str) -> list[str]:
        code = f"import broken_python\nbroken_python.{call}"
        lines = python.run("-c", code, env=env).stderr
        return re.findall(r"\[([\w-]+)\]: ", lines)

    expect("nothing done", ["wrong-answer"], kinds("set_bytes(0)"))
    expect("mortal count", ["wrong-answer"], kinds("set_bytes(1000)"))
    expect("moving count", ["count-moves"], kinds("set_bytes(1 << 31)"))
    expect("tracked", ["container", "still-tracked"], kinds("set_list(3 << 30)"))
    expect("right", [], kinds("set_bytes(3 << 30)"))


FACTS = [name for name in vars(Facts) if not name.startswith("_")]

# Where nothing can be made immortal, nothing is refused.
UNSUPPORTED = [
    "arguments_handlers_and_counters",
    "nothing_is_said_of_a_right_call",
    "wrong_word_in_the_environment",
]


def facts_of(python: Python) -> list[str]:
    """What can be asked of this Python."""
    if not python.supported:
        return UNSUPPORTED
    # A free-threaded build loads no extension of the stable ABI.
    return [f for f in FACTS if f != "mortal_again" or not python.free_threaded]


def cases(pythons: list[Python], work: Path) -> Cases:
    old = next((p for p in pythons if not p.supported and p.interpreter), None)
    for python in pythons:
        if not python.interpreter:
            yield python.name, python.require_interpreter
            continue
        for language in (C99, CXX11):
            facts = Facts(python, language, work)
            for fact in facts_of(python):
                test = getattr(facts, fact)
                if fact == "mortal_again":
                    test = functools.partial(test, old)
                yield f"{python.name} {language.name} {fact.replace('_', ' ')}", test
        # The private function is replaced that the header calls there.
        if 0x030E0000 <= python.hexversion < 0x030F0000:
            yield f"{python.name} broken Python", functools.partial(broken_python, python, work)
