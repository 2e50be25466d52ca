# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fetches packages of newer suites through apt, without touching the system.

Each suite gets an apt of its own: its lists, its cache and an empty package
database live in a working folder. Mirrors, proxies and credentials are the
ones that the machine's apt is configured with, and apt verifies the Release
signature, the index and each file that it downloads.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Sequence


class Unavailable(Exception):
    """Something cannot be had; the text says why, in one line."""


@dataclass(frozen=True)
class Distribution:
    """What differs between the distributions whose archives have CPython."""

    suites: tuple[str, ...]  # newest first
    components: str
    keyrings: tuple[str, ...]  # the first that exists signs the archive


DISTRIBUTIONS = {
    "debian": Distribution(
        suites=("sid", "experimental", "forky", "trixie", "bookworm"),
        components="main",
        keyrings=(
            "/usr/share/keyrings/debian-archive-keyring.pgp",
            "/usr/share/keyrings/debian-archive-keyring.gpg",
        ),
    ),
    "ubuntu": Distribution(
        suites=("devel", "resolute", "questing", "noble", "jammy"),
        components="main universe",
        keyrings=("/usr/share/keyrings/ubuntu-archive-keyring.gpg",),
    ),
}

# Suites that hold only what differs from another one.
BASE_SUITE = {"experimental": "sid"}


@dataclass(frozen=True)
class Archive:
    """A package archive, as one deb822 source of apt."""

    uri: str
    components: str
    trust: str  # the deb822 line that says whose signature counts; empty: apt's


def read_os_release(path: Path = Path("/etc/os-release")) -> dict[str, str]:
    """The machine's os-release file; empty where there is none."""
    if not path.exists():
        return {}
    pairs = (line.partition("=") for line in path.read_text().splitlines())
    return {key: value.strip("\"'") for key, _, value in pairs if key}


def newer_suites(os_release: dict[str, str]) -> tuple[str, ...]:
    """The suites down to the machine's own, newest first.

    Older ones are left out: an extension compiled here may need a newer C
    library than the one they bring.
    """
    distribution = DISTRIBUTIONS.get(os_release.get("ID", ""))
    if not distribution:
        return ()
    suites = distribution.suites
    codename = os_release.get("VERSION_CODENAME", "")
    return suites[: suites.index(codename) + 1] if codename in suites else suites


def system_archives(
    os_release: dict[str, str], apt_options: Sequence[str] = ()
) -> list[Archive]:
    """The distribution's own archives, read from apt's configuration."""
    distribution = DISTRIBUTIONS.get(os_release.get("ID", ""))
    if not distribution:
        return []
    listing = run_apt(
        "apt-get",
        [
            *apt_options,
            "indextargets",
            "--no-release-info",
            "--format",
            "$(RELEASE) $(COMPONENT) $(REPO_URI)",
        ],
    )
    targets = [line.split(None, 2) for line in listing.splitlines()]
    own = {os_release.get("VERSION_CODENAME")}
    aliases = {*distribution.suites, "stable", "testing", "unstable"}
    # Sources of others may use the same suite names; they come last or fail
    # the signature.
    uris = [t[2] for names in (own, aliases) for t in targets if t[0] in names]
    keyring = next((k for k in distribution.keyrings if Path(k).exists()), None)
    trust = f"Signed-By: {keyring}" if keyring else ""
    return [Archive(u, distribution.components, trust) for u in dict.fromkeys(uris)]


def run_apt(tool: str, arguments: Iterable[str], cwd: Path | None = None) -> str:
    """Runs one of apt's tools; Unavailable carries the error it printed."""
    try:
        done = subprocess.run(
            [tool, *arguments],
            cwd=cwd,
            check=False,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise Unavailable(f"{tool} is not on this machine") from None
    if done.returncode:
        lines = done.stderr.splitlines()
        errors = [line[3:].strip() for line in lines if line.startswith("E: ")]
        # What follows the first error is mostly its consequence.
        raise Unavailable(next(iter(errors), f"{tool} failed: {done.stderr.strip()}"))
    return done.stdout


class PrivateApt:
    """An apt that knows one suite and keeps everything below `folder`."""

    def __init__(self, archive: Archive, suite: str, folder: Path, kind: str = "deb"):
        self.suite = suite
        self.debs = folder / "cache" / "archives"
        (folder / "lists" / "partial").mkdir(parents=True)
        (self.debs / "partial").mkdir(parents=True)
        (folder / "status").touch()
        sources = folder / "suite.sources"
        stanza = [
            f"Types: {kind}",
            f"URIs: {archive.uri}",
            f"Suites: {BASE_SUITE.get(suite, '')} {suite}",
            f"Components: {archive.components}",
            f"Targets: {'Packages' if kind == 'deb' else 'Sources'}",
            *filter(None, [archive.trust]),
        ]
        sources.write_text("\n".join(stanza) + "\n")
        settings = {
            "Dir::Etc::SourceList": sources,
            "Dir::Etc::SourceParts": "/dev/null",
            "Dir::Etc::Preferences": "/dev/null",
            "Dir::Etc::PreferencesParts": "/dev/null",
            "Dir::State": folder,
            "Dir::State::Lists": folder / "lists",
            "Dir::State::status": folder / "status",
            "Dir::Cache": folder / "cache",
            # The unprivileged user of apt cannot enter a private folder.
            "APT::Sandbox::User": "root",
            "APT::Update::Error-Mode": "any",
            "APT::Default-Release": suite,
            "APT::Install-Recommends": "false",
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
        }
        self.options = [o for k, v in settings.items() for o in ("-o", f"{k}={v}")]
        self.run("update")

    def run(self, *arguments: str) -> None:
        """Runs apt-get on this suite, in the folder of the downloads."""
        run_apt("apt-get", ["-qq", "-y", *self.options, *arguments], cwd=self.debs)

    def fetch(self, with_dependencies: Sequence[str], alone: Sequence[str]) -> list[Path]:
        """Downloads packages, some with all they depend on; the .deb files."""
        for deb in self.debs.glob("*.deb"):  # of another call
            deb.unlink()
        # First those that may not exist: it is known before anything is loaded.
        self.run("download", *alone)
        self.run("install", "--download-only", *with_dependencies)
        return sorted(self.debs.glob("*.deb"))

    def fetch_upstream_source(self, source: str) -> Path:
        """Downloads the upstream tarball of a source package."""
        self.run("source", "--download-only", "--tar-only", source)
        for file in sorted(self.debs.glob("*.orig.tar.*")):
            if file.suffix != ".asc":
                return file
        raise Unavailable(f"source package {source} has no upstream tarball")


def unpack(debs: Iterable[Path], root: Path) -> None:
    """Unpacks .deb files into `root`; their scripts are not run."""
    root.mkdir(parents=True, exist_ok=True)
    for deb in debs:
        subprocess.run(["dpkg-deb", "-x", deb, root], check=True)
