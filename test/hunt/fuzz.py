#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Lets libFuzzer make up sources for all checks, with assertions, ASan and UBSan."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tidy import ROOT
from variants import cases, seed_text

sys.path.insert(0, str(ROOT / "test"))
import quality  # noqa: E402

CORPUS = Path(__file__).resolve().parent / "corpus"
MOST_KEPT = 300_000
LONGEST_SEED = 8192
# One case of the hunt is a few milliseconds.
SECONDS_OF_A_HANG = 20
C_WORDS = """if else for while do switch case default break continue goto return static const
volatile struct union enum typedef sizeof int long char void unsigned extern inline NULL
PyObject PyObject* #define #if #ifdef #endif #include <Python.h> setjmp __attribute__
class template typename this new delete try catch throw operator virtual auto lambda
__attribute__((annotate("immortal::returns_fresh"))) && || -> ++ [] () {} ?: = == != ;
"""


def dictionary() -> str:
    """The words of the tables and of C, as libFuzzer reads them."""
    words = set(C_WORDS.split())
    for table in sorted((ROOT / "lib" / "CAPI").rglob("*.def")):
        text = re.sub(r"//[^\n]*", "", table.read_text(encoding="utf-8"))
        words |= set(re.findall(r"^[A-Z_]+\(\s*\"?(_?Py\w+|ob_\w+)", text, re.MULTILINE))
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in sorted(words))
    return "".join(f'"{word}"\n' for word in quoted)


def write_seeds(folder: Path) -> int:
    """Our cases, each with the line that says what language it is."""
    number = 0
    for case in cases(ROOT / "test" / "checks"):
        kind = "c++" if case.name.endswith(".cpp") else "c"
        for head in (kind, f"{kind} 3.13"):
            seed = seed_text(case, case.text, head).encode()
            if len(seed) <= LONGEST_SEED:
                (folder / f"{number:04}").write_bytes(seed)
                number += 1
    return number


class Fuzzer:
    """The program, with the settings of the sanitizers."""

    def __init__(self, program: Path, work: Path) -> None:
        self.program, self.work = program.resolve(), work
        self.environment = {**os.environ, "ASAN_OPTIONS": "detect_leaks=0"}

    def run(self, *arguments: str | Path, **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.program), *map(str, arguments)],
            cwd=self.work,
            env={**self.environment, **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )

    def hunt(self, seconds: int, found: Path, seeds: Path, words: Path) -> str:
        log = self.run(
            *("-fork=1", "-ignore_crashes=1", "-ignore_timeouts=1", "-ignore_ooms=1"),
            *(f"-max_total_time={seconds}", f"-timeout={SECONDS_OF_A_HANG}"),
            *("-rss_limit_mb=3000", f"-max_len={LONGEST_SEED}", f"-dict={words}"),
            *(f"-artifact_prefix={self.work}{os.sep}", found, seeds),
        ).stdout
        (self.work / "log").write_text(log, encoding="utf-8")
        return log

    def is_clangs(self, source: Path) -> bool:
        """Whether it fails without our checks as well."""
        done = self.run(f"-timeout={SECONDS_OF_A_HANG}", source, IMMORTAL_FUZZ_PARSE_ONLY="1")
        return done.returncode != 0


def keep(fuzzer: Fuzzer, *folders: Path) -> tuple[int, int]:
    """The smallest files that reach all that was reached; how many, and their bytes."""
    with tempfile.TemporaryDirectory(dir=fuzzer.work) as scratch:
        fuzzer.run("-merge=1", scratch, *folders)
        files = sorted(Path(scratch).iterdir(), key=lambda path: path.stat().st_size)
        CORPUS.mkdir(exist_ok=True)
        for old in CORPUS.iterdir():
            # What has a name was found once, and stays.
            if not old.suffix:
                old.unlink()
        kept = total = 0
        for file in files:
            total += file.stat().st_size
            if total > MOST_KEPT:
                total -= file.stat().st_size
                break
            shutil.copyfile(file, CORPUS / file.name[:12])
            kept += 1
    return kept, total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", type=Path, default=ROOT / "build/sanitized/bin/FuzzFreshness")
    parser.add_argument("--work", type=Path, default=ROOT / "build/fuzz")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--keep", action="store_true", help="what was found, in test/hunt/corpus")
    parser.add_argument("--write", action="store_true", help="the figures, into docs/quality.md")
    options = parser.parse_args()
    work: Path = options.work.resolve()
    found, seeds = work / "found", work / "seeds"
    for folder in (found, seeds):
        folder.mkdir(parents=True, exist_ok=True)
    for old in [*work.glob("crash-*"), *work.glob("timeout-*"), *work.glob("oom-*")]:
        old.unlink()
    (work / "words").write_text(dictionary(), encoding="utf-8")
    seeded = write_seeds(seeds)
    fuzzer = Fuzzer(options.program, work)
    log = fuzzer.hunt(int(options.minutes * 60), found, seeds, work / "words")
    # "#12345: cov: 6789 ft: ... corp: ... exec/s ..."
    last = re.findall(r"^#(\d+): cov: (\d+) ft: (\d+)", log, re.MULTILINE)
    if not last:
        sys.exit(f"the fuzzer did not run: {log[-2000:]}")
    runs, reached, _ = last[-1]
    troubles = [*work.glob("crash-*"), *work.glob("timeout-*"), *work.glob("oom-*")]
    clangs = [path for path in troubles if fuzzer.is_clangs(path)]
    ours = sorted(set(troubles) - set(clangs))
    for path in ours:
        print(f"ours: {path}")
    rows: list[tuple[object, ...]] = [
        ("minutes", f"{options.minutes:g}"),
        ("seeds: our cases, for two Pythons", seeded),
        ("sources that were tried", f"{int(runs):,}"),
        ("edges reached", f"{int(reached):,}"),
        ("crashes, assertions and sanitizer reports", sum("crash" in p.name for p in ours)),
        (
            f"hangs ({SECONDS_OF_A_HANG} s) and more than 3 GB",
            sum("crash" not in p.name for p in ours),
        ),
        ("clang's own", len(clangs)),
    ]
    if options.keep:
        kept, total = keep(fuzzer, found, seeds)
        rows.append(("kept in test/hunt/corpus", f"{kept} ({total // 1000} KB)"))
    text = quality.table(("what", "number"), rows)
    print(text)
    if options.write:
        quality.write("test/hunt/fuzz.py", text)
    return bool(ours)


if __name__ == "__main__":
    sys.exit(main())
