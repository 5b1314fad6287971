"""A workflow that is not there, and why."""

from dataclasses import dataclass

from pydantic import ValidationError

from core.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Problem:
    """A workflow that could not be loaded: where it stands, and why."""

    source: str
    reason: str


def reason(error: BaseException) -> str:
    """Why a workflow could not be loaded, in one line."""
    if isinstance(error, ValidationError):
        problems = (f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
        return f"{error.title} is not valid: {'; '.join(problems)}"
    said = " ".join(str(error).split())
    return said if isinstance(error, UserFacingError) else f"{type(error).__name__}: {said}"
