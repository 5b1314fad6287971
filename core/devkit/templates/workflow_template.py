"""What every template does: fill its files in, and write them as a workflow's folder."""

import json
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata
from core.devkit.templates.blueprint import Blueprint, class_name, declared

if TYPE_CHECKING:
    from jinja2 import Environment

ROOT = Path(__file__).parent
FILES = ("__init__.py", "workflow.py", "nodes.py", "state.py", "config.yaml", "README.md")
TESTS = "tests/test_workflow.py"


class WorkflowTemplate:
    """One pattern. ``pattern`` is its folder here; the rest is what its workflows say of themselves.

    ``samples`` are the files that come along, the first of them the one for a question without a file.
    """

    pattern: ClassVar[str]
    description: ClassVar[str]
    category: ClassVar[str]
    capabilities: ClassVar[tuple[str, ...]]
    example_queries: ClassVar[tuple[str, ...]]
    subjects: ClassVar[tuple[str, ...]]
    inputs: ClassVar[tuple[WorkflowInputParameter, ...]]
    samples: ClassVar[tuple[str, ...]]

    def scaffold(self, name: str, config: Mapping[str, Any]) -> str:
        """Write the workflow ``name`` (snake_case) and return the path of its folder.

        ``config`` may hold ``folder`` (of workflows; "workflows"), ``description``, ``category`` and
        ``author``. Raises FileExistsError where the folder is there already; a failure leaves none behind.
        """
        folder = Path(config.get("folder", "workflows")) / name
        files = self.files(name, config)
        folder.mkdir(parents=True)
        try:
            for path, content in files.items():
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_bytes(content)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return str(folder)

    def files(self, name: str, config: Mapping[str, Any]) -> dict[str, bytes]:
        """What scaffold writes: contents by path within the workflow's folder."""
        blueprint = self._blueprint(name, config)
        texts = {path: self._rendered(path, blueprint) for path in FILES}
        texts |= {"tests/__init__.py": "", TESTS: self._rendered(TESTS, blueprint)}
        texts["examples/input.json"] = json.dumps({"query": self.example_queries[0]}) + "\n"
        samples = {f"examples/{sample}": _sample(sample) for sample in self.samples}
        return {path: text.encode() for path, text in texts.items()} | samples

    def generate_tests(self, workflow: BaseWorkflow) -> str:
        """The text of ``tests/test_workflow.py`` for a workflow made from this template."""
        return self._rendered(TESTS, Blueprint.of(workflow))

    def generate_docs(self, workflow: BaseWorkflow) -> str:
        """The text of ``README.md`` for a workflow made from this template."""
        return self._rendered("README.md", Blueprint.of(workflow))

    def _blueprint(self, name: str, config: Mapping[str, Any]) -> Blueprint:
        """What is wanted where the config says it, else what the pattern does."""
        metadata = WorkflowMetadata(
            name=name,
            description=config.get("description") or self.description,
            capabilities=list(self.capabilities),
            example_queries=list(self.example_queries),
            category=config.get("category") or self.category,
            author=config.get("author") or "",
            required_inputs=list(self.inputs),
            subjects=list(self.subjects),
        )
        return Blueprint(metadata=metadata, class_name=class_name(name))

    def _rendered(self, path: str, blueprint: Blueprint) -> str:
        """One file of the workflow; the pattern's own version of it before the one that all share."""
        template = _environment().select_template(
            [f"{self.pattern}/{path}.jinja", f"shared/{path}.jinja"],
        )
        return template.render(
            metadata=blueprint.metadata,
            class_name=blueprint.class_name,
            title=blueprint.title,
            pattern=self.pattern,
            sample=self.samples[0],
        )


@cache
def _environment() -> "Environment":
    """A name that is not given is an error, never an empty place in somebody's code."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(  # noqa: S701 - code and Markdown are written, no HTML
        loader=FileSystemLoader(ROOT),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"literal": literal, "literals": literals, "declared": declared}
    return environment


def _sample(name: str) -> bytes:
    """A file of data as it is."""
    return (ROOT / "samples" / name).read_bytes()


def literal(value: Any) -> str:
    """A value as Python and YAML both write it between double quotes; flags and numbers as Python does."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    return repr(value)


def literals(values: list[str], indent: int) -> str:
    """A list with a line for each value, as code that stands ``indent`` blanks deep."""
    lines = "".join(f"{' ' * (indent + 4)}{literal(value)},\n" for value in values)
    return f"[\n{lines}{' ' * indent}]"
