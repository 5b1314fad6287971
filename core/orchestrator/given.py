"""Values that somebody put in a form: they come from outside, and are read like anything that is typed."""

from collections.abc import Mapping
from typing import Any

from core.contracts import WorkflowMetadata
from core.errors import UserFacingError


def given_parameters(metadata: WorkflowMetadata, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the workflow declares them; raises UserFacingError for one that is none.

    A file is never given as a value: it would be a path of this machine.
    """
    declared = {each.name: each for each in metadata.required_inputs if each.type != "file"}
    read: dict[str, Any] = {}
    for name, value in given.items():
        if name not in declared or not isinstance(value, str | int | float):
            raise UserFacingError(f"'{name[:60]}' is nothing that {metadata.command} takes; ask again.")
        try:
            read[name] = declared[name].read(str(value))
        except ValueError as error:
            raise UserFacingError(str(error)) from error
    return read
