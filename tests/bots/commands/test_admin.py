"""What admins change and look at in a chat."""

import re
from pathlib import Path

import orjson
import pytest

from core.access.policy_file import load_policy
from core.runs.run import Run, RunState
from tests.house import House, open_house
from tests.sample_workflows import write_counter, write_greeter


def told(house: House, run: Run) -> str:
    return house.posts(run)[-1]


async def test_a_role_is_given_and_taken_in_a_chat(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        assert (await house.ask("/dataops pins", user="mira")).state is RunState.REFUSED
        given = await house.ask("/dataops admin grant mira user because she is on call")
        assert "console:local:mira is now user." in told(house, given)
        assert (await house.ask("/dataops pins", user="mira")).state is RunState.ANSWERED
        (change,) = house.service.access.book.changes()
        assert (change.by, change.why) == ("console:local:admin", "she is on call")
        taken = await house.ask("/dataops admin revoke mira user")
        assert "has no role any more" in told(house, taken)
        assert (await house.ask("/dataops pins", user="mira")).state is RunState.REFUSED


async def test_a_channel_is_opened_and_closed_in_a_chat(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        bound = await house.ask("/dataops admin bind console:local:batch artifact.read session.read")
        assert "- `session.read`" in told(house, bound)
        assert house.service.access.book.policy.channels["console:local:batch"].allow[0] == "artifact.read"
        again = await house.ask("/dataops admin unbind console:local:batch artifact.read")
        assert "artifact.read" not in told(house, again)
        gone = await house.ask("/dataops admin unbind console:local:batch")
        assert "allows nothing of its own any more" in told(house, gone)
        here = await house.ask("/dataops admin bind here admin.audit")
        assert "`admin.audit`" in told(house, here)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("/dataops admin", "Say what to do: /dataops admin "),
        ("/dataops admin grnt mira user", "did you mean /dataops admin grant?"),
        ("/dataops admin grant mira", "with a mention"),
        ("/dataops admin grant", "Write /dataops admin grant WHO ROLE"),
        ("/dataops admin grant @mira user", "I do not know who or what @mira is"),
        ("/dataops admin grant mira boss", "unknown roles: boss"),
        ("/dataops admin grant domain localhost user", "That cannot be"),
        ("/dataops admin revoke mira user", "It is so already"),
        ("/dataops admin bind", "such as workflow.*.invoke"),
        ("/dataops admin unbind", "or here to close this channel"),
        ("/dataops admin bind here s3://exports", "write s3://bucket/prefix/*"),
        ("/dataops admin who-can", "such as artifact.read"),
        ("/dataops admin audit --since yesterday", "--since 7d"),
        ("/dataops admin disable nothing", "one of"),
    ],
)
async def test_what_cannot_be_is_said(tmp_path: Path, said: str, sentence: str) -> None:
    async with open_house(tmp_path) as house:
        before = house.service.access.book.policy
        run = await house.ask(said)
        assert run.state is RunState.FAILED
        assert sentence in told(house, run)
        assert house.service.access.book.policy == before


@pytest.mark.parametrize(
    "said",
    [
        "/dataops admin grant admin user",
        "/dataops admin policy",
        "/dataops admin audit",
        "/dataops admin capabilities",
        "/dataops admin disable jil_parser",
        "/dataops admin who-can admin.grant",
    ],
)
async def test_nobody_else_may_say_an_admins_words(tmp_path: Path, said: str) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask(said, user="developer")
        assert run.state is RunState.REFUSED
        assert "admin" not in "\n".join(house.posts(await house.ask("/dataops help", user="developer")))


async def test_nobody_gives_more_than_they_hold(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "roles: {lead: ['admin.*', 'artifact.read'], reader: ['artifact.read']}\n"
        "people: {'console:local:admin': [admin], 'console:local:lea': [lead]}\n"
        "channels: {'console:local:console': ['*']}\n"
    )
    async with open_house(tmp_path, dataops_policy=policy) as house:
        refused = await house.ask("/dataops admin grant lea admin", user="lea")
        assert "You can only give rights that you hold; admin has more." in told(house, refused)
        given = await house.ask("/dataops admin grant ben reader", user="lea")
        assert given.state is RunState.ANSWERED
        opened = await house.ask("/dataops admin bind console:local:b workflow.*.invoke", user="lea")
        assert "not workflow.*.invoke" in told(house, opened)


async def test_whoever_holds_a_right_is_listed_with_the_reason(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await house.ask("/dataops admin grant group console:local:night developer")
        run = await house.ask("/dataops admin who-can artifact.write")
        listed = told(house, run)
        assert "- console:local:developer: developer" in listed
        assert "- whoever is in console:local:night: developer" in listed
        assert "console:local:viewer" not in listed
        nowhere = await house.ask("/dataops admin who-can artifact.write web:local:reading-room")
        assert "Nobody: web:local:reading-room does not allow artifact.write." in told(house, nowhere)


async def test_the_policy_comes_as_a_file_that_can_be_used(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await house.ask("/dataops admin grant mira user because she is on call")
        run = await house.ask("/dataops admin policy")
        assert "grant console:local:mira user, because she is on call" in str(house.posts(run))
        assert load_policy(tmp_path / "out" / "policy.yaml") == house.service.access.book.policy


async def test_the_file_of_the_policy_is_read_again(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    text = "people: {'console:local:admin': [admin]}\nchannels: {'console:local:console': ['*']}\n"
    policy.write_text(text)
    async with open_house(tmp_path, dataops_policy=policy) as house:
        policy.write_text(text.replace("[admin]}", "[admin], 'console:local:ben': [user]}"))
        assert (await house.ask("/dataops pins", user="ben")).state is RunState.REFUSED
        assert "2 people" in told(house, await house.ask("/dataops admin reload"))
        assert (await house.ask("/dataops pins", user="ben")).state is RunState.ANSWERED
        policy.write_text("people: [")
        assert "is not valid" in told(house, await house.ask("/dataops admin reload"))
        assert (await house.ask("/dataops pins", user="ben")).state is RunState.ANSWERED


async def test_what_was_allowed_and_refused_is_exported(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        greeted = await house.ask("report the partition skew of SALES")
        await house.ask("my salary is secret", user="nobody")
        await house.ask("/dataops admin policy", user="developer")
        run = await house.ask("/dataops admin audit --since 1h")
        assert "The chain is whole" in str(house.posts(run))
        text = (tmp_path / "out" / "audit.jsonl").read_text()
        lines = [orjson.loads(line) for line in text.splitlines()]
        did = {(line["person"].rpartition(":")[2], line["permission"], line["allowed"]) for line in lines}
        assert ("nobody", "session.open", False) in did
        assert ("developer", "admin.policy", False) in did
        assert ("admin", "admin.audit", True) in did
        invoked = [line for line in lines if line["permission"].startswith("workflow.")]
        assert [line["run_id"] for line in invoked] == [greeted.run_id]
        assert "salary" not in text
        assert "SALES" not in text


async def test_of_somebody_unknown_nothing_is_kept(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("my salary is secret", user="nobody")
        assert run.state is RunState.REFUSED
        database = house.service.database
        for row in database.read("SELECT inbound FROM inbox UNION ALL SELECT inbound FROM runs"):
            assert "salary" not in row["inbound"]


async def test_admins_see_every_workflow_with_its_use(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows")
    write_greeter(tmp_path / "workflows", body="raise RuntimeError('no')", name="breaker")
    (tmp_path / "workflows" / "broken").mkdir()
    (tmp_path / "workflows" / "broken" / "workflow.py").write_text("1 / 0\n")
    async with open_house(tmp_path) as house:
        await house.ask("/dataops partition-skew report of SALES")
        await house.ask("/dataops breaker")
        await house.ask("/dataops breaker")
        shown = "\n".join(house.posts(await house.ask("/dataops admin capabilities")))
        assert str(tmp_path / "workflows") in shown
        assert re.search(r"last 30 days: 1 run, 0 failed, median \d+\.\d s", shown)
        assert re.search(r"last 30 days: 2 runs, 2 failed, median \d+\.\d s", shown)
        assert "last 30 days: no run" in shown
        assert "open in console:local:console, web:local:night-batch" in shown
        assert "ZeroDivisionError" in shown


async def test_a_disabled_workflow_is_neither_offered_nor_run(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        name = next(each for each in house.service.services.registry.list_workflows() if each != "jil_parser")
        await house.ask(f"/dataops admin disable {name} because it is broken")
        refused = await house.ask("report the partition skew of SALES")
        assert "artition report" not in told(house, refused)
        shown = "\n".join(house.posts(await house.ask("/dataops admin capabilities")))
        assert "disabled" in shown
        await house.ask(f"/dataops admin enable {name}")
        assert (await house.ask("report the partition skew of SALES")).state is RunState.ANSWERED
