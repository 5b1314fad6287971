"""``dataops-workflow list``: the workflows of this folder, and those that are shipped or installed."""

import orjson
import typer

from core.base_workflow import WorkflowMetadata
from core.devkit.project import Project
from core.one_line import one_line
from core.workflow_registry import WorkflowRegistry


def run(*, category: str | None, search: str, as_json: bool, project: Project | None = None) -> int:
    """Print the workflows and the problems; the exit code is 1 if something could not be loaded."""
    registry = (project or Project()).registry()
    found = registry.find_workflows(search, category)
    typer.echo(_document(registry, found) if as_json else "\n".join(_lines(registry, found)))
    return 1 if registry.problems else 0


def _document(registry: WorkflowRegistry, found: tuple[WorkflowMetadata, ...]) -> str:
    """One JSON document; each workflow says where it was found."""
    workflows = [each.model_dump(mode="json") | {"source": registry.source_of(each.name)} for each in found]
    problems = [{"source": problem.source, "reason": problem.reason} for problem in registry.problems]
    document = {"workflows": workflows, "problems": problems}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode()


def _lines(registry: WorkflowRegistry, found: tuple[WorkflowMetadata, ...]) -> list[str]:
    """Three lines a workflow: what it is, how it is asked, where it stands."""
    lines = [line for each in found for line in _told(each, registry.source_of(each.name))]
    lines += [
        f"not loaded: {problem.source}: {one_line(problem.reason, 500)}" for problem in registry.problems
    ]
    if not found:
        known = ", ".join(registry.categories())
        lines.append(
            f"No workflow fits. Leave --search out, or take one of the categories: {known or 'none yet'}."
        )
    return lines


def _told(metadata: WorkflowMetadata, source: str) -> list[str]:
    return [
        one_line(f"{metadata.name} {metadata.version} ({metadata.category}): {metadata.description}", 300),
        f"  /dataops {metadata.command}",
        f"  {one_line(source, 500)}",
    ]
