"""Inputs named as s3://…: who may, what is read when, and what the answer says about it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bots.access import DEMO_POLICY
from core.runs.run import Run, RunState
from tests.bots.commandline import ask_json
from tests.house import House, inbound, open_house
from tests.s3 import NIGHT, S3, open_s3
from tests.sample_workflows import write_counter

POLICY = """
roles:
  narrow: ["workflow.*.invoke", "artifact.read", "artifact.share"]
people:
  console:local:admin: [admin]
  console:local:developer: [developer]
  console:local:narrow: [narrow]
channels:
  console:local:console: ["*", "s3://exports/finance/*"]
"""
JIL = Path(__file__).parents[1] / "data" / "jil"
MORNING = NIGHT + timedelta(hours=5)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[S3]:
    with open_s3(monkeypatch) as server:
        yield server


@pytest.fixture
async def house(tmp_path: Path, s3: S3) -> AsyncIterator[House]:
    write_counter(tmp_path / "workflows")
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    async with open_house(tmp_path, dataops_policy=tmp_path / "policy.yaml", max_input_mb=1) as opened:
        yield opened


def said(run: Run) -> str:
    assert run.outcome is not None
    assert run.outcome.response is not None
    return str(run.outcome.response.result)


def source(run: Run) -> str:
    assert run.outcome is not None
    assert run.outcome.response is not None
    return str(run.outcome.response.metadata.get("source", ""))


async def test_an_object_under_an_allowed_prefix_is_read_and_named_with_its_date(
    house: House, s3: S3
) -> None:
    place = s3.put("finance/day.lst", "a\nb\n")
    run = await house.ask(f"/dataops line-counter <{place}>", user="developer")
    assert said(run) == "2 lines."
    assert source(run) == "From s3://exports/finance/day.lst of 2026-11-20 03:10 UTC."
    assert "s3://exports/finance/day.lst of 2026-11-20 03:10 UTC" in house.posts(run)[-1]
    artifact = run.outcome.response.artifacts[0] if run.outcome and run.outcome.response else ""
    store = house.service.services.artifacts
    parent = store.get_artifact(store.get_artifact(artifact).parent_artifacts[0])
    assert (parent.name, parent.kind, parent.size_bytes) == ("day.lst", "listing", 4)


async def test_a_thread_remembers_the_copy_it_was_given(house: House, s3: S3) -> None:
    place = s3.put("finance/day.lst", "a\nb\n")
    first = await house.ask(f"/dataops line-counter {place}")
    s3.put("finance/day.lst", "a\n", MORNING)
    s3.asked.clear()
    again = await house.ask("count the lines of the listing again", thread=first.thread)
    assert said(again) == "2 lines."
    assert source(again) == (
        "From s3://exports/finance/day.lst of 2026-11-20 03:10 UTC, given earlier in this thread."
    )
    assert s3.asked == []


@pytest.mark.parametrize("user", ["developer", "narrow"])
@pytest.mark.parametrize("key", ["secret/there.lst", "secret/missing.lst", "finance-secret/there.lst"])
async def test_a_refused_prefix_is_one_sentence_and_no_request(
    house: House, s3: S3, user: str, key: str
) -> None:
    s3.put("secret/there.lst", "x\n")
    for command in ("line-counter", "pin"):
        run = await house.ask(f"/dataops {command} s3://exports/{key}", user=user)
        assert run.state is RunState.REFUSED
        assert said(run) == (
            "You may not do that here. Ask an admin of this bot to grant you access in this channel."
        )
    assert s3.asked == []


async def test_the_person_needs_the_prefix_too(house: House, s3: S3) -> None:
    place = s3.put("finance/day.lst", "x\n")
    assert (await house.ask(f"/dataops line-counter {place}", user="narrow")).state is RunState.REFUSED
    assert s3.asked == []


@pytest.mark.parametrize("key", ["finance/../secret/there.lst", "finance/./there.lst"])
async def test_a_key_that_a_proxy_could_resolve_is_refused(house: House, s3: S3, key: str) -> None:
    s3.put("secret/there.lst", "x\n")
    run = await house.ask(f"/dataops line-counter s3://exports/{key}")
    assert "is no address of an object" in said(run)
    assert s3.asked == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The object s3://exports/finance/day.lst is empty"),
        (b"x" * (1 << 20) + b"x", "more than the 1 MB I may read"),
        (None, "There is no object s3://exports/finance/day.lst"),
    ],
)
async def test_an_object_that_cannot_be_used_is_told(
    house: House, s3: S3, content: bytes | None, sentence: str
) -> None:
    if content is not None:
        s3.put("finance/day.lst", content)
    run = await house.ask("/dataops line-counter s3://exports/finance/day.lst")
    assert run.state is RunState.FAILED
    assert sentence in house.posts(run)[-1]


async def test_nothing_is_asked_of_s3_before_the_acknowledgement(house: House, s3: S3) -> None:
    place = s3.put("finance/day.lst", "a\nb\nc\n")
    waiting = await house.ask("/dataops line-counter")
    assert waiting.state is RunState.WAITING
    receive = house.service.inbox.receive
    refused = receive(inbound("s3://exports/secret/day.lst", thread=waiting.thread), house.service.lease)
    assert refused.answers is None
    receipt = receive(inbound(place, thread=waiting.thread), house.service.lease)
    assert receipt.run_id == waiting.run_id
    assert s3.asked == []
    run = await house.service.engine.finish(receipt.run_id)
    assert said(run) == "3 lines."
    assert source(run).startswith(f"From {place} of 2026-11-20")


async def pinned(house: House, s3: S3, content: str = "a\nb\n") -> str:
    place = s3.put("finance/day.lst", content)
    assert said(await house.ask(f"/dataops pin {place}")).startswith("Pinned day.lst to this channel")
    s3.asked.clear()
    return place


async def test_a_pin_of_an_object_says_where_it_is_from(house: House, s3: S3) -> None:
    place = await pinned(house, s3)
    assert f"from `{place}`, by console:local:admin" in said(await house.ask("/dataops pins"))
    assert s3.asked == []


async def test_an_unchanged_object_costs_one_look(house: House, s3: S3) -> None:
    await pinned(house, s3)
    for _ in range(2):
        run = await house.ask("/dataops line-counter")
        assert said(run) == "2 lines."
        assert source(run).startswith(
            "From s3://exports/finance/day.lst of 2026-11-20 03:10 UTC, pinned to this channel on 20"
        )
    assert (s3.count("HEAD"), s3.count("GET")) == (2, 0)


async def test_a_changed_object_is_read_anew_once(house: House, s3: S3) -> None:
    await pinned(house, s3)
    s3.put("finance/day.lst", "a\nb\nc\n", MORNING)
    for _ in range(2):
        run = await house.ask("/dataops line-counter")
        assert said(run) == "3 lines."
        assert "s3://exports/finance/day.lst of 2026-11-20 08:10 UTC, pinned" in source(run)
    assert (s3.count("HEAD"), s3.count("GET")) == (2, 1)


async def test_the_same_content_written_again_has_a_new_date_and_is_not_read(house: House, s3: S3) -> None:
    await pinned(house, s3)
    s3.put("finance/day.lst", "a\nb\n", MORNING)
    assert "of 2026-11-20 08:10 UTC" in source(await house.ask("/dataops line-counter"))
    assert s3.count("GET") == 0


async def test_two_questions_at_once_both_have_the_new_content(house: House, s3: S3) -> None:
    await pinned(house, s3)
    s3.put("finance/day.lst", "a\nb\nc\n", MORNING)
    runs = await asyncio.gather(*(house.ask("/dataops line-counter") for _ in range(2)))
    assert [said(run) for run in runs] == ["3 lines.", "3 lines."]
    s3.asked.clear()
    assert said(await house.ask("/dataops line-counter")) == "3 lines."
    assert s3.count("GET") == 0


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("reset", "S3 cannot be reached"),
        ("busy", "S3 cannot be reached"),
        ("expired", "S3 refuses the request for s3://exports/finance/day.lst (400)"),
        ("denied", "S3 does not let me read s3://exports/finance/day.lst"),
        ("gone", "there is no object s3://exports/finance/day.lst"),
        ("empty", "the object s3://exports/finance/day.lst is empty"),
    ],
)
async def test_what_cannot_be_had_is_answered_from_the_last_copy_and_that_is_said(
    house: House, s3: S3, fault: str, reason: str
) -> None:
    await pinned(house, s3)
    if fault == "gone":
        s3.objects.clear()
    elif fault == "empty":
        s3.put("finance/day.lst", "")
    else:
        s3.fault = fault  # type: ignore[assignment]  # one of the faults
    run = await house.ask("/dataops line-counter")
    assert said(run) == "2 lines."
    assert source(run).startswith(
        f"From the last copy of s3://exports/finance/day.lst of 2026-11-20 03:10 UTC ({reason}), pinned to"
    )
    s3.fault = ""
    s3.put("finance/day.lst", "a\n", MORNING)
    assert said(await house.ask("/dataops line-counter")) == "1 lines."


async def test_several_objects_are_one_pin_and_a_dead_s3_is_asked_once(house: House, s3: S3) -> None:
    places = [s3.put(f"finance/{name}.lst", f"{name}\n") for name in ("a", "b", "c")]
    assert "Pinned a.lst, b.lst, c.lst" in said(await house.ask(f"/dataops pin {' '.join(places)}"))
    s3.asked.clear()
    s3.put("finance/b.lst", "b\nb\n", MORNING)
    assert "b.lst of 2026-11-20 08:10 UTC, s3://exports/finance/c.lst of 2026-11-20 03:10 UTC" in source(
        await house.ask("/dataops line-counter")
    )
    assert s3.asked == [
        f"{method} exports/finance/{name}.lst"
        for method, name in (("HEAD", "a"), ("HEAD", "b"), ("GET", "b"), ("HEAD", "c"))
    ]
    s3.asked.clear()
    s3.fault = "reset"
    assert source(await house.ask("/dataops line-counter")).count("the last copy of") == 3
    assert len(s3.asked) == 1


async def test_a_thread_pins_the_object_it_was_given(house: House, s3: S3) -> None:
    place = s3.put("finance/day.lst", "a\n")
    thread = (await house.ask(f"/dataops line-counter {place}")).thread
    await house.ask("/dataops pin", thread=thread)
    s3.put("finance/day.lst", "a\nb\n", MORNING)
    assert said(await house.ask("/dataops line-counter")) == "2 lines."


async def test_a_pin_is_not_for_who_may_not_read_the_object(house: House, s3: S3) -> None:
    await pinned(house, s3)
    assert (await house.ask("/dataops line-counter", user="narrow")).state is RunState.REFUSED
    assert s3.asked == []


async def test_a_prefix_that_was_taken_from_the_channel_closes_the_pin(
    tmp_path: Path, s3: S3, house: House
) -> None:
    await pinned(house, s3)
    closed = tmp_path / "closed.yaml"
    closed.write_text(POLICY.replace(', "s3://exports/finance/*"', ""), encoding="utf-8")
    async with open_house(tmp_path, dataops_policy=closed) as later:
        assert (await later.ask("/dataops line-counter")).state is RunState.REFUSED
    assert s3.asked == []


def test_a_command_reads_an_object_and_its_threads_go_on(tmp_path: Path, s3: S3) -> None:
    place = s3.put("finance/nightly.jil", (JIL / "claims_feed.jil").read_bytes())
    code, document = ask_json(tmp_path, f"/dataops parse-jil {place}", **s3.environment)
    assert (code, document["success"]) == (0, True)
    assert document["metadata"]["source"] == f"From {place} of 2026-11-20 03:10 UTC."
    assert "report.html" in {file["name"] for file in document["files"]}
    code, pinning = ask_json(tmp_path, f"/dataops pin {place}", **s3.environment)
    assert (code, pinning["success"]) == (0, True)
    s3.put(
        "finance/nightly.jil", (JIL / "claims_feed.jil").read_bytes() + b"\ninsert_job: NEW_ONE\n", MORNING
    )
    code, answer = ask_json(tmp_path, "describe job NEW_ONE", **s3.environment)
    assert code == 0
    assert "NEW_ONE" in str(answer["result"])
    assert "2026-11-20 08:10 UTC" in answer["metadata"]["source"]


def test_without_credentials_a_command_says_so(tmp_path: Path) -> None:
    code, document = ask_json(
        tmp_path, "/dataops parse-jil s3://exports/a.jil", AWS_EC2_METADATA_DISABLED="true"
    )
    assert (code, document["errors"]) == (
        1,
        ["There are no AWS credentials; ask an admin of this bot to set them up."],
    )


def test_the_demo_opens_objects_where_everything_is_open() -> None:
    assert DEMO_POLICY.read_text(encoding="utf-8").count('["*", "s3://*"]') == 2
