"""Looking again: what is new is there at once, and what changed is named."""

from pathlib import Path

from core.runs.run import RunState
from core.workflow_registry import WorkflowRegistry
from tests.house import House, open_house
from tests.sample_workflows import write_greeter


def registry_on(folder: Path) -> WorkflowRegistry:
    registry = WorkflowRegistry((folder,))
    registry.discover_workflows()
    return registry


def test_a_new_folder_is_added_and_a_removed_one_is_gone(tmp_path: Path) -> None:
    first = write_greeter(tmp_path, "first")
    registry = registry_on(tmp_path)
    write_greeter(tmp_path, "second")
    assert registry.reload().added == ("second@1.0.0",)
    (first / "workflow.py").unlink()
    found = registry.reload()
    assert (found.added, found.removed, found.changed) == ((), ("first@1.0.0",), ())
    assert registry.list_workflows() == ["second"]


def test_changed_code_is_named_until_the_process_is_started_again(tmp_path: Path) -> None:
    folder = write_greeter(tmp_path, "first")
    registry = registry_on(tmp_path)
    assert registry.reload().changed == ()
    (folder / "words.py").write_text("WORD = 'new'\n")
    source = str(folder / "workflow.py")
    assert registry.reload().changed == (source,)
    assert registry.reload().changed == (source,)


def test_a_folder_that_was_broken_is_read_as_a_whole_once_it_is_corrected(tmp_path: Path) -> None:
    folder = write_greeter(tmp_path, "first")
    path = folder / "workflow.py"
    good = path.read_text()
    (folder / "words.py").write_text("WORD = 'old'\n")
    path.write_text(f"from .words import WORD\n{good}\n1 / 0\n")
    registry = registry_on(tmp_path)
    assert "ZeroDivisionError" in registry.reload().problems[0].reason
    (folder / "words.py").write_text("WORD = 'completely new'\n")
    path.write_text(f"from .words import WORD\n{good}".replace("Reports partition skew", "Reports {WORD}"))
    path.write_text(path.read_text().replace('description="Reports {WORD}', 'description=f"Reports {WORD}'))
    found = registry.reload()
    assert (found.problems, found.changed) == ((), ())
    assert "completely new" in registry.get_metadata("first").description


async def posted(house: House, text: str) -> str:
    return "\n".join(house.posts(await house.ask(text)))


async def test_an_admin_brings_in_a_new_folder_and_is_told_what_needs_a_restart(tmp_path: Path) -> None:
    folder = write_greeter(tmp_path / "workflows", "first")
    async with open_house(tmp_path) as house:
        write_greeter(tmp_path / "workflows", "second")
        (folder / "words.py").write_text("WORD = 'new'\n")
        (tmp_path / "workflows" / "broken").mkdir()
        (tmp_path / "workflows" / "broken" / "workflow.py").write_text("1 / 0\n")
        told = await posted(house, "/dataops admin reload")
        assert "New: second@1.0.0" in told
        assert "first/workflow.py; its code counts once the service is started again, after a drain" in told
        assert "broken/workflow.py: ZeroDivisionError" in told
        assert (await house.ask("/dataops second")).state is RunState.ANSWERED


async def test_uses_and_failures_are_counted_over_restarts(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", "first", "1 / 0")
    async with open_house(tmp_path) as house:
        assert (await house.ask("/dataops first")).state is RunState.FAILED
    async with open_house(tmp_path) as house:
        assert (await house.ask("/dataops first")).state is RunState.FAILED
        assert "last 30 days: 2 runs, 2 failed" in await posted(house, "/dataops admin capabilities")
