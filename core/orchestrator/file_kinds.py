"""What a file is, by what the workflows declare about their inputs."""

from collections.abc import Sequence
from pathlib import Path

from core.contracts import WorkflowMetadata

HEAD = 1 << 16
"""Bytes of a file that are looked at to tell its kind."""


def kind_of(name: str, path: Path, capabilities: Sequence[WorkflowMetadata]) -> str:
    """The kind of the first file input that this file qualifies for; ``file`` if there is none."""
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    for metadata in capabilities:
        parameter = metadata.file_parameter()
        if parameter is not None and parameter.kind and parameter.takes(name, head):
            return parameter.kind
    return "file"
