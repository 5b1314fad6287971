"""The dialogues that lie here, and the files that they attach."""

from pathlib import Path

from tests.dialogues.lines import Dialogue
from tests.dialogues.script import read_dialogue

HERE = Path(__file__).parent
SCRIPTS = HERE / "scripts"
FOLDERS = (HERE / "files", HERE.parent / "data" / "jil")


def scripts() -> list[Path]:
    """All of them, by name."""
    return sorted(SCRIPTS.glob("**/*.txt"))


def dialogue(script: Path) -> Dialogue:
    """One of them; raises DialogueError where it is none."""
    return read_dialogue(script, FOLDERS)
