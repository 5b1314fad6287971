"""``dataops-workflow package``: the wheel is one that pip installs and the service finds."""

import csv
import io
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from core.devkit.packaging.distribution import Distribution
from core.devkit.packaging.wheel import wheel_of
from core.errors import UserFacingError
from tests.core.devkit.kit_command import Kit, kit_in
from tests.core.devkit.workflows import Nodes

ROOT = Path(__file__).parents[3]
WHEEL = "dataops_workflow_mine-1.0.0-py3-none-any.whl"
FIND = """
from core.workflow_registry import WorkflowRegistry
registry = WorkflowRegistry(())
registry.discover_workflows()
print(registry.problems, registry.get_metadata("mine").version)
print(registry.get_workflow("mine").invoke({"query": "test"})["success"])
"""


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    typed = kit_in(tmp_path, monkeypatch, capfd)
    typed("create", "mine")
    return typed


def test_pip_installs_it_and_the_service_finds_it(kit: Kit, tmp_path: Path) -> None:
    done = kit("package", "mine", "--output", "out")
    assert done.out == f"out/{WHEEL}\n"
    options = ("--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check", "-q")
    pip = [sys.executable, "-m", "pip", "install", *options, "--target", "there", f"out/{WHEEL}"]
    subprocess.run(pip, cwd=tmp_path, check=True, capture_output=True)
    found = subprocess.run(
        [sys.executable, "-c", FIND],
        cwd=tmp_path / "out",
        env={"PYTHONPATH": f"{ROOT}:{tmp_path / 'there'}", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == "[] 1.0.0\nTrue\n"


def test_the_same_folder_gives_the_same_bytes_without_what_is_nobodys_business(
    kit: Kit, tmp_path: Path
) -> None:
    kit("package", "mine")
    first = (tmp_path / "dist" / WHEEL).read_bytes()
    folder = tmp_path / "workflows" / "mine"
    (folder / ".env").write_text("TOKEN=secret")
    (folder / "nodes.py").touch()
    kit("package", "mine")
    assert (tmp_path / "dist" / WHEEL).read_bytes() == first
    names = ZipFile(tmp_path / "dist" / WHEEL).namelist()
    assert "mine/examples/orders.csv" in names
    assert not [name for name in names if "test" in name or "pycache" in name or name.startswith("mine/.")]


def test_the_record_is_as_the_format_has_it_and_no_time_tells_when_it_was_made() -> None:
    """PEP 427: SHA-256, base64 with the letters of addresses, without the signs that fill it up."""
    files = {"mine/a.py": b"x = 1\n", 'mine/b,"c.txt': b""}
    with ZipFile(io.BytesIO(wheel_of(files, "mine-1.dist-info"))) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        record = archive.read("mine-1.dist-info/RECORD").decode()
    assert list(csv.reader(record.splitlines())) == [
        ["mine/a.py", "sha256=nia_NpkRxFwkPGhBR7I_yeHc_PJX0pmhxjIBam_NM_Q", "6"],
        ['mine/b,"c.txt', "sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "0"],
        ["mine-1.dist-info/RECORD", "", ""],
    ]


def test_what_should_not_be_handed_on_is_refused(kit: Kit, tmp_path: Path) -> None:
    folder = tmp_path / "workflows" / "mine"
    (folder / "link.txt").symlink_to("/etc/hostname")
    assert "link.txt is a link" in kit("package", "mine").err
    (folder / "link.txt").unlink()
    (folder / "a\u202eb.txt").write_text("")
    assert "has a name that cannot be shown" in kit("package", "mine").err
    (folder / "a\u202eb.txt").unlink()
    (folder / "more.py").write_text("import workflows.mine.nodes\n")
    assert "more.py, line 1, imports from workflows" in kit("package", "mine").err
    (folder / "more.py").write_text("import core.storage\n")
    done = kit("package", "mine")
    assert done.code == 1
    assert "imports core.storage, which is no part of the public kit" in done.err
    assert "dataops-workflow validate mine" in done.err
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize("said", ["pandas>=2,<3", "pandas", "a-b[c]~=1.0; python_version<'3.13'", "x == 1.*"])
def test_requirements_are_taken_as_they_are_written(said: str) -> None:
    distribution = Distribution.of(Nodes(), {"dependencies": [said]})
    metadata = distribution.files()[f"{distribution.information}/METADATA"].decode()
    assert f"\nRequires-Dist: {said}\n" in metadata


@pytest.mark.parametrize(
    "said", ["a @ https://example.com/a.whl", "a\nb", "--index-url x", "", 7, "../a", "a" * 400, "a;\nb"]
)
def test_what_is_no_requirement_is_refused(said: object) -> None:
    with pytest.raises(UserFacingError, match="is no requirement"):
        Distribution.of(Nodes(), {"dependencies": [said]})
