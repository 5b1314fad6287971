"""Where inputs come from, in words."""

from collections.abc import Iterable

from core.artifact import Artifact


def told(artifacts: Iterable[Artifact]) -> str:
    """Files by their names; copies of objects by the address and the date of the object."""
    return ", ".join(map(_told, artifacts))


def last_copy(artifact: Artifact, reason: str) -> str:
    """A copy of an object that could not be looked at now."""
    return f"the last copy of {_told(artifact)} ({reason})"


def _told(artifact: Artifact) -> str:
    origin = artifact.origin
    return artifact.name if origin is None else f"{origin.location} of {origin.modified:%Y-%m-%d %H:%M} UTC"
