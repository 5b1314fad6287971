"""What stands in for a model and for tools while a workflow runs."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from core.devkit.mock_model import MockModel
from core.devkit.mock_tools import MockTools


@dataclass(slots=True)
class Mocks:
    """A model, if one is mocked, and tools."""

    model: MockModel | None = None
    tools: MockTools = field(default_factory=lambda: MockTools({}))

    @contextmanager
    def standing_in(self) -> Iterator[None]:
        """In this process, as long as this lasts; raises AssertionError if responses were lacking."""
        with ExitStack() as stack:
            if self.model is not None:
                stack.enter_context(self.model.standing_in())
            stack.enter_context(self.tools.standing_in())
            try:
                yield
            finally:
                if self.model is not None:
                    self.model.verify()
