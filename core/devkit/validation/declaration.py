"""What a workflow says of itself: enough to be found, and nothing that somebody else has."""

from collections.abc import Iterator

from core.command_names import NAMES
from core.devkit.package_version import is_package_version
from core.devkit.validation.finding import Finding, error, warning
from core.devkit.validation.subject import Subject
from core.one_line import one_line

LONGEST = 200
"""Characters of a description: it stands on one line of every list."""


def check_declaration(subject: Subject) -> Iterator[Finding]:
    """Name, command, version, and the words by which it is found."""
    metadata = subject.metadata
    if subject.workflow.get_metadata() != metadata:
        yield error("get_metadata() does not say the same each time.", "Return the same values on each call.")
    if metadata.name != subject.folder.name:
        yield error(
            f"It is called '{metadata.name}', its folder '{subject.folder.name}'.", "Give both one name."
        )
    if metadata.command in NAMES:
        yield error(f"/dataops {metadata.command} is a built-in command.", "Set another command.")
    if not is_package_version(metadata.version):
        yield warning(
            f"The version '{metadata.version}' is none of a Python package.",
            "Write one like 1.2.0 or 1.2.0rc1.",
        )
    yield from _taken(subject)
    yield from _unsaid(subject)


def _taken(subject: Subject) -> Iterator[Finding]:
    """Who else has the command."""
    for other in subject.neighbours:
        if other.command == subject.metadata.command:
            yield error(
                f"{other.name} has the command /dataops {other.command}, too.", "Set another command."
            )


def _unsaid(subject: Subject) -> Iterator[Finding]:
    """What is missing for people to find it."""
    metadata = subject.metadata
    if one_line(metadata.description, LONGEST) != metadata.description.strip():
        yield warning(
            "The description cannot be shown as it is.", f"Write one line of up to {LONGEST} characters."
        )
    if not metadata.capabilities:
        yield warning("It names no capabilities.", "Say in capabilities what it can do: help shows them.")
    if not metadata.example_queries:
        yield warning("It has no example queries.", "Give some: by their words it is found.")
    for parameter in metadata.required_inputs:
        if parameter.required and not parameter.prompt.strip():
            yield warning(
                f"Nobody has written what to ask for '{parameter.name}'.", "Give the input a prompt."
            )
