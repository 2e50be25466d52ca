# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A compile database cannot make the tools run anything: not the compiler that it names,
nor a library or program that its flags name (SECURITY.md)."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

LIBRARY = """
#include <stdio.h>
__attribute__((constructor)) static void loaded(void) {
  FILE *file = fopen("%s", "w");
  if (file)
    fclose(file);
}
"""
SOURCE = "#include <Python.h>\nvoid keep(PyObject *op) { _Py_SetImmortal(op); }\n"
FLAGS = (
    "-fplugin={library}",
    "-fpass-plugin={library}",
    "-Xclang -load -Xclang {library}",
    "-Xclang -fpass-plugin={library}",
    "-mllvm -load={library}",
    "-Xclang -mllvm -Xclang -load={library}",
    "-B{folder}",
    "-fuse-ld={program}",
    "-wrapper {program}",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tools", type=Path, nargs="+", required=True)
    parser.add_argument("--pythons", type=Path, required=True, help="pythons.json")
    arguments = parser.parse_args()
    pythons = json.loads(arguments.pythons.read_text())["pythons"]
    includes = " ".join(f"-I{i}" for p in pythons if p["name"] == "3.13" for i in p["include"])
    if not includes:
        print("skipped: the headers of CPython 3.13 are missing")
        return 1 if os.environ.get("CI") == "true" else 77
    wrong = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ran = folder / "ran"
        (folder / "library.c").write_text(LIBRARY % ran)
        library = folder / "library.so"
        compiler = [os.environ.get("CC", "cc"), "-shared", "-fPIC", "-o", library]
        subprocess.run([*compiler, folder / "library.c"], check=True)
        program = folder / "clang"
        program.write_text(f"#!/bin/sh\ntouch {ran}\n")
        program.chmod(0o755)
        (folder / "spam.c").write_text(SOURCE)
        for flags in FLAGS:
            flags = flags.format(library=library, folder=folder, program=program)
            command = f"{program} {includes} {flags} -c spam.c"
            entry = {"directory": name, "file": "spam.c", "command": command}
            (folder / "compile_commands.json").write_text(json.dumps([entry]))
            for tool in arguments.tools:
                words = ["--checks=-*,cpython-*"] if tool.name == "immortal-tidy" else []
                done = subprocess.run(
                    [tool, *words, "-p", folder, folder / "spam.c"], text=True, capture_output=True
                )
                if "_Py_SetImmortal" not in done.stdout:
                    sys.exit(f"{tool.name} {flags}: found nothing\n{done.stdout}{done.stderr}")
                if ran.exists():
                    print(f"{tool.name}: {flags} ran a program or loaded a library")
                    ran.unlink()
                    wrong = 1
    print(f"{len(FLAGS)} flags, {len(arguments.tools)} tools")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
