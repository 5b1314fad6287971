"""A form in place of a command's arguments: what a workflow needs, to be filled in at once."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from core.contracts import WorkflowInputParameter


class CommandForm(BaseModel):
    """A form that stands for the command ``text``; whoever sends it gives that command.

    ``parameters`` are everything that the workflow declares. ``pinned`` names what is taken if no file is
    given, in words; empty if nothing is.
    """

    model_config = ConfigDict(frozen=True)

    title: str
    description: str
    text: str
    parameters: tuple[WorkflowInputParameter, ...]
    pinned: str = ""

    @property
    def file(self) -> WorkflowInputParameter | None:
        """The input that takes files, if any."""
        return next((each for each in self.parameters if each.type == "file"), None)

    @property
    def fields(self) -> tuple[WorkflowInputParameter, ...]:
        """The inputs that are typed or chosen, those first without which nothing goes."""
        typed = (each for each in self.parameters if each.type != "file")
        return tuple(sorted(typed, key=lambda each: not each.required))

    @property
    def needs_file(self) -> bool:
        """Whether the work would stop and ask for a file.

        That is a required one, or one that has a prompt: the workflow asks for it itself. Nobody who fills in
        a form wants to be asked again.
        """
        file = self.file
        return file is not None and not self.pinned and (file.required or bool(file.prompt.strip()))

    def read(self, entered: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """The values of the fields, and what is wrong with the others, both by input name.

        What was left empty is no value.
        """
        values: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for field in self.fields:
            said = entered.get(field.name, "").strip()
            try:
                if said:
                    values[field.name] = field.read(said)
                elif field.required:
                    problems[field.name] = field.question
            except ValueError as error:
                problems[field.name] = str(error)
        return values, problems
