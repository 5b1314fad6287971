"""Versions as packages of Python have them, in their normal form: what a wheel's file name can hold."""

import re

_VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?", re.ASCII)


def is_package_version(version: str) -> bool:
    """Whether a package can have it as it is written: 1.2.0, 1.2.0rc1, 1.2.0.post1."""
    return len(version) <= 64 and _VERSION.fullmatch(version) is not None
