"""References round-trip, and one place has one spelling."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.chat.thread_ref import ChannelRef, ThreadRef

part = st.text(st.characters(codec="utf-8"), min_size=1) | st.text(alphabet=":%/ \n\0a", min_size=1)


@given(part, part, part, part)
def test_a_reference_round_trips(platform: str, tenant: str, channel: str, thread: str) -> None:
    place = ChannelRef(platform=platform, tenant=tenant, channel=channel)
    ref = place.thread(thread)
    assert ChannelRef.parse(str(place)) == place
    assert ThreadRef.parse(str(ref)) == ref
    assert str(ref).startswith(f"{place}:")
    assert str(ref).isascii()
    assert str(ref).isprintable()


@given(part, part, part, part)
def test_different_places_have_different_names(a: str, b: str, c: str, d: str) -> None:
    assume((a, b) != (c, d))
    first, second = (ChannelRef(platform="p", tenant=x, channel=y) for x, y in ((a, b), (c, d)))
    assert str(first) != str(second)


@given(st.text() | st.text(alphabet=":%4aA1é"))
def test_anything_else_is_refused(text: str) -> None:
    for kind in (ChannelRef, ThreadRef):
        try:
            ref = kind.parse(text)
        except ValueError:
            continue
        assert str(ref) == text


@pytest.mark.parametrize("text", ["", "a", "a:b", "a::c", "a:b:", ":b:c", "a:b:c:d:e", "a:b:%41", "a:b:é"])
def test_what_is_no_reference_is_refused(text: str) -> None:
    for parse in (ChannelRef.parse, ThreadRef.parse):
        with pytest.raises(ValueError, match=r"colons|spelled"):
            parse(text)


@pytest.mark.parametrize("field", ["platform", "tenant", "channel"])
def test_no_part_is_empty(field: str) -> None:
    parts = {"platform": "console", "tenant": "local", "channel": "console"}
    with pytest.raises(ValidationError):
        ChannelRef(**(parts | {field: ""}))
    with pytest.raises(ValidationError):
        ChannelRef(**parts).thread("")


def test_the_usual_ids_stay_readable() -> None:
    assert str(ChannelRef(platform="slack", tenant="T1", channel="C1").thread("1700000000.000100")) == (
        "slack:T1:C1:1700000000.000100"
    )
    teams = ChannelRef(platform="teams", tenant="t", channel="19:abc@thread.tacv2").thread("1;messageid=2")
    assert str(teams) == "teams:t:19%3Aabc@thread.tacv2:1;messageid=2"
