# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A client for language servers: as much of the protocol as an editor that
shows diagnostics and applies code actions needs."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from typing import Any, Callable, Optional

Json = dict[str, Any]

# Far beyond what a diagnostic takes on a slow machine under load: what is
# found out here is whether one comes at all.
PATIENCE = 120.0
END = object()

CAPABILITIES: Json = {
    "textDocument": {
        "publishDiagnostics": {
            "relatedInformation": True,
            "codeDescriptionSupport": True,
            "versionSupport": True,
        },
        "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}},
    },
    "workspace": {"applyEdit": True},
    # Columns are then what Python's indices into a line are.
    "offsetEncoding": ["utf-32"],
}


class ServerError(Exception):
    """The server crashed, hung, or answered with an error."""


def uri_of(path: Path) -> str:
    return path.as_uri()


def offset_at(text: str, position: Json) -> int:
    """The index into `text` of a line and column."""
    start = 0
    for _ in range(position["line"]):
        start = text.index("\n", start) + 1
    return start + position["character"]


def position_at(text: str, offset: int) -> Json:
    line = text.count("\n", 0, offset)
    return {"line": line, "character": offset - (text.rfind("\n", 0, offset) + 1)}


def apply_edits(text: str, edits: list[Json]) -> str:
    """`text` after edits that all speak of the text as it was."""
    places = [
        (offset_at(text, edit["range"]["start"]), offset_at(text, edit["range"]["end"]), order)
        for order, edit in enumerate(edits)
    ]
    for start, end, order in sorted(places, reverse=True):
        text = text[:start] + edits[order]["newText"] + text[end:]
    return text


class Server:
    """A running language server."""

    def __init__(
        self,
        command: list[str],
        folder: Path,
        options: Optional[Json] = None,
        log: Optional[Path] = None,
        patience: float = PATIENCE,
    ) -> None:
        self.command = command
        self.log = log or folder / "server.log"
        self.patience = patience
        with self.log.open("wb") as errors:
            self.process = subprocess.Popen(
                command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            )
        self.messages: "queue.Queue[Any]" = queue.Queue()
        self.diagnostics: dict[str, tuple[int, list[Json]]] = {}
        self.versions: dict[str, int] = {}
        self.next_request = 0
        threading.Thread(target=self._read, daemon=True).start()
        self.request(
            "initialize",
            {
                "processId": None,
                "rootUri": uri_of(folder),
                "capabilities": CAPABILITIES,
                "initializationOptions": options or {},
            },
        )
        self.notify("initialized", {})

    def _read(self) -> None:
        stream = self.process.stdout
        assert stream
        while True:
            length = 0
            while (line := stream.readline()) not in (b"\r\n", b""):
                name, _, value = line.decode("ascii").partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            body = stream.read(length)
            if not length or len(body) < length:
                self.messages.put(END)
                return
            self.messages.put(json.loads(body))

    def fail(self, what: str) -> ServerError:
        code = self.process.poll()
        state = "is running" if code is None else f"ended with {code}"
        tail = self.log.read_text(encoding="utf-8", errors="replace")[-3000:]
        return ServerError(f"{what}; {self.command[0]} {state}; it said last:\n{tail}")

    def _send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        stream = self.process.stdin
        assert stream
        try:
            stream.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
            stream.flush()
        except OSError as error:
            self.process.wait(self.patience)
            raise self.fail(f"cannot write to the server: {error}") from None

    def notify(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def request(self, method: str, params: Any) -> Any:
        self.next_request += 1
        number = self.next_request
        self._send({"id": number, "method": method, "params": params})
        answer = self.wait_for(
            method, lambda message: message.get("id") == number and "method" not in message
        )
        if "error" in answer:
            raise self.fail(f"{method}: {answer['error']}")
        return answer.get("result")

    def wait_for(self, what: str, wanted: Callable[[Json], bool]) -> Json:
        """The next message that is wanted; what else comes is noted."""
        while True:
            try:
                message = self.messages.get(timeout=self.patience)
            except queue.Empty:
                raise self.fail(f"no answer to {what} in {self.patience:.0f} s") from None
            if message is END:
                self.process.wait(self.patience)
                raise self.fail(f"the server is gone, waiting for {what}")
            self._note(message)
            if wanted(message):
                return message

    def _note(self, message: Json) -> None:
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            version = params.get("version")
            self.diagnostics[params["uri"]] = (
                -1 if version is None else version,
                params["diagnostics"],
            )
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})

    def open(self, path: Path, text: str, language: str) -> None:
        self.versions[uri_of(path)] = 1
        document = {"uri": uri_of(path), "languageId": language, "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, path: Path, changes: list[Json], wants: Optional[bool] = None) -> None:
        """Sends changes, ranges with their text or a whole new text. wants:
        clangd's extension that forces diagnostics for this very version."""
        uri = uri_of(path)
        self.versions[uri] += 1
        params: Json = {
            "textDocument": {"uri": uri, "version": self.versions[uri]},
            "contentChanges": changes,
        }
        if wants is not None:
            params["wantDiagnostics"] = wants
        self.notify("textDocument/didChange", params)

    def save(self, path: Path) -> None:
        self.notify("textDocument/didSave", {"textDocument": {"uri": uri_of(path)}})

    def close(self, path: Path) -> None:
        self.notify("textDocument/didClose", {"textDocument": {"uri": uri_of(path)}})
        self.diagnostics.pop(uri_of(path), None)

    def diagnosed(self, path: Path) -> list[Json]:
        """The first diagnostics of the file as it was last sent; clangd may send
        others when the includes are compiled anew."""
        uri = uri_of(path)
        version = self.versions[uri]
        if self.diagnostics.get(uri, (0, []))[0] < version:
            self.wait_for(
                f"diagnostics of {path.name}",
                lambda message: self.diagnostics.get(uri, (0, []))[0] >= version,
            )
        return self.diagnostics[uri][1]

    def findings(self, path: Path) -> list[Json]:
        """The last diagnostics of the file as it was last sent."""
        # clangd's own, for tests: answered when there is no more work.
        self.request("sync", None)
        version, diagnostics = self.diagnostics.get(uri_of(path), (0, []))
        if version < self.versions[uri_of(path)]:
            raise self.fail(f"no diagnostics of {path.name}")
        return diagnostics

    def actions(self, path: Path, diagnostic: Json) -> list[Json]:
        """The quick fixes that the server offers for a diagnostic."""
        return (
            self.request(
                "textDocument/codeAction",
                {
                    "textDocument": {"uri": uri_of(path)},
                    "range": diagnostic["range"],
                    "context": {"diagnostics": [diagnostic], "only": ["quickfix"]},
                },
            )
            or []
        )

    def stop(self) -> None:
        """Ends the server; fails unless it ends well."""
        self.request("shutdown", None)
        self.notify("exit", None)
        try:
            code = self.process.wait(self.patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise self.fail("the server does not end") from None
        for stream in (self.process.stdin, self.process.stdout):
            assert stream
            stream.close()
        if code:
            raise self.fail("the server does not end well")
