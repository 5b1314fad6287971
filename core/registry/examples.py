"""The examples that come with the installation, as a setting names them."""

from pathlib import Path

from core.errors import UserFacingError
from core.one_line import one_line
from core.registry.code import EXAMPLES

EVERY = "all"


def chosen_examples(setting: str) -> list[Path]:
    """The folders of the named examples, by commas, or of ``all``; none for an empty setting.

    Raises UserFacingError for a name that no example has.
    """
    names = {name.strip().lower() for name in setting.split(",")} - {""}
    if not names:  # no look at the disk: where they are off they cost nothing
        return []
    there = all_examples()
    unknown = sorted(names - {folder.name for folder in there} - {EVERY})
    if unknown:
        known = ", ".join(folder.name for folder in there)
        raise UserFacingError(
            f"DATAOPS_EXAMPLES names '{one_line(unknown[0], 64)}', which is no example; "
            f"name some of {known}, or say all."
        )
    return [folder for folder in there if EVERY in names or folder.name in names]


def all_examples() -> list[Path]:
    """The folders of all examples, sorted by name."""
    return sorted(path.parent for path in EXAMPLES.glob("*/workflow.py"))
