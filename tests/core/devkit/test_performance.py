"""What a report says of many runs."""

from hypothesis import given
from hypothesis import strategies as st

from core.devkit import WorkflowTestHarness
from core.devkit.performance import Failure, PerformanceReport, measured
from tests.core.devkit.workflows import Nodes, State


def test_runs_are_counted_and_failures_are_named() -> None:
    def work(state: State) -> State:
        if state["input"] == "raise":
            raise ValueError("broken")
        if state["input"] == "break":
            return {"result": "no success"}
        return {"success": state["input"] != "fail", "result": "x", "errors": ["no luck"]}

    with WorkflowTestHarness(Nodes(work)) as harness:
        inputs = [{"query": each} for each in ("a", "raise", "b", "break", "fail")]
        report = harness.measure_performance(inputs)
    assert report.count == 5
    assert len(report.seconds) == 2
    assert [failure.number for failure in report.failures] == [1, 3, 4]
    assert report.failures[0].reason == "ValueError: broken"
    assert "no luck" in report.failures[2].reason
    assert str(report).startswith("5 runs, 3 failed: mean ")


async def test_figures_are_those_of_the_clock() -> None:
    async def attempt(_given: object) -> None:
        pass

    times = iter([0.0, 1.0, 10.0, 13.0, 20.0, 22.0])
    report = await measured(attempt, [{}] * 3, clock=lambda: next(times))
    assert report.seconds == (1.0, 3.0, 2.0)
    assert (report.mean, report.median, report.p95, report.max) == (2.0, 2.0, 3.0, 3.0)


def test_without_a_sound_run_the_figures_are_nothing() -> None:
    report = PerformanceReport((), (Failure(0, "x"),))
    assert (report.count, report.mean, report.median, report.p95, report.max) == (1, 0.0, 0.0, 0.0, 0.0)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=300))
def test_figures_lie_among_what_was_measured(seconds: list[float]) -> None:
    report = PerformanceReport(tuple(seconds), ())
    assert report.p95 in seconds
    assert sum(each <= report.p95 for each in seconds) >= 0.95 * len(seconds)
    assert sum(each < report.p95 for each in seconds) < 0.95 * len(seconds)
    assert min(seconds) <= report.median <= report.max == max(seconds)
