# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fetches pythoncapi_compat.h, as released inside mypy's wheels."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

from toolchain import Skipped

# Before and after it got a PyUnstable_SetImmortal of its own, in 2026-02.
BEFORE = (
    "mypy==1.13.0",
    "9c250883f9fd81d212e0952c92dbfcc96fc237f4b7c92f56ac81fd48460b3e5a",
)
AFTER = (
    "mypy==2.4.1",
    "1784648d6ec8c2b5465e3f26241b845a0b3cb4e56c993c64abe16989e7698999",
)

# The wheel without compiled parts, whatever machine this is.
PLATFORM = "--platform any --implementation py --abi none --python-version 3.12".split()


def fetch(release: tuple[str, str], work: Path) -> Path:
    """The folder that holds the header of `release`; pip checks the hash."""
    requirement, sha256 = release
    folder = work / requirement
    header = folder / "pythoncapi_compat.h"
    if header.exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    pinned = folder / "requirements.txt"
    pinned.write_text(f"{requirement} --hash=sha256:{sha256}\n")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    wanted: list[str | Path] = ["--only-binary=:all:", *PLATFORM, "--require-hashes", "-r", pinned]
    done = subprocess.run(
        [*pip, *wanted, "--dest", folder], check=False, capture_output=True, encoding="utf-8"
    )
    if done.returncode:
        raise Skipped(f"pip has no {requirement}: {done.stderr.strip().splitlines()[-1:]}")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        header.write_bytes(wheel.read("mypyc/lib-rt/pythoncapi_compat.h"))
    return folder
