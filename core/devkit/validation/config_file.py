"""``config.yaml``, which tools read without importing the workflow: it says what the metadata says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.contracts import WorkflowMetadata
from core.devkit.config_file import read_config
from core.devkit.validation.finding import Finding, error
from core.devkit.validation.subject import Subject
from core.errors import UserFacingError


def check_config_file(subject: Subject) -> Iterator[Finding]:
    """Nothing where there is no file: it is not needed."""
    try:
        config = read_config(subject.folder)
    except UserFacingError as refused:
        yield error(str(refused), "Correct it, or remove the file.")
        return
    path = subject.folder / "config.yaml"
    expected = _expected(subject.metadata)
    said = _said(config)
    for key in expected:
        if key in said and said[key] != expected[key]:
            yield _different(path, key, said[key], expected[key])


def _different(path: Path, key: str, said: Any, expected: Any) -> Finding:
    return error(f"{path} says {key}: {said!r}; get_metadata() says {expected!r}.", "Make them agree.")


def _said(config: dict[str, Any]) -> dict[str, Any]:
    """What the file says, under the names that the metadata has for it."""
    metadata = config.get("metadata")
    said: dict[str, Any] = {key: config[key] for key in ("name", "version", "description") if key in config}
    said |= metadata if isinstance(metadata, dict) else {}
    said["version"] = str(said.get("version", ""))
    if "parameters" in config:
        said["parameters"] = [_parameter(each) for each in config["parameters"] or []]
    return {key: value for key, value in said.items() if value != "" or key != "version"}


def _parameter(said: Any) -> dict[str, Any]:
    """What a tool needs of an input; whatever else is said of it is the file's own."""
    if not isinstance(said, dict):
        return {"name": said}
    return {"name": said.get("name"), "type": said.get("type"), "required": said.get("required", True)}


def _expected(metadata: WorkflowMetadata) -> dict[str, Any]:
    """What the file should say, as far as it says it."""
    return {
        "name": metadata.name,
        "version": metadata.version,
        "description": metadata.description,
        "category": metadata.category,
        "author": metadata.author,
        "parameters": [
            {"name": each.name, "type": each.type, "required": each.required}
            for each in metadata.required_inputs
        ],
    }
