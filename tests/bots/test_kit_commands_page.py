"""The page of the kit's command line: each verb, with an example that can be typed."""

import shlex
from pathlib import Path

import pytest

from bots.kit_commands_page import kit_commands_page, kit_examples
from tests.core.devkit.kit_command import kit_in


def test_every_verb_is_there_with_its_words_and_the_exit_codes() -> None:
    page = kit_commands_page()
    assert all(f"\n## {name}\n" in page for name, _ in kit_examples())
    assert "| `--template <simple\\|supervisor\\|" in page
    assert "Exit codes: 0 it is done; 1" in page
    assert "2 wrong usage; 130 Ctrl-C" in page


def test_every_example_is_one_that_the_command_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    kit = kit_in(tmp_path, monkeypatch, capfd)
    (tmp_path / ".dataops").mkdir()
    (tmp_path / ".dataops" / "config.yaml").write_text("environments: {test: {registry: packages}}")
    for name, example in kit_examples():
        command, verb, *words = shlex.split(example)
        assert (command, verb) == ("dataops-workflow", name)
        done = kit(verb, *words)
        assert done.code == 0, f"{example}\n{done.err}"
