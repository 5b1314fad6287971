"""Addresses into the bucket open what they were made for, until they end, and nothing else."""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from core.settings import Settings
from tests.bots.test_company_stores import named
from tests.house import House, open_house
from tests.sample_workflows import write_counter


async def artifact_of(house: House, listing: Path) -> tuple[str, str]:
    """The ids of what was counted, and of what it was counted from."""
    run = await house.ask("count the lines of this listing", files=(listing,))
    sessions, artifacts = house.service.services.sessions, house.service.services.artifacts
    session = sessions.session_for(str(run.thread), "nobody")
    by_name = {each.name: each.artifact_id for each in artifacts.list_artifacts(session.session_id)}
    return by_name["count.txt"], by_name["day.lst"]


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    write_counter(tmp_path / "workflows")
    path = tmp_path / "day.lst"
    path.write_text("a\nb\n")
    return path


async def test_an_answers_file_is_fetched_and_nothing_else(
    tmp_path: Path, listing: Path, aws: Settings
) -> None:
    async with open_house(tmp_path, **named(aws)) as house:
        result, source = await artifact_of(house, listing)
        artifacts = house.service.services.artifacts
        link, other = artifacts.address(result, 60), artifacts.address(source, 60)
        assert link is not None
        assert other is not None
        answer = httpx.get(link)
        assert (answer.status_code, answer.text) == (200, "2\n")
        assert "count.txt" in answer.headers["Content-Disposition"]
        for changed in tampered(httpx.URL(link), httpx.URL(other)):
            assert httpx.get(changed).status_code == 403, changed


def tampered(link: httpx.URL, other: httpx.URL) -> list[httpx.URL]:
    """The address with another object, a longer life, another name, and another signature."""
    signature = link.params["X-Amz-Signature"]
    changes: list[dict[str, Any]] = [
        {"X-Amz-Expires": "86400"},
        {"response-content-disposition": "attachment; filename=other.exe"},
        {"X-Amz-Signature": signature[::-1]},
    ]
    return [link.copy_with(path=other.path), *(link.copy_merge_params(change) for change in changes)]


async def test_an_address_ends(tmp_path: Path, listing: Path, aws: Settings) -> None:
    async with open_house(tmp_path, **named(aws)) as house:
        result, _ = await artifact_of(house, listing)
        link = house.service.services.artifacts.address(result, 1)
        assert link is not None
        async with asyncio.timeout(10):
            while (answer := httpx.get(link)).status_code == 200:
                await asyncio.sleep(0.2)
        assert (answer.status_code, "expired" in answer.text) == (403, True)
