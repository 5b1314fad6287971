"""What looking again has found."""

from dataclasses import dataclass

from core.registry.problem import Problem


@dataclass(frozen=True, slots=True)
class Reloaded:
    """Workflows by ``name@version`` that are new or gone, folders whose code is another one now, problems.

    Code that a process has imported stays as it is until the process is started again.
    """

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    problems: tuple[Problem, ...]
