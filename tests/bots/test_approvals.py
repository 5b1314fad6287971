"""What is demanded happens only if others agree, through the whole house."""

import asyncio
from pathlib import Path
from time import time
from typing import Any

import pytest
import yaml

from core.runs.run import Run, RunState
from tests.house import CHANNEL, House, inbound, open_house
from tests.sample_workflows import write_deployer

ASK = "/dataops deployer"
PEOPLE = {
    "ann": ["releaser"],
    "ben": ["releaser"],
    "cleo": ["releaser"],
    "dan": ["user"],
}


def policy(tmp_path: Path, **more: Any) -> Path:
    """Ann, Ben and Cleo may approve; Dan may ask only."""
    content = {
        "roles": {"releaser": ["workflow.*.invoke", "workflow.deployer.approve", "session.read"]},
        "people": {f"console:local:{name}": roles for name, roles in PEOPLE.items()},
        "channels": {"console:local:console": ["*"]},
    }
    path = tmp_path / "policy.yaml"
    path.write_text(yaml.safe_dump(content | more))
    return path


def opened(tmp_path: Path, **more: Any) -> Any:
    return open_house(tmp_path, dataops_policy=policy(tmp_path, **more))


async def vote(house: House, waiting: Run, word: str, user: str) -> Run:
    """A typed vote; the run of the vote itself."""
    return await house.ask(word, thread=waiting.thread, user=user)


async def gone_on(house: House, waiting: Run) -> Run:
    return await house.service.engine.finish(waiting.run_id)


def said(run: Run) -> str:
    assert run.outcome is not None
    return str(run.outcome.response.result) if run.outcome.response else ""


def audited(house: House, permission: str) -> list[tuple[str, bool]]:
    lines = house.service.database.read("SELECT line FROM audit ORDER BY number")
    acts = [yaml.safe_load(line["line"]) for line in lines]
    return [(act["person"][14:], act["allowed"]) for act in acts if act["permission"] == permission]


def done(tmp_path: Path) -> int:
    path = tmp_path / "done"
    return len(path.read_text().splitlines()) if path.exists() else 0


async def test_somebody_else_approves_and_it_is_done(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done", details="TRUNCATE ledger;\nDROP gl;")
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="dan")
        assert waiting.state is RunState.WAITING
        (card,) = [post for post in house.posts(waiting) if "Approval needed" in post]
        for shown in ("`Deploy 12 tables`", "TRUNCATE ledger;\n  DROP gl;", "0 of 1", "dan", "reply approve"):
            assert shown in card
        assert done(tmp_path) == 0
        await vote(house, waiting, "Approve.", "ann")
        assert said(await gone_on(house, waiting)) == "Deployed; approved by console:local:ann"
        assert done(tmp_path) == 1
        assert audited(house, "workflow.deployer.approve") == [("ann", True)]
        assert audited(house, "approval.approve") == [("ann", True)]


async def test_a_decline_ends_it_and_says_who_it_was(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done", conditions="people=2")
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="dan")
        await vote(house, waiting, "approve", "ann")
        await vote(house, waiting, "decline", "ben")
        ended = await gone_on(house, waiting)
        assert ended.state is RunState.CANCELLED
        assert said(ended) == "Not approved: `ben` declined it."
        assert said(await vote(house, waiting, "approve", "cleo")) != ""
        assert done(tmp_path) == 0
        assert audited(house, "approval.decline") == [("ben", True)]


async def test_it_takes_as_many_different_people_as_are_demanded(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done", conditions="people=2")
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="dan")
        assert said(await vote(house, waiting, "approve", "ann")) == "Noted: 1 of 2 approved."
        assert said(await vote(house, waiting, "approve", "ann")).startswith("You have approved this already")
        assert done(tmp_path) == 0
        await vote(house, waiting, "approve", "cleo")
        assert "console:local:ann, console:local:cleo" in said(await gone_on(house, waiting))
        assert audited(house, "approval.approve") == [("ann", True), ("cleo", True)]


async def test_whoever_asks_does_not_decide_under_any_of_their_names(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done", conditions="people=2")
    users = {"cleo": ["console:local:cleo", "console:local:ann"]}
    async with opened(tmp_path, users=users) as house:
        waiting = await house.ask(ASK, user="ann")
        for name in ("ann", "cleo"):
            assert "somebody else has to decide" in said(await vote(house, waiting, "approve", name))
        other = await house.ask(ASK, user="ben")
        await vote(house, other, "approve", "ann")
        assert "already" in said(await vote(house, other, "approve", "cleo"))
        assert done(tmp_path) == 0
        refused = [("ann", False), ("cleo", False)]
        assert audited(house, "workflow.deployer.approve")[:2] == refused


async def test_whoever_may_not_is_refused_and_that_is_on_record(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="ann")
        refused = await vote(house, waiting, "approve", "dan")
        assert refused.state is RunState.REFUSED
        assert audited(house, "workflow.deployer.approve") == [("dan", False)]
        assert audited(house, "approval.approve") == []
        assert done(tmp_path) == 0


async def test_a_button_of_another_thread_decides_nothing(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="dan")
        question = house.service.records.questions.open_of(waiting.run_id)
        assert question is not None
        press = {"kind": "action", "action": question.id, "value": "approve"}
        message = inbound("", thread=CHANNEL.thread("elsewhere"), user="ann").model_copy(update=press)
        receipt = await asyncio.to_thread(house.service.inbox.receive, message, house.service.lease)
        assert "does not belong to an approval" in said(await house.service.engine.finish(receipt.run_id))
        assert house.service.records.questions.open_of(waiting.run_id) == question


async def test_whoever_had_it_tried_again_and_whoever_asked_first_do_not_decide(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    async with opened(tmp_path) as house:
        first = await house.ask(ASK, user="ann")
        await vote(house, first, "decline", "cleo")
        await gone_on(house, first)
        again = await house.ask("/dataops retry", thread=first.thread, user="ben")
        assert again.state is RunState.WAITING
        for name in ("ann", "ben"):
            assert "somebody else has to decide" in said(await vote(house, again, "approve", name))
        await vote(house, again, "approve", "cleo")
        assert said(await gone_on(house, again)) == "Deployed; approved by console:local:cleo"


async def test_the_channel_has_to_allow_it_too(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    channels = {"console:local:console": ["workflow.*.invoke", "session.read"]}
    async with opened(tmp_path, channels=channels) as house:
        waiting = await house.ask(ASK, user="dan")
        assert (await vote(house, waiting, "approve", "ann")).state is RunState.REFUSED


async def test_it_waits_through_restarts_and_is_asked_once(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done", conditions="people=2")
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="dan")
        await vote(house, waiting, "approve", "ann")
    async with opened(tmp_path) as house:
        await vote(house, waiting, "approve", "ben")
        assert "ann, console:local:ben" in said(await gone_on(house, waiting))
        assert sum("Approval needed" in post for post in house.posts(waiting)) == 1
        assert done(tmp_path) == 1


async def test_votes_at_the_same_moment_act_once(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="dan")
        names = ["ann", "ann", "ben", "cleo", "cleo"]
        await asyncio.gather(*(vote(house, waiting, "approve", name) for name in names))
        await gone_on(house, waiting)
        assert done(tmp_path) == 1
        assert len(audited(house, "approval.approve")) == 1


async def test_where_several_are_open_a_word_has_to_name_one(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    async with opened(tmp_path) as house:
        first = await house.ask(ASK, user="dan")
        second = await house.ask(ASK, user="dan", thread=first.thread)
        assert "Several approvals are open here" in said(await vote(house, first, "approve", "ann"))
        assert done(tmp_path) == 0
        await vote(house, first, f"approve {first.run_id}", "ann")
        assert said(await gone_on(house, first)).startswith("Deployed")
        await vote(house, first, "approve", "ann")
        assert said(await gone_on(house, second)).startswith("Deployed")


@pytest.mark.parametrize(
    ("votes", "people"), [((), "nobody decided"), (("ann",), "only `ann` did, of the 2")]
)
async def test_an_approval_that_does_not_come_in_time_ends_politely(
    tmp_path: Path, votes: tuple[str, ...], people: str
) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done", conditions="people=2, hours=3")
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="dan")
        for name in votes:
            await vote(house, waiting, "approve", name)
        await house.service.patience.tick(time() + 3 * 3600 + 60)
        ended = await gone_on(house, waiting)
        assert ended.state is RunState.EXPIRED
        assert f"Not approved within 3 hours: {people}" in said(ended)
        assert said(await vote(house, waiting, "approve", "ben")) != ""
        assert done(tmp_path) == 0


async def test_a_workflow_can_go_another_way_when_it_is_declined(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    path = tmp_path / "workflows" / "deployer" / "workflow.py"
    found = 'return {"people": list(require_approval('
    tried = "from core.errors import NotApproved\n    try:\n        " + found
    source = path.read_text().replace(found, tried)
    path.write_text(
        source.replace(
            "\n\n\ndef deploy",
            "\n    except NotApproved as error:\n        return {'people': [str(error)]}\n\n\ndef deploy",
        )
    )
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="dan")
        await vote(house, waiting, "decline", "ann")
        assert "`ann` declined it" in said(ended := await gone_on(house, waiting))
        assert ended.state is RunState.ANSWERED


async def test_a_word_without_a_demand_is_only_a_word(tmp_path: Path) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    async with opened(tmp_path) as house:
        assert "outside of what I can help" in said(await house.ask("approve", user="ann"))


async def test_whoever_could_decide_and_says_something_else_hears_once_that_it_is_open(
    tmp_path: Path,
) -> None:
    write_deployer(tmp_path / "workflows", tmp_path / "done")
    async with opened(tmp_path) as house:
        waiting = await house.ask(ASK, user="dan")
        for name in ("dan", "ann", "ann"):
            await house.ask("hm", thread=waiting.thread, user=name)
        mentions = [post for post in house.posts(waiting) if "is still open" in post]
        assert len(mentions) == 1
        assert "Approval needed: `Deploy 12 tables`" in mentions[0]
