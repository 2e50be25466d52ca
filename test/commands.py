# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Commands that tests of packages and of other tools run, and what they expect of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(*command: str | Path, codes: tuple[int, ...] = (0,), **options: object) -> str:
    """What the command prints; ends the test if it ends with another code."""
    done = subprocess.run(
        list(map(str, command)),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **options,
    )
    if done.returncode not in codes:
        line = " ".join(map(str, command))
        sys.exit(f"$ {line}\n{done.stdout[-8000:]}exit code {done.returncode}")
    return done.stdout


def expect(what: str, text: str, *wanted: str) -> None:
    """Ends the test if the text lacks one of the words."""
    for word in wanted:
        if word not in text:
            sys.exit(f"{what}: expected '{word}' in\n{text}")
    print(f"{what}: as expected")


def skip(why: str) -> None:
    """Ends the test; as a failure where everything has to be there."""
    print(f"skipped: {why}")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)
