"""A token is shown to whoever asks for it, and to nobody else."""

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bots.tokens import open_auth
from core.access.people import People
from core.runs.run import RunState
from tests.house import open_house


async def test_a_token_is_for_the_person_who_asks_and_the_run_keeps_nothing_of_it(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("/dataops token", user="developer")
        assert run.state is RunState.ANSWERED
        shown = house.printed[-1]
        match = re.search(r"eyJ[\w.-]+", shown)
        assert match is not None
        service = house.service
        people = People(service.access.authorizer, service.access.directory)
        auth = open_auth(service.settings, service.database, people, "http://127.0.0.1")
        assert auth.validate_token(match[0]).user_id == "console:local:developer"
        lines = [*service.access.audit.lines(datetime.fromtimestamp(0, UTC))]
        given = [line for line in lines if line.permission == "token.create"]
        assert {line.person for line in given} == {"console:local:developer"}
        assert [bool(line.subject) for line in given] == [False, True]  # it was allowed, and it was made
        with closing(sqlite3.connect(service.database.path)) as database:
            kept = "\n".join(database.iterdump())
        assert match[0] not in kept
        assert match[0].rpartition(".")[2] not in kept


async def test_whoever_may_not_gets_none(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        assert (await house.ask("/dataops token", user="viewer")).state is RunState.REFUSED


async def test_where_no_key_can_be_had_that_is_said(tmp_path: Path) -> None:
    async with open_house(tmp_path, dataops_public_url="https://bot.example") as house:
        run = await house.ask("/dataops token")
        assert run.state is RunState.FAILED
        assert "JWT_SECRET" in house.printed[-1]
