"""Versions of workflows: which is the higher one, and how one is named."""

import re

_RELEASE = re.compile(r"v?(\d+(?:\.\d+)*)(.*)", re.DOTALL)

Key = tuple[tuple[int, ...], bool, str]


def version_key(version: str) -> Key:
    """What versions are ordered by: numbers as numbers, ``2.0.0-rc1`` before ``2.0.0``, words before both."""
    found = _RELEASE.fullmatch(version.strip())
    if found is None:
        return (), False, version
    numbers = tuple(int(number) for number in found[1].split("."))
    rest = found[2].partition("+")[0]
    return numbers, not rest, version


def split(reference: str) -> tuple[str, str]:
    """Name and version of ``name@version``; a name alone has no version."""
    name, _, version = reference.partition("@")
    return name, version


def joined(name: str, version: str) -> str:
    """The reference of a workflow; without a version its name alone, which is its default."""
    return f"{name}@{version}" if version else name
