# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs in each Python: compares what values.c finds there, row by row."""

import sys

import values

SUPPORTED = sys.version_info >= (3, 12)
failures = []


def expect(subject, expected, found):
    if expected != found:
        failures.append(f"{subject}: expected {expected!r}, found {found!r}")


facts, rows = values.ask_all()
failures += rows
expect("more than a handful of facts were asked", True, facts > 900)

try:
    values.ask_with_exception()
except LookupError as error:
    expect("the exception", "set before the call", str(error))

# What the evaluation stack holds: a count of 1 says nothing about a C method's
# argument. From 3.14 on the stack borrows what a local variable holds.
GLOBAL = [1, 2]


def argument_held_by_local():
    local = [1, 2]
    return values.set_argument(local)


expect("literal argument", int(SUPPORTED), values.set_argument([1, 2]))
expect("local argument", int(sys.version_info >= (3, 14)), argument_held_by_local())
expect("global argument", 0, values.set_argument(GLOBAL))

results = range(-5, 2)
texts = [values.describe(number) for number in results]
expect("every answer has words of its own", len(texts), len(set(texts)))
for text in texts:
    expect("form of a text", True, text[0].islower() and not text.endswith("."))

print(f"{facts} facts, {len(failures)} wrong")
print("\n".join(failures))
sys.exit(bool(failures))
