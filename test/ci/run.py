# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What other people's CI systems read: the GitHub action and its script, the examples
in docs/examples, and the hooks of pre-commit, which are run."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import venv
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from commands import expect, run, skip

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("check-jsonschema==0.39.0", "pre-commit==4.7.0", "starlark-pyo3==2026.1.3")
VALIDATED = {
    "vendor.github-actions": "action.yml",
    "vendor.github-workflows": "docs/examples/github-workflow.yml",
    "vendor.gitlab-ci": "docs/examples/gitlab-ci.yml",
}

# Bazel is in no package registry: another Starlark reads the aspect. It must find all
# names, those that Bazel predeclares standing in for themselves.
EVALUATE = """
import sys, starlark as s
dialect = s.Dialect.extended()
dialect.enable_load = True
globals = s.Globals.extended_by([s.LibraryExtension.StructType])
tree = s.parse("immortal.bzl", open(sys.argv[1]).read(), dialect)
names = [name for load in tree.loads() for name in load.symbols.values()]
stub = "def {}(*values, **named): return sorted(named)\\n"
def load(path):
    module = s.Module()
    s.eval(module, s.parse(path, "".join(map(stub.format, names)), dialect), globals)
    return module.freeze()
bazel = "".join(map(stub.format, ("aspect", "depset", "OutputGroupInfo")))
module = s.Module()
s.eval(module, s.parse("bazel", bazel + "attr = struct(label = depset)", dialect), globals)
s.eval(module, tree, globals, s.FileLoader(load))
print([str(found) for found in tree.lint()], module["immortal_tidy"])
"""


def repository(folder: Path, files: dict[str, str], environment: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.invalid"]
    run("git", "init", "--quiet", cwd=folder, env=environment)
    run("git", "add", ".", cwd=folder, env=environment)
    run(*git, "commit", "--quiet", "-m", "All", cwd=folder, env=environment)
    return folder


def hooks(bin_folder: Path, folder: Path, environment: dict[str, str]) -> None:
    """pre-commit finds the bad file, and passes the good one."""
    hooks_file = ".pre-commit-hooks.yaml"
    ours = repository(folder / "hooks", {hooks_file: (ROOT / hooks_file).read_text()}, environment)
    user = repository(
        folder / "user",
        {
            "bad.c": "#include <Python.h>\nvoid keep(PyObject *op) { _Py_SetImmortal(op); }\n",
            "good.c": "#include <Python.h>\nint one(void) { return 1; }\n",
        },
        environment,
    )
    command = [bin_folder / "pre-commit", "try-repo", ours, "immortal-migrate", "--files"]
    said = run(*command, "bad.c", codes=(1,), cwd=user, env=environment)
    expect("pre-commit, a finding", said, "bad.c:2", "[cpython-internal-immortalization]")
    said = run(*command, "good.c", cwd=user, env=environment)
    expect("pre-commit, nothing left", said, "Passed")


def action(folder: Path, environment: dict[str, str]) -> None:
    """The action's script, with the inputs of a user."""
    sarif, output = folder / "result.sarif", folder / "output"
    inputs = {
        "PATHS": str(ROOT / "demo"),
        "PYTHONS": "python3\n",
        "SARIF": str(sarif),
        "GITHUB_OUTPUT": str(output),
    }
    run(ROOT / "tools" / "action.sh", env={**environment, **inputs})
    expect("action, exit code", output.read_text(), "exit-code=1")
    results = json.loads(sarif.read_text())["runs"][0]["results"]
    expect("action, SARIF", str(results), "cpython-internal-immortalization")
    wrong = {**environment, **inputs, "PATHS": "missing-folder"}
    expect(
        "action, wrong input", run(ROOT / "tools" / "action.sh", codes=(2,), env=wrong), "missing"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True, help="the build folder")
    parser.add_argument("--pythons", type=Path, required=True, help="pythons.json")
    arguments = parser.parse_args()
    pythons = {p["name"]: p for p in json.loads(arguments.pythons.read_text())["pythons"]}
    python = pythons.get("3.13", {}).get("interpreter")
    if not python or len(python) != 1:
        skip("there is no interpreter of CPython 3.13")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        venv.create(folder / "tools", with_pip=True)
        tools = folder / "tools" / "bin"
        run(tools / "pip", "--quiet", "install", *PACKAGES)
        for schema, file in VALIDATED.items():
            run(tools / "check-jsonschema", "--builtin-schema", schema, ROOT / file)
            print(f"{file}: valid")
        run(tools / "pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")
        run(tools / "pre-commit", "validate-config", ROOT / "docs/examples/pre-commit-config.yaml")
        said = run(tools / "python", "-c", EVALUATE, ROOT / "docs/examples/immortal.bzl")
        expect("Bazel's aspect", said, "[] ['attrs', 'fragments', 'implementation', 'toolchains']")
        # What users have on PATH: our tools, and a python3 with headers.
        programs = folder / "programs"
        programs.mkdir()
        (programs / "python3").symlink_to(python[0])
        for program in ("immortal-migrate", "immortal-tidy"):
            (programs / program).symlink_to(arguments.build / "bin" / program)
        environment = {
            **os.environ,
            "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
            "PRE_COMMIT_HOME": str(folder / "cache"),
        }
        hooks(tools, folder, environment)
        action(folder, environment)


if __name__ == "__main__":
    main()
