# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""One source, one kind: what the checks say is what happens at run time.

Each file in pairs/ is an extension module that says its kind in its first lines:

    // kind: stolen             of the finding, or none
    // at run time: borrowed    where verification cannot tell as much
    // by the checks: none      a known limit of theirs, or what else they say
    // run: stolen.keep([])     after the import
    // runs on: free-threaded
"""

from __future__ import annotations

import functools
import json
import os
import re
import subprocess
from pathlib import Path

from toolchain import C99, CXX11, HERE, INCLUDE, SOURCE_TREE, Cases, Extension, Failed
from toolchain import Language, Python, Skipped

PAIRS = sorted((HERE / "pairs").glob("*.c"))
CHECKS = "-*,cpython-immortalize-*"

# What the checks say in words that suit a place in the source better.
OTHER_WORDS = {
    "the object is immortal from the start": "already-immortal",
    "each call from Python makes another object immortal": "unbounded",
    "the result of 'PyUnstable_SetImmortal' is discarded": "unchecked",
}


def header_of(pair: Path) -> dict[str, str]:
    return dict(re.findall(r"^// ([\w ]+): (.*)$", pair.read_text(), re.MULTILINE))


def texts() -> dict[str, str]:
    """The kind of each text of the table that checks and header share."""
    table = (SOURCE_TREE / "lib" / "CAPI" / "Reasons.def").read_text()
    rows = re.findall(r'REASON\(\s*\w+,\s*"([\w-]+)",((?:\s*"[^"]*")+)\)', table)
    table_words = {"".join(re.findall('"([^"]*)"', text)): word for word, text in rows}
    return {**table_words, **OTHER_WORDS}


def expect(pair: Path, who: str, expected: str, found: list[str], output: str) -> None:
    if sorted(found) != ([] if expected == "none" else sorted(expected.split(", "))):
        raise Failed(f"{pair.name}: {who} found {found}, expected {expected}\n{output}")


def at_run_time(pair: Path, python: Python, language: Language, work: Path) -> None:
    header = header_of(pair)
    flags = ["-DPY_IMMORTAL_VERIFY=full"]
    folder = Extension(python, language, pair, work, flags).build()
    log = folder / f"{pair.stem}.jsonl"
    env = {"PYTHONPATH": str(folder), "PY_IMMORTAL_LOG": str(log)}
    python.run("-c", f"import {pair.stem}\n{header.get('run', '')}", env=env)
    lines = log.read_text().splitlines() if log.exists() else []
    found = [json.loads(line)["kind"] for line in lines]
    kind = header.get("at run time", header["kind"])
    expect(pair, "verification", kind, found, "\n".join(lines))


def by_the_checks(pair: Path, python: Python, language: Language) -> None:
    tidy = os.environ.get("IMMORTAL_TIDY")
    if not tidy:
        raise Skipped("IMMORTAL_TIDY does not name the executable with the checks")
    listed = subprocess.run(
        [tidy, "--config={}", f"--checks={CHECKS}", "--list-checks"], capture_output=True, encoding="utf-8"
    )
    kind = header_of(pair)["kind"]
    needed = "unbounded" if kind == "unbounded" else "not-fresh"
    if f"cpython-immortalize-{needed}" not in listed.stdout:
        raise Skipped(f"this build has no cpython-immortalize-{needed}")
    flags = [*language.flags, *python.flags, "-I", str(INCLUDE)]
    done = subprocess.run(
        [tidy, "--config={}", f"--checks={CHECKS}", "--quiet", pair, "--", *flags],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    known = texts()
    warnings = [line for line in done.stdout.splitlines() if "warning:" in line]
    found = [known[text] for line in warnings for text in known if text in line]
    said = header_of(pair).get("by the checks", kind)
    expect(pair, "the checks", said, found, done.stdout + done.stderr)
    if len(found) != len(warnings):
        raise Failed(f"{pair.name}: a warning has no text of the table\n{done.stdout}")


def cases(pythons: list[Python], work: Path) -> Cases:
    running = [p for p in pythons if p.interpreter and p.supported and not p.debug]
    for pair in PAIRS:
        free_threaded = header_of(pair).get("runs on") == "free-threaded"
        able = [p for p in running if p.free_threaded == free_threaded]
        for language in (C99, CXX11):
            name = f"{pair.stem} {language.name}"
            if able:
                python = max(able, key=lambda p: p.hexversion)
                test = functools.partial(at_run_time, pair, python, language, work)
                yield f"{name} on {python.name}", test
            analysed = max(pythons, key=lambda p: p.hexversion)
            test = functools.partial(by_the_checks, pair, analysed, language)
            yield f"{name} by the checks", test
