"""``dataops jil``: the reader for terminals and pipelines."""

import codecs
import sys
from collections.abc import Iterator
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
    as_json: Annotated[  # noqa: FBT002 - a flag
        bool, typer.Option("--json", help="Print text, ast and error, a line for each.")
    ] = False,
) -> None:
    """Parse start conditions and say what they mean; for a single one that is not valid, exit code 1."""
    from workflows.jil_parser.condition_lines import write_conditions

    lines = _stdin() if text == "-" else [_readable(text)]
    failed = write_conditions(lines, sys.stdout, as_json=as_json)
    raise typer.Exit(1 if failed and text != "-" else 0)


def _stdin() -> Iterator[str]:
    """The lines of stdin; bytes that are no UTF-8 become replacement characters."""
    for line in sys.stdin.buffer:
        yield line.removeprefix(codecs.BOM_UTF8).decode(errors="replace")


def _readable(argument: str) -> str:
    """An argument of the command line without the stand-ins for bytes that are no UTF-8."""
    return argument.encode(errors="surrogateescape").decode(errors="replace")
