from hypothesis import given, settings
from hypothesis import strategies as st

from core.session import Message
from core.sessions.summary import summarized


def filler(count: int) -> list[Message]:
    return [Message(role="user", speaker="ben", content=f"line {n} ".ljust(90, ".")) for n in range(count)]


ANSWER = Message(
    role="assistant",
    workflow="line_counter",
    content="12 lines are empty. Each of them stands at the end. More follows.",
    artifacts=["artifact_listing_1"],
)
QUESTION = Message(
    role="user", speaker="ana", content="I looked at it. Which lines are empty in report.lst? limit=20"
)


def test_a_short_conversation_stands_word_for_word() -> None:
    assert summarized([QUESTION, ANSWER], 1000) == f"ana: {QUESTION.content}\nassistant: {ANSWER.content}"


def test_of_older_messages_what_matters_stays() -> None:
    lines = summarized([QUESTION, ANSWER, *filler(60)], 500).split("\n")
    assert lines[0] == "ana (earlier): Which lines are empty in report.lst?; limit=20"
    assert lines[1] == "assistant (earlier): artifacts artifact_listing_1; 12 lines are empty."
    assert lines[2].startswith("ben: line ")
    assert lines[-1].startswith("ben: line 59 ")


def test_the_latest_have_the_whole_budget_where_nothing_older_matters() -> None:
    assert len(summarized(filler(60), 500)) > 1900


def test_the_newest_of_what_matters_goes_first() -> None:
    asked = [Message(role="user", content=f"Is number {n} of them empty?") for n in range(200)]
    summary = summarized([*asked, *filler(60)], 300)
    assert "Is number 199 of" in summary
    assert "Is number 0 of" not in summary


def test_a_long_line_that_matters_is_cut() -> None:
    long = Message(role="user", content="a " * 400 + "?")
    assert len(summarized([long, *filler(60)], 600).split("\n")[0]) < 250


messages = st.lists(
    st.builds(
        Message,
        role=st.sampled_from(["user", "assistant"]),
        content=st.text(max_size=300) | st.from_regex(r"([a-z]+=[0-9]+\?? ){1,30}"),
        workflow=st.none() | st.just("w"),
        artifacts=st.lists(st.just("artifact_1"), max_size=2),
    ),
    max_size=12,
)


@settings(max_examples=30)
@given(messages, st.integers(0, 200))
def test_it_stays_in_its_budget_and_is_empty_only_without_words(said: list[Message], tokens: int) -> None:
    summary = summarized(said, tokens)
    assert len(summary) <= tokens * 4
    assert bool(summary) == bool(said and tokens)
