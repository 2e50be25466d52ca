#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Provides the pinned sources of corpora.json.

Source distributions only, verified by sha256 and unpacked as data: nothing of a project runs here,
in particular no setup.py and no build back end (which `pip download` would start).
"""

from __future__ import annotations

import argparse
import hashlib
import html.parser
import json
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

HERE = pathlib.Path(__file__).resolve().parent
ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.5"
ATTEMPTS = 3


class Unavailable(Exception):
    """The index cannot be reached; the caller may skip."""


class Corrupt(Exception):
    """What came is not what was pinned; never a reason to skip."""


def cache_folder() -> pathlib.Path:
    """The project's cache folder, see CONTRIBUTING.md."""
    if own := os.environ.get("IMMORTAL_TIDY_CACHE"):
        return pathlib.Path(own)
    base = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(base) / "immortal-tidy"


def pip_settings() -> dict[str, str]:
    """pip's merged configuration: files, then PIP_* variables, then its defaults."""
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True
    )
    found: dict[str, str] = {}
    # The environment comes first in pip's listing, and wins.
    for line in listing.stdout.splitlines():
        scope, _, value = line.partition("=")
        found.setdefault(scope.rpartition(".")[2], value.strip().strip("'\""))
    if "index-url" not in found:
        code = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"
        default = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        found["index-url"] = default.stdout.strip()
    if not found["index-url"]:
        raise Unavailable("this Python has no pip to say where its package index is")
    return found


class Links(html.parser.HTMLParser):
    """File name -> address, from an index page in HTML (PEP 503)."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, str] = {}
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._href = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._href:
            self.files[data.strip()] = self._href
            self._href = ""


class Index:
    """A package index that speaks PEP 503 (HTML) or PEP 691 (JSON)."""

    def __init__(self) -> None:
        settings = pip_settings()
        self.url = settings["index-url"].rstrip("/") + "/"
        self.timeout = float(settings.get("timeout") or settings.get("default-timeout") or 60)
        self.context = ssl.create_default_context(cafile=settings.get("cert"))

    def get(self, url: str, headers: dict[str, str] | None = None) -> tuple[bytes, str]:
        """The body and content type; a passing fault is tried again."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                request = urllib.request.Request(url, headers=headers or {})
                with urllib.request.urlopen(
                    request, timeout=self.timeout, context=self.context
                ) as answer:
                    return answer.read(), answer.headers.get_content_type()
            except urllib.error.HTTPError as error:
                if error.code < 500 or attempt == ATTEMPTS:
                    raise Unavailable(f"the package index answers {error.code}") from error
            except OSError as error:
                if attempt == ATTEMPTS:
                    raise Unavailable(f"the package index cannot be reached: {error}") from error
            time.sleep(2 * attempt)
        raise AssertionError("unreachable")

    def address(self, project: str, filename: str) -> str:
        """Where the index keeps one file of a project."""
        page_url = urllib.parse.urljoin(self.url, re.sub(r"[-_.]+", "-", project).lower() + "/")
        body, kind = self.get(page_url, {"Accept": ACCEPT})
        if kind.endswith("json"):
            files = {entry["filename"]: entry["url"] for entry in json.loads(body)["files"]}
        else:
            page = Links()
            page.feed(body.decode())
            files = page.files
        if filename not in files:
            raise Unavailable(f"the package index has no {filename}")
        return str(urllib.parse.urljoin(page_url, files[filename])).partition("#")[0]


def unpack(archive: pathlib.Path, target: pathlib.Path) -> None:
    """Unpacks the single folder of a source distribution, all or nothing."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".unpack-") as scratch:
        root = pathlib.Path(scratch).resolve()
        with tarfile.open(archive) as tar:
            for member in tar:
                # No links: none can then lead a later member out of the folder.
                if not (member.isfile() or member.isdir()):
                    continue
                if root not in (root / member.name).resolve().parents:
                    raise Corrupt(f"{archive.name} holds a path outside its folder: {member.name}")
                if member.isdir():
                    continue
                path = root / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                content = tar.extractfile(member)
                assert content is not None
                with content, path.open("wb") as out:
                    shutil.copyfileobj(content, out)
        folders = list(root.iterdir())
        if len(folders) != 1 or not folders[0].is_dir():
            raise Corrupt(f"{archive.name} is not one folder")
        try:
            os.replace(folders[0], target)
        except OSError:
            # Another run was faster; its result is as good.
            if not target.is_dir():
                raise


def provide(project: dict[str, Any], index: Index | None = None) -> pathlib.Path:
    """The unpacked folder of one pinned project, fetched if it is not in the cache."""
    # The digest in the name makes a changed pin a different folder, so nothing stale is ever used.
    cache = cache_folder() / "corpora"
    target = cache / f"{project['name']}-{project['version']}-{project['sha256'][:12]}"
    if target.is_dir():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    index = index or Index()
    body, _ = index.get(index.address(project["name"], project["sdist"]))
    digest = hashlib.sha256(body).hexdigest()
    if digest != project["sha256"]:
        raise Corrupt(f"{project['sdist']} has sha256 {digest}, but {project['sha256']} is pinned")
    with tempfile.NamedTemporaryFile(dir=cache, prefix=".fetch-", suffix=".tar.gz") as archive:
        archive.write(body)
        archive.flush()
        unpack(pathlib.Path(archive.name), target)
    return target


def load(names: list[str] | None = None) -> list[dict[str, Any]]:
    """The projects of corpora.json, or those named."""
    projects = json.loads((HERE / "corpora.json").read_text())["projects"]
    known = {project["name"] for project in projects}
    if unknown := set(names or []) - known:
        raise SystemExit(
            f"no such project: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}"
        )
    return [project for project in projects if not names or project["name"] in names]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "projects",
        nargs="*",
        help="names from corpora.json; all of them when none is given",
    )
    for project in load(parser.parse_args().projects):
        print(provide(project))
    return 0


if __name__ == "__main__":
    sys.exit(main())
