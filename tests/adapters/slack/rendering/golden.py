"""What the cards look like as messages, kept as files that a reviewer reads.

`python -m tests.adapters.slack.rendering.golden` writes them anew; the difference is what changed for people.
"""

import json
from dataclasses import asdict
from pathlib import Path

from adapters.slack.rendering.card import render
from tests.adapters.example_cards import CARDS

FOLDER = Path(__file__).parent / "golden"

PICTURES = {
    "artifact_graph_1": "F0123456789",
    "artifact_graph_2": "https://example.slack.com/files/U1/F2/graph.png",
}


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
