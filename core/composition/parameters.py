"""The parameters of a workflow in a step: what its mapping gives, else what the composition was given."""

from collections.abc import Mapping
from typing import Any

from core.composition.view import View
from core.composition.workflow_step import Constant, WorkflowTask
from core.contracts import WorkflowInputParameter, WorkflowMetadata
from core.errors import UserFacingError
from core.tools.questions import ask_person
from core.tools.workspace import current_workspace

_KINDS: dict[str, tuple[type, ...]] = {"integer": (int,), "number": (int, float), "boolean": (bool,)}
"""Values that are what they are declared to be."""


def parameters_for(task: WorkflowTask, metadata: WorkflowMetadata, view: View) -> dict[str, Any]:
    """The parameters by name; a required one that is nowhere is asked for.

    Raises UserFacingError for a value that the workflow does not take.
    """
    mapped = _mapped(task, view)
    parameters: dict[str, Any] = {name: value for name, value in mapped.items() if value is not None}
    for parameter in metadata.required_inputs:
        value = _given(parameter, mapped, view)
        if value is not None:
            parameters[parameter.name] = value
    _check_files(parameters, mapped, metadata)
    return parameters


def _given(parameter: WorkflowInputParameter, mapped: Mapping[str, Any], view: View) -> Any:
    """The value of a declared input; None for one that is not needed."""
    if parameter.name in mapped:
        value = mapped[parameter.name]
        if value is None and parameter.required:
            raise UserFacingError(f"Nothing gave it its '{parameter.name}'.")
        return None if value is None else _read(parameter, value)
    value = view.input.get(parameter.name)
    return ask_person(parameter) if value is None and parameter.required else value


def _mapped(task: WorkflowTask, view: View) -> Mapping[str, Any]:
    if isinstance(task.parameters, Mapping):
        return {name: _value(each, view) for name, each in task.parameters.items()}
    try:
        return dict(task.parameters(view))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise UserFacingError(
            "Its parameters cannot be made from what came before; tell the author of the chain."
        ) from error


def _value(place: str | Constant, view: View) -> Any:
    return place.value if isinstance(place, Constant) else view.at(place)


def _read(parameter: WorkflowInputParameter, value: Any) -> Any:
    """A value as the workflow declares it: results may hold anything that stood in somebody's file."""
    if parameter.type == "file":
        return _files(parameter, value)
    if type(value) in _KINDS.get(parameter.type, ()):
        return value
    if isinstance(value, str | int | float):
        try:
            return parameter.read(str(value))
        except ValueError as error:
            raise UserFacingError(f"Its '{parameter.name}' cannot be used. {error}") from error
    if parameter.type != "string":
        raise UserFacingError(f"Its '{parameter.name}' is no {parameter.type}.")
    return value


def _files(parameter: WorkflowInputParameter, value: Any) -> list[str]:
    """Artifacts of this session alone: an id that stood in a file opens nobody else's."""
    ids = [value] if isinstance(value, str) else value
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise UserFacingError(f"Its '{parameter.name}' is no list of files.")
    return ids


def _check_files(
    parameters: Mapping[str, Any], mapped: Mapping[str, Any], metadata: WorkflowMetadata
) -> None:
    """Raise UserFacingError for a file that a mapping brought in from another session."""
    workspace = current_workspace()
    declared = (each.name for each in metadata.required_inputs if each.type == "file" and each.name in mapped)
    ids = [each for name in declared for each in parameters.get(name, ())]
    found = workspace.artifacts.find_artifacts(ids) if ids else {}
    if any(each not in found or found[each].session_id != workspace.session_id for each in ids):
        raise UserFacingError("A file that it was given is not of this conversation.")
