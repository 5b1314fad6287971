"""The page of the public kit has all that workflows may use, each name once."""

import re
from pathlib import Path

from bots.kit_page import kit_page
from core import decorators

WORKFLOWS = Path(__file__).parents[2] / "docs" / "workflows.md"


def test_every_module_that_the_guide_names_is_in_it() -> None:
    page = kit_page()
    named = re.findall(r"`(core\.tools\.\w+)", WORKFLOWS.read_text(encoding="utf-8"))
    assert len(set(named)) > 6
    assert all(f"\n### {module}\n" in page for module in named)


def test_every_decorator_and_the_contract_is_in_it_and_nothing_twice() -> None:
    page = kit_page()
    assert all(f"\n- `{name}(" in page for name in decorators.__all__)
    names = re.findall(r"^- `(\w+)", page, re.MULTILINE)
    assert {"BaseWorkflow", "WorkflowMetadata", "WorkflowTestHarness", "WorkflowChain"} < set(names)
    assert len(names) == len(set(names))


def test_nothing_private_and_nothing_without_a_word_is_in_it() -> None:
    page = kit_page()
    assert not re.search(r"- `_", page)
    assert not re.search(r"^- .*: $", page, re.MULTILINE)
    assert "``" not in page
    assert ":meth:" not in page
