"""People at a terminal whose messages a scripted model sees."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.bots.commandline import dataops
from tests.e2e.model.scripted import MODEL, Scripted, scripted

ESTATE = Path(__file__).parents[3] / "workflows" / "jil_parser" / "examples" / "nightly_estate.jil"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the scripted model, and time to start it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("emulated")
            item.add_marker(pytest.mark.timeout(120))


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scripted]:
    """The model, once for all tests: it remembers nothing but what it was asked."""
    with scripted(tmp_path_factory.mktemp("model")) as running:
        yield running


@dataclass
class Answered:
    """One answer of ``dataops ask``."""

    document: dict[str, Any]

    @property
    def metadata(self) -> dict[str, Any]:
        """What is known of how it was made."""
        found: dict[str, Any] = self.document["metadata"]
        return found

    @property
    def text(self) -> str:
        """All of it."""
        return json.dumps(self.document, ensure_ascii=False)


@dataclass
class Terminal:
    """Somebody at a terminal, with a folder of their own and a Bedrock at an address."""

    folder: Path
    bedrock: str
    variables: dict[str, str]

    def ask(self, text: str, *options: str) -> Answered:
        """Ask, and wait for the answer."""
        done = self.run("ask", text, "--json", *options)
        assert done.stdout, done.stderr
        return Answered(json.loads(done.stdout))

    def run(self, *arguments: str) -> Any:
        """Run the command."""
        aws = {"AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented"}
        named = {"BEDROCK_MODEL_ID": MODEL, "AWS_ENDPOINT_URL_BEDROCK_RUNTIME": self.bedrock}
        return dataops(self.folder, *arguments, **(aws | named | self.variables))


@pytest.fixture
def aws(model: Scripted, tmp_path: Path) -> Terminal:
    """Bedrock as ministack plays it, the model behind it."""
    return Terminal(tmp_path, model.aws, {})


@pytest.fixture
def direct(model: Scripted, tmp_path: Path) -> Terminal:
    """The model alone: ministack would answer in the place of one that fails."""
    return Terminal(tmp_path, model.direct, {})
