"""A model that says what it is told to: the kit's own BedrockClient, on a fake of the connection."""

from collections.abc import Callable, Sequence
from typing import Any

from core.devkit.faults import Fault, Faults
from core.devkit.mock_model import MockModel
from core.tools.asked_model import AskedModel
from core.tools.bedrock_client import BedrockClient
from core.tools.bedrock_problems import bedrock_explained


class FakeBedrock(BedrockClient):
    """Answers with the responses, in their order; one question more is an AssertionError.

    It fails with ``fails``, each time or so many ``times``, and from ``fail(…)`` on: then no response is used
    up. The sentences for people are those of the real one.
    """

    def __init__(
        self, responses: Sequence[str] = (), *, fails: Fault | None = None, times: int | None = None
    ) -> None:
        super().__init__()
        self._mock = MockModel(responses)
        self._faults = Faults("bedrock", fails, times)

    @property
    def asked(self) -> list[Any]:
        """The prompts so far."""
        return self._mock.asked

    def fail(self, fails: Fault | None, times: int | None = None) -> None:
        """Fail from now on; None: work."""
        self._faults.fail(fails, times)

    def _model(self, name: str) -> AskedModel:
        return _Failing(name, self._mock, self._faults)


class _Failing:
    """A model that may fail before it answers."""

    def __init__(self, name: str, mock: MockModel, faults: Faults) -> None:
        self.name = name
        self._mock = mock
        self._faults = faults

    def ask(self, prompt: str, heard: Callable[[str], None] | None = None) -> str:
        """The next response."""
        with bedrock_explained(self.name):
            self._faults.strike("ConverseStream")
            return self._mock.ask(prompt, heard)
