"""Moments as text that sorts as they follow each other."""

from datetime import UTC, datetime


def as_text(moment: datetime) -> str:
    """A moment with its zone, in UTC to the microsecond, always of the same length."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
