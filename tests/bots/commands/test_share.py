"""An answer is shown in another channel to whom somebody may show it, once."""

from pathlib import Path

import pytest

from core.chat.thread_ref import ThreadRef
from core.runs.run import Run, RunState
from tests.house import House, open_house
from tests.sample_workflows import write_counter

POLICY = """
people: {"console:local:admin": [admin], "console:local:dev": [developer], "console:local:use": [user]}
channels:
  "console:local:console": ["*"]
  "console:local:board": ["artifact.*", "session.read"]
  "console:local:closed": ["session.read"]
"""


@pytest.fixture
def listing(tmp_path: Path) -> Path:
    path = tmp_path / "day.lst"
    path.write_text("a\nb\nc\n")
    write_counter(tmp_path / "workflows")
    (tmp_path / "policy.yaml").write_text(POLICY)
    return path


async def answered(house: House, listing: Path) -> Run:
    return await house.ask("count the lines of this listing", files=(listing,), user="dev")


def posts_in(house: House, channel: str) -> list[str]:
    """All that stands in a channel, in whichever thread."""
    there = f"console:local:{channel}:%"
    rows = house.service.database.read("SELECT ref FROM posts WHERE ref LIKE ?", (there,))
    threads = {ThreadRef.parse(row["ref"].rpartition(" ")[0]) for row in rows}
    return [post["text"] for thread in threads for post in house.door.transcript.posts(thread)]


async def test_an_answer_stands_in_another_channel_with_its_files(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await answered(house, listing)
        shared = await house.ask("/dataops share console:local:board", thread=first.thread, user="dev")
        assert shared.state is RunState.ANSWERED
        shown = "\n".join(posts_in(house, "board"))
        assert shown.count("3 lines.") == 1
        assert "Shared by dev." in shown
        assert (tmp_path / "out" / "count.txt").exists()
        assert sum("count.txt" in text for text in house.printed) == 2
        again = await house.ask("/dataops share to board", thread=first.thread, user="dev")
        assert again.state is RunState.ANSWERED


@pytest.mark.parametrize(
    ("user", "said"),
    [("dev", "/dataops share closed"), ("dev", "/dataops share nowhere"), ("use", "/dataops share board")],
)
async def test_whoever_may_not_read_there_or_share_here_shows_nothing(
    tmp_path: Path, listing: Path, user: str, said: str
) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await answered(house, listing)
        assert (await house.ask(said, thread=first.thread, user=user)).state is RunState.REFUSED
        assert not posts_in(house, "closed")
        assert not posts_in(house, "board")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("/dataops share", "Say where"),
        ("/dataops share web:local:night-batch", "within console only"),
        ("/dataops share #board", "do not know who or what"),
    ],
)
async def test_what_cannot_be_is_said(tmp_path: Path, listing: Path, said: str, sentence: str) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await answered(house, listing)
        run = await house.ask(said, thread=first.thread, user="dev")
        assert sentence in house.posts(run)[-1]


async def test_without_an_answer_there_is_nothing_to_share(tmp_path: Path, listing: Path) -> None:
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml") as house:
        first = await house.ask("/dataops pins", user="dev")
        run = await house.ask("/dataops share board", thread=first.thread, user="dev")
        assert "no answer in this thread to share" in house.posts(run)[-1]
