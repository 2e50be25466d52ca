# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Installs the build into an empty folder and uses it from another project."""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

INSTALLED = [
    "bin/immortal-tidy",
    "include/py_immortal.h",
    "lib/immortal-tidy/ImmortalTidy.so",
    "lib/cmake/ImmortalTidy/ImmortalTidyConfig.cmake",
]


def run(*command: str) -> str:
    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}exit code {done.returncode}")
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--llvm", required=True, help="the LLVM version of the build")
    parser.add_argument("--pythons", required=True, help="pythons.json")
    arguments = parser.parse_args()

    pythons = json.loads(pathlib.Path(arguments.pythons).read_text())["pythons"]
    includes = next((p["include"] for p in pythons if p["name"] == "3.15"), None)
    if includes is None:
        print("skipped: the headers of CPython 3.15 are missing")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)

    with tempfile.TemporaryDirectory() as folder:
        # Away from here, where our own .clang-tidy would be found.
        project = shutil.copytree(pathlib.Path(__file__).parent / "project", f"{folder}/project")
        prefix = pathlib.Path(folder, "prefix")
        run("cmake", "--install", arguments.build, "--prefix", str(prefix))
        missing = [name for name in INSTALLED if not (prefix / name).is_file()]
        if missing:
            sys.exit(f"not installed: {', '.join(missing)}")
        run("cmake", "-G", "Ninja", "-S", str(project), "-B", f"{folder}/build",
            f"-DCMAKE_PREFIX_PATH={prefix}", f"-DLLVM={arguments.llvm}",
            f"-DPYTHON_INCLUDES={';'.join(includes)}")
        output = run("cmake", "--build", f"{folder}/build")
        if "[cpython-internal-immortalization]" not in output:
            sys.exit(f"the plugin found nothing:\n{output}")
        version = run(str(prefix / "bin/immortal-tidy"), "--checks=-*,cpython-*", "--list-checks")
        if "cpython-internal-immortalization" not in version:
            sys.exit(f"the installed executable has no checks:\n{version}")


if __name__ == "__main__":
    main()
