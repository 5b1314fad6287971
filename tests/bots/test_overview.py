"""What a person may do, their latest runs and files: from the policy and the stores as they are now."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bots.overview import ASKED, CHANNELS, LATEST, Overview, first_questions
from core.chat.card import Card, Link, Links
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.contracts import WorkflowMetadata
from tests.house import CHANNEL, House, inbound, open_house
from tests.sample_workflows import write_counter, write_greeter

ADA = Actor(platform="console", tenant="local", id="ada")
EVE = Actor(platform="console", tenant="local", id="eve")
OWN = ChannelRef(platform="console", tenant="local", channel="own")


class Places:
    """Places by their references."""

    def concern(self, channel: ChannelRef) -> bool:
        return channel.channel != "somebody-elses"

    def name(self, channel: ChannelRef) -> str:
        return channel.channel

    def address(self, place: ChannelRef | ThreadRef) -> str:
        return f"https://chat.example/{str(place).replace(' ', '')}"


@dataclass
class Scene:
    house: House
    folder: Path

    @property
    def overview(self) -> Overview:
        service = self.house.service
        return Overview(service.services, service.records.history, service.access.authorizer)

    def cards(self, person: Actor = ADA) -> list[Card]:
        return self.overview.cards(person, Places())

    async def count_lines(self, text: str = "count the lines of this listing") -> str:
        """Have a listing counted; the run's thread."""
        path = self.folder / "day.lst"
        path.write_text("a\nb\n")
        run = await self.house.ask(text, files=(path,), user="ada")
        return str(run.thread)


@asynccontextmanager
async def scene(tmp_path: Path, people: str = "[user]", channels: str = "['*']") -> AsyncIterator[Scene]:
    policy = tmp_path / "policy.yaml"
    policy.write_text(
        "roles: {asker: [session.read]}\n"
        f"people: {{'console:local:ada': {people}}}\n"
        f"channels: {{'{CHANNEL}': {channels}, '{OWN}': ['workflow.partition_skew.invoke'],\n"
        "  'console:local:somebody-elses': ['*'], 'slack:T1:C1': ['*'], 'console:elsewhere:x': ['*']}\n"
    )
    write_counter(tmp_path / "workflows")
    write_greeter(tmp_path / "workflows")
    async with open_house(tmp_path, dataops_policy=policy) as house:
        yield Scene(house, tmp_path)


def links(card: Card) -> tuple[Link, ...]:
    return tuple(link for block in card.blocks if isinstance(block, Links) for link in block.items)


async def test_each_channel_of_the_person_says_what_is_open_there(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        open_here = {link.label: link.note for link in links(shown.cards()[0])}
        assert open_here.keys() == {"console", "own"}
        assert "/dataops line-counter" in open_here["console"]
        assert open_here["own"] == "/dataops partition-skew"
        assert "Count" in str(shown.cards()[0].blocks[-1])


async def test_somebody_who_may_do_nothing_anywhere_is_told_so(tmp_path: Path) -> None:
    async with scene(tmp_path, people="[asker]") as shown:
        assert "Nothing is open to you here yet" in shown.cards()[0].title


async def test_somebody_whom_the_policy_does_not_name_is_told_how_to_get_in(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        (card,) = shown.cards(EVE)
        assert "console:local:eve" in card.title
        assert card.blocks == ()


async def test_many_channels_are_counted(tmp_path: Path) -> None:
    more = "".join(f"  console:local:c{number}: ['*']\n" for number in range(CHANNELS + 1))
    policy = tmp_path / "policy.yaml"
    policy.write_text(f"people: {{'console:local:ada': [user]}}\nchannels:\n{more}")
    (tmp_path / "workflows").mkdir()
    async with open_house(tmp_path, dataops_policy=policy) as house:
        card = Scene(house, tmp_path).cards()[0]
        assert len(links(card)) == CHANNELS
        assert "And in 1 more." in str(card.blocks[-1])


async def test_the_latest_runs_with_their_state_and_thread_newest_first(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        first = await shown.count_lines()
        waiting = await shown.house.ask("/dataops line-counter", user="ada")
        await shown.house.ask("what is this?", user="admin")
        newest, oldest = links(shown.cards()[1])
        assert (newest.label, newest.note.split(",")[0]) == ("/dataops line-counter", "waits for an answer")
        assert newest.url == Places().address(waiting.thread or CHANNEL)
        assert oldest.url == Places().address(ThreadRef.parse(first))
        assert oldest.note.startswith("answered, 20")


async def test_no_more_runs_than_can_be_looked_through(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        for number in range(LATEST + 2):
            shown.house.service.inbox.receive(inbound(f"number {number}\n{'long ' * 40}", user="ada"))
        labels = [link.label for link in links(shown.cards()[1])]
        assert [label.split()[1] for label in labels] == [str(n) for n in range(LATEST + 1, 1, -1)]
        assert all(len(label) == ASKED and "\n" not in label for label in labels)


async def test_a_message_of_files_alone_is_known_by_their_names(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        await shown.count_lines("")
        assert [link.label for link in links(shown.cards()[1])] == ["day.lst"]


async def test_what_was_tried_again_is_known_by_its_words(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        failed = await shown.house.ask("/dataops line-counter nothing-here.lst", user="ada")
        press = inbound("", user="ada", thread=failed.thread).model_copy(
            update={"kind": "action", "action": "retry", "value": failed.run_id}
        )
        receipt = shown.house.service.inbox.receive(press, shown.house.service.lease)
        await shown.house.service.engine.finish(receipt.run_id)
        labels = [link.label for link in links(shown.cards()[1])]
        assert labels == ["/dataops line-counter nothing-here.lst"] * 2


async def test_the_latest_files_with_size_and_thread(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        thread = await shown.count_lines()
        (made,) = links(shown.cards()[2])
        assert (made.label, made.url) == ("count.txt", Places().address(ThreadRef.parse(thread)))
        assert made.note.startswith("2 B, 20")


async def test_files_are_shown_only_where_they_may_be_read_now(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        await shown.count_lines()
    async with scene_again(tmp_path, channels="['workflow.*.invoke']") as shown:
        assert links(shown.cards()[2]) == ()
        assert len(links(shown.cards()[1])) == 1


@asynccontextmanager
async def scene_again(tmp_path: Path, channels: str) -> AsyncIterator[Scene]:
    policy = tmp_path / "later.yaml"
    policy.write_text(f"people: {{'console:local:ada': [user]}}\nchannels: {{'{CHANNEL}': {channels}}}\n")
    async with open_house(tmp_path, dataops_policy=policy) as house:
        yield Scene(house, tmp_path)


async def test_a_file_that_is_gone_is_left_out(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        await shown.count_lines()
        shown.house.service.database.write("DELETE FROM artifacts WHERE workflow_name = 'line_counter'")
        assert links(shown.cards()[2]) == ()


async def test_prompts_are_those_of_the_workflows_that_are_open(tmp_path: Path) -> None:
    async with scene(tmp_path) as shown:
        assert shown.overview.prompts(ADA, OWN) == ["What can you do?", "Report the partition skew of SALES"]
        assert shown.overview.prompts(EVE, OWN) == ["What can you do?"]


def test_each_workflow_has_its_turn_among_the_first_questions() -> None:
    def workflow(name: str, *queries: str) -> WorkflowMetadata:
        return WorkflowMetadata(name=name, description="d", example_queries=list(queries))

    found = first_questions([workflow("a", "a1", "a2"), workflow("b", "b1"), workflow("c")])
    assert found == ["What can you do?", "a1", "b1", "a2"]
    assert first_questions([]) == ["What can you do?"]
