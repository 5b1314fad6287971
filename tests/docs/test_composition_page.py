"""The page about compositions does what it says."""

from pathlib import Path

from core.composition import ConditionalOrchestrator, WorkflowChain, WorkflowDependencyGraph
from core.runs.run import RunState
from tests.docs.test_docs import ROOT, fenced
from tests.house import open_house

PAGE = ROOT / "docs" / "composition.md"


async def test_the_chain_of_the_page_is_listed_asks_and_runs(tmp_path: Path) -> None:
    workflow = tmp_path / "workflows" / "row_count" / "workflow.py"
    chain = tmp_path / "workflows" / "chains" / "row_report.yaml"
    for path in (workflow, chain):
        path.parent.mkdir(parents=True)
    workflow.write_text(fenced(ROOT / "docs" / "workflows.md", "python")[0])
    chain.write_text(fenced(PAGE, "yaml")[0])
    extract = tmp_path / "day.csv"
    extract.write_text("a,b\n1,2\n3,4\n")
    async with open_house(tmp_path) as house:
        assert house.service.services.registry.problems == []
        assert (await house.ask("/dataops row-report")).state is RunState.WAITING
        done = await house.ask("/dataops row-report", files=(extract,))
        told = "\n".join(house.posts(done))
        assert done.state is RunState.ANSWERED
        assert "- row_count: 3 rows in 1 extract(s)." in told
        assert "- again: 3 rows in 1 extract(s)." in told


def test_the_compositions_of_the_page_can_be_made() -> None:
    made: dict[str, object] = {}
    exec(fenced(PAGE, "python")[0], made)  # noqa: S102 - the page is ours
    chain, rules, night = made["chain"], made["rules"], made["night"]
    assert isinstance(chain, WorkflowChain)
    assert [step.label for step in chain.steps] == ["schema_analyzer", "sql_generator", "query_optimizer"]
    assert isinstance(rules, ConditionalOrchestrator)
    assert rules.evaluate({"data_size": 1}) == ["small_data_processor"]
    assert isinstance(night, WorkflowDependencyGraph)
    assert night.resolve_execution_order() == [["feeds", "ledger"], ["report"]]
