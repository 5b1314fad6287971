"""The built-in words after ``/dataops``; the core keeps them, as the development kit refuses them too."""

from core.command_names import NAMES

__all__ = ["NAMES"]
