"""Amazon Bedrock at the wire: a small server that speaks ConverseStream, event framing and all."""

import json
import struct
import threading
from binascii import crc32
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest

MODEL = "anthropic.claude-3-haiku-20240307-v1:0"
Event = tuple[str, dict[str, Any]]


@dataclass
class Asked:
    """One request: what the model was told, and what it could choose."""

    system: str
    human: str
    tools: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, body: dict[str, Any]) -> "Asked":
        specs = [each["toolSpec"] for each in body.get("toolConfig", {}).get("tools", [])]
        return cls(
            system=body["system"][0]["text"],
            human=body["messages"][0]["content"][0]["text"],
            tools={spec["name"]: spec["inputSchema"]["json"]["properties"] for spec in specs},
        )


Answer = list[Event] | int | bytes
"""Events of a stream, the status of a refusal, or bytes as they are."""


def speaks(*texts: str, read: int = 100, written: int = 20) -> list[Event]:
    """A text in pieces."""
    pieces = [("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": text}}) for text in texts]
    return [("messageStart", {"role": "assistant"}), *pieces, *_end("end_turn", read, written)]


def chooses(tool: str, read: int = 100, written: int = 20, **arguments: Any) -> list[Event]:
    """A tool with its arguments."""
    use = {"toolUse": {"toolUseId": "t1", "name": tool}}
    given = {"toolUse": {"input": json.dumps(arguments)}}
    return [
        ("messageStart", {"role": "assistant"}),
        ("contentBlockStart", {"contentBlockIndex": 0, "start": use}),
        ("contentBlockDelta", {"contentBlockIndex": 0, "delta": given}),
        *_end("tool_use", read, written),
    ]


def _end(reason: str, read: int, written: int) -> list[Event]:
    usage = {"inputTokens": read, "outputTokens": written, "totalTokens": read + written}
    return [
        ("contentBlockStop", {"contentBlockIndex": 0}),
        ("messageStop", {"stopReason": reason}),
        ("metadata", {"usage": usage, "metrics": {"latencyMs": 1}}),
    ]


def framed(event: Event) -> bytes:
    """An event as AWS frames it."""
    name, content = event
    headers = b"".join(
        struct.pack("!B", len(key)) + key.encode() + struct.pack("!BH", 7, len(value)) + value.encode()
        for key, value in {
            ":event-type": name,
            ":content-type": "application/json",
            ":message-type": "event",
        }.items()
    )
    payload = json.dumps(content).encode()
    prelude = struct.pack("!II", len(headers) + len(payload) + 16, len(headers))
    message = prelude + struct.pack("!I", crc32(prelude)) + headers + payload
    return message + struct.pack("!I", crc32(message))


@dataclass
class Bedrock:
    """Answers each request with what ``says`` makes of it.

    An ``endless`` one says the middle of its answer for ever. A ``gate`` that is closed keeps it from saying
    anything.
    """

    says: Callable[[Asked], Answer] = lambda _: speaks("Hello.")
    asked: list[Asked] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    endless: bool = False
    gate: threading.Event = field(default_factory=threading.Event)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """One request over HTTP."""
        body = handler.rfile.read(int(handler.headers["Content-Length"])).decode()
        self.bodies.append(body)
        self.asked.append(Asked.read(json.loads(body)))
        said = self.says(self.asked[-1])
        self.gate.wait(30)
        handler.send_response(said if isinstance(said, int) else 200)
        handler.send_header("Content-Type", "application/vnd.amazon.eventstream")
        handler.end_headers()
        if isinstance(said, list):
            for event in self._events(said):
                handler.wfile.write(framed(event))
        else:
            handler.wfile.write(said if isinstance(said, bytes) else b'{"message": "no"}')

    def _events(self, said: list[Event]) -> Iterator[Event]:
        yield from said[:2]
        while self.endless:
            yield said[1]
        yield from said[2:]


@contextmanager
def open_bedrock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bedrock]:
    """A running Bedrock that boto3 of this process reaches; it waits for nobody between two attempts."""
    fake = Bedrock()
    fake.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            try:
                fake.answer(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    for name, value in {
        "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": f"http://127.0.0.1:{server.server_port}",
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=lambda _: None))
    yield fake
    fake.endless = False
    fake.gate.set()
    server.shutdown()
    server.server_close()
