# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The labelled cases of test/checks: which lines of which file deserve a finding."""

from __future__ import annotations

import argparse
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

TEST = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TEST))

from tidy_expectations import COMMENT  # noqa: E402
from tidy_pythons import Pythons  # noqa: E402

RUN = re.compile(r"RUN: %tidy_case %s ([\w,-]+)(.*)")
EXPECTED = re.compile(
    r"CHECK-(?:MESSAGES|NOTES)(?:-([A-Z0-9_]+))?: :(?:\[\[@LINE(?:([+-])(\d+))?\]\]|(\d+)):\d+: warning:"
)


class Labelled(NamedTuple):
    """A file, the check of its folder, and how the first RUN line wants it to be seen."""

    path: Path
    name: str
    check: str
    checks: str
    text: str
    lines: frozenset[int]
    python: str
    config: str
    flags: list[str]


def options_of(rest: str) -> argparse.Namespace:
    ours, _, flags = rest.partition(" -- ")
    parser = argparse.ArgumentParser(prefix_chars="-", allow_abbrev=False)
    parser.add_argument("-suffix", default="")
    parser.add_argument("-python", default="3.15")
    parser.add_argument("-config", default="{}")
    parser.add_argument("-std", default="")
    options, _ = parser.parse_known_args(shlex.split(ours))
    options.flags = shlex.split(flags)
    return options


def label(path: Path) -> Labelled | None:
    """What is expected of one file; nothing if other files belong to it or if it does not compile."""
    text = path.read_text(encoding="utf-8")
    run = RUN.search(text)
    if not run or "split-file" in text or " -header=" in run[2] or " -expect-errors" in run[2]:
        return None
    options = options_of(run[2])
    lines = set()
    check = path.relative_to(TEST / "checks").parts[0]
    for number, line in enumerate(text.splitlines(), 1):
        for found in EXPECTED.finditer(line):
            suffix, sign, distance, absolute = found.groups()
            said_by = re.search(r"\[([\w-]+)\]$", line)
            if said_by and said_by[1] != check:
                continue
            if suffix and suffix not in options.suffix.split(","):
                continue
            offset = int(distance or 0) * (-1 if sign == "-" else 1)
            lines.add(int(absolute) if absolute else number + offset)
    python = options.python.split(",")[0].rstrip("+")
    std = [f"-std={options.std.split(',')[0]}"] if options.std else []
    return Labelled(
        path,
        str(path.relative_to(TEST / "checks")).replace("/", "-"),
        check,
        run[1],
        COMMENT.sub("", text),
        frozenset(lines),
        "3.15" if python == "all" else python,
        options.config,
        [*std, *options.flags],
    )


def load() -> list[Labelled]:
    """All labelled files. Those of known-limits are left out: they say what is answered, not what
    would be right."""
    folders = sorted((TEST / "checks").glob("cpython-*"))
    files = (
        file
        for folder in folders
        for file in sorted(folder.rglob("*.c*"))
        if file.is_file() and file.parent.name != "Inputs"
    )
    return [case for case in map(label, files) if case]


def write(cases: list[Labelled], folder: Path) -> None:
    """Puts the files into one folder, without their CHECK comments, and the headers that they include."""
    for case in cases:
        (folder / case.name).write_text(case.text, encoding="utf-8")
        for headers in case.path.parent.glob("Inputs"):
            shutil.copytree(headers, folder / "Inputs", dirs_exist_ok=True)


def flags_of(case: Labelled, pythons: Pythons) -> list[str]:
    """Of the compiler."""
    python = pythons.available[case.python].flags("-I")
    return [*python, f"-I{TEST.parent / 'include'}", "-IInputs", *case.flags]
