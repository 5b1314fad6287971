"""What the JIL graph carries from step to step: references and findings, never the estate itself."""

from typing import Any

from typing_extensions import TypedDict


class JILParserState(TypedDict, total=False):
    """In: the words and the declared inputs. Out: the fields of the response contract.

    ``file_path`` is one reference or several, in order (artifact ids; by hand also paths). ``dependencies``
    are the direct relations of ``current_job``. ``analysis``, ``current_job``, ``levels`` and ``scenario``
    come out as they were answered, for the next question in the thread. ``finding`` is a dumped
    Finding, for the writing step.
    """

    input: str
    context: dict[str, Any]
    file_path: str | list[str]
    current_job: str
    analysis: str
    scenario: str | None
    name: str
    levels: int | None
    attached: bool
    dependencies: list[dict[str, Any]]
    visited_files: list[str]
    iteration_count: int
    finding: dict[str, Any]
    success: bool
    result: dict[str, Any]
    metadata: dict[str, Any]
    artifacts: list[str]
    errors: list[str] | None
    answer: dict[str, Any]
