"""A model that is not ours: the npm package aimock, alone or behind the PyPI package ministack."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tests.e2e.node import node
from tests.e2e.ports import free_port
from tests.e2e.served import ROOT

HERE = Path(__file__).parent
AIMOCK = HERE / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
MINISTACK = ROOT / ".venv" / "ministack"
START_SECONDS = 60
MODEL = "anthropic.claude-3-haiku-20240307-v1:0"


@dataclass
class Scripted:
    """``direct`` is the model alone, with all its faults; ``aws`` is the same behind ministack's Bedrock."""

    direct: str
    aws: str

    def journal(self) -> list[dict[str, Any]]:
        """What it was asked, with the status of each answer."""
        with urlopen(f"{self.direct}/__aimock/journal", timeout=10) as response:  # noqa: S310 - loopback
            found: list[dict[str, Any]] = json.load(response)
        return found


@contextmanager
def scripted(folder: Path) -> Iterator[Scripted]:
    """Start both, and end them; what is long in the fixtures is made in the folder."""
    fixtures = folder / "fixtures.json"
    fixtures.write_text((HERE / "fixtures.json").read_text().replace("ENDLESS", "and so on " * 20_000))
    model, aws = free_port(), free_port()
    direct, front = f"http://127.0.0.1:{model}", f"http://127.0.0.1:{aws}"
    with ExitStack() as stack:
        command = [str(node()), str(AIMOCK), "-p", str(model), "-h", "127.0.0.1", "--strict"]
        _start(stack, [*command, "-f", str(fixtures), "--log-level", "warn"], {})
        variables = {
            "PYTHONPATH": str(MINISTACK),
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(aws),
            "MINISTACK_HOST": "127.0.0.1",
            "MINISTACK_BEDROCK_PROXY_URL": direct,
        }
        _start(stack, [sys.executable, "-m", "ministack"], variables)
        _until_open(f"{direct}/__aimock/journal")
        _until_open(f"{front}/_ministack/health")
        yield Scripted(direct, front)


def _start(stack: ExitStack, command: list[str], variables: dict[str, str]) -> None:
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "HOME")}
    process = subprocess.Popen(
        command, env=kept | variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    stack.callback(process.wait)
    stack.callback(process.kill)


def _until_open(url: str) -> None:
    """Wait until it answers, whatever it says."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - loopback
        except URLError as error:
            if hasattr(error, "code"):
                return
            assert time.monotonic() < deadline, f"{url} did not open"
            time.sleep(0.1)
        else:
            return
