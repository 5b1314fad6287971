from collections.abc import Iterator

import pytest
import structlog
from hypothesis import settings

from tests.bedrock import Bedrock, open_bedrock

settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
"""The same examples each time, so that nothing lands or fails by luck; ``make soak`` looks for new ones."""


@pytest.fixture(autouse=True)
def logs_of_no_other_test() -> Iterator[None]:
    """Each test begins with structlog's defaults: what one configures may be closed in the next."""
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    yield
    structlog.reset_defaults()


@pytest.fixture
def bedrock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bedrock]:
    """Amazon Bedrock as boto3 of this process finds it."""
    with open_bedrock(monkeypatch) as fake:
        yield fake
