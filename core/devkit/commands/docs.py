"""``dataops-workflow docs``: a workflow's page, from what it says of itself and from its code."""

from pathlib import Path
from typing import Literal

import typer

from core.devkit.page.artifacts import artifacts_in
from core.devkit.page.html_page import html_page
from core.devkit.page.workflow_page import diagram_of, workflow_page
from core.devkit.project import Project
from core.devkit.validation.subject import Subject
from core.devkit.whole_file import write_whole
from core.errors import UserFacingError
from core.registry.problem import reason

SUFFIXES = {"markdown": ".md", "html": ".html"}


def run(
    name: str,
    *,
    include_diagrams: bool,
    page_format: Literal["markdown", "html"],
    output: Path | None,
    project: Project | None = None,
) -> int:
    """Print the page, or write it into a folder and print its path; raises UserFacingError."""
    subject = Subject.named(name, project or Project())
    page = _page(subject, include_diagrams=include_diagrams)
    if page_format == "html":
        page = html_page(subject.metadata.name, page)
    if output is None:
        typer.echo(page.encode(errors="replace"), nl=False)
        return 0
    path = output / f"{subject.metadata.name}{SUFFIXES[page_format]}"
    write_whole(path, page.encode(errors="replace"))
    typer.echo(str(path))
    return 0


def _page(subject: Subject, *, include_diagrams: bool) -> str:
    try:
        artifacts = artifacts_in(subject.sources())
        diagram = diagram_of(subject.workflow.get_compiled_graph()) if include_diagrams else ""
    except (Exception, SystemExit) as error:
        raise UserFacingError(
            f"The page of {subject.metadata.name} cannot be written: {reason(error)}."
        ) from error
    return workflow_page(subject.metadata, artifacts, diagram)
