"""What stands in a transcript stays, once, whatever a crash did to its end."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.console.transcript import Transcript
from core.chat.forgotten import Forgotten
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef

CHANNEL = ChannelRef(platform="console", tenant="local", channel="console")
THREAD = CHANNEL.thread("run_1")
keys = st.text(max_size=12)
texts = st.text(max_size=60) | st.text(alphabet='\n\r\u2028{}"\\\ud800', max_size=20)


def posts(transcript: Transcript) -> list[tuple[str, str]]:
    return [(post["key"], post["text"]) for post in transcript.posts(THREAD)]


@settings(max_examples=40)
@given(st.lists(st.tuples(keys, texts), max_size=6))
def test_every_key_stands_once_with_its_first_text(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[str, str]]
) -> None:
    transcript = Transcript(tmp_path_factory.mktemp("console"))
    first: dict[str, str] = {}
    for key, text in said:
        first.setdefault(key, text)
        assert transcript.append(THREAD, key, text) == MessageRef(THREAD, key)
    assert posts(transcript) == list(first.items())
    assert [key for key, _ in said if transcript.find(THREAD, key) is None] == []
    assert transcript.find(THREAD, "never posted at all") is None


@settings(max_examples=60)
@given(st.lists(texts, min_size=1, max_size=4), st.integers(0, 10_000), st.binary(max_size=8))
def test_a_torn_tail_costs_only_what_it_cut(
    tmp_path_factory: pytest.TempPathFactory, said: list[str], cut: int, rubbish: bytes
) -> None:
    folder = tmp_path_factory.mktemp("console")
    transcript = Transcript(folder)
    for number, text in enumerate(said):
        transcript.append(THREAD, f"run_1:{number}", text)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    kept = whole[: len(whole) - cut % (len(whole) + 1)]
    file.write_bytes(kept + rubbish.replace(b"\n", b"") * (cut % 2))
    standing = posts(transcript)
    assert standing == [(f"run_1:{n}", t) for n, t in enumerate(said)][: len(standing)]
    assert len(standing) >= kept.count(b"\n")
    for number, text in enumerate([*said, "after the crash"]):
        transcript.append(THREAD, f"run_1:{number}", text)
    assert sorted(posts(transcript)) == [(f"run_1:{n}", t) for n, t in enumerate([*said, "after the crash"])]


@pytest.mark.parametrize("line", [b"12", b"null", b"[]", b'{"key": "x"}', b'"key text"', b"\xff\xfe", b"{"])
def test_a_foreign_line_is_passed_over(tmp_path: Path, line: bytes) -> None:
    transcript = Transcript(tmp_path)
    transcript.append(THREAD, "a", "one")
    (file,) = tmp_path.iterdir()
    file.write_bytes(line + b"\n" + file.read_bytes() + line)
    transcript.append(THREAD, "b", "two")
    assert posts(transcript) == [("a", "one"), ("b", "two")]


@pytest.mark.parametrize("name", ["..", "/", "a/../../b", "x" * 3000, "表" * 100, "\0"])
def test_any_thread_has_a_file_of_its_own_inside_the_folder(tmp_path: Path, name: str) -> None:
    transcript = Transcript(tmp_path / "console")
    threads = [CHANNEL.thread(name), CHANNEL.thread(f"{name}2")]
    for number, thread in enumerate(threads):
        transcript.append(thread, "key", f"text {number}")
    assert [[post["text"] for post in transcript.posts(thread)] for thread in threads] == [
        ["text 0"],
        ["text 1"],
    ]
    assert [path.parent.name for path in tmp_path.rglob("*.jsonl")] == ["console", "console"]


def test_an_unknown_thread_is_empty(tmp_path: Path) -> None:
    assert posts(Transcript(tmp_path)) == []


def test_what_is_forgotten_is_not_in_the_file_any_more(tmp_path: Path) -> None:
    transcript = Transcript(tmp_path)
    for key in ("run_1:answer", "run_2:answer"):
        transcript.append(THREAD, key, f"secret of {key}")
    transcript.forget(Forgotten(THREAD, (), (), ("run_1",)))
    assert [key for key, _ in posts(transcript)] == ["run_2:answer"]
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and b"of run_1" in path.read_bytes()]
    transcript.forget(Forgotten(CHANNEL.thread("unknown"), (), (), (), whole=True))
    transcript.forget(Forgotten(THREAD, (), (), (), whole=True))
    assert posts(transcript) == []
    assert transcript.append(THREAD, "run_1:answer", "again") == MessageRef(THREAD, "run_1:answer")


def test_a_transcript_goes_when_nothing_was_added_for_too_long(tmp_path: Path) -> None:
    transcript, other = Transcript(tmp_path), CHANNEL.thread("t2")
    for thread in (THREAD, other):
        transcript.append(thread, "a", "said")
    (old,) = [path for path in tmp_path.iterdir() if path.name.endswith("t2.jsonl")]
    os.utime(old, (1000, 1000))
    assert transcript.delete_before(datetime.fromtimestamp(1000, UTC)) == 0
    assert transcript.delete_before(datetime.fromtimestamp(1001, UTC)) == 1
    assert list(transcript.posts(other)) == []
    assert [key for key, _ in posts(transcript)] == ["a"]
    assert Transcript(tmp_path / "nowhere").delete_before(datetime.now(UTC)) == 0
