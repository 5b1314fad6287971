"""The file beside a shortened card holds everything that the card says."""

from core.chat.card import Actions, Card, Choice, Entry, Fields, Picture, Step, Steps, Suggestions, Text
from core.chat.document import document


def test_everything_is_written_as_markdown() -> None:
    card = Card(
        kind="answer",
        title="12 jobs",
        blocks=(
            Fields(items=(("Jobs", "12"),)),
            Text(markdown="**a**\n\n| b |\n|---|"),
            Steps(items=(Step(title="Read", state="done", seconds=1.25, detail="half"),)),
            Picture(artifact_id="a", alt="the graph"),
            Actions(action="q", choices=(Choice(label="up", value="u"),)),
            Entry(action="q"),
            Suggestions(items=("And then?",)),
        ),
        footer="source\u202e",
    )
    assert document(card) == (
        "# 12 jobs\n\n- Jobs: 12\n\n**a**\n\n| b |\n|---|\n\n"
        "- Read: done, 1.2 s, half\n\n- up\n\n- And then?\n\nsource\ufffd\n"
    )
