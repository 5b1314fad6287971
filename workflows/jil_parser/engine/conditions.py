"""Conditions, the public way in: parse, show as a tree, explain, recover."""

from .condition import Atom, Condition, ConditionError, condition_tree
from .condition_parser import parse_condition
from .condition_scanner import recover_atoms
from .explanation import explain

__all__ = [
    "Atom",
    "Condition",
    "ConditionError",
    "condition_tree",
    "explain",
    "parse_condition",
    "recover_atoms",
]
