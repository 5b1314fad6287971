"""What people see of a card, and what becomes of one that is too long."""

import re

import pytest

from adapters.slack.rendering.card import MESSAGES, SHORTENED, Rendering, render
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
from core.chat.controls import retry_button
from core.chat.question import Question
from core.contracts import WorkflowInputParameter
from tests.adapters.slack.rendering.reading import elements_of, texts, words_of
from tests.adapters.slack.rendering.shape import check


def shown(*blocks: Block, title: str = "Found", footer: str = "", most: int = MESSAGES) -> Rendering:
    return render(Card(kind="answer", title=title, blocks=blocks, footer=footer), most=most)


def lines(rendering: Rendering) -> list[str]:
    return [line for payload in rendering.payloads for line in texts(list(payload.blocks))]


@pytest.mark.parametrize(
    ("kind", "mark"), [("progress", ""), ("question", "❓"), ("answer", ""), ("error", "⚠️"), ("notice", "")]
)
def test_a_problem_and_a_question_catch_the_eye(kind: str, mark: str) -> None:
    card = Card.model_validate({"kind": kind, "title": "The `job` is late"})
    (payload,) = render(card).payloads
    assert payload.text == f"{mark} The job is late".strip()
    assert "".join(texts(list(payload.blocks))) == payload.text


def test_every_block_is_shown_on_every_kind_of_card() -> None:
    for kind in ("progress", "question", "answer", "error", "notice"):
        card = Card.model_validate({"kind": kind, "title": f"A card of kind {kind}", "blocks": BLOCKS})
        text = "\n".join(lines(render(card)))
        for part in (
            "Jobs",
            "1,204",
            "Resolve",
            "no file",
            "Upstream",
            "upstream of GL_POST?",
            ".txt",
            card.title,
        ):
            assert part in text


def test_values_and_steps_stand_line_by_line() -> None:
    steps = (Step(title="Read", state="done", seconds=0.44), Step(title="Draw", state="running", seconds=9))
    failed = Step(title="Resolve", state="failed", seconds=2, detail="no *.csv")
    rendering = shown(Fields(items=(("Jobs", "1,204"), ("At", "*"))), Steps(items=(*steps, failed)))
    assert "".join(lines(rendering)[1:5]) == "Jobs: 1,204\nAt: *"
    assert "".join(lines(rendering)[5:]) == "✅ Read · 0.4 s\n⏳ Draw · 9.0 s\n❌ Resolve · no *.csv · 2.0 s"


def test_empty_blocks_leave_nothing() -> None:
    empty = (Fields(items=()), Steps(items=()), Suggestions(items=("", " ")), Text(markdown=" \n"))
    nothing = (Picture(artifact_id="a", alt="not uploaded"), Actions(action="q", choices=()))
    (payload,) = shown(*empty, *nothing).payloads
    assert len(payload.blocks) == 1


def test_blocks_stand_apart_and_what_to_press_comes_last() -> None:
    rendering = shown(retry_button("run_1"), Text(markdown="one"), Text(markdown="two"), footer="small print")
    kinds = [str(block["type"]) for block in rendering.payloads[0].blocks]
    assert kinds == ["rich_text", "rich_text", "rich_text", "actions", "context"]


def test_a_picture_is_shown_where_its_file_is_known() -> None:
    card = Card(kind="answer", title="Found", blocks=(Picture(artifact_id="a", alt="the graph"),))
    for file, key in (("F0123456789", "id"), ("https://x.slack.com/files/F1", "url"), ("Fnot-an-id", "url")):
        (payload,) = render(card, pictures={"a": file}).payloads
        image = {"type": "image", "slack_file": {key: file}, "alt_text": "the graph"}
        assert list(payload.blocks[1:]) == [image]


def test_a_long_description_of_a_picture_is_clipped() -> None:
    card = Card(kind="answer", title="Found", blocks=(Picture(artifact_id="a", alt="word " * 600),))
    check(render(card, pictures={"a": "F0123456789"}).payloads[0])


@pytest.mark.parametrize(
    ("takes", "button"), [("text", "form:text"), ("number", "form:number"), ("file", None)]
)
def test_an_entry_opens_a_form_or_asks_for_a_file(takes: str, button: str | None) -> None:
    entry = Entry.model_validate({"action": "question_1", "takes": takes, "suffixes": (".txt",)})
    rendering = shown(entry)
    found = [element for row in elements_of(rendering.payloads, "actions") for element in row["elements"]]
    assert [each["value"] for each in found] == ([button] if button else [])
    assert "this thread" in lines(rendering)[-1]
    assert (".txt" in lines(rendering)[-1]) == (takes == "file")


def test_long_text_is_whole_in_order_and_titled_once() -> None:
    rendering = shown(Text(markdown=LONG), retry_button("run_1"), title="Long", footer="small print")
    assert rendering.overflow is None
    assert re.findall(r"\bword\d{4}\b", "\n".join(lines(rendering))) == LONG.split()
    assert [("Long" in payload.text) for payload in rendering.payloads] == [True, False]
    kinds = [[str(block["type"]) for block in payload.blocks] for payload in rendering.payloads]
    assert kinds == [["rich_text", "rich_text"], ["rich_text", "actions", "context"]]


def test_a_question_shows_every_choice() -> None:
    choices = {f"choice_{number}": [f"phrase {number}"] for number in range(12)}
    parameter = WorkflowInputParameter(
        name="what", description="what to do", type="choice", choices=choices, prompt="What shall I do?"
    )
    question = Question(id="question_1", run_id="run_1", interrupt="1", parameter=parameter, answerers=())
    text = "\n".join(lines(render(question.card())))
    assert all(part in text for part in ("What shall I do?", *choices))


def test_too_much_text_ends_in_an_honest_line_and_a_file() -> None:
    words = [f"word{number:05}" for number in range(9_000)]
    rendering = shown(Text(markdown=" ".join(words)), retry_button("run_1"), footer="small print")
    assert len(rendering.payloads) == MESSAGES
    found = re.findall(r"\bword\d{5}\b", "\n".join(lines(rendering)))
    assert found == words[: len(found)]
    assert len(found) > 3_500
    assert lines(rendering)[-3:] == [SHORTENED, "Try again", "small print"]
    assert rendering.overflow is not None
    assert re.findall(r"word\d{5}", rendering.overflow) == words


def test_the_end_of_a_shortened_card_always_finds_room() -> None:
    for length in range(10, 330, 20):
        footer = ("small print " * length).strip()
        rendering = shown(Text(markdown="x" * 60_000), retry_button("run_1"), footer=footer)
        assert len(rendering.payloads) == MESSAGES
        ending = [SHORTENED, "Try again", *([footer] if len(footer) <= 2_000 else [])]
        assert lines(rendering)[-len(ending) :] == ending


def test_a_repainted_card_keeps_to_one_message_with_its_controls() -> None:
    steps = tuple(Step(title=f"Step {number} " + "x" * 100, state="done") for number in range(200))
    rendering = shown(Steps(items=steps), retry_button("run_1"), most=1)
    assert len(rendering.payloads) == 1
    assert lines(rendering)[-2:] == [SHORTENED, "Try again"]


def test_a_block_that_fits_in_a_message_is_not_cut() -> None:
    code = "\n".join(f"line {number:04}" for number in range(500))
    rendering = shown(Text(markdown="before " * 900), Text(markdown=f"```\n{code}\n```"))
    (fence,) = elements_of(rendering.payloads, "rich_text_preformatted")
    assert fence["elements"] == [{"type": "text", "text": code}]


def test_what_would_not_fit_whole_is_cut_before_it_is_left_out() -> None:
    fences = "\n\n".join("```\n" + f"{number} x\n" * 1_300 + "```" for number in range(8))
    rendering = shown(Text(markdown=fences))
    assert rendering.overflow is None
    assert words_of(rendering.payloads).count("7x") == 1_300


def test_many_choices_go_beyond_one_message() -> None:
    choices = tuple(Choice(label=f"choice {number}", value=f"value {number}") for number in range(300))
    rendering = shown(Actions(action="question_1", choices=choices))
    menus = [element for row in elements_of(rendering.payloads, "actions") for element in row["elements"]]
    assert [option["value"] for menu in menus for option in menu["options"]] == [
        each.value for each in choices
    ]
    assert rendering.overflow is None


def test_a_long_footer_is_a_paragraph() -> None:
    assert words_of(shown(footer="word " * 2_000).payloads) == "Found" + "word" * 2_000
