#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes shell completions for a program from what its --help says.

    generate_completions.py PROGRAM FOLDER

makes FOLDER/bash/NAME, FOLDER/zsh/_NAME and FOLDER/fish/NAME.fish. What an option's
value is goes by the word that --help prints for it: files and folders are completed as
such, and the names of checks where the program can list them.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

OPTION = re.compile(
    r"^  (?P<name>--?[\w-]+)(?:\[?[= ]<(?P<value>[^>]*)>\]?)? +- (?P<what>.*)$"
)
CHOICE = re.compile(r"^    =(?P<name>[\w.-]+) +-")


class Option(NamedTuple):
    name: str
    value: str  # The word for its value; "" if it takes none.
    what: str  # The first sentence of its description.
    choices: tuple[str, ...]

    @property
    def is_path(self) -> bool:
        words = f"{self.value} {self.what}".lower()
        return any(w in words for w in ("file", "path", "folder", "directory", "interpreter"))


def options_of(text: str) -> list[Option]:
    found: list[Option] = []
    for line in text.splitlines():
        option = OPTION.match(line)
        choice = CHOICE.match(line)
        if option:
            what = re.split(r"(?<=\w)[.:;](?:\s|$)", option["what"])[0].strip()
            found.append(Option(option["name"], option["value"] or "", what, ()))
        elif choice and found:
            found[-1] = found[-1]._replace(choices=(*found[-1].choices, choice["name"]))
    return found


def bash(name: str, options: list[Option]) -> str:
    function = "_" + name.replace("-", "_")
    words = " ".join(o.name + ("=" if o.value and o.name.startswith("--") else "") for o in options)
    cases = "".join(
        f"    {o.name}) COMPREPLY=($(compgen -W '{' '.join(o.choices)}' -- \"$current\")); return ;;\n"
        for o in options
        if o.choices
    )
    return f"""# bash completion for {name}
{function}() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} option=${{COMP_WORDS[COMP_CWORD-1]}}
  # "=" is a word of its own.
  if [[ $current == "=" ]]; then
    current=
  elif [[ $option == "=" ]]; then
    option=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  case $option in
    --checks)
      local prefix=${{current%"${{current##*,}}"}}
      COMPREPLY=($(compgen -P "$prefix" -W "$({name} --checks='*' --list-checks 2>/dev/null |
        sed -n 's/^    //p')" -- "${{current##*,}}"))
      return ;;
{cases}  esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W '{words}' -- "$current"))
    [[ ${{COMPREPLY[0]-}} == *= ]] && compopt -o nospace
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -F {function} {name}
"""


def quoted(text: str) -> str:
    return text.replace("'", "'\\''")


def zsh(name: str, options: list[Option]) -> str:
    def spec(option: Option) -> str:
        what = re.sub(r"([\[\]:\\])", r"\\\1", option.what)
        # A value follows "--name=", or is the next word after "-name".
        equals = "=" if option.name.startswith("--") else ""
        text = f"*{option.name}{equals if option.value else ''}[{what}]"
        if option.value:
            kind = f"({' '.join(option.choices)})" if option.choices else ""
            kind = kind or ("_files" if option.is_path else "")
            word = re.sub(r"[^\w ]", " ", option.value)
            text += f":{word}:{kind}"
        return f"  '{quoted(text)}' \\\n"

    return (
        f"#compdef {name}\n_arguments \\\n" + "".join(map(spec, options)) + "  '*:source:_files'\n"
    )


def fish(name: str, options: list[Option]) -> str:
    lines = [f"# fish completion for {name}"]
    for option in options:
        bare = option.name.lstrip("-")
        kind = "l" if option.name.startswith("--") else ("s" if len(bare) == 1 else "o")
        line = f"complete -c {name} -{kind} {bare} -d '{quoted(option.what)}'"
        if option.choices:
            line += f" -x -a '{' '.join(option.choices)}'"
        elif option.value:
            line += " -r" if option.is_path else " -x"
        lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> int:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, folder = Path(sys.argv[1]), Path(sys.argv[2])
    text = subprocess.run([program, "--help"], check=True, capture_output=True, text=True).stdout
    options = options_of(text)
    if not options:
        sys.exit(f"error: {program} --help names no option")
    name = program.name
    for shell, file, write in (
        ("bash", name, bash),
        ("zsh", f"_{name}", zsh),
        ("fish", f"{name}.fish", fish),
    ):
        path = folder / shell / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write(name, options), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
