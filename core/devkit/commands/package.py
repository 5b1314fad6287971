"""``dataops-workflow package``: a wheel of a workflow, which the service finds wherever it is installed."""

from pathlib import Path

import typer

from core.devkit.packaging.built import built
from core.devkit.project import Project
from core.devkit.whole_file import write_whole


def run(name: str, *, output: Path, project: Project | None = None) -> int:
    """Write the wheel and print its path; raises UserFacingError."""
    package = built(name, project or Project())
    path = output / package.file
    write_whole(path, package.content)
    typer.echo(str(path))
    typer.echo(f"Install it beside the service: pip install {path}", err=True)
    return 0
