"""Writes docs/surfaces.md: one dialogue as it goes at each door. ``python -m tests.dialogues.surfaces``."""

import asyncio
import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.dialogues.doors import DOORS, DoorName, Doors, open_doors
from tests.dialogues.library import SCRIPTS, dialogue
from tests.dialogues.player import Turn, play

PAGE = Path(__file__).parents[2] / "docs" / "surfaces.md"
SCRIPT = SCRIPTS / "follow_up.txt"

DIFFERENCES: dict[DoorName, str] = {
    "terminal": "every message is a command; steps are printed as they end, and files are copied to a folder "
    "(`--out`) or named where they are kept.",
    "web": "the page shows the picture in the answer, the files under it with their sizes, and what to ask "
    "next as buttons.",
    "Slack": "the bot is named once, to begin the thread; steps fold away behind a button, and files are "
    "uploaded into the thread.",
    "Teams": "the bot is named in every message; it is not given the files of a channel, so it asks, takes "
    "them from its own chat, and answers in the thread with links.",
}

VARYING = [
    (r"\d+\.\d s\b", "N s"),
    (r"\d+(\.\d)? [kMG]?B\b", "N kB"),
    (r"\d{4}-\d\d-\d\d", "DATE"),
    (r"run_[0-9a-f]{16}", "RUN"),
    (r"(?<=\s)/\S+/(?=\S)", "…/"),
]
"""What differs between two runs, and what stands on the page instead."""


async def surfaces(doors: Doors) -> str:
    """The page, from a run at every door."""
    turns: dict[DoorName, Sequence[Turn]] = {}
    for door in DOORS:
        async with doors.stage(door) as stage:
            turns[door] = await play(dialogue(SCRIPT), stage)
    return "\n".join(_page(turns)) + "\n"


def _page(turns: dict[DoorName, Sequence[Turn]]) -> Iterator[str]:
    yield "# One dialogue at every door"
    yield ""
    yield "The same file is played at all four doors: a person asks with an export at hand, and goes on"
    yield "asking in the thread. The findings are the same everywhere; each door shows them its own way."
    yield "Made by a run (`make surfaces`); times, sizes, dates and folders vary and are replaced."
    yield ""
    yield "```text"
    yield SCRIPT.read_text(encoding="utf-8").strip()
    yield "```"
    yield ""
    yield from (f"- **{door}**: {sentence}" for door, sentence in DIFFERENCES.items())
    yield ""
    yield "<table>"
    yield "<tr>" + "".join(f'<th width="25%">{door}</th>' for door in DOORS) + "</tr>"
    for row in zip(*(turns[door] for door in DOORS), strict=True):
        yield '<tr valign="top">'
        yield from (f"<td>{_cell(turn)}</td>" for turn in row)
        yield "</tr>"
    yield "</table>"


def _cell(turn: Turn) -> str:
    """A turn: what the person did, then the bot's posts. Not one empty line: Markdown would begin anew."""
    return "<hr>".join([f"<b>{_lines(turn.did)}</b>", *map(_lines, _posts(turn))])


def _posts(turn: Turn) -> Iterable[str]:
    """The posts; what a terminal prints under a post belongs to it."""
    posts: list[str] = []
    for post in turn.posts:
        if posts and post.text.startswith("  "):
            posts[-1] += f"\n{post.text}"
        else:
            posts.append(post.text)
    return posts


def _lines(text: str) -> str:
    for pattern, name in VARYING:
        text = re.sub(pattern, name, text)
    lines = (line for line in text.split("\n") if line.strip())
    settled = (line for line in lines if not line.startswith("  …"))  # seen on a slow machine only
    return "<br>".join(_indented(line) for line in settled)


def _indented(line: str) -> str:
    bare = line.lstrip(" ")
    wrapping = escape(bare, quote=False).replace("_", "_<wbr>")  # names of jobs are wider than a column
    return "&nbsp;" * (len(line) - len(bare)) + wrapping


async def _write() -> None:
    with TemporaryDirectory() as folder:
        async with open_doors(Path(folder)) as doors:
            PAGE.write_text(await surfaces(doors), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(_write())
