# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The completions of each program offer every option that its --help names, and each
shell that is installed accepts its file."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path


def run(*command: str) -> str:
    done = subprocess.run(command, text=True, capture_output=True)
    if done.returncode or done.stderr:
        sys.exit(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}exit code {done.returncode}")
    return done.stdout


def offered_by_bash(file: Path, name: str, word: str) -> set[str]:
    function = "_" + name.replace("-", "_")
    script = (
        f". {file}; compopt() {{ :; }}; COMP_WORDS=({name} {word}); COMP_CWORD=1; {function}; "
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    return {line.rstrip("=") for line in run("bash", "-c", script).split()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="the build folder")
    build = parser.parse_args().build
    files = sorted((build / "completions" / "bash").iterdir())
    if not files:
        sys.exit("no completions were written")
    for file in files:
        name = file.name
        text = run(str(build / "bin" / name), "--help")
        options = set(re.findall(r"^  (--?[\w-]+)", text, re.M))
        missing = options - offered_by_bash(file, name, "-")
        if not options or missing:
            sys.exit(f"{name}: bash does not offer {', '.join(sorted(missing)) or 'anything'}")
        zsh = build / "completions" / "zsh" / f"_{name}"
        fish = build / "completions" / "fish" / f"{name}.fish"
        for shell, command in (
            ("zsh", ["zsh", "-n", str(zsh)]),
            ("fish", ["fish", "--no-config", "-c", f"source {fish}; complete -C '{name} --'"]),
        ):
            if not shutil.which(shell):
                print(f"skipped: {name}: {shell} is not installed")
                continue
            said = run(*command)
            if shell == "fish" and not all(o in said for o in options if o.startswith("--")):
                sys.exit(f"{name}: fish does not offer every option:\n{said}")
        print(f"{name}: {len(options)} options")


if __name__ == "__main__":
    main()
