# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Describes Python interpreters by running them, and finds the machine's own."""

from __future__ import annotations

import glob
import json
import os
import subprocess
from pathlib import Path
from typing import Any, Sequence

# Runs on every supported Python, hence without newer syntax.
PROBE = """
import json, platform, sys, sysconfig
paths = sysconfig.get_paths()
print(json.dumps({
    "version": platform.python_version(),
    "hexversion": sys.hexversion,
    "include": sorted({paths["include"], paths["platinclude"]}),
    "defines": [],
    "ext_suffix": sysconfig.get_config_var("EXT_SUFFIX"),
    "free_threaded": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "debug": bool(sysconfig.get_config_var("Py_DEBUG")),
}))
"""

# Where interpreters are kept besides PATH. The version managers come before
# PATH, whose entry may be a shim that runs whatever version is selected.
FOLDERS = (
    "{pyenv}/versions/*/bin",
    "{home}/.local/share/uv/python/*/bin",
    "/opt/python/*/bin",
)


def describe(command: Sequence[str]) -> dict[str, Any] | None:
    """What a Python says about itself; None if it does not run."""
    try:
        done = subprocess.run(
            [*command, "-I", "-c", PROBE],
            check=True,
            capture_output=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            timeout=60,
        )
        said: dict[str, Any] = json.loads(done.stdout)
        return said
    except (OSError, subprocess.SubprocessError, ValueError):
        return None


def search_folders() -> list[str]:
    """Folders that may hold interpreters, in the order of preference."""
    home = os.path.expanduser("~")
    pyenv = os.environ.get("PYENV_ROOT") or os.path.join(home, ".pyenv")
    patterns = [f.format(home=home, pyenv=pyenv) for f in FOLDERS]
    kept = [d for p in patterns for d in sorted(glob.glob(p), reverse=True)]
    path = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return list(dict.fromkeys([*kept, *filter(None, path), "/usr/local/bin", "/usr/bin"]))


def find_on_machine(name: str) -> dict[str, Any] | None:
    """The machine's own regular build of version `name` with its headers."""
    for folder in search_folders():
        program = os.path.join(folder, f"python{name}")
        if not os.access(program, os.X_OK):
            continue
        found = describe([program])
        if not found or found["free_threaded"] or found["debug"]:
            continue
        if not found["version"].startswith(f"{name}."):
            continue
        if any(Path(folder, "Python.h").exists() for folder in found["include"]):
            return {
                "name": name,
                **found,
                "interpreter": [program],
                "origin": "this machine",
            }
    return None
