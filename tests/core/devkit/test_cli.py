"""The ``dataops-workflow`` command as a whole: quick to start, and known to the installation."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from core.devkit.cli import Pattern
from core.devkit.templates import TEMPLATES
from tests.core.devkit.kit_command import Kit, kit_in

ROOT = Path(__file__).parents[3]
SLOW = ("langgraph", "langchain_core", "boto3", "jinja2", "aiohttp")
WATCH = f"""
import sys
from core.devkit.cli import main
try:
    main()
finally:
    print(*(name for name in {SLOW} if name in sys.modules), file=sys.stderr)
"""


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    return kit_in(tmp_path, monkeypatch, capfd)


def test_the_script_is_installed_with_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["scripts"]["dataops-workflow"] == "core.devkit.cli:main"


def test_help_names_every_verb(kit: Kit) -> None:
    said = kit("--help").out
    verbs = ("create", "list", "test", "validate", "docs", "benchmark", "package", "deploy")
    assert all(f"\n  {verb} " in said for verb in verbs)


def test_the_templates_offered_are_the_templates_there_are() -> None:
    assert list(Pattern) == list(TEMPLATES)


@pytest.mark.parametrize(
    ("words", "needed"),
    [
        (["--help"], set()),
        (["create", "--help"], set()),
        (["create", "mine"], {"jinja2"}),
        (["docs", "mine"], set()),
    ],
)
def test_what_needs_no_graph_waits_for_nothing_slow(
    kit: Kit, tmp_path: Path, words: list[str], needed: set[str]
) -> None:
    if words[0] == "docs":
        kit("create", "mine")
    assert imported(tmp_path, *words) == needed


def test_listing_waits_for_nothing_slow(kit: Kit, tmp_path: Path) -> None:
    for pattern in TEMPLATES:
        kit("create", f"{pattern}-sample", "--template", pattern)
    assert imported(tmp_path, "list") == set()


def imported(folder: Path, *words: str) -> set[str]:
    """What a command in a process of its own had to import, of that which takes its time."""
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *words],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout
    return set(done.stderr.split())
