"""What people see of a card, and what becomes of one that is too long."""

import re

import pytest

from adapters.teams.rendering.card import MESSAGES, SHORTENED, Rendering, render
from adapters.teams.rendering.place import Place
from core.chat.card import (
    Actions,
    Block,
    Card,
    Choice,
    Entry,
    Fields,
    Picture,
    Step,
    Steps,
    Suggestions,
    Text,
)
from core.chat.conformance import BLOCKS, LONG
from core.chat.controls import retry_button, steps_button
from core.chat.question import Question
from core.contracts import WorkflowInputParameter
from tests.adapters.teams.rendering.golden import DOT
from tests.adapters.teams.rendering.reading import body, elements_of, lines, words_of
from tests.adapters.teams.rendering.shape import CHAT, check

PERSONAL = Place(personal=True)


def shown(
    *blocks: Block, title: str = "Found", footer: str = "", most: int = MESSAGES, place: Place = PERSONAL
) -> Rendering:
    rendering = render(Card(kind="answer", title=title, blocks=blocks, footer=footer), most=most, place=place)
    for payload in rendering.payloads:
        check(payload)
    return rendering


@pytest.mark.parametrize(
    ("kind", "mark"), [("progress", ""), ("question", "❓"), ("answer", ""), ("error", "⚠️"), ("notice", "")]
)
def test_a_problem_and_a_question_catch_the_eye(kind: str, mark: str) -> None:
    (payload,) = render(Card.model_validate({"kind": kind, "title": "The `job` is late"})).payloads
    assert payload.summary == f"{mark} The job is late".strip()
    assert lines([payload]) == [payload.summary]


def test_every_block_is_shown_on_every_kind_of_card() -> None:
    for kind in ("progress", "question", "answer", "error", "notice"):
        card = Card.model_validate({"kind": kind, "title": f"A card of kind {kind}", "blocks": BLOCKS})
        rendering = render(card)
        text = "\n".join(lines(rendering.payloads))
        for part in ("Jobs", "1,204", "Resolve", "no file", "Upstream", "upstream of GL_POST?", ".txt"):
            assert part in text
        assert "report.html" in text
        assert card.title in text


def test_values_and_steps_stand_line_by_line() -> None:
    steps = (Step(title="Read", state="done", seconds=0.44), Step(title="Draw", state="running", seconds=9))
    failed = Step(title="Resolve", state="failed", seconds=2, detail="no *.csv")
    rendering = shown(Fields(items=(("Jobs", "1,204"), ("At", "*"))), Steps(items=(*steps, failed)))
    assert lines(rendering.payloads)[1:3] == ["Jobs1,204", "At*"]
    assert lines(rendering.payloads)[3:] == [
        "✅ Read · 0.4 s",
        "⏳ Draw · 9.0 s",
        "❌ Resolve · no *.csv · 2.0 s",
    ]


def test_a_long_value_flows() -> None:
    rendering = shown(Fields(items=(("Jobs", "word " * 10_000), ("Lines", "a\nb"))))
    assert len(rendering.payloads) > 1
    assert words_of(rendering.payloads) == "FoundJobs:" + "word" * 10_000 + "Lines:ab"


def test_steps_are_unfolded_in_the_card_by_whoever_wants_to_see_them() -> None:
    steps = (Step(title="Read", state="done"), Step(title="Draw", state="done"))
    rendering = shown(
        Steps(items=steps, unfold=steps_button("run_1")),
        Steps(items=steps[:1], unfold=steps_button("run_1")),
    )
    hidden = [each for each in elements_of(rendering.payloads, "Container") if not each["isVisible"]]
    toggles = elements_of(rendering.payloads, "Action.ToggleVisibility")
    assert [each["title"] for each in toggles] == ["Show steps", "Show steps"]
    assert [each["targetElements"] for each in toggles] == [[each["id"]] for each in hidden]
    assert [len(each["items"]) for each in hidden] == [2, 1]


def test_more_steps_than_a_card_should_hold_are_shown_by_the_bot() -> None:
    steps = tuple(Step(title=f"Step {number} " + "x" * 100, state="done") for number in range(100))
    rendering = shown(Steps(items=steps, unfold=steps_button("run_1")))
    assert elements_of(rendering.payloads, "Action.ToggleVisibility") == []
    (button,) = elements_of(rendering.payloads, "Action.Execute")
    assert button["data"] == {"dataops": {"action": "steps", "value": "run_1"}}


def test_empty_blocks_leave_nothing() -> None:
    empty = (Fields(items=()), Steps(items=()), Suggestions(items=("", " ")), Text(markdown=" \n"))
    nothing = (Picture(artifact_id="a", alt="not uploaded"), Actions(action="q", choices=()))
    (payload,) = shown(*empty, *nothing).payloads
    assert len(body(payload)) == 1


def test_what_to_press_comes_last() -> None:
    rendering = shown(retry_button("run_1"), Text(markdown="one"), Text(markdown="two"), footer="small print")
    assert lines(rendering.payloads) == ["Found", "one", "two", "Try again", "small print"]


def test_lines_are_elements_and_keep_their_blanks() -> None:
    rendering = shown(Text(markdown="one\n`two` three\n\n- a\n  b\n  - c"))
    assert lines(rendering.payloads) == [
        "Found",
        "one",
        "two three",
        "• a",
        "\u00a0" * 3 + "b",
        "\u00a0" * 6 + "• c",
    ]


@pytest.mark.parametrize(
    ("png", "shows"),
    [
        (DOT, True),
        (DOT + bytes(200_000), True),
        (b"", False),
        (b"GIF89a" + DOT, False),
        (DOT + bytes(256_000), False),
        (DOT[:16] + (1_025).to_bytes(4) + DOT[20:], False),
        (DOT[:16] + bytes(4) + DOT[20:], False),
    ],
)
def test_a_small_picture_is_inside_of_the_message(png: bytes, shows: bool) -> None:  # noqa: FBT001 - a case
    card = Card(kind="answer", title="Found", blocks=(Picture(artifact_id="a", alt="the graph"),))
    images = elements_of(render(card, pictures={"a": png}).payloads, "Image")
    assert [image["altText"] for image in images] == (["the graph"] if shows else [])


def test_a_message_has_one_picture() -> None:
    blocks = tuple(Picture(artifact_id="a", alt=alt) for alt in ("", "x" * 2_000))
    rendering = render(Card(kind="answer", title="Found", blocks=blocks), pictures={"a": DOT})
    assert [len(elements_of([payload], "Image")) for payload in rendering.payloads] == [1, 1]
    assert elements_of(rendering.payloads, "Image")[0]["altText"] == "Picture"


@pytest.mark.parametrize(("takes", "kind"), [("text", "Input.Text"), ("number", "Input.Number")])
def test_an_entry_is_an_input_with_a_button(takes: str, kind: str) -> None:
    entry = Entry.model_validate({"action": "question_1", "takes": takes, "example": "3"})
    rendering = shown(entry, retry_button("run_1"))
    (field,) = elements_of(rendering.payloads, kind)
    assert (field["id"], field["isRequired"], field["placeholder"]) == ("answer", True, "For example: 3")
    send, other = elements_of(rendering.payloads, "Action.Execute")
    assert send["data"] == {"dataops": {"action": "question_1"}}
    assert "associatedInputs" not in send
    assert other["associatedInputs"] == "none"  # an empty field stops nobody from pressing another button


def test_a_second_entry_of_a_card_is_answered_by_a_reply() -> None:
    rendering = shown(Entry(action="question_1"), Entry(action="question_2", takes="number"))
    assert len(elements_of(rendering.payloads, "Input.Text")) == 1
    assert elements_of(rendering.payloads, "Input.Number") == []
    assert lines(rendering.payloads)[-1] == "Reply with a number."


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (PERSONAL, ["Attach the file to a message here (.txt)."]),
        (
            Place(),
            ["Send me the file in our personal chat (.txt): what is attached here does not reach me."],
        ),
        (
            Place(chat=CHAT),
            [
                "Send me the file in our personal chat (.txt): what is attached here does not reach me.",
                f"[Open our chat]({CHAT})",
            ],
        ),
    ],
)
def test_a_file_is_asked_for_where_it_can_be_sent(place: Place, said: list[str]) -> None:
    rendering = shown(Entry(action="question_1", takes="file", suffixes=(".txt",)), place=place)
    assert lines(rendering.payloads)[1:] == said
    assert elements_of(rendering.payloads, "Input.Text") == []


def test_suggestions_are_typed_by_a_press_in_a_personal_chat_only() -> None:
    block = Suggestions(items=("What is upstream of GL_POST?", "Show\n`GL_LOAD`"))
    buttons = elements_of(shown(block).payloads, "Action.Submit")
    said = ["What is upstream of GL_POST?", "Show `GL_LOAD`"]
    assert [(each["title"], each["data"]["msteams"]["value"]) for each in buttons] == [
        (each, each) for each in said
    ]
    elsewhere = shown(block, place=Place())
    assert elements_of(elsewhere.payloads, "Action.Submit") == []
    assert lines(elsewhere.payloads)[2:] == [f"• {each}" for each in said]
    assert elements_of(shown(Suggestions(items=("x" * 100,))).payloads, "Action.Submit") == []


def test_long_text_is_whole_in_order_and_titled_once() -> None:
    text = f"{LONG} {LONG} {LONG}"
    rendering = shown(Text(markdown=text), retry_button("run_1"), title="Long", footer="small print")
    assert rendering.overflow is None
    assert re.findall(r"\bword\d{4}\b", "\n".join(lines(rendering.payloads))) == text.split()
    assert [("Long" in payload.summary) for payload in rendering.payloads] == [True, False]
    assert lines(rendering.payloads)[-2:] == ["Try again", "small print"]


def test_a_closed_question_keeps_its_outcome_and_asks_nothing() -> None:
    parameter = WorkflowInputParameter(name="job", description="the job", prompt="Which job?")
    question = Question(id="question_1", run_id="run_1", interrupt="1", parameter=parameter, answerers=())
    assert len(elements_of(render(question.card()).payloads, "Input.Text")) == 1
    (closed,) = render(question.closed_card("Ada answered: GL_POST")).payloads
    assert lines([closed]) == ["❓ Which job?", "Ada answered: GL_POST"]


def test_too_much_text_ends_in_an_honest_line_and_a_file() -> None:
    words = [f"word{number:05}" for number in range(12_000)]
    rendering = shown(Text(markdown=" ".join(words)), retry_button("run_1"), footer="small print")
    assert len(rendering.payloads) == MESSAGES
    found = re.findall(r"\bword\d{5}\b", "\n".join(lines(rendering.payloads)))
    assert found == words[: len(found)]
    assert len(found) > 8_000
    assert lines(rendering.payloads)[-3:] == [SHORTENED, "Try again", "small print"]
    assert rendering.overflow is not None
    assert re.findall(r"word\d{5}", rendering.overflow) == words


def test_a_repainted_card_keeps_to_one_message_with_its_controls() -> None:
    steps = tuple(Step(title=f"Step {number} " + "x" * 100, state="done") for number in range(200))
    rendering = shown(Steps(items=steps), retry_button("run_1"), most=1)
    assert len(rendering.payloads) == 1
    assert lines(rendering.payloads)[-2:] == [SHORTENED, "Try again"]


@pytest.mark.parametrize("length", [10, 199, 201, 3_000])
def test_a_footer_of_any_length_is_shown_at_the_end(length: int) -> None:
    rendering = shown(Text(markdown="text"), footer="word " * length)
    assert words_of(rendering.payloads) == "Foundtext" + "word" * length


def test_many_styles_in_one_paragraph_are_split_too() -> None:
    rendering = shown(Text(markdown="`a` " * 600))
    assert rendering.overflow is None
    assert words_of(rendering.payloads) == "Found" + "a" * 600


def test_what_could_deceive_is_replaced() -> None:
    assert lines(shown(Text(markdown="\x1b[31m\u202e\ud800")).payloads)[1] == "\ufffd[31m\ufffd\ufffd"


def test_a_choice_with_a_long_list_of_fields_keeps_its_menu_to_the_last_message() -> None:
    choices = tuple(Choice(label=f"JOB_{number}", value=f"JOB_{number}") for number in range(150))
    rendering = shown(Text(markdown="x" * 200_000), Actions(action="q", choices=choices))
    assert len(elements_of(rendering.payloads[-1:], "Input.ChoiceSet")) == 1
