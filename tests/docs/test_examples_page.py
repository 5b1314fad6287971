"""The page about the examples says what they answer."""

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pytest

from core.registry.examples import all_examples
from tests.docs.test_docs import ROOT, fenced
from tests.house import open_house

PAGE = ROOT / "docs" / "examples.md"
ASKED = [shlex.split(block) for block in fenced(PAGE, "sh") if block.startswith("dataops ask")]
FINDINGS = re.findall(r"^> (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
CASES = list(zip(ASKED, FINDINGS, strict=True))


@pytest.mark.parametrize(("words", "finding"), CASES, ids=range(len(CASES)))
async def test_each_command_gets_the_answer_that_is_shown(
    tmp_path: Path, words: list[str], finding: str
) -> None:
    files = tuple(ROOT / word for before, word in pairwise(words) if before == "--file")
    async with open_house(tmp_path, dataops_examples="all") as house:
        done = await house.ask(words[2], files=files)
        assert finding in "\n".join(house.posts(done))


def test_the_page_has_every_example_with_its_command_and_its_diagram() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(ASKED) == len(fenced(PAGE, "mermaid")) == len(all_examples())
    for folder in all_examples():
        readme = (folder / "README.md").read_text(encoding="utf-8")
        command = re.search(r"`(/dataops [a-z-]+)`", readme)
        assert command is not None
        link = f"[`{folder.name}`](../workflows/examples/{folder.name}/README.md)"
        assert f"| {link} | `{command[1]}` |" in page
