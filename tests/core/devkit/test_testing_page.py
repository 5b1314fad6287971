"""The page about testing workflows says what is so."""

import re
from pathlib import Path
from typing import get_args

from core import decorators
from core.devkit.faults import Fault

PAGE = (Path(__file__).parents[3] / "docs" / "testing-workflows.md").read_text(encoding="utf-8")


def test_its_example_passes() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    example: dict[str, object] = {"__name__": "example"}
    exec(compile(code, "docs/testing-workflows.md", "exec"), example)  # noqa: S102 - our own page
    tests = [value for name, value in example.items() if name.startswith("test_") and callable(value)]
    assert len(tests) == 2
    for test in tests:
        test()


def test_it_names_every_fault_and_every_decorator() -> None:
    assert all(f"`{name}`" in PAGE for name in get_args(Fault))
    assert all(f"`{name}" in PAGE or f", {name}]" in PAGE for name in decorators.__all__)
