"""A question about files counts once, and what is left to be done about it is known until it is done."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.consents import (
    KEPT_SECONDS,
    Consent,
    Consents,
    ConsentState,
    Decision,
    OfferedFile,
    OfferedFiles,
    PutFile,
)
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database
from tests.clock import Clock

THREAD = ChannelRef(platform="teams", tenant="t", channel="a:1").thread("1")
OFFERED = OfferedFiles(files=(OfferedFile(name="count.txt", artifact_id="artifact_1", version=1),), size=2)
PUT = PutFile(name="count.txt", unique_id="1", file_type="txt", content_url="https://x.sharepoint.com/1")
THERE = Decision(sentence="count.txt is in your OneDrive.", put=PUT)
DECLINED = Decision(sentence="count.txt was not sent.")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "teams.db")
    yield database
    database.close()


def kept(consents: Consents, key: str = "run_1:files:consent") -> Consent:
    return consents.keep(key, THREAD, "count.txt", OFFERED)


def now(consents: Consents, consent: str) -> Consent:
    found = consents.find(consent)
    assert found is not None
    return found


def test_a_question_is_known_by_its_id_until_it_is_too_old(database: Database) -> None:
    clock = Clock()
    consents = Consents(database, clock)
    consent = kept(consents)
    assert consent == Consent(
        consent.id,
        "run_1:files:consent",
        THREAD,
        "count.txt",
        ConsentState.ANNOUNCED,
        OFFERED,
        None,
    )
    assert now(Consents(database, clock), consent.id) == consent
    assert consents.find("another") is None
    clock.advance(KEPT_SECONDS + 1)
    assert consents.find(consent.id) is None
    consents.sweep()
    assert not database.read("SELECT 1 FROM teams_file_consents")


def test_files_that_are_handed_over_again_have_the_same_question(database: Database) -> None:
    consents = Consents(database)
    first = kept(consents)
    consents.posted(first.id)
    assert (kept(consents).id, kept(consents).state) == (first.id, ConsentState.OPEN)
    assert kept(consents, "run_2:files:consent").id != first.id


def test_what_is_over_keeps_the_sentence_only(database: Database) -> None:
    consents = Consents(database)
    consent = kept(consents)
    consents.take(consent.id)
    assert consents.decide(consent.id, THERE) == now(consents, consent.id)
    assert now(consents, consent.id).decision == THERE
    consents.over(consent.id)
    over = now(consents, consent.id)
    assert (over.state, over.offered) == (ConsentState.OVER, None)
    assert over.decision == Decision(sentence=THERE.sentence)


STEPS: dict[str, Callable[[Consents, str], object]] = {
    "posted": lambda consents, each: consents.posted(each),
    "take": lambda consents, each: consents.take(each),
    "reopen": lambda consents, each: consents.reopen(each),
    "put": lambda consents, each: consents.decide(each, THERE),
    "decline": lambda consents, each: consents.decide(each, DECLINED),
    "over": lambda consents, each: consents.over(each),
}


@settings(max_examples=15, deadline=None)
@given(steps=st.lists(st.sampled_from([*STEPS]), max_size=8))
def test_whatever_happens_the_first_decision_counts_and_is_left_until_it_is_done(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    database = Database(tmp_path_factory.mktemp("consents") / "teams.db")
    consents = Consents(database)
    consent, sentence = kept(consents).id, None
    for step in steps:
        STEPS[step](consents, consent)
        found = now(consents, consent)
        if sentence is None and found.decision is not None:
            sentence = found.decision.sentence
        assert (found.decision.sentence if found.decision else None) == sentence
        assert (found.decision is not None) is (found.state in (ConsentState.DECIDED, ConsentState.OVER))
        assert (found.offered is None) is (found.state is ConsentState.OVER)
        left = found.state in (ConsentState.TAKEN, ConsentState.DECIDED)
        assert [each.id for each in consents.unfinished()] == ([consent] if left else [])
    database.close()
