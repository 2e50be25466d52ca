#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Says what a test run left out, and why: Pythons, and tests in ctest's log."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

# How the runners under ctest say it; the group is the reason, or the test.
SKIPS = re.compile(
    r"""^\s*(?:
        skipped:\s*(.+)
      | .*\.\.\.\ skipped\ ['"](.+)['"]       # unittest
      | UNSUPPORTED:\s*(.+?)\ \(\d+\ of\ \d+\)  # lit
      | \[\s+SKIPPED\ \]\ (.+?)(?:\ \(\d+\ ms\))?  # GoogleTest
    )$""",
    re.VERBOSE,
)


def skip_reasons(log: str) -> Counter[str]:
    """The reasons in a log, each with the number of tests that gave it."""
    matches = filter(None, map(SKIPS.match, log.splitlines()))
    return Counter(next(filter(None, match.groups())) for match in matches)


def main() -> int:
    pythons, log = map(Path, sys.argv[1:])
    summary = json.loads(pythons.read_text())
    names = ", ".join(f"{p['name']} ({p['version']})" for p in summary["pythons"])
    print(f"Pythons: {names}")
    for entry in summary["missing"]:
        print(f"Python {entry['name']} is missing: {entry['reason']}")
    reasons = skip_reasons(log.read_text(errors="replace") if log.exists() else "")
    print(f"{sum(reasons.values())} cases skipped")
    for reason, count in sorted(reasons.items()):
        print(f"  {count} x {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
