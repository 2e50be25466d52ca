#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds the packages twice, in two folders and without a compiler cache, and compares their bytes.

    reproducible.py [--llvm 22] [--wheel] [--write]

The sources are those of the last commit, whose time is that of the packages (SOURCE_DATE_EPOCH).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TEST = Path(__file__).resolve().parents[1]
ROOT = TEST.parent
sys.path.insert(0, str(TEST))

import quality  # noqa: E402
from commands import run  # noqa: E402

#: Of different lengths, so that a path that gets into a file moves all behind it.
FOLDERS = ("one", "another-folder-with-a-longer-name")


def packages(folder: Path, options: argparse.Namespace) -> dict[str, Path]:
    """The packages of a new clone, by name."""
    time = run("git", "-C", ROOT, "log", "-1", "--format=%ct").strip()
    environment = {**os.environ, "CCACHE_DISABLE": "1", "SOURCE_DATE_EPOCH": time}
    environment.update(CC="clang-22", CXX="clang++-22")
    run("git", "clone", "--quiet", ROOT, folder)
    packed = folder / "packed"
    if options.wheel:
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps"]
        run(*pip, "--wheel-dir", packed, folder, env=environment)
        return {path.name: path for path in packed.glob("*.whl")}
    build = folder / "build" / f"llvm-{options.llvm}"
    preset = [f"--preset=llvm-{options.llvm}", "-DBUILD_TESTING=OFF"]
    run("cmake", "-S", folder, *preset, env=environment, cwd=folder)
    run("cmake", "--build", build, env=environment)
    run("cpack", "-B", packed, cwd=build, env=environment)
    return {p.name: p for pattern in ("*.deb", "*.tar.gz") for p in packed.glob(pattern)}


def members(package: Path) -> dict[str, str]:
    """What is in a package, each file with the hash of its content."""
    with tempfile.TemporaryDirectory() as name:
        unpack = {
            ".deb": ["dpkg-deb", "-x", str(package), name],
            ".gz": ["tar", "-xzf", str(package), "-C", name],
            ".whl": [sys.executable, "-m", "zipfile", "-e", str(package), name],
        }[package.suffix]
        subprocess.run(unpack, check=True)
        files = (path for path in sorted(Path(name).rglob("*")) if path.is_file())
        return {str(p.relative_to(name)): digest(p) for p in files}


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llvm", default="22")
    parser.add_argument("--wheel", action="store_true", help="the wheel, and not what cpack makes")
    parser.add_argument("--write", action="store_true", help="to docs/quality.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="immortal-tidy-") as scratch:
        first, second = (packages(Path(scratch) / folder, options) for folder in FOLDERS)
        rows = []
        for name in sorted(first):
            same = digest(first[name]) == digest(second[name])
            one, other = members(first[name]), members(second[name])
            unlike = sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))
            size = f"{first[name].stat().st_size / 2**20:.1f} MiB"
            rows.append((name, size, "same" if same else "not the same", ", ".join(unlike) or "-"))
    head = ("package", "size", "bytes", "files in it that differ")
    text = f"LLVM {options.llvm}, in two folders, without a cache.\n\n{quality.table(head, rows)}"
    print(text)
    if options.write:
        quality.write("test/packages/reproducible.py" + " wheel" * options.wheel, text)
    sys.exit(0 if rows and all(row[2] == "same" for row in rows) else 1)


if __name__ == "__main__":
    main()
