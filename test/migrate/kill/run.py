#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Kills a writing process at every one of its file system steps, and looks at what
is left: each file is old or new, and undo, or recovering and running again, ends in
a good state."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

MOMENTS = ("before", "half", "after")
# Name: text before, None if the run makes the file, and text after.
Files = dict[str, tuple[Optional[bytes], bytes]]
FILES: Files = {
    "plain.c": (b"int plain;\n", b"int simple;\n"),
    "src/dos.c": (b"\xef\xbb\xbfint dos;\r\nint end;", b"\xef\xbb\xbfint unix;\r\nint end;"),
    "src/private.h": (b"/* caf\xe9 */\n", b"/* the\xe9 */\n"),
    "src/new.h": (None, b"int brand_new;\n"),
}
MODES = {"plain.c": 0o644, "src/dos.c": 0o755, "src/private.h": 0o600}
USUAL_MODE = 0o664


class Failure(Exception):
    """What a killed process left is not good."""


@dataclass(frozen=True)
class Death:
    """Where a process is killed."""

    step: int
    moment: str


class Project:
    """A small project in a folder of its own."""

    def __init__(self, root: Path, files: Files) -> None:
        self.root, self.files = root, files

    def reset(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)
        (self.root / "src").mkdir(parents=True)
        for name, (before, _) in self.files.items():
            if before is not None:
                path = self.root / name
                path.write_bytes(before)
                path.chmod(MODES.get(name, USUAL_MODE))
        (self.root / "link.c").symlink_to("src/dos.c")

    def check_sound(self) -> None:
        """Each file is old or new, with the permissions that it had."""
        for name, texts in self.files.items():
            path = self.root / name
            now = path.read_bytes() if path.exists() else None
            if now not in texts:
                raise Failure(f"{name} is neither old nor new: {now!r}")
            mode = MODES.get(name, USUAL_MODE)
            if texts[0] is not None and stat.S_IMODE(path.stat().st_mode) != mode:
                raise Failure(f"{name} has other permissions: {path.stat()}")
        if not (self.root / "link.c").is_symlink():
            raise Failure("link.c is no link any more")

    def check(self, *, new: bool, recorded: bool) -> None:
        """All files are new, or all old, and nothing else is there."""
        self.check_sound()
        expected = {"link.c"}
        for name, (before, after) in self.files.items():
            text = after if new else before
            path = self.root / name
            if text is None:
                continue
            expected.add(name)
            if not path.exists() or path.read_bytes() != text:
                raise Failure(f"{name} is not {'new' if new else 'old'}")
        found = {
            str(path.relative_to(self.root))
            for path in self.root.rglob("*")
            if not path.is_dir()
            and path.name != ".clang-tidy"
            and ".immortal-migrate" not in path.relative_to(self.root).parts
        }
        if found != expected:
            raise Failure(f"these files are there: {sorted(found)}")
        if (self.root / ".immortal-migrate").exists() != recorded:
            raise Failure("a journal is left" if not recorded else "the journal is gone")


class Driver:
    """Runs the driver, to the end or to its death."""

    def __init__(self, program: Path, library: Path, project: Project) -> None:
        self.program, self.library, self.project = program, library, project
        self.deaths = 0

    def command(self, what: str) -> list[str]:
        root = self.project.root
        arguments = [str(self.program), what, str(root)]
        if what == "write":
            # One of them through its link.
            arguments += [
                f"{root / name.replace('src/dos.c', 'link.c')}=" + os.fsdecode(after)
                for name, (_, after) in FILES.items()
            ]
        return arguments

    def start(self, what: str, **settings: str) -> subprocess.CompletedProcess[bytes]:
        # Always with the library: it does not wait for the disk.
        # What a killed process leaves in its temporary folder is not left to the machine.
        temporary = self.project.root.parent / "temporary"
        temporary.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "LD_PRELOAD": str(self.library), **settings}
        environment["TMPDIR"] = str(temporary)
        return subprocess.run(self.command(what), env=environment, capture_output=True)

    def run(self, what: str, **settings: str) -> None:
        done = self.start(what, **settings)
        if done.returncode:
            raise Failure(f"{what} fails with {done.returncode}: {os.fsdecode(done.stderr)}")

    def count(self, what: str) -> int:
        """How many steps it takes from the state that the project is in."""
        counter = self.project.root.parent / "count"
        self.run(what, DIE_COUNT=str(counter))
        return int(counter.read_text())

    def kill(self, what: str, death: Death) -> bool:
        """Whether it died; only a write can be done by half."""
        done = self.start(what, DIE_AT=str(death.step), DIE_WHEN=death.moment)
        if done.returncode == -signal.SIGKILL:
            self.deaths += 1
            return True
        if done.returncode:
            raise Failure(f"{what} fails with {done.returncode}")
        return False


def survive(driver: Driver, what: str, prepare: list[str], cures: list[str]) -> None:
    """Kills `what` at each step, each time after `prepare`; then cures in turn."""
    project = driver.project

    def start() -> None:
        project.reset()
        for step in prepare:
            driver.run(step)

    start()
    steps = driver.count(what)
    if steps < 10:
        raise Failure(f"{what} takes {steps} steps only: they are not counted")
    for step in range(1, steps + 1):
        for moment in MOMENTS:
            death = Death(step, moment)
            cure = cures[step % len(cures)]
            try:
                start()
                if not driver.kill(what, death):
                    if moment != "half":
                        raise Failure("it did not die")
                    continue
                project.check_sound()
                finish(driver, cure)
            except Failure as failure:
                raise Failure(f"{what} killed at {death}, then {cure}: {failure}") from None
    # There are no more steps than those.
    start()
    if driver.kill(what, Death(steps + 1, "before")):
        raise Failure(f"{what} has more than {steps} steps")


def finish(driver: Driver, cure: str) -> None:
    project = driver.project
    if cure == "undo":
        # Killed before it recorded anything, or when all was back.
        if (project.root / ".immortal-migrate").exists():
            done = driver.start("undo")
            if done.returncode and b"nothing to undo" not in done.stderr:
                raise Failure(f"undo fails: {os.fsdecode(done.stderr)}")
        project.check(new=False, recorded=False)
        return
    driver.run("recover")
    project.check_sound()
    states = {
        (project.root / name).exists() and (project.root / name).read_bytes() == after
        for name, (_, after) in project.files.items()
    }
    if len(states) > 1:
        raise Failure("after recovering some files are old and some are new")
    if states == {False}:
        project.check(new=False, recorded=False)
        driver.run("write")
    project.check(new=True, recorded=True)
    driver.run("undo")
    project.check(new=False, recorded=False)


def survive_twice(driver: Driver) -> None:
    """Killed while it recovers from being killed."""
    project = driver.project
    project.reset()
    steps = driver.count("write")
    for first in range(1, steps + 1):
        project.reset()
        driver.kill("write", Death(first, "after"))
        # A counter, not a loop over all: the square of them takes too long.
        second = Death(first * 7 % 23 + 1, "after")
        driver.kill("recover", second)
        try:
            project.check_sound()
            finish(driver, "recover")
        except Failure as failure:
            raise Failure(f"killed at {first}, then at {second}: {failure}") from None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--driver", type=Path, required=True)
    parser.add_argument("--preload", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    driver = Driver(options.driver, options.preload, Project(options.work / "project", FILES))
    try:
        survive(driver, "write", [], ["undo", "recover"])
        survive(driver, "undo", ["write"], ["undo"])
        survive_twice(driver)
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    print(f"killed {driver.deaths} times")
    return 0


if __name__ == "__main__":
    sys.exit(main())
