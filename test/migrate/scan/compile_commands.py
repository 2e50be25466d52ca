#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes the compile_commands.json of all C and C++ sources in a folder.

compile_commands.py FOLDER [FLAG...]
"""

from __future__ import annotations

import json
import pathlib
import sys


def main() -> None:
    folder = pathlib.Path(sys.argv[1]).resolve()
    commands = [
        {
            "directory": str(folder),
            "file": str(source),
            "arguments": ["clang", *sys.argv[2:], "-c", str(source)],
        }
        for source in sorted(folder.rglob("*.c*"))
        if source.suffix in (".c", ".cpp")
    ]
    (folder / "compile_commands.json").write_text(json.dumps(commands, indent=1))


if __name__ == "__main__":
    main()
