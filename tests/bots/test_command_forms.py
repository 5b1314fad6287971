"""Which commands open a form, for whom, and what it is made of."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.command_forms import CommandForms
from core.chat.command_form import CommandForm
from core.chat.inbound import InboundFile
from core.pin_board import Pin
from tests.house import CHANNEL, House, inbound, open_house
from tests.sample_workflows import write_counter, write_greeter


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    write_counter(tmp_path / "workflows")
    write_greeter(tmp_path / "workflows")
    async with open_house(tmp_path) as opened:
        yield opened


def form_for(house: House, text: str, user: str = "admin") -> CommandForm | None:
    return CommandForms(house.service.services).form_for(inbound(text, user=user))


async def test_a_bare_command_has_the_form_of_what_its_workflow_declares(house: House) -> None:
    form = form_for(house, "/dataops parse-jil")
    assert form is not None
    declared = house.service.services.registry.get_metadata("jil_parser").required_inputs
    assert (form.title, form.text, form.pinned) == ("parse-jil", "/dataops parse-jil", "")
    assert list(form.parameters) == declared


@pytest.mark.parametrize(
    "text", ["/dataops line counter", "/dataops line-cuonter", " /DataOps  Line-Counter "]
)
async def test_a_slip_of_the_finger_opens_the_form_of_what_is_meant(house: House, text: str) -> None:
    form = form_for(house, text)
    assert form is not None
    assert form.text == "/dataops line-counter"


@pytest.mark.parametrize(
    "text",
    [
        "/dataops",
        "/dataops pins",
        "/dataops line-counter july.lst",
        "/dataops count the lines of this listing",
        "/dataops partition-skew",
        "/dataops there-is-no-such-thing",
        "line-counter",
        "",
        "/dataops " + "x" * 5000,
    ],
)
async def test_everything_else_is_taken_as_it_is(house: House, text: str) -> None:
    assert form_for(house, text) is None


async def test_a_command_with_a_file_needs_no_form(house: House) -> None:
    message = inbound("/dataops line-counter")
    given = message.model_copy(update={"files": (InboundFile(name="a.lst", locator="a"),)})
    pressed = message.model_copy(update={"kind": "action"})
    forms = CommandForms(house.service.services)
    assert forms.form_for(message) is not None
    assert forms.form_for(given) is None
    assert forms.form_for(pressed) is None


async def test_who_may_not_run_the_workflow_gets_no_form(house: House) -> None:
    assert form_for(house, "/dataops line-counter", user="stranger") is None


async def test_what_the_channel_keeps_at_hand_is_named(house: House) -> None:
    pin = Pin(channel=str(CHANNEL), kind="listing", artifact_ids=["a"], names=["july.lst"], pinned_by="admin")
    house.service.services.pins.pin(pin)
    form = form_for(house, "/dataops line-counter")
    assert form is not None
    assert form.pinned == f"Pinned on {pin.pinned_at:%Y-%m-%d}: july.lst"
    assert not form.needs_file
    other = form_for(house, "/dataops parse-jil")
    assert other is not None
    assert other.pinned == ""
