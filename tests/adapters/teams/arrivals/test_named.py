"""Whom the words of a message stand for: those whom Teams says, and nobody else."""

from html import escape
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams.arrivals.message import Message
from tests.adapters.teams.arrivals.recorded import BOT, TENANT, arrived

BOB = "11111111-2222-3333-4444-555555555555"
EVE = "22222222-2222-3333-4444-555555555555"
ROOM = "19:6decf54d86d945e4b3924b63a9161a78@thread.tacv2"

SPAN = '<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="{}">{}</span>'


def mention(name: str, identity: str = "29:1bob", aad: str | None = BOB) -> dict[str, Any]:
    account = {"id": identity, "name": name} | ({"aadObjectId": aad} if aad else {})
    return {"type": "mention", "mentioned": account, "text": f"<at>{name}</at>"}


def said(text: str, *mentions: dict[str, Any], rich: bool = True) -> Message:
    """A message to the bot; ``{0}`` in the text is the first mention, as Teams writes it."""
    names = [each["text"].removeprefix("<at>").removesuffix("</at>") for each in mentions]
    spans = [SPAN.format(number, escape(name)) for number, name in enumerate(names)]
    html = {"contentType": "text/html", "content": f"<p>{text.format(*spans)}</p>"}
    plain = text.format(*(each["text"] for each in mentions))
    found = arrived(
        "message_personal", text=plain, entities=list(mentions), attachments=[html] if rich else []
    )
    assert isinstance(found, Message)
    return found


def teams(identity: str) -> str:
    return f"teams:{TENANT}:{identity.replace(':', '%3A')}"


@pytest.mark.parametrize("rich", [True, False], ids=["html", "text"])
@pytest.mark.parametrize(
    ("text", "mentions", "named"),
    [
        ("grant {0} user", [mention("Bob Kahn")], {"@Bob Kahn": BOB}),
        ("grant {0} {0} user", [mention("Bob")], {"@Bob": BOB}),
        ("grant {0} {1}", [mention("Bob"), mention("Eve", "29:1eve", EVE)], {"@Bob": BOB, "@Eve": EVE}),
        ("bind {0} *", [mention("night-batch", ROOM, None)], {"@night-batch": ROOM}),
        ("{0} {1}", [mention("Bob"), mention("Bob", "29:1eve", EVE)], {}),
        ("{0} {1} {2}", [mention("B"), mention("B", "29:1e", EVE), mention("C", aad=EVE)], {"@C": EVE}),
        ("{0} {1}", [mention("ops"), mention("ops", ROOM, None)], {}),
        ("grant @Bob Kahn user", [], {}),
        ("grant {0} user", [mention("Bob", aad=None)], {}),
        ("ask {0}", [mention("Other bot", "28:other", None)], {}),
        ("ask {0}", [mention("dataops", BOT, None)], {}),
        ("ask {0}", [mention("night team", "NTI4ZGJlM2YtMTVlMC00ZTM3", None)], {}),
        ("ask {0}", [mention("everyone", "all", None)], {}),
    ],
)
def test_words_stand_for_whom_teams_says(
    text: str,
    mentions: list[dict[str, Any]],
    named: dict[str, str],
    rich: bool,  # noqa: FBT001 - a case
) -> None:
    found = said(text, *mentions, rich=rich).inbound
    assert found.named == {words: teams(identity) for words, identity in named.items()}
    assert all(words in found.text for words in named)


def test_a_person_whom_only_this_bot_knows_by_that_id_is_not_named_yet() -> None:
    found = said("grant {0} user", mention("Bob", aad=None))
    assert found.inbound.named == {}
    assert found.content.said.named == {"@Bob": "29:1bob"}


def test_the_text_stays_as_people_see_it_and_can_be_spelled_out() -> None:
    found = said("/dataops admin grant {0} user, not @Bobby", mention("Bob")).inbound
    assert found.text == "/dataops admin grant @Bob user, not @Bobby"
    assert found.spelled_out == f"/dataops admin grant {teams(BOB)} user, not @Bobby"


def test_of_two_mentions_the_place_tells_which_is_meant() -> None:
    """The second one is not shown: an editor lost it."""
    twins = [mention("Bob"), mention("Bob", "29:1eve", EVE)]
    assert said("grant {0} user", *twins).inbound.named == {"@Bob": teams(BOB)}
    assert said("grant {0} user", *twins, rich=False).inbound.named == {}


def test_what_is_quoted_or_pasted_names_nobody() -> None:
    quoted = '<blockquote itemtype="http://schema.skype.com/Reply">{0}</blockquote>no'
    assert said(quoted, mention("Bob")).inbound.named == {}
    assert said("<pre>{0}</pre>", mention("Bob")).inbound.named == {}


@given(st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_whatever_people_are_called_only_they_are_named(name: str, other: str) -> None:
    found = said("/dataops admin grant {0} user {1}", mention(name), mention(other, "29:1eve", EVE)).inbound
    assert set(found.named.values()) <= {teams(BOB), teams(EVE)}
    assert all(words in found.text and len(words) > 1 for words in found.named)
    if name.strip() == other.strip():
        assert found.named == {}
