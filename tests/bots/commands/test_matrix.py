"""Every word, role and kind of channel, at every door, as the table of docs/access.md says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from adapters.console.door import ConsoleDoor
from bots.service import Service, open_service
from core.access.audit import Act
from core.chat.inbound import Actor, Inbound
from core.chat.profile import ChannelProfile, PersonProfile
from core.chat.thread_ref import ChannelRef
from core.runs.run import RunState
from core.settings import Settings

PAGE = Path(__file__).parents[3] / "docs" / "access.md"
DOORS = ("console", "web", "slack", "teams")
TENANT = "t1"


def section() -> str:
    """The part of the page with the policy and the table."""
    return PAGE.read_text(encoding="utf-8").partition("## Who may say what\n")[2].partition("\n## ")[0]


def policy() -> str:
    """The policy of the table; DOOR stands for each door."""
    match = re.search(r"```yaml\n(.*?)```", section(), re.DOTALL)
    assert match is not None
    return match[1]


def table() -> dict[str, dict[str, set[str]]]:
    """Where each kind of person may say a word."""
    rows = [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in section().splitlines()
        if line.startswith("|")
    ]
    head, _, *body = rows
    return {
        row[0].strip("`"): {who: _places(cell) for who, cell in zip(head[1:], row[1:], strict=True)}
        for row in body
    }


def _places(cell: str) -> set[str]:
    return set() if cell == "nowhere" else {each.strip() for each in cell.split(",")}


PLACES = ("open", "work", "reading", "direct", "group", "shared", "guests")
KINDS = {
    "direct": ChannelProfile(kind="direct"),
    "group": ChannelProfile(kind="group"),
    "shared": ChannelProfile(kind="direct", shared=True),
    "guests": ChannelProfile(kind="channel", guests=True),
}
PEOPLE = ("admin", "developer", "user", "viewer", "colleague", "guest", "stranger")
PROFILES = {
    "guest": PersonProfile(email="guest@example.com", guest=True),
    "colleague": PersonProfile(email="colleague@example.com"),
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A house with the policy of the page at all four doors."""
    path = tmp_path / "policy.yaml"
    known = [yaml.safe_load(policy().replace("DOOR", door)) for door in DOORS]
    merged = {key: _merged(each[key] for each in known) for key in known[0]}
    path.write_text(yaml.safe_dump(merged))
    settings = Settings(
        _env_file=None, dataops_home=tmp_path / "home", dataops_policy=path, dataops_rate_person=10_000
    )
    door = ConsoleDoor(tmp_path / "console", lambda _: None, lambda _: tmp_path)
    opened = open_service(settings, dict.fromkeys(DOORS, door))
    for each in DOORS:
        for name, kind in KINDS.items():
            opened.access.directory.learn_channel(f"{each}:{TENANT}:{name}", kind)
        for who in PEOPLE:
            opened.access.directory.learn_person(f"{each}:{TENANT}:{who}", PROFILES.get(who, PersonProfile()))
    yield opened
    opened.database.close()


def _merged(parts: Iterator[dict[str, object]]) -> dict[str, object]:
    return {key: value for part in parts for key, value in part.items()}


def words(service: Service) -> dict[str, str]:
    """All words with the permission that each takes, if any."""
    known = {command.name: command.permission for command in service.commands.all}
    workflows = service.services.registry.all_metadata()
    return known | {each.command: f"workflow.{each.name}.invoke" for each in workflows}


def may_say(service: Service, door: str, who: str, place: str, permission: str) -> bool:
    person, channel = f"{door}:{TENANT}:{who}", f"{door}:{TENANT}:{place}"
    if not service.access.authorizer.knows(person, channel):
        return False
    return not permission or service.services.gate.admits(Act(person, channel, permission))


@pytest.mark.parametrize("door", DOORS)
def test_every_word_is_open_to_whom_the_page_says(service: Service, door: str) -> None:
    found = {
        word: {
            who: {place for place in PLACES if may_say(service, door, who, place, permission)}
            for who in PEOPLE
        }
        for word, permission in words(service).items()
    }
    assert found == table()
    assert service.access.audit.broken_at() is None


@pytest.mark.parametrize("who", PEOPLE)
async def test_a_word_is_answered_or_refused_as_the_page_says(service: Service, who: str) -> None:
    by_permission = {permission: word for word, permission in words(service).items()}
    expected = {word: table()[word][who] for word in by_permission.values()}
    found = {
        word: {place for place in PLACES if await answered(service, who, place, word)}
        for word in by_permission.values()
    }
    assert found == expected


async def answered(service: Service, who: str, place: str, word: str) -> bool:
    """Whether a word is not refused, from the message to the end of its run."""
    message = Inbound(
        id=f"{who}/{place}/{word}",
        act=f"{who}/{place}/{word}",
        channel=ChannelRef(platform="console", tenant=TENANT, channel=place),
        actor=Actor(platform="console", tenant=TENANT, id=who),
        text=f"/dataops {word}",
    )
    receipt = service.inbox.receive(message, service.lease)
    return (await service.engine.finish(receipt.run_id)).state is not RunState.REFUSED
