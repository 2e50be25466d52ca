#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Tests of the real-code test's own tools."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import http.server
import io
import json
import os
import pathlib
import tarfile
import tempfile
import threading
import unittest
from typing import Any, Iterator
from unittest import mock

import expected
import fetch
import run


def sdist(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    """A source distribution with these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, target in (links or {}).items():
            link = tarfile.TarInfo(name)
            link.type, link.linkname = tarfile.SYMTYPE, target
            tar.addfile(link)
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


class Folder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name).resolve()


class Unpack(Folder):
    def unpack(self, content: bytes) -> pathlib.Path:
        archive = self.folder / "p-1.tar.gz"
        archive.write_bytes(content)
        fetch.unpack(archive, self.folder / "target")
        return self.folder / "target"

    def test_files_land_in_the_target(self) -> None:
        target = self.unpack(sdist({"p-1/a.c": b"int a;", "p-1/sub/b.c": b"int b;"}))
        self.assertEqual((target / "sub" / "b.c").read_bytes(), b"int b;")

    def test_a_path_out_of_the_folder_is_refused(self) -> None:
        for name in ("../evil", "p-1/../../evil", "/evil"):
            with self.assertRaises(fetch.Corrupt):
                self.unpack(sdist({"p-1/a.c": b"", name: b""}))
        self.assertFalse((self.folder / "target").exists())

    def test_links_are_not_followed(self) -> None:
        outside = self.folder / "outside"
        outside.mkdir()
        self.unpack(sdist({"p-1/link/evil": b""}, links={"p-1/link": str(outside)}))
        self.assertEqual(list(outside.iterdir()), [])

    def test_nothing_is_left_behind(self) -> None:
        with self.assertRaises(fetch.Corrupt):
            self.unpack(sdist({"p-1/a.c": b"", "q/b.c": b""}))
        self.assertEqual([path.name for path in self.folder.iterdir()], ["p-1.tar.gz"])


class Pages(http.server.SimpleHTTPRequestHandler):
    """Answers for a folder with the page of the kind that the test is about."""

    page = "index.html"
    extensions_map = {
        "": "application/octet-stream",
        ".html": "text/html",
        ".json": "application/vnd.pypi.simple.v1+json",
    }

    def do_GET(self) -> None:
        if self.path.endswith("/"):
            self.path += self.page
        super().do_GET()

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextlib.contextmanager
def served(folder: pathlib.Path, page: str) -> Iterator[str]:
    """An index on the loopback address whose project pages are called PAGE."""
    kind = type("Kind", (Pages,), {"page": page})
    handler = functools.partial(kind, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple"
        server.shutdown()


class Provide(Folder):
    def setUp(self) -> None:
        super().setUp()
        self.content = sdist({"P_x-1/a.c": b"int a;"})
        (self.folder / "simple" / "p-x").mkdir(parents=True)
        (self.folder / "simple" / "p-x" / "P_x-1.tar.gz").write_bytes(self.content)
        self.project = {
            "name": "P_x",
            "version": "1",
            "sdist": "P_x-1.tar.gz",
            "sha256": hashlib.sha256(self.content).hexdigest(),
        }

    def provide(self, page: str, text: str) -> pathlib.Path:
        (self.folder / "simple" / "p-x" / page).write_text(text)
        with served(self.folder, page) as url:
            settings = {"PIP_INDEX_URL": url, "IMMORTAL_TIDY_CACHE": str(self.folder / "cache")}
            with mock.patch.dict(os.environ, settings | {"no_proxy": "127.0.0.1"}):
                return fetch.provide(self.project)

    def html(self) -> str:
        return '<a href="P_x-1.tar.gz#sha256=0">P_x-1.tar.gz</a>'

    def test_an_index_in_html(self) -> None:
        found = self.provide("index.html", self.html())
        self.assertEqual((found / "a.c").read_bytes(), b"int a;")

    def test_an_index_in_json(self) -> None:
        files = [{"filename": "P_x-1.tar.gz", "url": "P_x-1.tar.gz"}]
        found = self.provide("index.json", json.dumps({"files": files}))
        self.assertEqual((found / "a.c").read_bytes(), b"int a;")

    def test_another_content_is_refused(self) -> None:
        self.project["sha256"] = "0" * 64
        with self.assertRaises(fetch.Corrupt):
            self.provide("index.html", self.html())
        self.assertEqual(list((self.folder / "cache" / "corpora").iterdir()), [])

    def test_a_missing_file_is_unavailable(self) -> None:
        with self.assertRaises(fetch.Unavailable):
            self.provide("index.html", "<a href='other'>other</a>")

    def test_the_cache_needs_no_index(self) -> None:
        self.provide("index.html", self.html())
        settings = {
            "PIP_INDEX_URL": "http://127.0.0.1:9/",
            "IMMORTAL_TIDY_CACHE": str(self.folder / "cache"),
        }
        with mock.patch.dict(os.environ, settings):
            self.assertTrue((fetch.provide(self.project) / "a.c").is_file())


class Parse(unittest.TestCase):
    def test_folders_get_names(self) -> None:
        folders = {"/py/include/python3.15/": "<python>/", "/project/": ""}
        line = "/project/a.c:3:5: warning: a message [with brackets] [cpython-x]"
        found = run.Runner.parse(line, folders)
        assert found
        self.assertEqual(
            found.text(["3.14", "3.15t"]),
            "a.c:3:5: a message [with brackets] [cpython-x] on 3.14 3.15t",
        )
        header = run.Runner.parse(
            "/py/include/python3.15/object.h:1:1: error: e [clang-diagnostic-error]", folders
        )
        assert header
        self.assertEqual(header.path, "<python>/object.h")

    def test_notes_and_source_lines_are_not_findings(self) -> None:
        for line in ("/a.c:3:5: note: a note", "    3 |  x [y]", "5 warnings generated."):
            self.assertIsNone(run.Runner.parse(line, {}))


class Lists(Folder):
    def setUp(self) -> None:
        super().setUp()
        patch = mock.patch.object(expected, "HERE", self.folder)
        patch.start()
        self.addCleanup(patch.stop)
        self.finding = "a.c:3:5: old [cpython-x] on 3.15"
        (self.folder / "expected").mkdir()
        (self.folder / "expected" / "p.txt").write_text(f"# head\n{self.finding}\n    because\n")

    def compare(self, *findings: str) -> tuple[bool, str]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            return expected.compare("p", list(findings)), out.getvalue()

    def test_the_same_passes(self) -> None:
        self.assertEqual(self.compare(self.finding), (True, ""))

    def test_more_and_less_fail_with_a_diff(self) -> None:
        equal, out = self.compare(self.finding, "b.c:1:1: new [cpython-x] on 3.15")
        self.assertFalse(equal)
        self.assertIn("+b.c:1:1: new [cpython-x] on 3.15", out)
        equal, out = self.compare()
        self.assertFalse(equal)
        self.assertIn(f"-{self.finding}", out)

    def test_a_reason_survives_an_update_and_a_new_finding_needs_one(self) -> None:
        changed, new = "a.c:3:5: new [cpython-x] on 3.14 3.15", "b.c:1:1: m [cpython-x] on 3.15"
        expected.Expected("p").update([changed, new])
        text = (self.folder / "expected" / "p.txt").read_text()
        self.assertTrue(text.startswith(f"# head\n{changed}\n    because\n{new}\n"))
        equal, out = self.compare(changed, new)
        self.assertFalse(equal)
        self.assertIn(f"no reason is given for: {new}", out)


if __name__ == "__main__":
    unittest.main()
