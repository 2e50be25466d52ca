# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Upstream sources out of the distribution's archive, pinned by sha256.

Where the archive is comes from apt's configuration; nothing of a source package is run.
"""

from __future__ import annotations

import functools
import hashlib
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

TEST = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TEST / "corpora"), str(TEST / "python")]
import debian  # noqa: E402
import fetch  # noqa: E402


@functools.lru_cache(maxsize=None)
def archives() -> tuple[str, ...]:
    """Where packages are kept, as apt says."""
    try:
        found = debian.system_archives(debian.read_os_release())
    except debian.Unavailable as why:
        raise fetch.Unavailable(str(why)) from why
    if not found:
        raise fetch.Unavailable("apt has no archive of Debian or Ubuntu here")
    return tuple(archive.uri.rstrip("/") for archive in found)


def download(path: str) -> bytes:
    """One file of the archive, from whichever has it."""
    why = ""
    for site in archives():
        try:
            with urllib.request.urlopen(f"{site}/{path}", timeout=120) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            why = f"the archive answers {error.code}"
        except OSError as error:
            why = f"the archive cannot be reached: {error}"
    raise fetch.Unavailable(f"{Path(path).name}: {why}")


def provide(project: dict[str, Any]) -> Path:
    """The unpacked folder of a project of either kind, fetched if it is not in the cache."""
    if "sdist" in project:
        return fetch.provide(project)
    file = Path(project["archive"]).name
    cache = fetch.cache_folder() / "corpora"
    target = cache / f"{file.partition('.orig')[0]}-{project['sha256'][:12]}"
    if target.is_dir():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    body = download(project["archive"])
    digest = hashlib.sha256(body).hexdigest()
    if digest != project["sha256"]:
        raise fetch.Corrupt(f"{file} has sha256 {digest}, but {project['sha256']} is pinned")
    with tempfile.NamedTemporaryFile(dir=cache, prefix=".fetch-") as packed:
        packed.write(body)
        packed.flush()
        fetch.unpack(Path(packed.name), target)
    return target


__all__ = ["fetch", "provide"]
