"""Every template, made here and taken to another machine: it answers there, and goes without a trace."""

import os
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.devkit.templates import TEMPLATES
from tests.e2e.kit.libraries import offline

ROOT = Path(__file__).parents[3]
KIT = Path(sys.executable).with_name("dataops-workflow")
FINDINGS = {
    "simple": "orders.csv has 12 rows in 5 columns",
    "supervisor": "orders.csv",
    "iterative": "messy.csv",
    "sequential": "load.log",
    "parallel": "orders.csv",
    "conditional": "orders.csv",
}
"""What each says of the sample that it brings along."""

pytestmark = [pytest.mark.kit, pytest.mark.timeout(300)]


@dataclass(frozen=True, slots=True)
class Machine:
    """A directory that is also the home of whoever types, with the variables of their shell."""

    folder: Path
    variables: Mapping[str, str]

    def type(self, *words: str | Path) -> str:
        """What a command prints; it has to succeed."""
        done = subprocess.run(
            list(map(str, words)),
            cwd=self.folder,
            env=dict(self.variables),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{words}\n{done.stdout}"
        return done.stdout


def machine(folder: Path, **variables: str) -> Machine:
    folder.mkdir()
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG")}
    return Machine(folder, kept | {"HOME": str(folder)} | variables)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product as a wheel, built from this tree."""
    folder = tmp_path_factory.mktemp("product")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", folder, ROOT], check=True, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.mark.parametrize("pattern", TEMPLATES)
def test_it_travels(tmp_path: Path, product: Path, pattern: str) -> None:
    name = f"{pattern}-check"
    wheel = packaged(machine(tmp_path / "here"), name, pattern)
    there = machine(tmp_path / "there", **offline(tmp_path / "libraries"))
    venv.create(there.folder / "venv")
    python, dataops = (there.folder / "venv" / "bin" / program for program in ("python", "dataops"))
    there.type(python, "-m", "pip", "install", product, wheel)
    assert f"/dataops {name}" in there.type(dataops, "list")
    assert f"▶ {FINDINGS[pattern]}" in there.type(dataops, "ask", f"/dataops {name}")
    there.type(python, "-m", "pip", "uninstall", "--yes", f"dataops-workflow-{name}")
    assert f"/dataops {name}" not in there.type(dataops, "list")
    assert not list((there.folder / "venv").rglob(f"*{pattern}_check*"))


def packaged(here: Machine, name: str, pattern: str) -> Path:
    """The wheel of a workflow from a template, once it has proved itself."""
    here.type(KIT, "create", name, "--template", pattern)
    assert "0 errors, 0 warnings" in here.type(KIT, "validate", name, "--strict")
    assert " passed" in here.type(KIT, "test", name)
    here.type(KIT, "package", name)
    (wheel,) = (here.folder / "dist").glob("*.whl")
    return wheel
