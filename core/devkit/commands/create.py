"""``dataops-workflow create``: a workflow's folder, filled in from a template."""

import shlex
from dataclasses import dataclass

import typer

from core.command_names import NAMES
from core.devkit.defaults import Defaults, load_defaults
from core.devkit.project import Project
from core.devkit.templates import TEMPLATES, WorkflowTemplate
from core.devkit.workflow_name import refuse_module, workflow_name
from core.errors import UserFacingError
from core.one_line import one_line
from core.workflow_registry import WorkflowRegistry

LONGEST = 200
"""Characters of a description: it stands on one line of every list."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The arguments; what is left out comes from the person's file, else from the template."""

    name: str
    template: str | None
    description: str | None
    category: str | None


def run(wanted: Wanted, project: Project | None = None) -> int:
    """Make the folder and say what to type next; raises UserFacingError."""
    project, defaults = project or Project(), load_defaults()
    name = workflow_name(wanted.name)
    template = TEMPLATES[_pattern(wanted, defaults)]()
    config = {
        "folder": project.folder,
        "description": _line("--description", wanted.description),
        "category": _line("--category", wanted.category),
        "author": _line("defaults.author", defaults.author),
    }
    registry = project.registry()
    _refuse_taken(name, project, registry)
    try:
        folder = template.scaffold(name, config)
    except OSError as error:
        raise UserFacingError(f"{project.folder / name} cannot be written ({error.strerror}).") from error
    typer.echo(f"Made {folder} from the template {template.pattern}. It works; now make it yours.\n")
    typer.echo("\n".join([*_next(name, template, project), *_alike(template, registry)]))
    return 0


def _pattern(wanted: Wanted, defaults: Defaults) -> str:
    """The template's name; the command line has checked its own."""
    pattern = wanted.template or defaults.template or "simple"
    if pattern not in TEMPLATES:
        raise UserFacingError(
            f"There is no template '{one_line(pattern, 64)}' (defaults.template in ~/.dataops/config.yaml); "
            f"there are: {', '.join(TEMPLATES)}."
        )
    return pattern


def _line(option: str, text: str | None) -> str | None:
    """A text that stands on one line as it was written."""
    if text is None:
        return None
    if not text.strip() or one_line(text, LONGEST) != text.strip():
        raise UserFacingError(
            f"The value of {option} has to be one line of up to {LONGEST} characters that can all be seen."
        )
    return text.strip()


def _refuse_taken(name: str, project: Project, registry: WorkflowRegistry) -> None:
    """Raise UserFacingError for a name or a command that something else has."""
    if (project.folder / name).exists() or (project.folder / name).is_symlink():
        raise UserFacingError(
            f"{project.folder / name} is there already; use another name, or try that one with: "
            f"dataops-workflow test {name}"
        )
    command = name.replace("_", "-")
    for other in registry.all_metadata():
        if name == other.name or command == other.command:
            raise UserFacingError(
                f"The workflow {other.name} has the command /dataops {other.command} already "
                f"({registry.source_of(other.name)}); use another name."
            )
    if command in NAMES:
        raise UserFacingError(
            f"'/dataops {command}' is a built-in command; use another name, as in: {command}-check"
        )
    refuse_module(name)


def _next(name: str, template: WorkflowTemplate, project: Project) -> list[str]:
    """What to type now."""
    command = name.replace("_", "-")
    sample = shlex.quote(f"{project.folder / name}/examples/{template.samples[0]}")
    return [
        "Next:",
        f"  dataops-workflow test {command}",
        f"  dataops-workflow test {command} --input {project.folder / name}/examples/input.json --trace",
        f"  dataops-workflow validate {command}",
        "Ask it:",
        f'  {project.setting}dataops ask "/dataops {command}" --file {sample}',
        f"  {project.setting}dataops serve --demo",
    ]


def _alike(template: WorkflowTemplate, registry: WorkflowRegistry) -> list[str]:
    """What to do about others from the same template: the same words find neither."""
    known = set(template.example_queries)
    others = [each.name for each in registry.all_metadata() if known.intersection(each.example_queries)]
    if not others:
        return []
    return [f"Change example_queries in workflow.py: {', '.join(others)} has the same ones."]
