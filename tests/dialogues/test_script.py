from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialogues.library import FOLDERS, HERE
from tests.dialogues.lines import Expect, Press, Reply, Say
from tests.dialogues.script import PEOPLE, DialogueError, parse, read_dialogue
from tests.dialogues.words import Phrase

LISTING = HERE / "files" / "july.lst"
WORDS = st.lists(st.text("abcXYZ019", min_size=1, max_size=6), min_size=1, max_size=5).map(" ".join)
HEADS = ("bot", "bot asks", "bot gives", "but not")


def test_a_dialogue_is_read_line_by_line() -> None:
    text = (
        "# A remark\n\n"
        "ada: @dataops Count: this! [attached: july.lst, august.lst]\n"
        "bot asks: Sure? … yes\n"
        "answer: [attached: july.lst]\n"
        "bot gives: a.csv, b.md\n"
        "but not: 4 lines\n"
        "press: Try again\r\n"
        "bot: Done"
    )
    dialogue = parse("one.txt", text, FOLDERS)
    assert dialogue.name == "one.txt"
    assert dialogue.lines == (
        Say(3, "ada", "Count: this!", (LISTING, LISTING.with_name("august.lst"))),
        Expect(4, "bot asks", (Phrase((("Sure",), ("yes",))),), "Sure? … yes"),
        Reply(5, "", (LISTING,)),
        Expect(6, "bot gives", (Phrase((("a.csv",),)), Phrase((("b.md",),))), "a.csv, b.md"),
        Expect(7, "but not", (Phrase((("4", "lines"),)),), "4 lines"),
        Press(8, "Try again"),
        Expect(9, "bot", (Phrase((("Done",),)),), "Done"),
    )


def test_something_pasted_is_indented_under_its_line() -> None:
    text = "ada: Parse this\n  insert_job: A\n    machine: m\n\n  # B\n\nbot: 1 job\n"
    (said, _) = parse("one.txt", text, FOLDERS).lines
    assert isinstance(said, Say)
    assert said.text == "Parse this\ninsert_job: A\n  machine: m\n\n# B"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "one.txt:1: there is nothing in this dialogue"),
        ("hello\n", "one.txt:1: 'hello' begins with nobody; write 'ada: …' or 'bot: …'"),
        ("ada: hi\nbto: hi\n", "one.txt:2: nobody is called 'bto' here; did you mean 'bot'?"),
        ("ada: hi\nzzz: hi\n", "one.txt:2: nobody is called 'zzz' here; there are ada, bob, answer"),
        ("ada: hi\nbot:\n", "one.txt:2: nothing stands behind 'bot:'"),
        ("ada: hi\nbot: **\n", "one.txt:2: there is no word to look for"),
        ("bot: hi\n", "one.txt:1: somebody says something first"),
        ("ada: hi\nada: ho\nbot: hi\n", "one.txt:1: write what the bot does first"),
        ("# a\n\nada: hi\n", "one.txt:3: write what the bot does then"),
        ("ada: hi\nbot: hi\nanswer: yes\n", "one.txt:3: nothing was asked; write 'bot asks: …' before"),
        ("ada: x [attached: juli.lst]\n", "one.txt:1: there is no file 'juli.lst'; did you mean 'july.lst'?"),
        ("ada: x [attached: ]\n", "one.txt:1: there is no file ''; put it into "),
        ("ada: x [attached: july.lst\n", "one.txt:1: files stand at the end of a line: [attached: one.jil"),
        ("ada: [attached: july.lst] x\n", "one.txt:1: files stand at the end of a line"),
        ("ada: [attached: july.lst]\n", "one.txt:1: write something beside the files"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, sentence: str) -> None:
    with pytest.raises(DialogueError) as error:
        parse("one.txt", text, FOLDERS)
    assert str(error.value).startswith(sentence)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "two.txt"
    path.write_bytes(b"ada: \xff\xfe\n")
    with pytest.raises(DialogueError, match=r"two\.txt: this is no UTF-8"):
        read_dialogue(path, FOLDERS)
    path.write_bytes(b"\xef\xbb\xbfada: hi\r\nbot: hi\r\n")
    assert len(read_dialogue(path, FOLDERS).lines) == 2


@given(st.text())
def test_whatever_stands_there_is_a_dialogue_or_told_to_be_none(text: str) -> None:
    try:
        assert parse("any.txt", text, FOLDERS).lines
    except DialogueError as error:
        assert str(error).startswith("any.txt:")  # noqa: PT017 - either is right


@given(st.lists(st.tuples(st.sampled_from(PEOPLE), WORDS, st.sampled_from(HEADS), WORDS), min_size=1))
def test_what_is_written_is_what_is_read(turns: list[tuple[str, str, str, str]]) -> None:
    text = "\n".join(f"{person}: {said}\n{head}: {seen}\n" for person, said, head, seen in turns)
    lines = iter(parse("any.txt", text, FOLDERS).lines)
    for (person, said, head, seen), act, expected in zip(turns, lines, lines, strict=True):
        assert isinstance(act, Say)
        assert isinstance(expected, Expect)
        assert (act.person, act.text) == (person, said)
        assert (expected.how, expected.written) == (head, seen)
