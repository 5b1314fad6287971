"""What the cards look like as messages, kept as files that a reviewer reads.

`python -m tests.adapters.teams.rendering.golden` writes them anew; the difference is what changed for people.
"""

import json
from base64 import b64decode
from dataclasses import asdict
from pathlib import Path

from adapters.teams.rendering.card import render
from tests.adapters.example_cards import CARDS

FOLDER = Path(__file__).parent / "golden"

DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""A picture of one point."""

PICTURES = {"artifact_graph_1": DOT, "artifact_graph_2": b"no picture"}


def written(name: str) -> str:
    """The messages of one card as JSON."""
    rendering = asdict(render(CARDS[name], pictures=PICTURES))
    return json.dumps(rendering, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write every file anew."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for name in CARDS:
        (FOLDER / f"{name}.json").write_text(written(name), encoding="utf-8")


if __name__ == "__main__":
    main()
