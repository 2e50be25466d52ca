# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Interpreters unpacked from Debian packages, run with the C library they need."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import debian
import interpreters

# {v} is the version. The first list brings its dependencies (the C library
# among them), the second does not: the compilers and C headers behind it are
# the machine's.
REGULAR = (
    ("python{v}-minimal", "libpython{v}-stdlib"),
    ("libpython{v}-dev",),
)
DEBUG = (
    ("python{v}-minimal", "libpython{v}-stdlib"),
    ("libpython{v}-dev", "python{v}-dbg", "libpython{v}-dbg"),
)

# What no test needs, most of the size.
UNUSED = ("usr/share", "usr/lib/debug", "usr/lib/python*/config-*/libpython*.a")

# Children that are started through sys.executable run this again, not a
# program that the machine's older loader refuses.
WRAPPER = """#!/bin/sh
exec '{loader}' --inhibit-cache --library-path '{libraries}' --argv0 "$0" '{program}' "$@"
"""


def provide(name: str, apt: debian.PrivateApt, root: Path, final: Path) -> dict[str, Any]:
    """Unpacks version `name` from a suite into `root`, which becomes `final`."""
    debug = name.endswith("d")
    closure, alone = DEBUG if debug else REGULAR
    version = name.rstrip("d")
    debs = apt.fetch(
        [package.format(v=version) for package in closure],
        [package.format(v=version) for package in alone],
    )
    debian.unpack(debs, root)
    for pattern in UNUSED:
        for path in root.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return wrap_and_describe(name, root, final, f"suite {apt.suite}")


def wrap_and_describe(name: str, root: Path, final: Path, origin: str) -> dict[str, Any]:
    """Puts a script that brings the loader in the place of the interpreter."""
    program = root / "usr" / "bin" / f"python{name}"
    real = program.with_name(f"{program.name}.real")
    program.rename(real)
    loaders = sorted(root.glob("usr/lib/*/ld-linux*.so.*"))
    loaders += sorted(root.glob("lib/*/ld-linux*.so.*"))
    if not loaders:
        raise debian.Unavailable("the unpacked C library has no loader")
    triplet = loaders[0].parent.name
    libraries = [root / "usr" / "lib" / triplet, root / "lib" / triplet]
    command = {
        "loader": str(loaders[0]),
        "libraries": ":".join(map(str, libraries)),
        "program": str(real),
    }

    def write_wrapper(at: Path) -> None:
        moved = {k: v.replace(str(root), str(at)) for k, v in command.items()}
        program.write_text(WRAPPER.format(**moved))
        program.chmod(0o755)

    write_wrapper(root)
    description = interpreters.describe([str(program)])
    if not description:
        raise debian.Unavailable(f"the unpacked python{name} does not run here")
    write_wrapper(final)
    headers = final / "usr" / "include"
    # pyconfig.h includes the multiarch one by its path below usr/include.
    include = [headers / f"python{name}", headers / triplet / f"python{name}", headers]
    return {
        "name": name,
        **description,
        "include": list(map(str, include)),
        "interpreter": [str(final / "usr" / "bin" / f"python{name}")],
        "origin": origin,
    }
