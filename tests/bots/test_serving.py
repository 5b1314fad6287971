"""``dataops serve`` and ``dataops token`` as people run them."""

import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bots.serving_lock import serving_address
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
        link = printed.stdout.strip()
        assert re.fullmatch(rf"{re.escape(address)}/login\?token=[\w-]{{43}}", link)
        assert status(link) == 200
        assert link.partition("=")[2] not in (tmp_path / ".dataops" / "dataops.log").read_text()


def test_a_link_without_a_process_says_so(tmp_path: Path) -> None:
    printed = dataops(tmp_path, "token", "--user", "admin")
    assert printed.returncode == 0
    assert printed.stdout.startswith("http://127.0.0.1:8000/login?token=")
    assert "start dataops serve" in printed.stderr


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
