# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs all checks over many files and tells whose fault a crash or a hang is."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = "cpython-*"
# One of clang-tidy's own, which needs the syntax tree as ours do: what fails with it
# fails without us.
THEIRS = "misc-unused-alias-decls"
FINDING = re.compile(r"^(.+?):(\d+):(\d+): warning: (.*) \[(cpython-[\w,-]+)\]$", re.MULTILINE)
REPORT = re.compile(r"^.*(?:ERROR: \w+Sanitizer|runtime error): .*$", re.MULTILINE)
# Processor time, so that a busy machine makes no hang; and a limit for those that sleep.
SECONDS = 60
WALL_FACTOR = 20


@dataclass(frozen=True)
class Source:
    """A file and the compiler's arguments for it."""

    path: Path
    arguments: tuple[str, ...]


@dataclass
class Verdict:
    """What became of a file: ok, crash, hang, or either of clang's own."""

    state: str = "ok"
    detail: str = ""
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Ended:
    """How a process ended; `signal` is 0 unless one ended it."""

    signal: int
    output: str

    @property
    def state(self) -> str:
        if self.signal in (signal.SIGXCPU, signal.SIGALRM):
            return "hang"
        return "crash" if self.signal or REPORT.search(self.output) else "ok"

    @property
    def detail(self) -> str:
        if report := REPORT.search(self.output):
            return report[0]
        frames = [line for line in self.output.splitlines() if re.match(r"\s*#\d+ ", line)]
        return "; ".join([f"signal {self.signal}", *(frame.strip() for frame in frames[:12])])


def run(command: list[str], seconds: int, **settings: str) -> Ended:
    """Runs a command with its limits; never raises for what the command does."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    try:
        done = subprocess.run(
            command,
            preexec_fn=limit,
            env={**os.environ, "ASAN_OPTIONS": "detect_leaks=0", **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds * WALL_FACTOR,
        )
    except subprocess.TimeoutExpired as late:
        return Ended(signal.SIGALRM, (late.output or b"").decode(errors="replace"))
    output = done.stdout.decode(errors="replace")
    return Ended(max(0, -done.returncode), output)


class Tidy:
    """immortal-tidy, for many files with a command each."""

    def __init__(self, program: Path, seconds: int = SECONDS) -> None:
        self.program = program.resolve()
        self.seconds = seconds

    def start(self, sources: list[Source], checks: str, *options: str) -> Ended:
        with tempfile.TemporaryDirectory(prefix="immortal-hunt-") as folder:
            database = [
                {
                    "directory": str(source.path.parent),
                    "file": str(source.path),
                    "arguments": ["clang", *source.arguments, str(source.path)],
                }
                for source in sources
            ]
            (Path(folder) / "compile_commands.json").write_text(json.dumps(database))
            paths = [str(source.path) for source in sources]
            return run(
                [
                    *(str(self.program), "--quiet", "--use-color=0", "--config={}", "-p", folder),
                    *(f"--checks=-*,{checks}", *options, *paths),
                ],
                self.seconds,
            )

    def judge(self, source: Source, *options: str) -> Verdict:
        """One file alone; what clang does without our checks is clang's."""
        ended = self.start([source], OURS, *options)
        verdict = Verdict(ended.state, "" if ended.state == "ok" else ended.detail)
        if ended.state == "ok":
            verdict.findings = findings(ended.output)
        elif self.start([source], THEIRS).state != "ok":
            verdict.state = f"clang's {ended.state}"
        return verdict

    def judge_all(self, sources: list[Source]) -> list[Verdict]:
        """Several files in one process, and each alone if that does not end well."""
        assert len({source.path for source in sources}) == len(sources)
        ended = self.start(sources, OURS)
        if ended.state != "ok":
            return [self.judge(source) for source in sources]
        verdicts = {str(source.path): Verdict() for source in sources}
        first = next(iter(verdicts.values()))
        for finding in findings(ended.output):
            # One in a header goes to whoever comes first.
            verdicts.get(finding.split(":")[0], first).findings.append(finding)
        return list(verdicts.values())


class Replay:
    """The fuzzer's program, which runs files with headers that are a hundred times shorter
    than Python's."""

    def __init__(self, program: Path, seconds: int = SECONDS) -> None:
        self.program = program.resolve()
        self.seconds = seconds

    def judge_all(self, paths: list[Path]) -> list[Verdict]:
        """Goes on behind each file that ends the process."""
        verdicts: list[Verdict] = []
        while len(verdicts) < len(paths):
            rest = paths[len(verdicts) :]
            # The limit is for one file, and not reached by hundreds of good ones.
            ended = run([str(self.program), *map(str, rest)], self.seconds)
            started = max(1, len(re.findall(r"^Running: ", ended.output, re.MULTILINE)))
            if ended.state == "ok" and started == len(rest):
                return verdicts + [Verdict() for _ in rest]
            verdicts += [Verdict() for _ in range(started - 1)]
            verdicts.append(self.judge(rest[started - 1]))
        return verdicts

    def judge(self, path: Path) -> Verdict:
        ended = run([str(self.program), str(path)], self.seconds)
        if ended.state == "ok" and "Executed " in ended.output:
            return Verdict()
        state = "crash" if ended.state == "ok" else ended.state
        alone = run([str(self.program), str(path)], self.seconds, IMMORTAL_FUZZ_PARSE_ONLY="1")
        if "Executed " not in alone.output:
            state = f"clang's {state}"
        return Verdict(state, ended.detail)


def findings(output: str) -> list[str]:
    return [match[0] for match in FINDING.finditer(output)]
