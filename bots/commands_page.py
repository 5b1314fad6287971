"""``docs/commands.md``, written from the words as they are."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from bots.commands.command import Command
from bots.service import open_service
from core.contracts import WorkflowMetadata
from core.settings import Settings

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD = """# Commands

The same words everywhere: as a slash command (`/dataops pins`), after a mention (`@DataOps /dataops pins`),
in a chat with the bot alone and in the terminal (`dataops ask "/dataops pins"`). `help` lists those that
are open to you where you ask. A word with a typo is mended (`/dataops pni`), but never an admin's: there it
says what you may have meant.

Whoever needs a [permission](access.md) for a word needs it for the channel too.

"""
ADMIN = """## For admins

`WHO` is a mention, a reference as the policy spells it (`slack:T0:U0`), an id alone for somebody of the
same place, or the name of a user in the policy. What stands behind `because` is kept as the reason.

"""
WORKFLOWS = """## Of workflows

One for each workflow that is installed, with its inputs behind it as words or as `name=value`. What is
missing is asked for.

| word | what it does | inputs |
| --- | --- | --- |
"""
TABLE = "| word | what it does | takes |\n| --- | --- | --- |\n"


async def commands_page() -> str:
    """The page as it should be."""
    with TemporaryDirectory() as folder:
        service = open_service(Settings(_env_file=None, dataops_home=Path(folder)), {})
        try:
            words, workflows = service.commands.all, service.services.registry.all_metadata()
        finally:
            await service.close()
    everybody = [word for word in words if not word.name.startswith("admin ")]
    admins = [word for word in words if word.name.startswith("admin ")]
    rows = "".join(map(_workflow, workflows))
    return f"{HEAD}{TABLE}{_rows(everybody)}\n{ADMIN}{TABLE}{_rows(admins)}\n{WORKFLOWS}{rows}"


def _rows(words: Iterable[Command]) -> str:
    return "".join(
        f"| `{_cell(word.usage)}` | {word.description} | {_code(word.permission)} |\n" for word in words
    )


def _workflow(metadata: WorkflowMetadata) -> str:
    inputs = ", ".join(f"`{each.name}`" for each in metadata.required_inputs)
    return f"| `{metadata.command}` | {metadata.description} | {inputs} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _code(text: str) -> str:
    return f"`{text}`" if text else ""
