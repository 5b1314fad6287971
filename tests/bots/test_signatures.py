"""Classes and functions are shown as they are written, for those who call them."""

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from bots.signatures import definition_of, fields_of, member, methods_of, signature


@dataclass
class Sample:
    """A class."""

    ALL: ClassVar[int] = 3
    name: str
    size: int | None = None
    _hidden: int = 0

    @cached_property
    def seen(self) -> "list[int]":
        """Read, not called."""
        return []

    def take(self, names: "list[str]", *, most: int = 3) -> "str | None":
        """Called."""

    def quiet(self) -> None: ...

    def _own(self) -> None:
        """Nobody's business."""


class Made:
    """With a constructor."""

    def __init__(self, name: str, *rest: int) -> None:
        self.name, self.rest = name, rest


def written(value: type) -> ast.ClassDef:
    definition = definition_of(value)
    assert isinstance(definition, ast.ClassDef)
    return definition


def test_a_class_has_its_fields_properties_and_methods() -> None:
    sample = written(Sample)
    assert signature(sample) == "Sample"
    assert list(fields_of(sample)) == ["name: str", "size: int | None"]
    assert [member(each) for each in methods_of(sample)] == [
        "seen: list[int]",
        "take(names: list[str], *, most: int=3) -> str | None",
    ]


def test_a_class_with_a_constructor_shows_what_that_takes() -> None:
    assert signature(written(Made)) == "Made(name: str, *rest: int)"


def test_a_function_is_shown_as_it_is_called() -> None:
    assert signature(definition_of(written)) == "written(value: type) -> ast.ClassDef"
