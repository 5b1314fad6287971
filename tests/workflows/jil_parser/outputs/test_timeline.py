"""What starts by the clock, as a picture."""

from tests.workflows.jil_parser.engine.estates import read
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.outputs.counts import counts_picture
from workflows.jil_parser.outputs.timeline import timeline_picture

NIGHT = """
insert_job: LATE
job_type: c
date_conditions: 1
start_times: "22:00, 23:30"
timezone: Asia/Tokyo
insert_job: OFF
start_times: "05:00"
insert_job: TICK
date_conditions: y
start_mins: 10,40
run_window: "20:00-04:00"
insert_job: NIGHT_BX
job_type: b
date_conditions: 1
days_of_week: mo,we
start_times: "03:15"
insert_job: MEMBER
box_name: NIGHT_BX
owner: svc@host
"""


def facts_of(text: str) -> Facts:
    return Facts(Dependencies(read(text)))


def test_boxes_come_first_and_every_start_is_there() -> None:
    picture = timeline_picture(facts_of(NIGHT))
    assert picture is not None
    at = [picture.index(f">{name}<") for name in ("NIGHT_BX", "TICK", "LATE")]
    assert at == sorted(at)
    for text in ("03:15", "22:00", "23:30", "mo,we", "1 job", "Asia/Tokyo"):
        assert text in picture
    assert "OFF" not in picture  # its schedule has no effect


def test_without_a_clock_there_is_no_timeline() -> None:
    assert timeline_picture(facts_of("insert_job: A\ninsert_job: B\ncondition: s(A)\n")) is None


def test_counts_leave_out_what_nothing_is_known_of() -> None:
    picture = counts_picture(facts_of(NIGHT))
    assert "Jobs by type" in picture
    assert "Jobs by owner" in picture
    assert ">svc<" in picture
    assert "Jobs by machine" not in picture
