"""What people think of answers is kept with them, and listed for admins."""

from pathlib import Path
from uuid import uuid4

from core.chat.controls import FEEDBACK
from core.chat.inbound import Inbound
from core.runs.run import Run
from tests.house import House, inbound, open_house
from tests.sample_workflows import write_greeter

ASKED = "report the partition skew of SALES"


async def pressed(house: House, on: Run, value: str, user: str = "admin") -> Run:
    press = inbound("", user=user, thread=on.thread).model_copy(
        update={"kind": "action", "action": FEEDBACK, "value": value}
    )
    receipt = house.service.inbox.receive(Inbound.model_validate(press.model_dump()), house.service.lease)
    return await house.service.engine.finish(receipt.run_id)


def said(run: Run) -> str:
    assert run.outcome is not None
    assert run.outcome.response is not None
    return str(run.outcome.response.result)


async def test_an_opinion_is_given_by_word_with_its_reason(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        first = await house.ask(ASKED)
        given = await house.ask("/dataops feedback not useful the figure is old", thread=first.thread)
        assert "Thank you" in said(given)
        listed = said(await house.ask("/dataops admin feedback --since 1d"))
        assert "0 of 1 opinions call the answer useful." in listed
        assert f"console:local:admin, `{first.run_id}`: not useful: `the figure is old`" in listed


async def test_the_last_word_counts_and_each_person_has_one(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        first = await house.ask(ASKED)
        for value in (f"{first.run_id} not-useful", f"{first.run_id} useful"):
            assert "Thank you" in said(await pressed(house, first, value))
        await pressed(house, first, f"{first.run_id} useful", user="developer")
        assert "2 of 2 opinions" in said(await house.ask("/dataops admin feedback"))


async def test_a_button_of_another_thread_says_nothing(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows")
    async with open_house(tmp_path) as house:
        first, other = await house.ask(ASKED), await house.ask(ASKED)
        for value in (f"{other.run_id} useful", f"{first.run_id} perhaps", f"run_{uuid4().hex} useful", ""):
            assert "does not belong" in said(await pressed(house, first, value))
        assert "0 of 0" in said(await house.ask("/dataops admin feedback"))


async def test_what_is_no_opinion_is_said(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        first = await house.ask("/dataops pins")
        for words in ("/dataops feedback", "/dataops feedback perhaps"):
            run = await house.ask(words, thread=first.thread)
            assert "Write /dataops feedback useful" in house.posts(run)[-1]
        alone = await house.ask("/dataops feedback useful", thread=first.thread)
        assert "no answer in this thread" in house.posts(alone)[-1]
        refused = await house.ask("/dataops admin feedback", user="developer")
        assert "You may not do that here" in house.posts(refused)[-1]
