"""Whom the words of a message stand for: those whom Slack says, and nobody else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.arrivals.command import Command
from adapters.slack.arrivals.message import Message
from core.chat.inbound import Inbound
from core.chat.thread_ref import ChannelRef
from tests.adapters.slack.arrivals.recorded import BOT, TEAM, arrived


def command(text: str) -> Inbound:
    found = arrived("slash_command", text=text)
    assert isinstance(found, Command)
    return found.inbound


def message(text: str, *elements: dict[str, Any]) -> Inbound:
    """A message with rich text, or without."""
    section = {"type": "rich_text_section", "elements": list(elements)}
    blocks = [{"type": "rich_text", "elements": [section]}] if elements else None
    found = arrived("message_im", text=text, blocks=blocks)
    assert isinstance(found, Message)
    return found.inbound


def slack(identity: str) -> str:
    return f"slack:{TEAM}:{identity}"


@pytest.mark.parametrize("read", [command, message])
@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("grant <@U1A|ann> user", {"@ann": "U1A"}),
        ("grant <@U1A> user", {"@U1A": "U1A"}),
        ("grant <@W1A|ann.b> user", {"@ann.b": "W1A"}),
        ("grant <@U1A|@ann> user", {"@ann": "U1A"}),
        ("grant <!subteam^S1A|@night-team> user", {"@night-team": "S1A"}),
        ("grant <!subteam^S1A> user", {"@S1A": "S1A"}),
        ("bind <#C1A|night-batch> *", {"#night-batch": "C1A"}),
        ("bind <#C1A|> *", {"#C1A": "C1A"}),
        ("<@U1A|ann> <#C1A|ann>", {"@ann": "U1A", "#ann": "C1A"}),
        ("<@U1A|ann> and <@U1A|ann> again", {"@ann": "U1A"}),
        ("<@U1A|ann> <@U2B|ann>", {}),
        ("<@U1A|ops> <!subteam^S1A|@ops> <@U2B|ben>", {"@ben": "U2B"}),
        ("grant @ann user", {}),
        ("grant &lt;@U1A|ann&gt; user", {}),
        ("grant @U1A #night-batch", {}),
        ("<!here> <!channel> <!everyone>", {}),
        ("<!date^1^{date}|@ann> <https://a.example|@ann> <mailto:x@a.example|@ann>", {}),
        ("<@u1a|ann> <@|ann> <@T1A|ann> <#U1A|ann> <!subteam^U1A|@ann> <@U1:A|ann> <@U1A*|ann>", {}),
        (f"<@U{'1' * 41}|ann>", {}),
        ("`<@U1A|ann>` ```\n<@U1A|ann>\n```", {}),
        ("<@U1A|@>", {"@U1A": "U1A"}),
        ("<@U1A| > user", {}),
        ("<@U1A|\u200b> user", {}),
        (f"<@{BOT.user}> <@U1A|ann>", {"@ann": "U1A"}),
        ("<@U1A| ann >", {"@ ann": "U1A"}),
        ("<@U1A|ann smith> <@U2B|ann>", {"@ann smith": "U1A", "@ann": "U2B"}),
        ("<@U1A|an\u202en\ud800>", {"@an\u202en\ufffd": "U1A"}),
    ],
)
def test_words_stand_for_whom_slack_says(read: Any, text: str, named: dict[str, str]) -> None:
    found = read(text)
    assert found.named == {words: slack(identity) for words, identity in named.items()}
    assert all(words in found.text for words in named)


def test_the_text_stays_as_people_see_it_and_can_be_spelled_out() -> None:
    found = command("admin grant <@U1A|ann smith> <@U2B|ann> @ann user")
    assert found.text == "/dataops admin grant @ann smith @ann @ann user"
    assert found.spelled_out == f"/dataops admin grant {slack('U1A')} {slack('U2B')} {slack('U2B')} user"


def test_people_in_rich_text_are_known_by_their_ids_and_called_by_their_names() -> None:
    found = message(
        "<@U1A|ann> <!subteam^S1A|@ops> <#C1A|night>",
        {"type": "user", "user_id": "U1A"},
        {"type": "text", "text": " @ben "},
        {"type": "usergroup", "usergroup_id": "S1A"},
        {"type": "channel", "channel_id": "C1A"},
        {"type": "broadcast", "range": "here"},
        {"type": "user", "user_id": "U1A U2B"},
        {"type": "user", "user_id": ["U1A"]},
        {"type": "user", "user_id": BOT.user},
    )
    assert found.named == {"@ann": slack("U1A"), "@ops": slack("S1A"), "#night": slack("C1A")}


def test_who_is_named_in_a_quote_is_named_and_in_code_is_not() -> None:
    quote = {"type": "rich_text_quote", "elements": [{"type": "user", "user_id": "U1A"}]}
    code = {"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U2B"}]}
    found = arrived("message_im", text="x", blocks=[{"type": "rich_text", "elements": [quote, code]}])
    assert isinstance(found, Message)
    assert found.inbound.named == {"@U1A": slack("U1A")}


def test_a_name_in_what_counts_as_a_file_is_none_of_the_message() -> None:
    lines = "\n".join(f"line {number}" for number in range(30))
    assert message(f"<@U1A|ann> read this\n\n{lines}\n<@U2B|ben>").named == {"@ann": slack("U1A")}


def test_people_of_other_companies_are_named_as_they_would_act() -> None:
    found = arrived("message_connect_external", text="<@U1A|ann>", blocks=None)
    assert isinstance(found, Message)
    actor = found.inbound.actor
    assert found.inbound.named == {
        "@ann": str(ChannelRef(platform="slack", tenant=actor.tenant, channel="U1A"))
    }


LABEL = st.text(st.characters(exclude_characters="<>|\n"), max_size=12)


@given(LABEL, LABEL)
def test_whatever_somebody_is_called_their_name_stands_for_them_or_for_nobody(one: str, other: str) -> None:
    found = command(f"admin grant <@U1A|{one}> user <@U2B|{other}>")
    assert set(found.named.values()) <= {slack("U1A"), slack("U2B")}
    assert all(words[:1] == "@" and len(words) > 1 and words in found.text for words in found.named)
