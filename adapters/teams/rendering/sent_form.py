"""What stands in the place of a form that was sent: what was entered, and by whom."""

from collections.abc import Iterator

from adapters.teams.rendering.filling import Filling
from adapters.teams.rendering.fixture import one_line
from adapters.teams.rendering.form import TITLE, shown
from adapters.teams.rendering.form_field import ENTERED, label
from core.chat.card import Card, Fields
from core.chat.command_form import CommandForm
from core.chat.inbound import Actor


def sent_form(command: CommandForm, filling: Filling, by: Actor) -> Card:
    """Nothing to press is left."""
    entered = Fields(items=tuple(_entered(command, filling)))
    title = one_line(command.title, TITLE) or "DataOps"
    blocks = (entered,) if entered.items else ()
    return Card(kind="notice", title=title, blocks=blocks, footer=f"Started by {by.name or by.id}")


def lapsed_form() -> Card:
    """Of a form that is not offered any more."""
    return Card(kind="notice", title="This form is not open any more.")


def _entered(command: CommandForm, filling: Filling) -> Iterator[tuple[str, str]]:
    """The values that were given, under the words that stood beside them."""
    for field in shown(command):
        value = one_line(filling.entered.get(field.name, ""), ENTERED)
        if value:
            yield label(field), value
