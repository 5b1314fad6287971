"""A demand shows exactly what would happen, and nothing in it is anything but text."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from core.chat.approval import Approval, Demand, Vote, decided
from core.chat.card import Actions, Fields, Text
from core.chat.markdown import inline, parts
from core.chat.plain_text import printable
from core.chat.prose import Listing

UNTIL = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
SIGNS = st.text(
    st.one_of(st.sampled_from("`~[]()<>@!*_\\#|\n\r\t &;:/"), st.characters(codec="utf-8")),
    min_size=1,
    max_size=80,
)


def approval(what: str = "Deploy", details: str = "", requester: str = "Dan") -> Approval:
    demand = Demand(what=what, details=details, permission="workflow.deployer.approve", people=2)
    return Approval(demand=demand, requester=requester, until=UNTIL)


def vote(name: str, decision: str = "approve") -> Vote:
    return Vote.model_validate(
        {"person": f"web:local:{name}", "name": name, "decision": decision, "at": UNTIL}
    )


def facts(card_blocks: tuple[object, ...]) -> dict[str, str]:
    (fields,) = [block for block in card_blocks if isinstance(block, Fields)]
    return dict(fields.items)


def test_it_says_who_asked_who_approved_and_until_when() -> None:
    card = approval().card("question_1", [vote("ann")])
    told = {"Asked by": "Dan", "Approved": "1 of 2: ann", "Until": "2026-01-02 03:04 UTC"}
    assert facts(card.blocks) == told
    (buttons,) = [block for block in card.blocks if isinstance(block, Actions)]
    assert [(each.label, each.value) for each in buttons.choices] == [
        ("Approve", "approve"),
        ("Decline", "decline"),
    ]


def test_when_it_has_ended_the_details_stay_and_the_buttons_go() -> None:
    card = approval(details="DROP x").closed_card(decided([vote("ann"), vote("ben", "decline")]))
    assert card.footer == "Declined by ben, 2026-01-02 03:04 UTC."
    assert any(isinstance(block, Text) and "DROP x" in block.markdown for block in card.blocks)
    assert not any(isinstance(block, Actions) for block in card.blocks)


@given(what=SIGNS.filter(lambda text: text.strip() != ""), requester=SIGNS)
def test_the_line_is_shown_as_data_whatever_it_holds(what: str, requester: str) -> None:
    card = approval(what, requester=requester).card("question_1", [vote(requester)])
    prefix, code = (run for run in inline(card.title) if run.text)
    assert prefix.text == "Approval needed: "
    assert code.styles == {"code"}
    assert code.text.strip() == " ".join(printable(approval(what).demand.what).split()).replace("`", "'")
    assert "\n" not in "".join(facts(card.blocks).values())


@given(details=SIGNS.filter(lambda text: text.strip() != ""))
def test_the_details_are_one_block_of_code_whatever_they_hold(details: str) -> None:
    blocks = approval(details=details).card("question_1", ()).blocks
    (text,) = [block for block in blocks if isinstance(block, Text)]
    (listing,) = parts(text.markdown)
    assert isinstance(listing, Listing)
    lines = details.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    assert listing.text == lines.strip("\n")
