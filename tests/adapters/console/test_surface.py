"""What people read in the terminal, and what lies in their folder."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from adapters.console.surface import POSTS, ConsoleSurface
from adapters.console.transcript import Transcript
from core.artifact import Artifact, ArtifactType
from core.chat.card import Card, Step, Steps, Text
from core.chat.surface import Deliverable
from core.chat.thread_ref import ChannelRef

CHANNEL = ChannelRef(platform="console", tenant="local", channel="console")
Open = Callable[[Path | None], ConsoleSurface]


@pytest.fixture
def printed() -> list[str]:
    return []


@pytest.fixture
def opened(tmp_path: Path, printed: list[str]) -> Open:
    transcript = Transcript(tmp_path / "console")
    return lambda out: ConsoleSurface(CHANNEL.thread("t"), transcript, printed.append, lambda _: out)


def progress(title: str, *steps: tuple[str, Literal["running", "done", "failed"], str]) -> Card:
    shown = Steps(items=tuple(Step(title=t, state=s, seconds=1, detail=d) for t, s, d in steps))
    return Card(kind="progress", title=title, blocks=(shown,), footer="2.0 s")


def deliverable(folder: Path, number: int, name: str, content: bytes | None = b"x") -> Deliverable:
    path = folder / f"content_{number}"
    if content is not None:
        path.write_bytes(content)
    artifact = Artifact(
        artifact_id=f"artifact_file_{number}",
        session_id="s",
        workflow_name="w",
        artifact_type=ArtifactType.RESULT,
        name=name,
        kind="file",
        content_type="text/plain",
        size_bytes=1,
        sha256="0",
        key="k",
    )
    return Deliverable(artifact, path)


async def test_a_post_is_printed_once_even_by_another_process(opened: Open, printed: list[str]) -> None:
    card = Card(kind="answer", title="Found", blocks=(Text(markdown="a\nb"),))
    refs = [await surface.say(card, key="run_1:answer") for surface in (opened(None), opened(None))]
    assert refs[0] == refs[1]
    assert printed == ["▶ Found\n\n  a\n  b"]


async def test_repaints_print_what_is_new_about_one_post(opened: Open, printed: list[str]) -> None:
    surface = opened(None)
    first, second = [
        await surface.say(Card(kind="progress", title="Working on it"), key=f"run_{n}:progress") for n in "12"
    ]
    printed.clear()
    await surface.repaint(first, progress("Working on it", ("Read", "running", "")))
    await surface.repaint(first, progress("Working on it", ("Read", "running", "half")))
    await surface.repaint(first, progress("Working on it", ("Read", "running", "half")))
    await surface.repaint(first, progress("Done", ("Read", "done", "half")))
    await surface.repaint(first, progress("Done", ("Read", "done", "half")))
    assert printed == ["  … Read (half)", "  ✓ Read (half) 1.0 s", "  Done (2.0 s)"]
    printed.clear()
    await surface.repaint(second, progress("Done", ("Read", "done", "half")))
    assert printed == ["  ✓ Read (half) 1.0 s", "  Done (2.0 s)"]


async def test_a_thread_of_many_posts_remembers_what_was_printed_of_the_last(
    opened: Open, printed: list[str]
) -> None:
    surface, done = opened(None), progress("Done", ("Read", "done", "half"))
    posts = [
        await surface.say(Card(kind="progress", title="Working on it"), key=f"run_{number}:progress")
        for number in range(POSTS + 1)
    ]
    for post in posts:
        await surface.repaint(post, done)
    printed.clear()
    await surface.repaint(posts[-1], done)
    assert printed == []


async def test_files_are_copied_under_their_names_and_none_replaces_another(
    opened: Open, printed: list[str], tmp_path: Path
) -> None:
    out = tmp_path / "deep" / "out"
    items = [
        deliverable(tmp_path, 1, "report.md", b"one"),
        deliverable(tmp_path, 2, "report.md", b"two"),
        deliverable(tmp_path, 3, "../../escape.md", b"three"),
    ]
    surface = opened(out)
    for _ in range(2):
        delivered = await surface.deliver(items, key="run_1:files")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == {
        "report.md": b"one",
        "report-2.md": b"two",
        "escape.md": b"three",
    }
    assert [each.place for each in delivered] == [
        str(out / n) for n in ("report.md", "report-2.md", "escape.md")
    ]
    assert printed[1].count("report") == 4
    assert printed[0] == printed[1]


async def test_a_later_delivery_prints_its_own_files_and_remembers_all(
    opened: Open, printed: list[str], tmp_path: Path
) -> None:
    surface = opened(None)
    for number, name in enumerate(("one.md", "two.md")):
        await surface.deliver([deliverable(tmp_path, number, name)], key=f"run_{number}:files")
    assert ["one.md" in line for line in printed] == [True, False]
    assert [item.artifact.name for files in surface.delivered.values() for item, _ in files] == [
        "one.md",
        "two.md",
    ]


async def test_what_cannot_be_delivered_is_told_and_nothing_is_printed(
    opened: Open, printed: list[str], tmp_path: Path
) -> None:
    (tmp_path / "occupied").write_text("a file", encoding="utf-8")
    missing = deliverable(tmp_path, 1, "gone.md", None)
    (nowhere,) = await opened(tmp_path / "occupied").deliver([deliverable(tmp_path, 2, "a.md")], key="k")
    (gone,) = await opened(None).deliver([missing], key="k")
    assert nowhere.problem.startswith("a.md could not be written to")
    assert gone.problem == "gone.md is not available any more; ask again."
    assert (nowhere.place, gone.place, printed) == ("", "", [])
