from itertools import pairwise
from pathlib import Path

import pytest

from tests.workflows.jil_parser.engine.estates import generate, read, read_reference
from workflows.jil_parser.engine.dependencies import ALL_KINDS, Dependencies, Impact, UnknownJobError


def test_a_generated_estate_tells_its_planted_truth(tmp_path: Path) -> None:
    estate, truth = generate(1000, tmp_path)
    dependencies = Dependencies(estate)
    assert len(estate.jobs) == truth["jobs"] == 1126
    written = [edge for edge in estate.edges if edge.kind != "member" and edge.status != "value"]
    assert truth["edges"] == 1549
    assert len(written) <= 1549
    assert sorted(sorted(cycle.jobs) for cycle in dependencies.cycles) == sorted(map(sorted, truth["cycles"]))
    assert sum(len(cycle.jobs) for cycle in dependencies.cycles) == 76
    assert dependencies.longest_chain.length == 19
    missing = sorted([found.edge.target, found.edge.source] for found in dependencies.dangling())
    assert missing == sorted(truth["dangling"])
    counted = {
        code: sum(item.code == code for item in estate.diagnostics)
        for code in ("cycle", "dangling-reference")
    }
    assert counted == {"cycle": 20, "dangling-reference": 50}


def test_the_longest_chain_is_a_chain(tmp_path: Path) -> None:
    estate, _ = generate(300, tmp_path)
    jobs = Dependencies(estate).longest_chain.jobs
    for first, then in pairwise(jobs):
        assert any(edge.orders and edge.source == first for edge in estate.edges if edge.target == then)


def test_each_job_of_a_cycle_waits_for_the_next() -> None:
    estate = read_reference("ledger_close")
    ring, pair = Dependencies(estate).cycles
    assert ring.way == ("LDG_RING_A", "LDG_RING_C", "LDG_RING_B")
    assert ring.jobs == ("LDG_RING_A", "LDG_RING_B", "LDG_RING_C")
    assert pair.way == ("LDG_PING", "LDG_PONG")


NIGHT = """
insert_job: BX job_type: b
date_conditions: 1
condition: s(FEED)
insert_job: LOAD
box_name: BX
owner: o
insert_job: CHECK
box_name: BX
condition: s(LOAD) & n(FEED) & v(OPEN) = Y & s(FAR^PR2) & s(GONE)
insert_job: FEED
owner: o
date_conditions: 0
insert_job: AFTER
condition: s(BX)
"""


def test_roots_leaves_owners_starts_and_types() -> None:
    dependencies = Dependencies(read(NIGHT))
    assert dependencies.roots() == ["FEED"]
    assert dependencies.leaves() == ["CHECK", "AFTER"]
    assert dependencies.without_owner() == ["BX", "CHECK", "AFTER"]
    assert dependencies.without_start_condition() == ["FEED"]
    assert dependencies.type_counts() == {"BOX": 1, "CMD": 4}
    assert [(found.edge.source, found.line) for found in dependencies.dangling()] == [("GONE", 10)]


def test_upstream_follows_conditions_and_the_start_of_boxes() -> None:
    dependencies = Dependencies(read(NIGHT))
    found = [(item.name, item.level, item.kinds) for item in dependencies.upstream("CHECK")]
    assert found == [
        ("BX", 1, ("box",)),
        ("LOAD", 1, ("condition",)),
        ("GONE", 1, ("condition",)),
        ("FEED", 2, ("condition",)),
    ]
    assert [item.name for item in dependencies.upstream("CHECK", levels=1)] == ["BX", "LOAD", "GONE"]
    assert {item.name: item.defined for item in dependencies.upstream("CHECK")}["GONE"] is False


def test_upstream_of_a_box_s_end_are_its_members() -> None:
    found = {item.name: (item.level, item.kinds) for item in Dependencies(read(NIGHT)).upstream("AFTER")}
    assert found == {
        "BX": (1, ("condition",)), "FEED": (2, ("condition",)), "LOAD": (2, ("member",)),
        "CHECK": (2, ("member",)), "GONE": (3, ("condition",)),
    }  # fmt: skip


def test_a_member_does_not_wait_for_its_siblings_through_the_box() -> None:
    assert {item.name for item in Dependencies(read(NIGHT)).upstream("LOAD")} == {"BX", "FEED"}


def test_what_orders_nothing_is_reported_when_asked_for_and_never_followed() -> None:
    dependencies = Dependencies(read(NIGHT))
    found = {item.name: item.kinds for item in dependencies.upstream("CHECK", kinds=ALL_KINDS)}
    assert found["$GLOBAL:OPEN"] == ("global",)
    assert found["FAR^PR2"] == ("external",)
    down = {item.name: (item.level, item.kinds) for item in dependencies.downstream("FEED", 1, ALL_KINDS)}
    assert down == {"BX": (1, ("condition",)), "CHECK": (1, ("notrunning",))}


def test_downstream_reaches_members_their_box_and_what_waits_for_it() -> None:
    dependencies = Dependencies(read(NIGHT))
    assert [(item.name, item.level) for item in dependencies.downstream("FEED")] == [
        ("BX", 1), ("LOAD", 2), ("CHECK", 2), ("AFTER", 2),
    ]  # fmt: skip
    assert [(item.name, item.kinds) for item in dependencies.downstream("LOAD")] == [
        ("CHECK", ("condition",)), ("BX", ("member",)), ("AFTER", ("condition",)),
    ]  # fmt: skip


def test_an_unknown_name_offers_close_ones() -> None:
    dependencies = Dependencies(read_reference("ledger_close"))
    for ask in (dependencies.upstream, dependencies.downstream, dependencies.held):
        with pytest.raises(UnknownJobError) as caught:
            ask("ldg_acrue")
        assert caught.value.close[0] == "LDG_ACCRUE"
        assert str(caught.value).startswith("There is no job ldg_acrue. Did you mean LDG_ACCRUE")
    with pytest.raises(KeyError, match=r"There is no job \?\?\?\.$"):
        dependencies.held("???")


def held(text: str, name: str = "H") -> Impact:
    return Dependencies(read(text)).held(name)


def names(affected: tuple[object, ...]) -> list[str]:
    return [getattr(item, "name", "") for item in affected]


def job(name: str, condition: str = "", box: str = "", kind: str = "c") -> str:
    return f"insert_job: {name}\njob_type: {kind}\nbox_name: {box}\ncondition: {condition}\n"


def test_a_hold_stops_what_waits_and_spares_what_has_another_way() -> None:
    text = (
        job("H")
        + job("B")
        + job("AND", "s(H) & s(B)")
        + job("OR", "s(H) | s(B)")
        + job("N", "n(H)")
        + job("DEEP", "d(AND)")
    )
    impact = held(text)
    assert [(item.name, item.level, item.because) for item in impact.waiting] == [
        ("AND", 1, (("condition", "H"),)), ("DEEP", 2, (("condition", "AND"),)),
    ]  # fmt: skip
    assert [(item.name, item.because) for item in impact.unaffected] == [
        ("OR", (("condition", "H"),)), ("N", (("notrunning", "H"),)),
    ]  # fmt: skip
    assert (impact.able, impact.incomplete, impact.failing, impact.stuck_anyway) == (True, (), (), ())


def test_equal_rank_decides_about_the_other_way() -> None:
    text = job("H") + job("B") + job("X", "s(B) | s(B) & s(H)") + job("Y", "s(B) | (s(B) & s(H))")
    impact = held(text)
    assert names(impact.waiting) == ["X"]
    assert names(impact.unaffected) == ["Y"]


def test_two_lost_branches_of_an_or_are_no_way_out() -> None:
    text = job("H") + job("M", "s(H)") + job("X", "s(H) | s(M)")
    assert names(held(text).waiting) == ["M", "X"]


def test_jobs_of_a_ring_do_not_carry_each_other() -> None:
    text = job("H") + job("PING", "s(PONG) | s(H)") + job("PONG", "s(PING)")
    assert names(held(text).waiting) == ["PING", "PONG"]


def test_globals_and_other_schedulers_count_as_satisfied() -> None:
    text = job("H") + job("X", "s(H) | s(H^PR2)") + job("Y", "f(H) | v(G) = 1")
    assert names(held(text).unaffected) == ["X", "Y"]


def test_a_held_member_keeps_its_box_running_and_all_behind_it() -> None:
    text = (
        job("BX", kind="b")
        + job("H", box="BX")
        + job("M", box="BX")
        + job("AFTER", "s(BX)")
        + job("OUT", kind="b")
        + job("P", "s(BX)", "OUT")
    )
    impact = held(text)
    assert names(impact.waiting) == ["AFTER", "P"]
    assert [(item.name, item.because) for item in impact.incomplete] == [
        ("BX", (("member", "H"),)),
        ("OUT", (("member", "P"),)),
    ]


def test_a_held_box_starts_no_member_at_any_depth() -> None:
    text = job("H", kind="b") + job("IN", box="H", kind="b") + job("M", box="IN")
    assert [(item.name, item.because) for item in held(text).waiting] == [
        ("IN", (("box", "H"),)),
        ("M", (("box", "IN"),)),
    ]


def test_a_box_that_can_only_fail_does_not_satisfy_success() -> None:
    box = "insert_job: BX job_type: b\nbox_success: s(H)\nbox_failure: f(M)\n"
    text = (
        box
        + job("H", box="BX")
        + job("M", box="BX")
        + job("GOOD", "s(BX)")
        + job("BAD", "f(BX)")
        + job("ANY", "d(BX)")
    )
    impact = held(text)
    assert names(impact.waiting) == ["GOOD"]
    assert names(impact.failing) == ["BX"]
    assert names(impact.incomplete) == []


def test_box_success_lets_a_box_end_without_the_held_member() -> None:
    box = "insert_job: BX job_type: b\nbox_success: s(M)\n"
    impact = held(box + job("H", box="BX") + job("M", box="BX") + job("AFTER", "s(BX)"))
    assert (impact.waiting, impact.incomplete) == ((), ())
    assert names(impact.unaffected) == ["BX"]


def test_what_could_not_run_anyway_is_not_blamed_on_the_hold() -> None:
    text = (
        job("H")
        + job("LOST", "s(GONE) & s(H)")
        + job("SELF", "s(SELF) & s(H)")
        + job("LEFT", "s(H)", "NO_BOX")
    )
    impact = held(text)
    assert impact.waiting == ()
    assert impact.stuck_anyway == ("LOST", "SELF", "LEFT")
    assert held(text, "LOST").able is False


def test_jobs_the_file_puts_on_ice_or_hold_are_taken_for_granted() -> None:
    marked = "insert_job: ICE\nstatus: ON_ICE\ncondition: s(H)\ninsert_job: HOLD\nstatus: ON_HOLD\n"
    text = job("H") + marked + job("X", "s(ICE)") + job("Y", "s(HOLD) | s(H)") + job("Z", "s(HOLD)")
    impact = held(text)
    assert names(impact.waiting) == ["Y"]
    assert (impact.on_ice, impact.on_hold) == (("ICE",), ("HOLD",))
    again = held(text, "HOLD")
    assert names(again.waiting) == ["Z"]
    assert names(held(text, "ICE").waiting) == ["X"]


def test_the_settlement_night_without_its_matching() -> None:
    impact = Dependencies(read_reference("settlement_night")).held("stl_night_match")
    assert names(impact.waiting)[:3] == ["stl_night_net", "STL_NIGHT_PAY_BX", "stl_night_fx_reval"]
    assert "stl_night_watchdog" in names(impact.unaffected)
    assert impact.incomplete == ()


def test_a_fourth_of_the_jobs_held_one_by_one_never_says_more_than_the_graph(tmp_path: Path) -> None:
    estate, _ = generate(200, tmp_path)
    dependencies = Dependencies(estate)
    for name in list(estate.jobs)[::4]:
        impact = dependencies.held(name)
        below = {item.name for item in dependencies.downstream(name)}
        assert {*names(impact.waiting), *names(impact.incomplete), *impact.stuck_anyway} <= below
        assert not set(names(impact.waiting)) & set(names(impact.unaffected))


def test_of_equally_long_chains_the_first_in_the_script_is_told_every_time() -> None:
    jobs = [f"insert_job: A{number}\njob_type: c\n" for number in range(9)]
    waiting = [f"insert_job: B{number}\njob_type: c\ncondition: s(A{number})\n" for number in range(9)]
    estate = read("\n".join([*jobs, *waiting]))
    found = {Dependencies(estate).longest_chain.jobs for _ in range(20)}
    assert found == {("A0", "B0")}
