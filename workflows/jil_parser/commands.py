"""``dataops jil``: the reader for terminals and pipelines."""

import sys
from typing import Annotated

import typer

GROUP = "jil"

app = typer.Typer(help="Read Autosys JIL.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def jil() -> None:
    """Read Autosys JIL."""


@app.command()
def condition(
    text: Annotated[str, typer.Argument(help="A start condition; - reads one from each line of stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print text, ast and error, a line for each.")] = False,  # noqa: FBT002 - a flag
) -> None:
    """Parse start conditions and say what they mean; for a single one that is not valid, exit code 1."""
    from workflows.jil_parser.condition_lines import print_conditions

    lines = sys.stdin if text == "-" else [text]
    failed = print_conditions(lines, as_json=as_json)
    raise typer.Exit(1 if failed and text != "-" else 0)
