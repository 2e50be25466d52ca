#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs a command with a terminal as its standard error, and prints what stood there.

terminal.py COMMAND [ARGUMENT...]
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys


def main() -> int:
    ours, theirs = pty.openpty()
    child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux's end of a terminal
            break
        if not piece:
            break
        seen += piece
    lines = seen.decode().replace("\n", "").split("\r")
    print("\n".join(lines))
    print("last line is blank:", not lines[-1] and not lines[-2].strip())
    return child.wait()


if __name__ == "__main__":
    sys.exit(main())
