# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The reviewed findings of expected/PROJECT.txt.

Lines that start with # say what was read and must stay unreported.
"""

from __future__ import annotations

import difflib
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
UNREVIEWED = "TODO: read the code and say why this is right"


class Expected:
    """The reviewed findings of one project, with their reasons."""

    def __init__(self, name: str) -> None:
        self.path = HERE / "expected" / f"{name}.txt"
        self.head: list[str] = []
        self.reasons: dict[str, list[str]] = {}
        for line in self.path.read_text().splitlines() if self.path.is_file() else []:
            if line.startswith("#"):
                self.head.append(line)
            elif line.startswith(" ") and self.reasons:
                list(self.reasons.values())[-1].append(line)
            elif line.strip():
                self.reasons[line] = []

    def unreviewed(self) -> list[str]:
        return [line for line, why in self.reasons.items() if not why or UNREVIEWED in "".join(why)]

    def update(self, findings: list[str]) -> None:
        """Rewrites the list; a reason stays where the line and the check are the same."""
        by_place = {self.place(line): why for line, why in self.reasons.items()}
        lines = list(self.head)
        for finding in findings:
            why = (
                self.reasons.get(finding)
                or by_place.get(self.place(finding))
                or [f"    {UNREVIEWED}"]
            )
            lines += [finding, *why]
        self.path.parent.mkdir(exist_ok=True)
        self.path.write_text("\n".join(lines) + "\n")

    @staticmethod
    def place(finding: str) -> tuple[str, str]:
        path, line, _ = finding.split(":", 2)
        return f"{path}:{line}", finding.rpartition(" on ")[0].rpartition("[")[2]


def compare(project: str, findings: list[str]) -> bool:
    """Prints what differs from expected/."""
    expected = Expected(project)
    name = f"expected/{project}.txt"
    if not expected.path.is_file():
        print(f"{name} is missing; write it with --update, then say why each finding is right")
        return False
    diff = list(
        difflib.unified_diff(list(expected.reasons), findings, name, "found", lineterm="", n=0)
    )
    for line in diff:
        print(line)
    for line in expected.unreviewed():
        print(f"{name}: no reason is given for: {line}")
    return not diff and not expected.unreviewed()
