"""Held, on ice, failed: worked examples, and every small estate against the long way round."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.jil_parser.engine.estates import read
from tests.workflows.jil_parser.engine.slow_impact import World
from tests.workflows.jil_parser.engine.test_dependencies import job, names
from workflows.jil_parser.engine.dependencies import Dependencies, Impact, Scenario, UnknownJobError
from workflows.jil_parser.engine.estate import Estate

NAMES = ("A", "B", "C", "D", "E", "BX", "BY")
SCENARIOS: tuple[Scenario, ...] = ("hold", "ice", "fail")
TESTS = st.builds(
    lambda letter, name, more: f"{letter}({name}){more if letter == 'e' else ''}",
    st.sampled_from("sssffdtne"),
    st.sampled_from([*NAMES, "GONE"]),
    st.sampled_from(["=0", "!=0", "=4", "<=2", ">3", "<1"]),
)
CONDITIONS = st.one_of(
    st.just(""),
    TESTS,
    st.lists(st.tuples(TESTS, st.sampled_from("&|")), min_size=2, max_size=3).map(
        lambda parts: "".join(f" {sign} {test}" for test, sign in parts)[3:]
    ),
)


@st.composite
def estates(draw: st.DrawFn) -> str:
    """Five jobs and two boxes, one perhaps in the other."""
    lines = []
    for name in draw(st.permutations(NAMES)):
        is_box = name in ("BX", "BY")
        boxes = ["", "BX"] if name == "BY" else ["", "", "BX", "BY"] if not is_box else [""]
        lines += [f"insert_job: {name}", f"job_type: {'b' if is_box else 'c'}"]
        lines += [f"box_name: {draw(st.sampled_from(boxes))}", f"condition: {draw(CONDITIONS)}"]
        lines += [f"status: {draw(st.sampled_from(['', '', '', '', 'ON_HOLD', 'ON_ICE']))}"]
        if is_box:
            lines += [f"box_success: {draw(CONDITIONS)}", f"box_failure: {draw(CONDITIONS)}"]
        else:
            lines += [f"max_exit_success: {draw(st.sampled_from(['', '0', '2', '4']))}"]
    return "\n".join(lines) + "\n"


@settings(max_examples=120, deadline=None)
@given(estates(), st.sampled_from(NAMES))
def test_every_scenario_is_what_the_long_way_round_finds(text: str, name: str) -> None:
    estate = read(text)
    dependencies = Dependencies(estate)
    for scenario in SCENARIOS:
        # a hold of a job that the file puts on ice is compared with the ice, the others with a free run
        iced = scenario == "hold" and estate.jobs[name].text("status") == "ON_ICE"
        before = World(estate, name, "ice" if iced else None).settled()
        assert_same(estate, dependencies.impact(name, scenario), before, name)


def assert_same(estate: Estate, impact: Impact, before: World, name: str) -> None:
    after = World(estate, name, impact.scenario).settled()
    started, now = before.all("started") - {name}, after.all("started") - {name}
    assert set(names(impact.waiting)) == started - now
    assert set(names(impact.released)) == now - started
    assert set(names(impact.incomplete)) == (now & before.over) - after.over
    lost = before.all("succeeded") - after.all("succeeded") - {name}
    assert set(names(impact.failing)) == lost & after.over
    gained = after.all("succeeded") - before.all("succeeded") - {name}
    assert set(names(impact.completing)) == gained & started
    assert set(names(impact.going_on)) == (going_on(after) if impact.scenario != "hold" else set())
    ends = before.all("failed") if impact.scenario == "fail" else before.all("started") | before.over
    assert impact.able == (name in ends)


def going_on(after: World) -> set[str]:
    """Jobs of which one test on the job can be met, and that start."""
    found = set()
    for edge in after.estate.edges:
        letter = (edge.status or " ")[0]
        if edge.kind != "condition" or edge.source != after.job or letter == "n":
            continue
        test = [letter, edge.source, *((edge.operator, int(edge.value or 0)) if letter == "e" else ())]
        if after.holds(test) and ("started", edge.target) in after.facts:
            found.add(edge.target)
    return found - {after.job}


def impact(text: str, scenario: Scenario, name: str = "H") -> Impact:
    return Dependencies(read(text)).impact(name, scenario)


NIGHT = (
    job("BX", kind="b")
    + job("H", box="BX")
    + job("NEXT", "s(H)", "BX")
    + job("ALARM", "f(H)")
    + job("EITHER", "d(H)")
    + job("KILLED", "t(H)")
    + job("CODE", "e(H) = 4")
    + job("ZERO", "e(H) = 0")
    + job("AWAY", "n(H)")
    + job("LATER", "s(BX)")
)


def test_on_ice_nothing_waits_and_all_that_names_it_goes_on() -> None:
    found = impact(NIGHT, "ice")
    assert names(found.going_on) == ["NEXT", "ALARM", "EITHER", "KILLED", "CODE", "ZERO"]
    assert (found.waiting, found.incomplete, found.failing) == ((), (), ())
    assert names(found.unaffected) == ["AWAY"]


def test_a_failure_lets_through_what_waits_for_it_and_stops_the_rest() -> None:
    found = impact(NIGHT, "fail")
    assert names(found.going_on) == ["ALARM", "EITHER", "CODE"]
    assert names(found.waiting) == ["NEXT", "KILLED", "ZERO", "LATER"]
    assert [(each.name, each.because) for each in found.incomplete] == [
        ("BX", (("member", "H"), ("member", "NEXT"))),
    ]
    assert found.unaffected == ()


def test_a_box_whose_members_all_end_fails_with_its_member() -> None:
    text = job("BX", kind="b") + job("H", box="BX") + job("BAD", "f(BX)") + job("GOOD", "s(BX)")
    found = impact(text, "fail")
    assert names(found.failing) == ["BX"]
    assert names(found.waiting) == ["GOOD"]


def test_members_of_a_box_on_ice_do_not_start_but_the_box_counts_as_met() -> None:
    text = job("H", kind="b") + job("IN", box="H") + job("AFTER", "s(H)") + job("BEHIND", "s(IN)")
    found = impact(text, "ice")
    assert names(found.waiting) == ["IN", "BEHIND"]
    assert names(found.going_on) == ["AFTER"]


def test_ice_frees_what_a_stuck_job_keeps_waiting() -> None:
    text = job("BX", kind="b") + job("H", "s(GONE)", "BX") + job("NEXT", "s(H)")
    found = impact(text, "ice")
    assert (found.able, names(found.released), names(found.completing)) == (False, ["NEXT"], ["BX"])
    assert found.stuck_anyway == ()
    assert impact(text, "fail").able is False


@pytest.mark.parametrize(
    ("attributes", "test", "met"),
    [
        ("max_exit_success: 2", "e(H) = 2", False),
        ("max_exit_success: 2", "e(H) > 2", True),
        ("max_exit_success: 2", "e(H) <= 3", True),
        ("success_codes: 1, 4-6", "e(H) = 5", False),
        ("success_codes: 1, 4-6", "e(H) = 0", True),
        ("fail_codes: 40-50", "e(H) < 40", False),
        ("fail_codes: 40-50", "e(H) != 44", True),
        ('max_exit_success: "x"', "e(H) = 1", True),
    ],
)
def test_only_exit_codes_that_mean_failure_count(attributes: str, test: str, met: bool) -> None:  # noqa: FBT001
    found = impact(f"{job('H')}{attributes}\n{job('X', test)}", "fail")
    assert names(found.going_on) == (["X"] if met else [])
    assert names(found.waiting) == ([] if met else ["X"])


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_unknown_job_is_refused_in_every_scenario(scenario: Scenario) -> None:
    with pytest.raises(UnknownJobError):
        impact(NIGHT, scenario, "HH")
