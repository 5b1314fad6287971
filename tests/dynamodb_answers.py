"""A server that gives the answers of DynamoDB it is told to, one after the other."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

SECRET = "invented-secret"
Answer = tuple[int, dict[str, Any]]


class Answers:
    """``given`` are status and body of what is answered, the last one again and again; ``asked`` came in."""

    def __init__(self) -> None:
        self.given: list[Answer] = []
        self.asked: list[dict[str, Any]] = []

    def next(self, asked: dict[str, Any]) -> Answer:
        self.asked.append(asked)
        return self.given.pop(0) if len(self.given) > 1 else self.given[0]


class Handler(BaseHTTPRequestHandler):
    answers: ClassVar[Answers]

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status, body = self.answers.next(asked)
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """What came in is in ``asked``."""


@contextmanager
def open_answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """The server, as boto3 of this process finds it."""
    answers = Answers()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_", (Handler,), {"answers": answers}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDINVENTED")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    yield answers
    server.shutdown()
    server.server_close()
