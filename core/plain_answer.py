"""What a person is told where a workflow gave no words of its own."""

from math import isfinite
from typing import Any

from core.contracts import Answer, WorkflowResponse


def plain_answer(response: WorkflowResponse) -> Answer:
    """An answer made from a bare result."""
    if not response.success:
        return Answer(finding=" ".join(response.errors or []) or "The workflow could not do this.")
    if isinstance(response.result, str):
        first, _, rest = response.result.strip().partition("\n")
        return Answer(finding=first or "Done.", details=rest.strip())
    finding = response.result.get("analysis") or response.result.get("summary") or "Done."
    numbers = {name: value for name, value in response.result.items() if _is_number(value)}
    return Answer(finding=str(finding).strip() or "Done.", numbers=numbers)


def _is_number(value: Any) -> bool:
    """Whether it can be shown as one; what is not finite cannot be written down as one."""
    return (isinstance(value, float) and isfinite(value)) or type(value) is int
