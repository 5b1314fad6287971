"""Conditions as a file writes them: values at dotted names, compared; nothing of it is code."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from core.composition.view import View

Scalar = bool | int | float | str | None


class Comparison(BaseModel):
    """All that is said has to hold. Only numbers are above or below something."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    equals: Scalar = None
    one_of: list[Scalar] | None = None
    above: float | None = None
    below: float | None = None
    given: bool | None = None
    unlike: Scalar = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        """A value alone is what it has to be, a list what it may be."""
        if isinstance(value, list):
            return {"one_of": value}
        return value if isinstance(value, Mapping | Comparison) else {"equals": value}

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("it compares nothing; write a value, a list of values, or above: 0")
        return self

    def holds(self, value: Any) -> bool:
        """Whether all that is said holds of a value; None is what is not there."""
        checks: dict[str, Callable[[], bool]] = {
            "equals": lambda: _same(value, self.equals),
            "one_of": lambda: any(_same(value, each) for each in self.one_of or ()),
            "above": lambda: _is_number(value) and value > (self.above or 0),
            "below": lambda: _is_number(value) and value < (self.below or 0),
            "given": lambda: (value is not None) == self.given,
            "unlike": lambda: not _same(value, self.unlike),
        }
        return all(checks[said]() for said in self.model_fields_set)


@dataclass(frozen=True, slots=True)
class Comparisons:
    """A condition: every comparison by its dotted name holds."""

    by_name: Mapping[str, Comparison]

    @property
    def names(self) -> Sequence[str]:
        """The dotted names that are looked at."""
        return list(self.by_name)

    def __call__(self, view: View) -> bool:
        """Whether they all hold."""
        return all(comparison.holds(view.at(name)) for name, comparison in self.by_name.items())


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same; 1 is not yes."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
