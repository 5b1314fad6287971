"""The ``dataops-workflow`` command. Everything slow is imported by the verb that needs it."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

from core.chat.plain_text import printable
from core.errors import UserFacingError

app = typer.Typer(
    name="dataops-workflow",
    help="Make a workflow, try it, prove it, hand it on. Works on the folder workflows/ of this directory.",
    epilog="Exit codes: 0 it is done; 1 it was refused, it failed, or something is wrong with the workflow; "
    "2 wrong usage; 130 Ctrl-C. Own tests end with pytest's code.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Name = Annotated[str, typer.Argument(help="The workflow: my-workflow or my_workflow.")]


class Pattern(StrEnum):
    """The names of the templates; a test holds them against the templates, whose import takes its time."""

    SIMPLE = "simple"
    SUPERVISOR = "supervisor"
    ITERATIVE = "iterative"
    SEQUENTIAL = "sequential"
    PARALLEL = "parallel"
    CONDITIONAL = "conditional"


@app.command(epilog="Example: dataops-workflow create order-check --template parallel --category sales")
def create(
    name: Annotated[str | None, typer.Argument(help="What it is called, as in my-workflow.")] = None,
    named: Annotated[str | None, typer.Option("--name", help="The same as an option.")] = None,
    template: Annotated[
        Pattern | None, typer.Option(help="The pattern to begin with. Default: simple.", show_default=False)
    ] = None,
    description: Annotated[str | None, typer.Option(help="What it does, in one line.")] = None,
    category: Annotated[str | None, typer.Option(help="What it is listed under, as in analysis.")] = None,
) -> None:
    """Make a workflow that works, from a template."""
    from core.devkit.commands.create import Wanted, run

    if (name is None) == (named is None):
        raise typer.BadParameter("say it once, as in: dataops-workflow create my-workflow", param_hint="NAME")
    raise typer.Exit(run(Wanted(name or named or "", template, description, category)))


@app.command("list", epilog="Example: dataops-workflow list --category analysis")
def list_workflows(
    category: Annotated[str | None, typer.Option(help="Only those of this category.")] = None,
    search: Annotated[str | None, typer.Option(help="Only those in which all these words stand.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """List the workflows of this folder, and those that are shipped or installed."""
    from core.devkit.commands.list_workflows import run

    raise typer.Exit(run(category=category, search=search or "", as_json=as_json))


@app.command(
    "test", epilog="""Example: dataops-workflow test order-check --input '{"query": "Try it"}' --trace"""
)
def try_out(
    name: Name,
    given: Annotated[
        str | None, typer.Option("--input", help="A JSON object, or a file with one: run once and print.")
    ] = None,
    mock_llm: Annotated[
        bool, typer.Option("--mock-llm", help="A played model answers in place of every chat model.")
    ] = False,
    trace: Annotated[
        bool, typer.Option("--trace", help="Show the steps, their times, and what they change.")
    ] = False,
    chat: Annotated[bool, typer.Option("--chat", help="Talk to it in a thread of this terminal.")] = False,
) -> None:
    """Run a workflow's own tests; or run it once with an input, on its own; or talk to it."""
    from core.devkit.commands.test import Trial, run

    raise typer.Exit(run(Trial(name, given, mock_llm, trace, chat)))


@app.command(epilog="Example: dataops-workflow validate order-check --strict")
def validate(
    name: Name,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Check a workflow against its contract, and its example queries against everybody's."""
    from core.devkit.commands.validate import run

    raise typer.Exit(run(name, strict=strict))


@app.command(
    epilog="Example: dataops-workflow docs order-check --include-diagrams --format html --output pages",
)
def docs(
    name: Name,
    include_diagrams: Annotated[
        bool, typer.Option("--include-diagrams", help="Draw the graph, too.")
    ] = False,
    page_format: Annotated[
        Literal["markdown", "html"], typer.Option("--format", help="How the page is written.")
    ] = "markdown",
    output: Annotated[Path | None, typer.Option(help="The folder to write to. Default: print.")] = None,
) -> None:
    """Write a workflow's page from what it says of itself."""
    from core.devkit.commands.docs import run

    raise typer.Exit(run(name, include_diagrams=include_diagrams, page_format=page_format, output=output))


@app.command(epilog="Example: dataops-workflow benchmark order-check --iterations 100")
def benchmark(
    name: Name,
    given: Annotated[
        str | None, typer.Option("--input", help="A JSON object, or a file with one. Default: an example.")
    ] = None,
    iterations: Annotated[int, typer.Option(min=1, max=100_000, help="How often to run it.")] = 10,
) -> None:
    """Run a workflow again and again, and say how long it takes."""
    from core.devkit.commands.benchmark import run

    raise typer.Exit(run(name, given=given, iterations=iterations))


@app.command(epilog="Example: dataops-workflow package order-check --output dist")
def package(
    name: Name,
    output: Annotated[Path, typer.Option(help="The folder for the wheel.")] = Path("dist"),
) -> None:
    """Make a wheel of a workflow: installed anywhere, the service finds it."""
    from core.devkit.commands.package import run

    raise typer.Exit(run(name, output=output))


@app.command(epilog="Example: dataops-workflow deploy order-check --env test --dry-run")
def deploy(
    name: Name,
    env: Annotated[str | None, typer.Option(help="Where to. Default: deployment.default_env.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,
    rollback: Annotated[bool, typer.Option("--rollback", help="Back to the version before.")] = False,
) -> None:
    """Hand a workflow's package to an environment of ~/.dataops/config.yaml."""
    from core.devkit.commands.deploy import run

    raise typer.Exit(run(name, env=env, dry_run=dry_run, rollback=rollback))


def main() -> None:
    """The console script."""
    try:
        app()
    except UserFacingError as error:
        typer.echo(printable(f"dataops-workflow: {error}"), err=True)
        sys.exit(1)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
