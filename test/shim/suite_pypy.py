# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""PyPy, from the distribution's packages: all compiles, and nothing is made immortal."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

from toolchain import C99, CXX11, HERE, SOURCE_TREE, Cases, Extension, Failed
from toolchain import Language, Python, Skipped, check_syntax

sys.path.append(str(SOURCE_TREE / "test" / "python"))
import debian

PACKAGES = ("pypy3", "pypy3-lib", "pypy3-dev")

ASK = """
import unsupported
for thing in (object(), [1], ("a",), "text", b"bytes", None, 7, 10 ** 30, type("T", (), {})):
    answer = unsupported.ask(thing)
    assert answer[:2] == (0, 0) and answer[2] == "not supported by this Python", answer
    assert answer[3:] == (0, 0), answer
    assert isinstance(thing, object)
"""


@functools.lru_cache(maxsize=None)
def pypy(folder: Path) -> Python:
    """PyPy, unpacked into a folder; Skipped if there is none to be had."""
    folder.mkdir(exist_ok=True)
    # The unprivileged user of apt cannot enter a private folder.
    options = ["-o", "APT::Sandbox::User=root"]
    try:
        debian.run_apt("apt-get", [*options, "download", *PACKAGES], cwd=folder)
    except debian.Unavailable as reason:
        raise Skipped(f"no PyPy: {reason}") from None
    root = folder / "root"
    debian.unpack(folder.glob("*.deb"), root)
    headers = sorted(root.glob("usr/include/pypy3*"))
    programs = sorted(root.glob("usr/bin/pypy3.[0-9]*"))
    libraries = sorted(root.glob("usr/lib/*/libpypy3*.so"))
    if not headers or not programs or not libraries:
        raise Failed(f"the packages {', '.join(PACKAGES)} have changed")
    command = ["env", f"LD_LIBRARY_PATH={libraries[0].parent}", str(programs[0])]
    found = Python("pypy3", 0, [str(headers[0])], [], command, None, False, False)
    said = found.run(
        "-c", "import sys, sysconfig; print(sys.hexversion, sysconfig.get_config_var('EXT_SUFFIX'))"
    ).stdout.split()
    return Python("pypy3", int(said[0]), found.include, [], command, said[1], False, False)


def ask(folder: Path, language: Language, flags: list[str]) -> None:
    python = pypy(folder)
    built = Extension(python, language, HERE / "unsupported.c", folder, flags).build("".join(flags))
    python.run("-c", ASK, env={"PYTHONPATH": str(built)})


def compile_everything(folder: Path, language: Language, source: Path) -> None:
    check_syntax(pypy(folder), language, source, "-DPY_IMMORTAL_VERIFY=full")


def cases(pythons: list[Python], work: Path) -> Cases:
    folder = work / "pypy"
    for language in (C99, CXX11):
        for flags in ([], ["-DPY_IMMORTAL_VERIFY=full"]):
            name = f"{language.name} {' '.join(flags)}".strip()
            yield f"{name} on PyPy", functools.partial(ask, folder, language, flags)
        source = HERE / "includes.c"
        yield f"{language.name} {source.name}", functools.partial(
            compile_everything, folder, language, source
        )
