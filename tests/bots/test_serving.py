"""``dataops serve`` and ``dataops token`` as people run them."""

import json
import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bots.access import DEMO_POLICY
from bots.serving_lock import serving_address
from bots.tokens import open_auth
from core.access.audit import AuditLog
from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.access.people import People
from core.access.policy_book import PolicyBook
from core.settings import Settings
from core.storage.database import Database
from tests.bots.commandline import COMMAND, dataops


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator["tuple[subprocess.Popen[str], str]"]:
    """A serving process and the address that it printed."""
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG")}
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *arguments],
        cwd=folder,
        env=kept | {"HOME": str(folder), "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        greeting = process.stdout.readline()
        address = re.search(r"http://[0-9.:]+", greeting)
        assert address is not None, greeting + (process.stderr.read() if process.stderr else "")
        yield process, address[0]
    finally:
        process.kill()
        process.communicate(timeout=20)


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310 - a loopback address
            return int(response.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop(tmp_path: Path, number: signal.Signals) -> None:
    with serving(tmp_path, "--demo") as (process, address):
        assert status(address) == 200
        assert serving_address(tmp_path / ".dataops") == address
        second = dataops(tmp_path, "serve", "--port", "0")
        assert second.returncode == 1
        assert f"at {address}; stop it first" in second.stderr
        process.send_signal(number)
        assert process.wait(timeout=20) == 0
    assert serving_address(tmp_path / ".dataops") is None


def test_a_link_leads_to_the_process_that_serves(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, address):
        assert status(address) == 401
        printed = dataops(tmp_path, "token", "--user", "admin")
        link, token = printed.stdout.splitlines()
        assert re.fullmatch(rf"{re.escape(address)}/login\?token=[\w-]{{43}}", link)
        assert status(link) == 200
        written = (tmp_path / ".dataops" / "dataops.log").read_text()
        assert [
            secret for secret in (link.partition("=")[2], token) if secret in written + printed.stderr
        ] == []


def test_a_link_without_a_process_says_so(tmp_path: Path) -> None:
    printed = dataops(tmp_path, "token", "--user", "admin")
    assert printed.returncode == 0
    assert printed.stdout.startswith("http://127.0.0.1:8000/login?token=")
    assert "start dataops serve" in printed.stderr
    with closing(Database(tmp_path / ".dataops" / "dataops.db")) as database:
        lines = [*AuditLog(database).lines(datetime.fromtimestamp(0, UTC))]
    assert [(line.permission, line.subject == "login link") for line in lines] == [
        ("token.create", True),
        ("token.create", False),
    ]


def user_of(folder: Path, token: str) -> str:
    """Whom a service of this folder takes the bearer of a token for."""
    database = Database(folder / ".dataops" / "dataops.db")
    directory = Directory(database)
    book = PolicyBook(DEMO_POLICY, database)
    people = People(PolicyAuthorizer(lambda: book.policy, directory), directory)
    settings = Settings(_env_file=None, dataops_home=folder / ".dataops", jwt_secret=None)
    try:
        return open_auth(settings, database, people, "http://127.0.0.1:8000").validate_token(token).user_id
    finally:
        database.close()


def test_a_token_is_good_at_the_service_of_this_home(tmp_path: Path) -> None:
    plain = dataops(tmp_path, "token", "--user", "web:local:admin").stdout.splitlines()
    printed = json.loads(dataops(tmp_path, "token", "--user", "admin", "--json").stdout)
    assert printed.keys() == {"login", "access_token", "refresh_token", "token_type", "expires_in"}
    assert printed["login"].startswith("http://127.0.0.1:8000/login?token=")
    assert (printed["token_type"], printed["expires_in"]) == ("Bearer", 3600)
    for token in (plain[1], printed["access_token"]):
        assert user_of(tmp_path, token) == "web:local:admin"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATAOPS_PUBLIC_URL", "https://dataops.example", "Tokens need JWT_SECRET"),
        ("JWT_SECRET", "too short", "JWT_SECRET is shorter than the 32 bytes"),
    ],
)
def test_a_link_is_good_without_a_key_for_tokens(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    plain = dataops(tmp_path, "token", "--user", "admin", **{name: value})
    assert plain.returncode == 0
    (link,) = plain.stdout.splitlines()
    assert "/login?token=" in link
    assert sentence in plain.stderr
    assert value not in plain.stderr
    printed = json.loads(dataops(tmp_path, "token", "--user", "admin", "--json", **{name: value}).stdout)
    assert printed["login"]
    assert printed["access_token"] is None
    assert not (tmp_path / ".dataops" / "jwt-secret").exists()


@pytest.mark.parametrize(
    ("user", "sentence"), [("nobody", "does not name web:local:nobody"), (" ", "needs a name")]
)
def test_nobody_gets_a_link_who_could_do_nothing(tmp_path: Path, user: str, sentence: str) -> None:
    printed = dataops(tmp_path, "token", "--user", user)
    assert (printed.returncode, printed.stdout) == (1, "")
    assert sentence in printed.stderr


def test_the_demo_is_refused_beside_real_settings(tmp_path: Path) -> None:
    refused = dataops(tmp_path, "serve", "--demo", JWT_SECRET="s")
    assert refused.returncode == 1
    assert "does not run beside JWT_SECRET" in refused.stderr


def test_demo_data_without_a_demo_is_refused(tmp_path: Path) -> None:
    refused = dataops(tmp_path, "serve", "--demo-data", "nowhere.txt")
    assert refused.returncode == 1
    assert "add --demo" in refused.stderr


def test_the_address_of_a_process_that_was_killed_counts_no_more(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo") as (process, _):
        process.kill()
        process.wait(timeout=20)
    assert serving_address(tmp_path / ".dataops") is None


def test_demo_data_that_is_not_there_is_told(tmp_path: Path) -> None:
    refused = dataops(tmp_path, "serve", "--demo", "--port", "0", "--demo-data", "nowhere.txt")
    assert refused.returncode == 1
    assert "check --demo-data" in refused.stderr


def test_what_a_dead_service_left_is_finished_by_resume(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo"):
        pass  # killed with nothing to do: resume opens the pages' door as well
    done = dataops(tmp_path, "resume")
    assert done.returncode == 0, done.stderr
