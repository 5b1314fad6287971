"""A server that speaks the part of S3's protocol that is used, and fails as S3 does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar, Literal
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pytest

KEY_ID, SECRET = "AKIDINVENTED", "invented-secret"
BUCKET = "exports"
NIGHT = datetime(2026, 11, 20, 3, 10, tzinfo=UTC)
"""When objects were written, unless said."""

Fault = Literal[
    "", "denied", "expired", "archived", "busy", "reset", "cut", "silent", "unsized", "unmarked", "teapot"
]
REFUSALS: dict[str, tuple[int, str]] = {
    "denied": (403, "AccessDenied"),
    "expired": (400, "ExpiredToken"),
    "archived": (403, "InvalidObjectState"),
    "busy": (503, "SlowDown"),
    "teapot": (418, "Teapot"),
}


@dataclass
class Stored:
    content: bytes
    modified: datetime

    @property
    def etag(self) -> str:
        return f'"{md5(self.content, usedforsecurity=False).hexdigest()}"'


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that goes away early is no news."""


class S3:
    """Objects by bucket and key. ``fault`` is what happens to every request; ``asked`` is what came in."""

    def __init__(self) -> None:
        self.objects: dict[str, Stored] = {}
        self.fault: Fault = ""
        self.asked: list[str] = []
        self.released = threading.Event()
        self._server = Server(("127.0.0.1", 0), type("_", (Handler,), {"s3": self}))
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to come here, and to nobody else."""
        return {
            "AWS_ENDPOINT_URL_S3": self.url,
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def put(self, key: str, content: bytes | str, modified: datetime = NIGHT, bucket: str = BUCKET) -> str:
        """Write an object; its address."""
        data = content.encode() if isinstance(content, str) else content
        self.objects[f"{bucket}/{key}"] = Stored(data, modified)
        return f"s3://{bucket}/{key}"

    def count(self, method: str) -> int:
        """How many requests of a method came in."""
        return sum(each.startswith(f"{method} ") for each in self.asked)

    def close(self) -> None:
        """Take no more connections: from now on the address refuses them."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def open_s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    """A server that this process takes for S3; retries do not wait."""
    s3 = S3()
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "ARTIFACT_BUCKET", "AWS_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda _: None)
    try:
        yield s3
    finally:
        s3.close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    s3: ClassVar[S3]

    def do_HEAD(self) -> None:
        self._object()

    def do_GET(self) -> None:
        self._object()

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self._goes_on():
            self.s3.objects[self._name()] = Stored(content, NIGHT)
            self._send(200, b"", {"ETag": self.s3.objects[self._name()].etag})

    def _name(self) -> str:
        return unquote(urlsplit(self.path).path[1:])

    def _goes_on(self) -> bool:
        self.s3.asked.append(f"{self.command} {self._name()}")
        query = parse_qs(urlsplit(self.path).query)
        signed = f"{self.headers['Authorization']}{query.get('X-Amz-Credential')}"
        if self.s3.fault == "silent":
            self.s3.released.wait(20)
        if self.s3.fault in ("reset", "silent"):
            self.close_connection = True
            return False
        if self.s3.fault in REFUSALS:
            self._refuse(*REFUSALS[self.s3.fault])
            return False
        if KEY_ID not in signed:
            self._refuse(403, "InvalidAccessKeyId")
            return False
        return True

    def _object(self) -> None:
        if not self._goes_on():
            return
        if "list-type" in self.path:
            self._list()
        elif self._name() in self.s3.objects:
            found = self.s3.objects[self._name()]
            headers = {
                **({"ETag": found.etag} if self.s3.fault != "unmarked" else {}),
                "Last-Modified": format_datetime(found.modified, usegmt=True),
                "Content-Type": "application/octet-stream",
            }
            self._send(200, found.content, headers)
        else:
            self._refuse(404, "NoSuchKey")

    def _list(self) -> None:
        """One key a page, to make a client go on."""
        query = parse_qs(urlsplit(self.path).query)
        bucket, start = self._name().rstrip("/"), query.get("prefix", [""])[0]
        names = sorted(name.partition("/")[2] for name in self.s3.objects if name.startswith(f"{bucket}/"))
        keys = [key for key in names if key.startswith(start)]
        after = query.get("continuation-token", [""])[0]
        page, rest = [key for key in keys if key > after][:1], [key for key in keys if key > after][1:]
        entries = "".join(f"<Contents><Key>{escape(key)}</Key></Contents>" for key in page)
        more = f"<NextContinuationToken>{escape(page[-1])}</NextContinuationToken>" if rest else ""
        body = (
            f"<ListBucketResult><IsTruncated>{'true' if rest else 'false'}</IsTruncated>"
            f"{entries}{more}</ListBucketResult>"
        )
        self._send(200, body.encode(), {"Content-Type": "application/xml"})

    def _refuse(self, status: int, code: str) -> None:
        body = f"<Error><Code>{code}</Code><Message>hidden {SECRET}</Message></Error>"
        self._send(status, body.encode(), {"Content-Type": "application/xml"})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.s3.fault == "unsized":
            self.send_header("Connection", "close")
            self.close_connection = True
        else:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.s3.fault == "cut":
            body = body[: len(body) // 2]
            self.close_connection = True
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
