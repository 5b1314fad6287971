"""The recorded shapes of what Teams sends and answers, filled in by code.

Every file under ``fixtures`` is the recorded or documented JSON of one thing, with every key that this fake
ever sends: recordings in vercel/chat, packages/adapter-teams/sample-messages.md; samples in
MicrosoftDocs/msteams-docs, bots/how-to/conversations and bots/how-to/bots-filesv4.md. A key that is not in
the file cannot be filled in, so that the files stay a complete record of the shapes.
"""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

JSON = dict[str, Any]

ABSENT: Final = object()
"""The value of a key that Teams leaves out."""

_FOLDER = Path(__file__).parent / "fixtures"
_SHAPES: dict[str, JSON] = {
    path.relative_to(_FOLDER).with_suffix("").as_posix(): json.loads(path.read_text(encoding="utf-8"))
    for path in sorted(_FOLDER.rglob("*.json"))
}


def fill(name: str, /, values: JSON) -> JSON:
    """A recorded shape with some of its values replaced; a value of ABSENT takes its key out."""
    filled = deepcopy(_SHAPES[name])
    if unknown := values.keys() - filled.keys():
        raise KeyError(f"{sorted(unknown)} are not part of the recorded shape {name}")
    filled.update(values)
    return {key: value for key, value in filled.items() if value is not ABSENT}
