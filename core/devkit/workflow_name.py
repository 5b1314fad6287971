"""The name of a workflow to be: how it is written, and which names nobody can take."""

import keyword
import re
import sys
from importlib.util import find_spec

from core.errors import UserFacingError
from core.input_parameter import NAME
from core.one_line import one_line

CHAINS = "chains"
"""Beside the workflows' folders stands the one of the chains."""


def normalised(text: str) -> str:
    """A name as it is written in Python: ``my_workflow`` for "my-workflow" and for "My Workflow"."""
    return re.sub(r"[\s_-]+", "_", text.strip().lower())


def workflow_name(text: str) -> str:
    """The normalised name; raises UserFacingError with what to type for one that cannot be."""
    name = normalised(text)
    if re.fullmatch(NAME, name) is None or name.endswith("_"):
        raise UserFacingError(
            f"'{one_line(text, 64)}' is no name for a workflow: use up to 64 letters (a-z), digits and "
            "hyphens, a letter first, as in: my-workflow"
        )
    if name == CHAINS:
        raise UserFacingError("The folder of chains is called so; use another name, as in: chains-check")
    if keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in sys.stdlib_module_names:
        raise UserFacingError(
            f"'{name}' is a word of Python itself; use more than one word, as in: {name}-check"
        )
    return name


def refuse_module(name: str) -> None:
    """Raise UserFacingError where an installed package has the name: tests would import that one."""
    if find_spec(name) is not None:
        raise UserFacingError(
            f"A Python package called '{name}' is installed; use another name, as in: {name}-check"
        )
