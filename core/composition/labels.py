"""Names of steps: a workflow's own, and a number where it comes again."""

from collections.abc import Collection
from itertools import count

from core.registry.version import split


def label_for(workflow_name: str, taken: Collection[str]) -> str:
    """The workflow's name, or ``name_2`` and so on."""
    name = split(workflow_name)[0]
    numbered = (f"{name}_{number}" for number in count(2))
    return name if name not in taken else next(each for each in numbered if each not in taken)
