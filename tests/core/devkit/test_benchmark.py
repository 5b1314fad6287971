"""``dataops-workflow benchmark``: figures of many runs, also where some fail or somebody stops it."""

import json
from pathlib import Path

import pytest

from core.devkit.harness import WorkflowTestHarness
from core.devkit.performance import PerformanceReport
from tests.core.devkit.kit_command import Kit, kit_in


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    typed = kit_in(tmp_path, monkeypatch, capfd)
    typed("create", "mine")
    return typed


def figures(out: str) -> dict[str, str]:
    return dict(line.split(maxsplit=1) for line in out.splitlines())


def test_figures_of_so_many_runs(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "day.csv").write_text("a,b\n1,2\n")
    (tmp_path / "test.json").write_text(json.dumps({"query": "test", "file": "day.csv"}))
    done = kit("benchmark", "mine", "--input", "test.json", "--iterations", "23")
    assert done.code == 0, done.err
    said = figures(done.out)
    assert (said["runs"], said["failures"]) == ("23", "0")
    numbers = [float(said[name].removesuffix(" ms")) for name in ("mean", "median", "p95", "max")]
    assert all(number > 0 for number in numbers)
    assert numbers[1] <= numbers[2] <= numbers[3]


def test_without_an_input_an_example_is_run_ten_times(kit: Kit) -> None:
    assert figures(kit("benchmark", "mine").out)["runs"] == "10"


def test_failures_are_counted_by_their_reason(kit: Kit, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    done = kit("benchmark", "mine", "--input", '{"query": "x", "file": "empty.csv"}', "--iterations", "12")
    assert done.code == 1
    assert "failures 12\n12 x UserFacingError: empty.csv holds no rows" in done.out
    assert "mean" not in done.out


@pytest.mark.parametrize("wrong", ["raise ValueError('no graph')", "raise SystemExit(7)"])
def test_what_has_no_graph_is_explained(kit: Kit, tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "workflows" / "mine" / "workflow.py"
    file.write_text(file.read_text().replace("        from . import nodes\n", f"        {wrong}\n"))
    done = kit("benchmark", "mine")
    assert done.code == 1
    assert done.err.startswith("dataops-workflow: mine cannot be run: ")


def test_ctrl_c_ends_it_with_what_was_measured(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    batches = iter([PerformanceReport((0.001,) * 10, ())])

    def measured(_harness: WorkflowTestHarness, _inputs: object) -> PerformanceReport:
        try:
            return next(batches)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(WorkflowTestHarness, "measure_performance", measured)
    done = kit("benchmark", "mine", "--iterations", "1000")
    assert done.code == 130
    assert figures(done.out)["runs"] == "10"
    assert done.err == "Stopped.\n"
