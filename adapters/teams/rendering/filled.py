"""What a form brought, as somebody's program sent it: it may be anything."""

from collections.abc import Mapping
from typing import Any

from adapters.teams.rendering.entered import entered
from adapters.teams.rendering.filling import Filling, choice_value
from adapters.teams.rendering.form import shown
from core.chat.command_form import CommandForm
from core.contracts import WorkflowInputParameter


def filled(command: CommandForm, data: Mapping[str, Any]) -> Filling:
    """The values that stand under the names of inputs, held against what the form takes.

    What did not find room in the form is no problem here: it is asked for in the thread.
    """
    fields = shown(command)
    typed = {field.name: _typed(field, data.get(field.name)) for field in fields}
    parameters, problems = command.read(typed)
    said = {field.name: problems[field.name] for field in fields if field.name in problems}
    return Filling(parameters, said, typed)


def _typed(field: WorkflowInputParameter, value: object) -> str:
    """What stands in a field; a choice in its own words."""
    text = entered(value)
    return {choice_value(choice): choice for choice in field.choices}.get(text, text)
