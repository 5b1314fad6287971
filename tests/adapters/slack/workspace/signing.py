"""The signature of a request to the app."""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, sha256).hexdigest()


@dataclass
class Signer:
    """Signs with a secret; ``clock`` is the time that the app compares with, not the clock of the fake."""

    secret: str
    clock: Callable[[], float] = time.time

    def headers(self, body: bytes, timestamp: str | None = None) -> dict[str, str]:
        """The two headers; a test may date them otherwise."""
        stamp = str(int(self.clock())) if timestamp is None else timestamp
        return {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self.secret, stamp, body),
        }
