"""One-time links and logins."""

from pathlib import Path

import pytest

from adapters.web.logins import LINK_SECONDS, LOGIN_SECONDS, Logins
from core.storage.database import Database
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(1_000_000.0)


@pytest.fixture
def logins(tmp_path: Path, clock: Clock) -> Logins:
    return Logins(Database(tmp_path / "web.db"), clock)


def test_a_link_logs_in_once(logins: Logins) -> None:
    token = logins.link("ana")
    login = logins.redeem(token)
    assert login is not None
    assert login.person == "ana"
    assert logins.find(login.secret) == login
    assert logins.redeem(token) is None


def test_a_link_is_no_login_and_a_login_no_link(logins: Logins) -> None:
    assert logins.find(logins.link("ana")) is None
    assert logins.redeem(logins.begin("ana").secret) is None
    assert logins.find("") is None
    assert logins.redeem("\ud800") is None


def test_links_and_logins_end(logins: Logins, clock: Clock) -> None:
    token, login = logins.link("ana"), logins.begin("ana")
    clock.now += LINK_SECONDS
    assert logins.redeem(token) is None
    clock.now += LOGIN_SECONDS - LINK_SECONDS
    assert logins.find(login.secret) is None


def test_a_visit_makes_a_login_last_longer(logins: Logins, clock: Clock) -> None:
    login = logins.begin("ana")
    for _ in range(5):
        clock.now += LOGIN_SECONDS * 0.6
        assert logins.find(login.secret) == login


def test_logging_out_ends_one_login(logins: Logins) -> None:
    here, there = logins.begin("ana"), logins.begin("ana")
    logins.end(here)
    assert logins.find(here.secret) is None
    assert logins.find(there.secret) == there


def test_no_secret_is_kept(tmp_path: Path) -> None:
    logins = Logins(Database(tmp_path / "web.db"))
    secrets = [logins.link("ana"), logins.begin("ana").secret]
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not any(secret.encode() in kept for secret in secrets)


def test_each_login_has_its_own_form_token(logins: Logins) -> None:
    first, second = logins.begin("ana"), logins.begin("ana")
    assert first.csrf != second.csrf
    assert first.secret not in first.csrf
