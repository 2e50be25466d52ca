#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Breaks our own cases token by token, and looks for crashes and hangs of the checks."""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import functools
import random
import re
import shlex
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

from tidy import ROOT, SECONDS, Replay, Source, Tidy, Verdict

sys.path.insert(0, str(ROOT / "test"))
import quality  # noqa: E402
from tidy_pythons import Pythons  # noqa: E402

PYTHONS = ("3.9", "3.12", "3.13", "3.14", "3.15", "3.15t")
ENDINGS = {".c": ("-std=c17", "-std=c23", "-std=c99"), ".cpp": ("-std=c++17", "-std=c++23")}
TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|[A-Za-z_]\w*|\.?\d[\w.]*|\s+|->|\+\+|--|<<|>>|[<>=!]=|&&|\|\||::|\#\#|.""",
    re.DOTALL,
)
BRACKETS = frozenset("(){}[]")
FIXED_ONE_IN = 10


@dataclass(frozen=True)
class Case:
    """One file of a case, with the files that lie beside it."""

    name: str
    text: str
    files: dict[str, str]
    flags: tuple[str, ...]


def cases(folder: Path) -> Iterator[Case]:
    """Every source below the folder; split-file's parts are sources of their own."""
    for path in sorted(folder.rglob("*")):
        if path.suffix not in ENDINGS or "Inputs" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        beside = {
            str(file.relative_to(path.parent)): file.read_text(encoding="utf-8")
            for file in [*path.parent.glob("*.h"), *(path.parent / "Inputs").rglob("*")]
            if file.is_file()
        }
        run_line = re.search(r"RUN: %tidy_case.* -- (.*)", text)
        flags = tuple(shlex.split(run_line[1])) if run_line else ()
        parts = re.split(r"^//--- (\S+)\n", text, flags=re.MULTILINE)
        named = dict(zip(parts[1::2], parts[2::2])) or {path.name: text}
        for name, part in named.items():
            if Path(name).suffix in ENDINGS:
                clean = re.sub(r"^\s*// (RUN|CHECK)\b.*\n", "", part, flags=re.MULTILINE)
                yield Case(f"{path.parent.name}/{path.name}:{name}", clean, beside | named, flags)


Tokens = list[str]


def solid(tokens: Tokens) -> list[int]:
    """Where something stands that is not white space."""
    return [i for i, token in enumerate(tokens) if not token.isspace()]


def truncate(tokens: Tokens, choice: random.Random) -> Tokens:
    return tokens[: choice.choice(solid(tokens))]


def delete(tokens: Tokens, choice: random.Random) -> Tokens:
    gone = set(choice.sample(solid(tokens), choice.randint(1, 4)))
    return [token for i, token in enumerate(tokens) if i not in gone]


def delete_range(tokens: Tokens, choice: random.Random) -> Tokens:
    begin = choice.choice(solid(tokens))
    return tokens[:begin] + tokens[begin + choice.randint(2, 40) :]


def swap(tokens: Tokens, choice: random.Random) -> Tokens:
    result = list(tokens)
    one, other = choice.sample(solid(tokens), 2)
    result[one], result[other] = result[other], result[one]
    return result


def swap_neighbours(tokens: Tokens, choice: random.Random) -> Tokens:
    result, places = list(tokens), solid(tokens)
    for _ in range(choice.randint(1, 5)):
        at = choice.randrange(len(places) - 1)
        one, other = places[at], places[at + 1]
        result[one], result[other] = result[other], result[one]
    return result


def drop_bracket(tokens: Tokens, choice: random.Random) -> Tokens:
    at = choice.choice([i for i, token in enumerate(tokens) if token in BRACKETS] or [0])
    return tokens[:at] + tokens[at + 1 :]


def double_bracket(tokens: Tokens, choice: random.Random) -> Tokens:
    at = choice.choice([i for i, token in enumerate(tokens) if token in BRACKETS] or [0])
    return tokens[: at + 1] + tokens[at:]


def rename(tokens: Tokens, choice: random.Random) -> Tokens:
    """Names stand where other names stood: often it compiles and means nonsense."""
    names = [i for i, token in enumerate(tokens) if re.match(r"[A-Za-z_]", token)]
    result = list(tokens)
    for _ in range(choice.randint(1, 3)):
        result[choice.choice(names)] = tokens[choice.choice(names)]
    return result


def double_range(tokens: Tokens, choice: random.Random) -> Tokens:
    begin = choice.choice(solid(tokens))
    end = begin + choice.randint(2, 60)
    return tokens[:end] + tokens[begin:end] + tokens[end:]


MUTATIONS: tuple[Callable[[Tokens, random.Random], Tokens], ...] = (
    *(truncate, delete, delete_range, swap, swap_neighbours),
    *(drop_bracket, double_bracket, rename, double_range),
)


@dataclass(frozen=True)
class Variant:
    """One broken case; its number and the seed make it again."""

    number: int
    case: Case
    kind: str
    python: str
    text: str
    flags: tuple[str, ...]
    is_fixed: bool


def variant(number: int, seed: int, known: list[Case], pythons: Pythons) -> Variant:
    choice = random.Random(f"{seed}:{number}")
    case = choice.choice(known)
    mutation = choice.choice(MUTATIONS)
    name = choice.choice([name for name in PYTHONS if name in pythons.available])
    text = "".join(mutation(TOKEN.findall(case.text), choice))
    standard = choice.choice(ENDINGS[Path(case.name.rpartition(":")[2]).suffix])
    flags = (standard, "-w", *pythons.available[name].flags("-I"), *case.flags)
    flags += (f"-I{ROOT / 'include'}",)
    return Variant(number, case, mutation.__name__, name, text, flags, number % FIXED_ONE_IN == 0)


def own_headers(flags: tuple[str, ...], root: Path) -> tuple[str, ...]:
    """The flags with copies of the folders of headers: --fix-errors applies clang's own
    fixes wherever the errors are."""

    def copied(flag: str) -> str:
        option = "-I" if flag.startswith("-I") else ""
        folder = Path(flag.removeprefix(option))
        if not folder.is_absolute() or not folder.is_dir():
            return flag
        copy = root / "headers" / folder.relative_to("/")
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        return f"{option}{copy}"

    return tuple(map(copied, flags))


def place(what: Variant, folder: Path) -> Source:
    """Writes a variant and what it includes into a folder of its own."""
    root = folder / str(what.number)
    for name, text in [*what.case.files.items(), (what.case.name.rpartition(":")[2], what.text)]:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    flags = own_headers(what.flags, root) if what.is_fixed else what.flags
    return Source(root / what.case.name.rpartition(":")[2], (*flags, f"-I{root}"))


def fix(tidy: Tidy, source: Source) -> Verdict:
    """Applies all fixes, errors or not; the result is a file that can be looked at again."""
    before = source.path.read_bytes()
    verdict = tidy.judge(source, "--fix-errors")
    after = source.path.read_bytes()
    if verdict.state != "ok":
        return verdict
    if before and (not after or after.count(b"\0") != before.count(b"\0")):
        return Verdict("crash", "--fix-errors left a damaged file")
    again = tidy.judge(source) if after != before else verdict
    return again if again.state != "ok" else Verdict(findings=verdict.findings)


def seed_text(case: Case, text: str, head: str) -> str:
    """A source for the fuzzer's program, which sees no file beside it: what the case
    includes stands in place of the include."""
    inlined = re.sub(
        r'^#include "([^"]+)"$',
        lambda match: case.files.get(match[1], match[0]),
        text,
        flags=re.MULTILINE,
    )
    return f"// {head}\n{inlined}"


def replay(program: Replay, chunk: list[Variant]) -> list[tuple[Variant, Verdict]]:
    with tempfile.TemporaryDirectory(prefix="immortal-variants-") as folder:
        paths = []
        for each in chunk:
            kind = "c++" if "++" in each.flags[0] else "c"
            head = kind if each.python >= "3.14" else f"{kind} 3.13"
            paths.append(Path(folder) / str(each.number))
            paths[-1].write_text(seed_text(each.case, each.text, head), encoding="utf-8")
        return list(zip(chunk, program.judge_all(paths)))


def judge(tidy: Tidy, chunk: list[Variant]) -> list[tuple[Variant, Verdict]]:
    with tempfile.TemporaryDirectory(prefix="immortal-variants-") as folder:
        placed = [(each, place(each, Path(folder))) for each in chunk]
        together = [pair for pair in placed if not pair[0].is_fixed]
        verdicts = tidy.judge_all([source for _, source in together])
        judged = [(each, verdict) for (each, _), verdict in zip(together, verdicts)]
        return judged + [(each, fix(tidy, source)) for each, source in placed if each.is_fixed]


def describe(each: Variant, verdict: Verdict) -> str:
    return (
        f"{verdict.state}: variant {each.number} ({each.kind} of {each.case.name}, "
        f"Python {each.python}, {each.flags[0]}): {verdict.detail}"
    )


def run_all(
    work: Callable[[list[Variant]], list[tuple[Variant, Verdict]]],
    every: list[Variant],
    at_once: int,
    jobs: int,
) -> list[tuple[Variant, Verdict]]:
    judged: list[tuple[Variant, Verdict]] = []
    chunks = [every[at : at + at_once] for at in range(0, len(every), at_once)]
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for part in pool.map(work, chunks):
            judged += part
            for each, verdict in part:
                if verdict.state != "ok":
                    print(describe(each, verdict), flush=True)
            if len(judged) % 400 == 0:
                print(f"{len(judged)} of {len(every)}", file=sys.stderr, flush=True)
    return judged


def report(seed: int, runs: dict[str, list[tuple[Variant, Verdict]]]) -> str:
    """One column for each way in which variants were run."""
    kinds = collections.Counter(each.kind for judged in runs.values() for each, _ in judged)
    what = ", ".join(f"{kind.replace('_', ' ')} {count}" for kind, count in sorted(kinds.items()))
    rows: list[tuple[object, ...]] = []
    for name, judged in runs.items():
        states = collections.Counter(verdict.state for _, verdict in judged)
        rows.append(
            (name, len(judged), sum(each.is_fixed for each, _ in judged if name == TOOL))
            + (states["crash"], states["hang"])
            + (states["clang's crash"] + states["clang's hang"],)
        )
    head = ("run by", "variants", "with `--fix-errors`", "crashes", "hangs", "clang's own")
    return f"Seed {seed}; by kind: {what}. A hang is {SECONDS} s of processor time.\n\n" + (
        quality.table(head, rows)
    )


TOOL = "`immortal-tidy`, real headers"
FUZZER = "the checks with assertions, ASan and UBSan, short headers"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tool", type=Path, default=ROOT / "build/llvm-22/bin/immortal-tidy")
    parser.add_argument("--fuzzer", type=Path, default=ROOT / "build/sanitized/bin/FuzzFreshness")
    parser.add_argument("--pythons", type=Path, default=ROOT / "build/pythons.json")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--real", type=int, default=10_000, help="how many by immortal-tidy")
    parser.add_argument("--seed", type=int, default=20260703)
    parser.add_argument("--only", type=int, help="print this variant, and judge no other")
    parser.add_argument("-j", dest="jobs", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="the figures, into docs/quality.md")
    options = parser.parse_args()
    known = list(cases(ROOT / "test" / "checks"))
    make = functools.partial(
        variant, seed=options.seed, known=known, pythons=Pythons(options.pythons)
    )
    tidy, program = Tidy(options.tool), Replay(options.fuzzer)
    if options.only is not None:
        each = make(options.only)
        print(each.text)
        for each, verdict in [*judge(tidy, [each]), *replay(program, [each])]:
            print(describe(each, verdict), *verdict.findings, sep="\n", file=sys.stderr)
        return 0
    every = [make(number) for number in range(options.count)]
    runs = {
        FUZZER: run_all(functools.partial(replay, program), every, 200, options.jobs),
        TOOL: run_all(functools.partial(judge, tidy), every[: options.real], 16, options.jobs),
    }
    text = report(options.seed, runs)
    print(text)
    if options.write:
        quality.write("test/hunt/variants.py", text)
    verdicts = [verdict for judged in runs.values() for _, verdict in judged]
    return any(verdict.state in ("crash", "hang") for verdict in verdicts)


if __name__ == "__main__":
    sys.exit(main())
