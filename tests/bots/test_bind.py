"""Where the service may listen, and under which names."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bots.bind import Bind, bind
from core.errors import UserFacingError
from core.settings import Settings


@pytest.fixture(autouse=True)
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of this machine, and no .env."""
    for name in ("DATAOPS_POLICY", "DATAOPS_PUBLIC_URL", "JWT_SECRET", "JWT_ALGORITHM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def opened() -> Iterator[list[socket.socket]]:
    sockets: list[socket.socket] = []
    yield sockets
    for each in sockets:
        each.close()


def bound(opened: list[socket.socket], host: str = "127.0.0.1", port: int = 0, **settings: Any) -> Bind:
    demo = settings.pop("demo", False)
    result = bind(Settings(_env_file=None, **settings), host, port, demo=demo)
    opened.append(result.socket)
    return result


def test_loopback_is_asked_for_under_its_names(opened: list[socket.socket]) -> None:
    result = bound(opened)
    port = result.socket.getsockname()[1]
    assert result.address == f"http://127.0.0.1:{port}"
    assert result.hosts == {f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}"}


def test_a_public_address_is_what_people_use(opened: list[socket.socket], tmp_path: Path) -> None:
    result = bound(
        opened,
        "0.0.0.0",  # noqa: S104 - what is tested
        dataops_public_url="https://dataops.example/",
        dataops_policy=tmp_path / "policy.yaml",
    )
    assert result.address == "https://dataops.example"
    assert result.hosts == {"dataops.example"}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "dataops.example"])  # noqa: S104 - what is tested
def test_what_others_can_reach_needs_a_policy_and_an_address(opened: list[socket.socket], host: str) -> None:
    with pytest.raises(UserFacingError, match="set DATAOPS_POLICY"):
        bound(opened, host)
    with pytest.raises(UserFacingError, match="set DATAOPS_POLICY"):
        bound(opened, host, dataops_public_url="https://dataops.example")


@pytest.mark.parametrize("name", ["DATAOPS_SECRETS_DIR", "DATAOPS_AWS_SECRET"])
def test_a_demo_does_not_run_where_secrets_come_from_elsewhere(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    settings = Settings(_env_file=None)
    monkeypatch.setenv(name, "x")
    with pytest.raises(UserFacingError, match=name):
        bind(settings, "127.0.0.1", 0, demo=True)


@pytest.mark.parametrize(
    "name",
    ["SLACK_BOT_TOKEN", "TEAMS_APP_ID", "MICROSOFT_APP_ID", "JWT_SECRET", "DATAOPS_POLICY", "jwt_secret"],
)
@pytest.mark.parametrize("place", ["environment", ".env"])
def test_a_demo_does_not_run_beside_anything_real(
    opened: list[socket.socket], monkeypatch: pytest.MonkeyPatch, name: str, place: str
) -> None:
    if place == "environment":
        monkeypatch.setenv(name, "x")
    else:
        Path(".env").write_text(f"{name}=x\n")
    with pytest.raises(UserFacingError, match=name.upper()):
        bound(opened, demo=True)
    bound(opened)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "dataops.example"])  # noqa: S104 - what is tested
def test_a_demo_is_for_this_machine_only(opened: list[socket.socket], host: str) -> None:
    with pytest.raises(UserFacingError, match=r"127\.0\.0\.1 only"):
        bound(opened, host, demo=True)


def test_a_port_that_is_taken_is_told_in_a_sentence(opened: list[socket.socket]) -> None:
    taken = bound(opened).socket.getsockname()[1]
    with pytest.raises(UserFacingError, match="--port"):
        bound(opened, port=taken)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Bot.Example", "bot.example"),
        ("https://bot.example:443/", "bot.example"),
        ("http://bot.example:80", "bot.example"),
        ("http://bot.example:8080", "bot.example:8080"),
    ],
)
def test_the_host_is_what_browsers_say(
    opened: list[socket.socket], tmp_path: Path, address: str, host: str
) -> None:
    assert host in bound(opened, dataops_public_url=address, dataops_policy=tmp_path / "p.yaml").hosts


@pytest.mark.parametrize("address", ["https://u:p@bot.example", "https://bot.example/x", "ftp://bot.example"])
def test_an_address_that_cannot_be_one_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="dataops_public_url"):
        Settings(_env_file=None, dataops_public_url=address)
