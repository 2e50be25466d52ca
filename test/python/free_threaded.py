# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A free-threaded CPython, built from the distribution's source package.

No Debian suite packages a free-threaded 3.13, but the upstream source in its
source package builds one. It is not there to be fast, so its code is hardly
optimized: that saves minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import debian
import interpreters

CONFIGURE = ("--disable-gil", "--without-ensurepip", "--disable-test-modules")
OPTIMIZATION = "-O1 -DNDEBUG -Wall"


def run_step(command: list[str], folder: Path, log: Path) -> None:
    """Runs one step of the build; Unavailable carries its last words."""
    with open(log, "ab") as output:
        done = subprocess.run(
            command, cwd=folder, check=False, stdout=output, stderr=output
        )
    if done.returncode:
        last = log.read_text(errors="replace").strip().splitlines()[-1:]
        raise debian.Unavailable(f"{' '.join(command[:2])} failed: {''.join(last)}")


def build(name: str, apt: debian.PrivateApt, root: Path, final: Path) -> dict[str, Any]:
    """Builds `name` ("3.13t") from a suite into `root`, which becomes `final`."""
    tarball = apt.fetch_upstream_source(f"python{name[:-1]}")
    print(f"{name}: building {tarball.name}, some minutes", file=sys.stderr, flush=True)
    with tarfile.open(tarball) as archive:
        archive.extractall(apt.debs / "source")
    source = next(path.parent for path in apt.debs.glob("source/*/configure"))
    log = apt.debs / "build.log"
    staged = apt.debs / "staged"
    jobs = len(os.sched_getaffinity(0))
    options = [f"--prefix={final}", *CONFIGURE, f"OPT={OPTIMIZATION}"]
    run_step(["./configure", *options], source, log)
    run_step(["make", f"-j{jobs}"], source, log)
    run_step(["make", "install", f"DESTDIR={staged}"], source, log)
    shutil.move(str(staged) + str(final), root)

    program = Path("bin", f"python{name}")
    description = interpreters.describe([str(root / program)])
    if not description:
        raise debian.Unavailable(f"the python{name} that was built does not run")
    return {
        "name": name,
        **description,
        "include": [str(final / "include" / f"python{name}")],
        "interpreter": [str(final / program)],
        "origin": f"built from the source in suite {apt.suite}",
    }
