"""The app's manifest is one that Microsoft's own schema takes."""

import subprocess
from pathlib import Path

import pytest

from bots.teams_manifest import TeamsApp, manifest
from tests.e2e.node import node
from tests.sample_workflows import write_greeter

PROGRAM = Path(__file__).with_name("manifest.mjs")
APP_ID = "c9e8c047-2a74-40a2-b28a-b162d5f5327c"


def complaints(path: Path) -> list[str]:
    """What the schema says against a manifest."""
    done = subprocess.run([node(), PROGRAM, path], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "app",
    [
        TeamsApp(APP_ID, address="https://dataops.example.com", reads_channels=True),
        TeamsApp(APP_ID, address="https://example.com"),
        TeamsApp(APP_ID, address="https://dataops.example.com", slash_commands=True),
    ],
)
def test_the_schema_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: TeamsApp) -> None:
    for number in range(14):
        write_greeter(tmp_path / "workflows", f"greeter_{number:02}")
    monkeypatch.setenv("DATAOPS_WORKFLOWS", str(tmp_path / "workflows"))
    path = tmp_path / "manifest.json"
    path.write_bytes(manifest(app))
    assert complaints(path) == []


@pytest.mark.parametrize("slash_commands", [False, True])
def test_the_schema_is_asked(tmp_path: Path, *, slash_commands: bool) -> None:
    path, app = tmp_path / "manifest.json", TeamsApp(APP_ID, slash_commands=slash_commands)
    path.write_bytes(manifest(app).replace(b'"supportsFiles"', b'"supportFiles"'))
    assert [each for each in complaints(path) if "supportFiles" in each]
