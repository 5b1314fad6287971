"""No platform word below the adapters, no workflow word above the workflows."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLATFORMS = r"(?i)\b(slack|botbuilder|adaptive card|block kit|microsoft)\b"
WORKFLOWS = r"(?i)\b(jil|autosys|informatica|insert_job)\b"


def offenders(folders: tuple[str, ...], words: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(words, line)
    ]


def test_no_platform_word_stands_below_the_adapters() -> None:
    assert offenders(("core", "workflows"), PLATFORMS) == []


def test_no_workflow_word_stands_above_the_workflows() -> None:
    assert offenders(("core", "adapters", "bots"), WORKFLOWS) == []
