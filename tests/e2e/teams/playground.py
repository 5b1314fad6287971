"""Microsoft's Agents Playground on loopback: a tenant that this project did not write."""

import os
import select
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.node import node
from tests.e2e.ports import free_port

HERE = Path(__file__).parent
PROGRAM = HERE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
START_SECONDS = 30

TENANT = "11111111-1111-1111-1111-111111111111"
BOT, BOT_NAME = "28:00000000-0000-0000-0000-00000000000b", "DataOps"
CHAT = "a:personal-chat-id"
GROUP = "19:group@thread.v2"
CHANNEL = "19:data-eng@thread.tacv2"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the tenant; ``aad`` is the same for every bot."""

    name: str
    number: int

    @property
    def id(self) -> str:
        """Who it is for this bot."""
        return f"29:user-{self.number}"

    @property
    def aad(self) -> str:
        """Who it is for everybody."""
        return f"00000000-0000-0000-0000-0000000000{20 + self.number}"

    @property
    def entry(self) -> dict[str, str]:
        """Its part of the playground's configuration, where six people are asked for."""
        first, _, last = self.name.partition(" ")
        address = f"{first.lower()}@example.com"
        return {
            "id": self.id,
            "name": self.name,
            "userPrincipleName": address,
            "aadObjectId": self.aad,
            "givenName": first,
            "surname": last,
            "email": address,
        }


ALICE = Person("Alice Adams", 0)
BOB = Person("Bob Brown", 1)
OTHERS = [Person(f"Person {number}", number) for number in range(2, 6)]


@dataclass
class Playground:
    """A running playground. ``url`` is its root."""

    url: str
    process: "subprocess.Popen[str]"

    @property
    def service_url(self) -> str:
        """Where a bot answers."""
        return f"{self.url}/_connector"

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.communicate()


def start(endpoint: str, folder: Path) -> Playground:
    """Start a tenant whose bot is at an address; it keeps its own files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "playground.yml"
    configuration.write_text(yaml.safe_dump(_configuration()))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        _command(port, endpoint, f"{url}/_connector"),
        cwd=folder,
        env=_environment(folder, configuration),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
    said = process.stdout.readline() if ready else ""
    assert said.split() == ["Listening", "on", str(port)], said
    return Playground(url, process)


def _command(port: int, endpoint: str, service_url: str) -> list[str]:
    places = ["--port", str(port), "--app-endpoint", endpoint, "--service-url", service_url]
    quiet = ["--disable-telemetry", "--enable-events-recording", "false"]
    loaded = ["--require", str(HERE / "loopback.cjs")]
    return [str(node()), *loaded, str(PROGRAM), "start", "--channel-id", "msteams", *places, *quiet]


def _environment(folder: Path, configuration: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TEAMSAPPTESTER_BROWSER": "none",
        "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(configuration),
    }


def _configuration() -> dict[str, Any]:
    return {
        "version": "0.1.1",
        "tenantId": TENANT,
        "bot": {"id": BOT, "name": BOT_NAME},
        "currentUser": ALICE.entry,
        "users": [person.entry for person in (BOB, *OTHERS)],
        "personalChat": {"id": CHAT},
        "groupChat": {"id": GROUP, "name": "Data people"},
        "team": {
            "id": "19:team@thread.tacv2",
            "name": "Data",
            "aadGroupId": "00000000-0000-0000-0000-000000000031",
            "channels": [{"id": CHANNEL, "name": "data-eng"}],
        },
    }
