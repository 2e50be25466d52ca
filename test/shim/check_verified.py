# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs in each Python: what full verification says besides an object's kind.

The first argument is the table of kinds that the checks use.
"""

import re
import sys
import sysconfig

import verified

SUPPORTED = sys.version_info >= (3, 12)
BORROWING_STACK = sys.version_info >= (3, 14)
FREE_THREADED = bool(sysconfig.get_config_var("Py_GIL_DISABLED"))
failures = []


def expect(subject, expected, found):
    if expected != found:
        failures.append(f"{subject}: expected {expected!r}, found {found!r}")


def expect_kinds(subject, kinds, found):
    """Older Pythons cannot make anything immortal, and so refuse nothing."""
    expect(subject, kinds if SUPPORTED else [], found[0])


# The kinds are those of the table, word for word.
with open(sys.argv[1], encoding="utf-8") as table:
    rows = re.findall(r'REASON\(\s*\w+,\s*"([\w-]+)",((?:\s*"[^"]*")+)\)', table.read())
texts = {word: "".join(re.findall('"([^"]*)"', text)) for word, text in rows}
expect("the table was read", True, len(texts) > 20)
for word, text, _ in verified.kinds():
    expect(f"text of [{word}]", texts.get(word), text)
ADVICE = {word for word, _, advice in verified.kinds() if advice}
expect("advice", {"already-immortal", "container", "unbounded"}, ADVICE)

# From 3.14 on a local variable may be all that owns an argument.
SHARED = [b"a global"]


def local_argument():
    local = [1, 2]
    return verified.ask_argument(local)


def constant_argument():
    return verified.ask_argument(1.25)


def callers_argument():
    def inner(passed):
        return verified.ask_argument(passed)

    local = [1, 2]
    return inner(local)


literal = verified.ask_argument([1, 2])
expect_kinds("literal", ["argument"] if BORROWING_STACK else ["container"], literal)
owned = ["argument"] if BORROWING_STACK else ["not-unique"]
expect_kinds("local", owned, local_argument())
constants = ["already-immortal"] if FREE_THREADED else ["not-unique"]
expect_kinds("constant", constants, constant_argument())
expect_kinds("caller's local", owned, callers_argument())
expect_kinds("global", ["not-unique"], verified.ask_argument(SHARED))

expect("handlers", True, verified.handlers_are_returned())
try:
    verified.with_exception()
except LookupError as error:
    expect("the exception", "set before the call", str(error))

# The counters of the module, and of its second file.
(counters,) = sys._py_immortal
before = counters()
verified.second_unit()
after = counters()
changed = {key for key in after if after[key] != before[key]}
refused = {"calls", "refused", "violations"}
expect("second unit", refused if SUPPORTED else {"calls", "unsupported"}, changed)

print(f"{len(failures)} wrong")
print("\n".join(failures))
sys.exit(bool(failures))
