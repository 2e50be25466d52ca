# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Pinned wheels of other tools that judge what we make. Needs test/corpora on sys.path."""

from __future__ import annotations

import hashlib
import os
import pathlib

import fetch


def provide(package: tuple[str, str, str]) -> pathlib.Path:
    """A pinned wheel, from the cache or the package index."""
    project, name, sha256 = package
    cache = fetch.cache_folder() / "wheels"
    target = cache / name
    if not target.is_file():
        index = fetch.Index()
        body, _ = index.get(index.address(project, name))
        if hashlib.sha256(body).hexdigest() != sha256:
            raise fetch.Corrupt(f"{name} is not what is pinned")
        cache.mkdir(parents=True, exist_ok=True)
        temporary = cache / f".{name}.{os.getpid()}"
        temporary.write_bytes(body)
        os.replace(temporary, target)
    if hashlib.sha256(target.read_bytes()).hexdigest() != sha256:
        raise fetch.Corrupt(f"{target} is not what is pinned; remove it")
    return target
