"""What an input brought, as somebody would type it. It comes from a person's program, and may be anything."""

from adapters.teams.rendering.limits import TYPED

_LARGEST = 1e15
"""A larger number is not written the same way everywhere."""


def entered(value: object) -> str:
    """The text of a value; empty for what no input of ours brings. A whole number is 3, never 3.0."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _number(value)
    return value if isinstance(value, str) and len(value) <= TYPED else ""


def _number(value: float) -> str:
    if not abs(value) <= _LARGEST:  # nor is it a number
        return ""
    return str(int(value)) if value == int(value) else str(value)
