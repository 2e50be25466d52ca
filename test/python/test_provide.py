# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tests of provide.py; none of them needs a network."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).parent))

import debian
import interpreters
import provide
import skipped
from debian import Unavailable

BOOKWORM = {"ID": "debian", "VERSION_CODENAME": "bookworm"}


def names(debs: list[Path]) -> set[str]:
    return {deb.name.split("_")[0] for deb in debs}


class TemporaryFolder(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)


class AptConfiguration(TemporaryFolder):
    """The archive's address is read from whatever apt is configured with."""

    def uris(self, files: dict[str, str]) -> list[str]:
        parts = self.folder / "parts"
        parts.mkdir()
        for name, text in files.items():
            (parts / name).write_text(text)
        options = ["-o", "Dir::Etc::SourceList=/dev/null"]
        options += ["-o", f"Dir::Etc::SourceParts={parts}"]
        return [a.uri for a in debian.system_archives(BOOKWORM, options)]

    def test_one_line_format(self) -> None:
        source = "deb [signed-by=/usr/share/keyrings/mirror.gpg] http://mirror.test/debian bookworm main contrib\n"
        self.assertEqual(self.uris({"a.list": source}), ["http://mirror.test/debian/"])

    def test_deb822_format(self) -> None:
        source = (
            "Types: deb deb-src\nURIs: http://mirror.test/debian\n"
            "Suites: bookworm bookworm-updates\nComponents: main\n"
        )
        uris = self.uris({"a.sources": source})
        self.assertEqual(uris, ["http://mirror.test/debian/"])

    def test_disabled_source_is_ignored(self) -> None:
        source = (
            "Enabled: no\nTypes: deb\nURIs: http://mirror.test/debian\n"
            "Suites: bookworm\nComponents: main\n"
        )
        self.assertEqual(self.uris({"a.sources": source}), [])

    def test_security_archive_has_no_newer_suites(self) -> None:
        source = "deb http://mirror.test/security bookworm-security main\n"
        self.assertEqual(self.uris({"a.list": source}), [])

    def test_release_by_name_comes_before_by_role(self) -> None:
        files = {
            "a.list": "deb http://browser.test/deb stable main\n",
            "b.list": "deb http://mirror.test/debian bookworm main\n",
        }
        uris = ["http://mirror.test/debian/", "http://browser.test/deb/"]
        self.assertEqual(self.uris(files), uris)

    def test_other_distributions_have_none(self) -> None:
        self.assertEqual(debian.system_archives({"ID": "fedora"}), [])
        self.assertEqual(debian.newer_suites({"ID": "fedora"}), ())

    def test_suites_older_than_the_machine_are_left_out(self) -> None:
        suites = debian.newer_suites({"ID": "debian", "VERSION_CODENAME": "forky"})
        self.assertIn("sid", suites)
        self.assertIn("forky", suites)
        self.assertNotIn("trixie", suites)


class LocalArchive(TemporaryFolder):
    """Packages come from apt, so what apt refuses is refused."""

    def setUp(self) -> None:
        super().setUp()
        self.archive = self.folder / "archive"
        architecture = subprocess.check_output(
            ["dpkg", "--print-architecture"], text=True
        ).strip()
        index = self.archive / "dists" / "sid" / "main" / f"binary-{architecture}"
        index.mkdir(parents=True)
        entries = [
            self.make_package("spam-base"),
            self.make_package("spam", "spam-base"),
            self.make_package("spam-dev", "spam"),
        ]
        (index / "Packages").write_text("\n".join(entries))
        release = index.parents[1] / "Release"
        name = f"main/binary-{architecture}/Packages"
        packages = (index / "Packages").read_bytes()
        digest = hashlib.sha256(packages).hexdigest()
        release.write_text(
            f"Suite: sid\nCodename: sid\nArchitectures: {architecture}\nComponents: main\n"
            f"Date: {time.strftime('%a, %d %b %Y %H:%M:%S UTC', time.gmtime())}\n"
            f"SHA256:\n {digest} {len(packages)} {name}\n"
        )

    def make_package(self, name: str, depends: str = "") -> str:
        """Builds NAME.deb with one file; its entry in the index."""
        content = self.folder / name
        (content / "DEBIAN").mkdir(parents=True)
        (content / "usr").mkdir()
        (content / "usr" / name).write_text(name)
        control = (
            f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: Nobody\n"
            + (f"Depends: {depends}\n" if depends else "")
        )
        (content / "DEBIAN" / "control").write_text(control + "Description: test\n")
        deb = self.archive / f"{name}.deb"
        command = ["dpkg-deb", "--root-owner-group", "--build", str(content), str(deb)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        data = deb.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        return f"{control}Filename: {deb.name}\nSize: {len(data)}\nSHA256: {digest}\n"

    def apt(self, trust: str = "Trusted: yes", suite: str = "sid") -> debian.PrivateApt:
        archive = debian.Archive(f"copy:{self.archive}", "main", trust)
        return debian.PrivateApt(archive, suite, self.folder / "apt")

    def test_packages_come_with_their_dependencies(self) -> None:
        debs = self.apt().fetch(["spam"], ["spam"])
        self.assertEqual({"spam", "spam-base"}, names(debs))
        debian.unpack(debs, self.folder / "root")
        unpacked = os.listdir(self.folder / "root" / "usr")
        self.assertEqual({"spam", "spam-base"}, set(unpacked))

    def test_packages_fetched_alone_bring_no_dependencies(self) -> None:
        debs = self.apt().fetch(["spam-base"], ["spam-dev"])
        self.assertEqual({"spam-base", "spam-dev"}, names(debs))

    def test_packages_of_another_fetch_are_left_out(self) -> None:
        apt = self.apt()
        apt.fetch(["spam"], ["spam-dev"])
        self.assertEqual({"spam-base"}, names(apt.fetch(["spam-base"], ["spam-base"])))

    def test_changed_package_is_refused(self) -> None:
        deb = self.archive / "spam-base.deb"
        data = bytearray(deb.read_bytes())
        data[-1] ^= 1  # same size, another hash
        apt = self.apt()
        deb.write_bytes(data)
        with self.assertRaisesRegex(Unavailable, "(?i)hash sum mismatch"):
            apt.fetch(["spam"], ["spam"])
        with self.assertRaises(Unavailable):
            apt.fetch(["spam-base"], ["spam-base"])

    def test_changed_index_is_refused(self) -> None:
        index = next(self.archive.glob("dists/sid/main/*/Packages"))
        index.write_text(index.read_text().replace("Version: 1", "Version: 2"))
        with self.assertRaises(Unavailable):
            self.apt()

    def test_unsigned_archive_is_refused(self) -> None:
        with self.assertRaisesRegex(Unavailable, "not signed"):
            self.apt(trust="")

    def test_missing_package_is_named(self) -> None:
        with self.assertRaisesRegex(Unavailable, "eggs"):
            self.apt().fetch(["spam"], ["eggs"])

    def test_missing_suite_is_an_error(self) -> None:
        with self.assertRaisesRegex(Unavailable, "forky"):
            self.apt(suite="forky")


def make_python(name: str, apt: object, root: Path, final: Path) -> dict[str, object]:
    """Stands for unpacking: takes a moment, and counts how often it is done."""
    root.mkdir()
    with open(final.parent / "made", "a", encoding="utf-8") as made:
        made.write(name + "\n")
    time.sleep(0.05)
    (root / "python").write_text("whole")
    return {"name": name, "version": "3.15.0"}


def die_half_way(name: str, apt: object, root: Path, final: Path) -> dict[str, object]:
    root.mkdir()
    (root / "python").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


class OneSuite(provide.Suites):
    def first(self, use, kind):  # type: ignore[no-untyped-def]
        return use(None)


def get_cached(cache: Path, make: provide.Maker) -> dict[str, object]:
    provider = provide.Provider(cache, OneSuite(cache), False)
    return provider.cached("3.15", make, "deb")


class Cache(TemporaryFolder):
    """A version is in the cache as a whole, or not at all."""

    def start(self, make: provide.Maker) -> multiprocessing.Process:
        process = multiprocessing.Process(target=get_cached, args=(self.folder, make))
        process.start()
        return process

    def finals(self) -> list[Path]:
        return list(self.folder.glob("3.15-*"))

    def test_killed_run_leaves_nothing_that_counts(self) -> None:
        process = self.start(die_half_way)
        process.join()
        self.assertEqual(-signal.SIGKILL, process.exitcode)
        self.assertEqual([], self.finals())
        self.assertEqual("3.15.0", get_cached(self.folder, make_python)["version"])
        self.assertEqual("whole", (self.finals()[0] / "python").read_text())
        self.assertEqual([], list(self.folder.glob(".*.partial")))

    def test_parallel_runs_make_it_once(self) -> None:
        processes = [self.start(make_python) for _ in range(4)]
        for process in processes:
            process.join()
        self.assertEqual([0] * 4, [process.exitcode for process in processes])
        self.assertEqual("3.15\n", (self.folder / "made").read_text())

    def test_failure_leaves_nothing(self) -> None:
        def fail(name: str, apt: object, root: Path, final: Path) -> dict[str, object]:
            root.mkdir()
            raise Unavailable("no loader")

        with self.assertRaisesRegex(Unavailable, "no loader"):
            get_cached(self.folder, fail)
        self.assertEqual([".3.15.lock"], os.listdir(self.folder))


class MissingVersion(TemporaryFolder):
    """What cannot be had is listed with what each source said."""

    def run_main(self, *arguments: str) -> tuple[int, dict[str, Any], str]:
        output = self.folder / "pythons.json"
        environment = {"IMMORTAL_TIDY_CACHE": str(self.folder / "cache")}
        errors = io.StringIO()
        with mock.patch.dict(os.environ, environment), mock.patch.object(
            sys, "argv", ["provide.py", "--output", str(output), *arguments]
        ), mock.patch.object(
            debian, "read_os_release", return_value=BOOKWORM
        ), mock.patch.object(
            debian, "system_archives", return_value=[debian.Archive("x:", "main", "")]
        ), mock.patch.object(
            debian, "PrivateApt", side_effect=refuse
        ), contextlib.redirect_stdout(
            errors
        ), contextlib.redirect_stderr(
            errors
        ):
            status = provide.main()
        return status, json.loads(output.read_text()), errors.getvalue()

    def test_every_suite_says_why(self) -> None:
        status, summary, _ = self.run_main("3.15d")
        self.assertEqual(0, status)
        self.assertEqual([], summary["pythons"])
        [missing] = summary["missing"]
        for suite in debian.newer_suites(BOOKWORM):
            self.assertIn(f"{suite}: no {suite} today", missing["reason"])

    def test_suites_with_the_same_reason_are_named_together(self) -> None:
        suites = provide.Suites(self.folder)
        with mock.patch.object(
            debian, "system_archives", return_value=[debian.Archive("x:", "main", "")]
        ), mock.patch.object(
            debian, "newer_suites", return_value=("sid", "forky")
        ), mock.patch.object(
            debian, "PrivateApt", side_effect=Unavailable("no route")
        ), self.assertRaisesRegex(
            Unavailable, "^sid, forky: no route$"
        ):
            suites.first(lambda apt: None, "deb")

    def test_required_version_fails_the_run(self) -> None:
        status, _, said = self.run_main("3.15d", "--require", "3.15d")
        self.assertEqual(1, status)
        self.assertIn("3.15d is required", said)

    def test_required_version_is_looked_for(self) -> None:
        status, summary, _ = self.run_main("3.15d", "--require", "3.15t")
        self.assertEqual(1, status)
        self.assertEqual(["3.15d", "3.15t"], [m["name"] for m in summary["missing"]])

    def test_free_threaded_build_is_not_started_unasked(self) -> None:
        _, summary, _ = self.run_main("3.13t")
        self.assertIn("--free-threaded", summary["missing"][0]["reason"])


def refuse(archive: debian.Archive, suite: str, *rest: object) -> None:
    raise Unavailable(f"no {suite} today")


class Machine(TemporaryFolder):
    """Interpreters are believed only after they ran."""

    def find(self, script: str) -> object:
        program = self.folder / "python3.9"
        program.write_text(script)
        program.chmod(0o755)
        with mock.patch.object(
            interpreters, "search_folders", return_value=[str(self.folder)]
        ):
            return interpreters.find_on_machine("3.9")

    def test_program_that_fails_is_no_python(self) -> None:
        self.assertIsNone(self.find("#!/bin/sh\necho not selected >&2\nexit 127\n"))

    def test_other_version_under_this_name_is_not_taken(self) -> None:
        if sys.version_info[:2] == (3, 9):
            self.skipTest("this is Python 3.9")
        self.assertIsNone(self.find(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'))

    def test_interpreter_describes_itself(self) -> None:
        said = interpreters.describe([sys.executable])
        assert said
        self.assertEqual(sys.hexversion, said["hexversion"])


class Provided(unittest.TestCase):
    """The interpreters that provide.py has listed."""

    def test_children_of_an_interpreter_run_too(self) -> None:
        listing = Path(__file__).resolve().parents[2] / "build" / "pythons.json"
        if not listing.exists():
            self.skipTest("provide.py has not run yet")
        code = "import subprocess, sys; subprocess.run([sys.executable, '-c', ''], check=True)"
        for python in json.loads(listing.read_text())["pythons"]:
            if python["interpreter"]:
                with self.subTest(python["name"]):
                    subprocess.run([*python["interpreter"], "-c", code], check=True)


class Skipped(unittest.TestCase):
    def test_reasons_are_counted(self) -> None:
        log = (
            "skipped: no python3.9\nskipped: no python3.9\n"
            "test_a (t.T) ... skipped 'this is Python 3.9'\n"
            "PASS: immortal-tidy :: a.c (1 of 2)\n"
            "UNSUPPORTED: immortal-tidy :: b.c (2 of 2)\n"
            "[  SKIPPED ] Lattice.Join (0 ms)\n[  PASSED  ] 1 test.\n"
        )
        expected = {
            "no python3.9": 2,
            "this is Python 3.9": 1,
            "immortal-tidy :: b.c": 1,
            "Lattice.Join": 1,
        }
        self.assertEqual(expected, skipped.skip_reasons(log))


if __name__ == "__main__":
    unittest.main()
