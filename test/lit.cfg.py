# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How lit runs the cases below test/; settings come from lit.site.cfg.py."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, config.test_source_root)
from tidy_case import knows_standard
from tidy_format import CaseFormat
from tidy_pythons import Pythons

SUPPORTED_LLVM = ("22", "19")

config.name = f"immortal-tidy on LLVM {config.llvm_version}"
config.test_format = CaseFormat(execute_external=False)
config.suffixes = [".c", ".cpp", ".test"]
config.excludes = ["Inputs", "unit", "python", "corpora", "shim"]

python_list = os.environ.get("IMMORTAL_PYTHONS", config.pythons)
pythons = Pythons(Path(python_list))
bindir = Path(config.llvm_bindir)

config.environment["PATH"] = os.pathsep.join(
    [str(bindir), os.environ.get("PATH", "")])
for variable in ("CI", "HOME"):
    if variable in os.environ:
        config.environment[variable] = os.environ[variable]
# What immortal-migrate keeps between runs must not come from other runs.
config.environment["IMMORTAL_TIDY_CACHE"] = ""

tidy_case = [
    sys.executable, f"{config.test_source_root}/tidy_case.py",
    f"--llvm-bindir={bindir}", f"--plugin={config.plugin}",
    f"--stand-alone={config.stand_alone}", f"--include={config.include}",
    f"--pythons={python_list}",
]
# All Pythons are tried with the newest LLVM, and the fixed files are the same.
if config.llvm_version != SUPPORTED_LLVM[0]:
    tidy_case.append("--brief")
pair = [
    "env", f"IMMORTAL_TIDY={config.stand_alone}", sys.executable,
    f"{config.test_source_root}/shim/run.py", "pairs",
    f"--pythons={python_list}", "--pair",
]
config.substitutions += [
    ("%pair", shlex.join(pair)),
    ("%tidy_case", f"{shlex.join(tidy_case)} --work=%t.case --run-lines=%s"),
    ("%clang_tidy", f"{bindir}/clang-tidy"),
    ("%immortal_tidy", config.stand_alone),
    ("%immortal_migrate", config.migrate),
    ("%python_tool", sys.executable),
    ("%plugin", config.plugin),
    ("%llvm_version", config.llvm_version),
    ("%include", config.include),
    ("%exec_root", config.test_exec_root),
    ("%clang_apply_replacements", f"{bindir}/clang-apply-replacements"),
    ("%lit", f"{sys.executable} {config.lit}"),
]

# %python_flags(3.15) is how to compile with the headers of 3.15.
for python in pythons.available.values():
    config.available_features.add(f"python-{python.name}")
    config.substitutions.append(
        (rf"%python_flags\({re.escape(python.name)}\)",
         shlex.join(python.flags("-I"))))
    # %python(3.15) is its interpreter.
    if len(python.interpreter) == 1:
        config.available_features.add(f"interpreter-{python.name}")
        config.substitutions.append(
            (rf"%python\({re.escape(python.name)}\)",
             shlex.join(python.interpreter)))

# Whoever has all privileges can read a file that nobody may.
drop = [] if os.geteuid() else ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
try:
    subprocess.run([*drop, "true"], check=True, capture_output=True)
    config.available_features.add("permissions")
    config.substitutions.append(("%without_privileges", shlex.join(drop) or "env"))
except (OSError, subprocess.CalledProcessError) as reason:
    lit_config.note(f"privileges cannot be given up ({reason}): tests of "
                    "unreadable files are skipped")

for version in SUPPORTED_LLVM:
    other = shutil.which(f"clang-tidy-{version}")
    if other and version != config.llvm_version:
        config.available_features.add("other-clang-tidy")
        config.substitutions += [("%other_clang_tidy", other),
                                 ("%other_llvm_version", version)]
        break
else:
    lit_config.note("no other supported clang-tidy is installed: the tests "
                    "that load the module into one are skipped")

for compiler, std in (("gcc", "c23"), ("g++", "c++23")):
    path = shutil.which(compiler)
    if not path:
        lit_config.note(f"{compiler} is not on PATH: fixes are compiled with "
                        "clang only")
    elif not knows_standard(path, std):
        lit_config.note(f"{path} does not know {std}: fixes are compiled with "
                        "clang only for it")

for name, reason in pythons.missing.items():
    lit_config.note(f"Python {name} is missing, its runs are skipped: {reason}")
if "3.15" not in pythons.available:
    report = (lit_config.fatal if os.environ.get("CI") == "true"
              else lit_config.warning)
    report(f"Python 3.15 is missing: {pythons.reason('3.15')}")
