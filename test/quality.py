# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Figures of docs/quality.md: each part of it is written by the script that measures it."""

from __future__ import annotations

import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "quality.md"


def write(script: str, text: str, page: Path = PAGE) -> None:
    """Puts the text between the marks of the script, which is named from the source tree's root."""
    begins, ends = f"<!-- {script} begins -->\n", f"<!-- {script} ends -->\n"
    content = page.read_text(encoding="utf-8")
    if content.count(begins) != 1 or content.count(ends) != 1:
        sys.exit(f"{page}: expected one pair of marks '{begins.strip()}' and '{ends.strip()}'")
    before, rest = content.split(begins)
    after = rest.split(ends)[1]
    page.write_text(f"{before}{begins}{text.strip()}\n{ends}{after}", encoding="utf-8")
    print(f"{page.name}: wrote the figures of {script}")


def table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    """A table in Markdown; the first column is text, the others stand at the right."""
    lines = [head, ("---", *("---:" for _ in head[1:])), *rows]
    return "".join("| " + " | ".join(map(str, line)) + " |\n" for line in lines)
