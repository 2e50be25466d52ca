#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Says the same in other words, and expects the same findings.

Each case of test/checks is changed in ways that mean nothing: other names, more casts, a macro
around the call, other spellings of a NULL test, C++ instead of C. The lines stay where they are, and
so must the findings.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable, NamedTuple

SOURCE = Path(__file__).resolve().parents[2]
CASES = SOURCE / "test" / "checks"
SKIPPED = 77
CHECKS = "-*,cpython-immortalize-*"

FINDING = re.compile(r"^\S+:(\d+):\d+: (warning|error): (.*)$", re.M)
ARGUMENT = r"((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)"
PUBLIC = r"\bPyUnstable_SetImmortal\("
NULL_TESTS = (
    re.compile(r"(?<=[(&| ])(\w+) == NULL\b"),
    re.compile(r"(?<=[(&| ])!(\w+)\b(?![(\w.\[-])"),
)

Finding = tuple[int, str]


def objects_in(text: str) -> set[str]:
    """The names of variables and members that are objects."""
    return set(re.findall(r"\bPyObject \*(\w+)\b(?!\()", text))


def renamed(text: str) -> str:
    names = objects_in(text)
    if not names:
        return text
    return re.sub(rf"(?<![\"\w])({'|'.join(sorted(names))})(?![\"\w(])", r"\1_other", text)


def with_casts(text: str) -> str:
    return re.sub(
        PUBLIC + ARGUMENT + r"\)", r"PyUnstable_SetImmortal((PyObject *)(void *)(\1))", text
    )


def in_macro(text: str) -> str:
    """The first line is a comment that says how the case is run."""
    head, rest = text.split("\n", 1)
    called = re.sub(PUBLIC, "MAKE_IT_LAST(", rest)
    if called == rest or not head.startswith("//"):
        return text
    return f"#define MAKE_IT_LAST(op) PyUnstable_SetImmortal(op)\n{called}"


def with_null_test(spelling: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        names = objects_in(text)
        for test in NULL_TESTS:
            text = test.sub(lambda m: m.expand(spelling) if m[1] in names else m[0], text)
        return text

    return change


class Variant(NamedTuple):
    name: str
    change: Callable[[str], str]
    #: The language to compile C as, if it is another one.
    language: str = ""


VARIANTS = (
    Variant("other names", renamed),
    Variant("more casts", with_casts),
    Variant("in a macro", in_macro),
    Variant("!p", with_null_test(r"!\1")),
    Variant("p == NULL", with_null_test(r"\1 == NULL")),
    Variant("NULL == p", with_null_test(r"NULL == \1")),
    Variant("(p) == 0", with_null_test(r"(\1) == 0")),
    Variant("unlikely(!p)", with_null_test(r"__builtin_expect(!(\1), 0)")),
    Variant("as C++", lambda text: text, "c++"),
)


def findings(tool: list[str], path: Path, text: str, flags: list[str]) -> set[Finding] | None:
    """The line and text of each finding; None if the text does not compile."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, path.name)
        source.write_text(text)
        command = [*tool, "--quiet", "--config={}", f"--checks={CHECKS}", str(source), "--", *flags]
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
    found = FINDING.findall(done.stdout)
    if done.returncode < 0:
        raise RuntimeError(f"{shlex.join(command)} died: {done.returncode}\n{done.stderr}")
    if any(kind == "error" for _, kind, _ in found):
        return None
    plain = ((int(line), re.sub(r"(\w)_other\b", r"\1", said)) for line, _, said in found)
    return {(line, said.replace("MAKE_IT_LAST", "PyUnstable_SetImmortal")) for line, said in plain}


def run_case(
    tool: list[str], python: dict, path: Path
) -> tuple[collections.Counter[str], list[str]]:
    """How many variants were compared, by name, and where they differ."""
    compared: collections.Counter[str] = collections.Counter()
    wrong: list[str] = []
    text = path.read_text()
    own = "c++" if path.suffix == ".cpp" else "c"

    def flags(language: str) -> list[str]:
        folders = (*python["include"], SOURCE / "include", path.parent)
        standard = "c++17" if language == "c++" else "c17"
        return ["-x", language, f"-std={standard}", "-w", *(f"-I{folder}" for folder in folders)]

    original = findings(tool, path, text, flags(own))
    if original is None:
        compared["left out, has errors"] += 1
        return compared, wrong
    for variant in VARIANTS:
        changed = variant.change(text)
        if changed == text and variant.language in ("", own):
            continue
        other = findings(tool, path, changed, flags(variant.language or own))
        if other is None:
            compared[f"{variant.name}, does not compile"] += 1
            continue
        compared[variant.name] += 1
        for line, said in sorted(original ^ other):
            which = "only as written" if (line, said) in original else "only so"
            wrong.append(f"{path.relative_to(SOURCE)}:{line}: {variant.name}: {which}: {said}")
    return compared, wrong


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("tool", help="immortal-tidy, or clang-tidy with --load")
    parser.add_argument("cases", nargs="*", type=Path, help="all of test/checks without any")
    parser.add_argument("--pythons", type=Path, required=True, help="build/pythons.json")
    arguments = parser.parse_args()
    able = [p for p in json.loads(arguments.pythons.read_text())["pythons"] if p["name"] == "3.15"]
    if not able:
        print("skipped: no headers of 3.15")
        return SKIPPED
    paths = arguments.cases or sorted(CASES.glob("cpython-immortalize-*/*.c*"))
    compared: collections.Counter[str] = collections.Counter()
    wrong: list[str] = []
    tool = shlex.split(arguments.tool)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for counts, said in pool.map(lambda p: run_case(tool, able[0], p.resolve()), paths):
            compared += counts
            wrong += said
    print("\n".join(wrong))
    print(f"{len(paths)} cases, {len(wrong)} differences")
    for name, count in compared.items():
        print(f"  {count} x {name}")
    unused = [v.name for v in VARIANTS if not compared[v.name]]
    if unused and not arguments.cases:
        print(f"never used: {', '.join(unused)}")
        return 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
