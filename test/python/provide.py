#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Provides the Pythons that the tests use, and lists them in a JSON file.

Newer CPythons are unpacked from the distribution's newer suites into a cache
folder, together with the C library they need; nothing is installed. Older ones
are looked for on the machine first. What cannot be had is listed with the
reason.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import json
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any, Callable, Iterator

import debian
import free_threaded
import interpreters
import packaged
from debian import Unavailable

Maker = Callable[[str, debian.PrivateApt, Path, Path], "dict[str, Any]"]


class Suites:
    """The suites that may have a Python; each one's index is loaded once."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.apts: dict[tuple[str, str, str], debian.PrivateApt | Unavailable] = {}

    def first(self, use: Callable[[debian.PrivateApt], Any], kind: str) -> Any:
        """What `use` makes of the first suite that does for it."""
        os_release = debian.read_os_release()
        archives = debian.system_archives(os_release)
        if not archives:
            raise Unavailable("apt has no archive of Debian or Ubuntu here")
        suites_by_reason: dict[str, list[str]] = {}
        for suite in debian.newer_suites(os_release):
            for archive in archives:
                try:
                    return use(self.apt(archive, suite, kind))
                except Unavailable as why:
                    suites_by_reason.setdefault(str(why), []).append(suite)
        reasons = [f"{', '.join(s)}: {why}" for why, s in suites_by_reason.items()]
        raise Unavailable("; ".join(reasons))

    def apt(self, archive: debian.Archive, suite: str, kind: str) -> debian.PrivateApt:
        key = (archive.uri, suite, kind)
        if key not in self.apts:
            folder = self.folder / str(len(self.apts))
            try:
                self.apts[key] = debian.PrivateApt(archive, suite, folder, kind)
            except Unavailable as why:
                self.apts[key] = why
        apt = self.apts[key]
        if isinstance(apt, Unavailable):
            raise apt
        return apt


class Provider:
    """Gets Pythons from the machine, the cache, or the package archive."""

    def __init__(self, cache: Path, suites: Suites, build_free_threaded: bool):
        self.cache = cache
        self.suites = suites
        self.build_free_threaded = build_free_threaded

    def from_machine(self, name: str) -> dict[str, Any]:
        found = interpreters.find_on_machine(name)
        if not found:
            raise Unavailable(f"no python{name} with headers on this machine")
        return found

    def from_packages(self, name: str) -> dict[str, Any]:
        return self.cached(name, packaged.provide, "deb")

    def from_source(self, name: str) -> dict[str, Any]:
        if not self.build_free_threaded and not self.folder(name).exists():
            raise Unavailable("not built yet, run provide.py with --free-threaded")
        return self.cached(name, free_threaded.build, "deb-src")

    def headers_only(self, name: str) -> dict[str, Any]:
        """The regular headers, read as those of a free-threaded build."""
        return {
            **self.from_packages(name.rstrip("t")),
            "name": name,
            "defines": ["Py_GIL_DISABLED=1"],
            "interpreter": None,
            "ext_suffix": None,
            "free_threaded": True,
        }

    def folder(self, name: str) -> Path:
        return self.cache / f"{name}-{os.uname().machine}"

    def cached(self, name: str, make: Maker, kind: str) -> dict[str, Any]:
        """What the cache has of `name`, made there first if it has nothing."""
        final = self.folder(name)
        if not final.exists():
            with self.locked(name):
                if not final.exists():
                    self.make(name, make, kind, final)
        kept: dict[str, Any] = json.loads((final / "python.json").read_text())
        return kept

    def make(self, name: str, make: Maker, kind: str, final: Path) -> None:
        """All or nothing: a killed run leaves only a folder for the next to remove."""
        root = self.cache / f".{name}.partial"

        def use(apt: debian.PrivateApt) -> dict[str, Any]:
            shutil.rmtree(root, ignore_errors=True)
            return make(name, apt, root, final)

        try:
            made = self.suites.first(use, kind)
            (root / "python.json").write_text(json.dumps(made, indent=2))
            root.rename(final)
        finally:
            shutil.rmtree(root, ignore_errors=True)

    @contextlib.contextmanager
    def locked(self, name: str) -> Iterator[None]:
        self.cache.mkdir(parents=True, exist_ok=True)
        with open(self.cache / f".{name}.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


# Where each Python comes from, best first. From 3.13 on everybody gets the
# same builds; older ones have left the newer suites.
SOURCES: dict[str, tuple[Callable[[Provider, str], dict[str, Any]], ...]] = {
    "3.9": (Provider.from_machine,),
    "3.10": (Provider.from_machine,),
    "3.11": (Provider.from_machine,),
    "3.12": (Provider.from_machine,),
    "3.13": (Provider.from_packages, Provider.from_machine),
    "3.13t": (Provider.from_source,),
    "3.14": (Provider.from_packages, Provider.from_machine),
    "3.15": (Provider.from_packages, Provider.from_machine),
    "3.15d": (Provider.from_packages,),
    "3.15t": (Provider.headers_only,),
}


def provide(provider: Provider, name: str) -> dict[str, Any]:
    """The Python called `name`, from the first source that has it."""
    reasons = []
    for source in SOURCES[name]:
        try:
            return source(provider, name)
        except Unavailable as why:
            reasons.append(str(why))
    raise Unavailable("; ".join(reasons))


def cache_folder() -> Path:
    """Where Pythons are kept, outside of any source tree."""
    own = os.environ.get("IMMORTAL_TIDY_CACHE")
    shared = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(own or os.path.join(shared, "immortal-tidy")).absolute() / "pythons"


def write_atomically(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
        file.write(text)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    output = Path(__file__).resolve().parents[2] / "build" / "pythons.json"
    parser.add_argument("names", nargs="*", metavar="NAME", help="default: all")
    parser.add_argument("--output", type=Path, default=output)
    parser.add_argument("--require", action="append", default=[], metavar="NAME")
    parser.add_argument(
        "--free-threaded",
        action="store_true",
        help="build 3.13t if it is not in the cache, some minutes",
    )
    arguments = parser.parse_args()
    for name in [*arguments.names, *arguments.require]:
        if name not in SOURCES:
            parser.error(f"{name} is none of {', '.join(SOURCES)}")
    return arguments


def main() -> int:
    arguments = parse_arguments()
    # In the order of the table, and what is required even if it is not named.
    wanted = {*(arguments.names or SOURCES), *arguments.require}
    names = [name for name in SOURCES if name in wanted]
    pythons, missing = [], []
    # A run that is stopped takes its downloads with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="immortal-tidy-") as folder:
        suites = Suites(Path(folder))
        provider = Provider(cache_folder(), suites, arguments.free_threaded)
        for name in names:
            try:
                found = provide(provider, name)
                pythons.append(found)
                print(f"{name}: {found['version']}, {found['origin']}", flush=True)
            except Unavailable as why:
                missing.append({"name": name, "reason": str(why)})
                print(f"{name}: missing: {why}", flush=True)
    summary = {"pythons": pythons, "missing": missing}
    write_atomically(arguments.output, json.dumps(summary, indent=2) + "\n")
    lacking = [m for m in missing if m["name"] in arguments.require]
    for entry in lacking:
        print(f"error: Python {entry['name']} is required", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
