# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Installs the Debian package with apt on a Debian 12 that has nothing else, and uses
what is then there: the plugin, the executables, the manual and the completions."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from commands import expect, run, skip

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
APT = Path("/etc/apt")
FINDING = "[cpython-internal-immortalization]"


class Debian:
    """A Debian 12 in a folder, with the package sources of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        sources = sorted(APT.glob("sources.list.d/debian*.sources")) or [APT / "sources.list"]
        settings = [f"--aptopt={p}" for p in sorted(APT.glob("apt.conf.d/99*"))]
        run("mmdebstrap", "--quiet", "--mode=root", "--variant=minbase", *settings, "bookworm",
            str(folder), *map(str, sources))  # fmt: skip

    def __call__(self, *command: str) -> str:
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"}
        return run("chroot", str(self.folder), *command, env=environment)

    def install(self, package: Path) -> None:
        shutil.copy(package, self.folder / "tmp")
        self("apt-get", "update")
        self("apt-get", "install", "-y", "--no-install-recommends", f"/tmp/{package.name}")


def use(debian: Debian, llvm: str, includes: list[str]) -> None:
    project = debian.folder / "tmp" / "project"
    shutil.copytree(ROOT / "demo", project)
    flags = []
    for number, include in enumerate(includes):
        shutil.copytree(include, project / f"python{number}")
        flags.append(f"-I/tmp/project/python{number}")
    source = "/tmp/project/spam_api.c"
    checks = "--checks=-*,cpython-*"
    plugin = "/usr/lib/immortal-tidy/ImmortalTidy.so"
    expect("plugin", debian(f"clang-tidy-{llvm}", f"--load={plugin}", checks, source, "--", *flags),
           FINDING)  # fmt: skip
    expect("immortal-tidy", debian("immortal-tidy", checks, source, "--", *flags), FINDING)
    for tool in ("immortal-tidy", "immortal-migrate", "immortal-clangd"):
        expect(f"{tool} --version", debian(tool, "--version"), tool, f"LLVM {llvm}.")
        manual = debian.folder / f"usr/share/man/man1/{tool}.1"
        expect(f"{tool}.1", run("man", "-l", str(manual)), tool, "SYNOPSIS", "--version")
    completion = ". /usr/share/bash-completion/completions/immortal-tidy; compopt() { :; }; "
    completion += "COMP_WORDS=(immortal-tidy --checks = cpython-py); COMP_CWORD=3; "
    completion += '_immortal_tidy; echo "${COMPREPLY[@]}"'
    expect("completion", debian("bash", "-c", completion), "cpython-py-build-core")
    debian("apt-get", "purge", "-y", f"immortal-tidy-{llvm}")
    left = [str(p) for p in debian.folder.glob("usr/**/*mmortal*")]
    if left:
        sys.exit(f"left behind after removal: {', '.join(left)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="the build folder")
    parser.add_argument("--llvm", required=True, help="the LLVM version of the build")
    parser.add_argument("--pythons", type=Path, required=True, help="pythons.json")
    arguments = parser.parse_args()
    if os.geteuid():
        skip("only root can set up a Debian in a folder")
    for program in ("mmdebstrap", "man", "cpack"):
        if not shutil.which(program):
            skip(f"{program} is not installed")
    pythons = json.loads(arguments.pythons.read_text())["pythons"]
    includes = next((p["include"] for p in pythons if p["name"] == "3.15"), None)
    if includes is None:
        skip("the headers of CPython 3.15 are missing")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run("cpack", "-G", "DEB", "-B", str(folder / "packages"), cwd=arguments.build)
        (package,) = (folder / "packages").glob("*.deb")
        debian = Debian(folder / "debian")
        debian.install(package)
        use(debian, arguments.llvm, includes)


if __name__ == "__main__":
    main()
