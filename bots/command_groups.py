"""Verbs that workflows bring along: ``workflows/<name>/commands.py``, imported only when asked for."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

WORKFLOWS = Path(__file__).parent.parent / "workflows"


class LazyGroup(TyperGroup):
    """The command line's own verbs, then those of the workflows: ``GROUP`` names and ``app`` holds them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every verb, for help."""
        return [*super().list_commands(ctx), *(name for name, _ in _groups())]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A verb by name; workflow folders are looked through only for names that are not ours."""
        own = super().get_command(ctx, cmd_name)
        if own is not None:
            return own
        return next((typer.main.get_command(group) for name, group in _groups() if name == cmd_name), None)


def _groups() -> Iterator[tuple[str, typer.Typer]]:
    """The groups of all workflow folders that bring commands; a broken one is said and left out."""
    for path in sorted(WORKFLOWS.glob("*/commands.py")):
        try:
            module = importlib.import_module(f"workflows.{path.parent.name}.commands")
            yield module.GROUP, module.app
        except Exception as error:  # noqa: BLE001 - a foreign module may raise anything
            print(f"dataops: the commands in {path} cannot be loaded ({error}).", file=sys.stderr)
