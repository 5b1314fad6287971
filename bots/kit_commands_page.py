"""``docs/dataops-workflow.md``, written from the command line of the development kit."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from core.devkit.cli import app

PAGE = Path(__file__).parent.parent / "docs" / "dataops-workflow.md"
EXAMPLE = "Example: "


def kit_commands_page() -> str:
    """The page as it should be."""
    group: Any = get_command(app)
    parts = [_part(name, command) for name, command in group.commands.items()]
    head = f"# dataops-workflow\n\n{group.help}\n\n{group.epilog}\n\n"
    return f"{head}[Your first workflow](first-workflow.md) shows them at work.\n" + "".join(parts)


def kit_examples() -> Iterator[tuple[str, str]]:
    """Each verb, and the line that shows how it is typed."""
    group: Any = get_command(app)
    yield from ((name, command.epilog.removeprefix(EXAMPLE)) for name, command in group.commands.items())


def _part(name: str, command: Any) -> str:
    """One verb: what it does, how it is typed, and what each word means."""
    context = command.make_context(f"dataops-workflow {name}", [], resilient_parsing=True)
    usage = command.get_usage(context).removeprefix("Usage: ")
    example = command.epilog.removeprefix(EXAMPLE)
    records = [record for each in command.params if (record := each.get_help_record(context))]
    rows = "".join(f"| `{_cell(word)}` | {_cell(meaning)} |\n" for word, meaning in records)
    return (
        f"\n## {name}\n\n{command.help}\n\n```text\n{usage}\n```\n\n"
        f"| word | meaning |\n| --- | --- |\n{rows}\n```sh\n{example}\n```\n"
    )


def _cell(text: str) -> str:
    """Text in a table, where a bar would end the cell."""
    return " ".join(text.split()).replace("|", "\\|")
