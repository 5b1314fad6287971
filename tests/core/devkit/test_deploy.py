"""``dataops-workflow deploy``: to an environment's registry, and back; nothing handed on is ever changed."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.devkit.commands import deploy
from core.devkit.deployment.releases import Releases
from core.devkit.packaging.built import Built
from core.devkit.project import Project
from core.errors import UserFacingError
from tests.core.devkit.kit_command import Kit, kit_in
from tests.s3 import SECRET, open_s3


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Kit:
    return kit_in(tmp_path, monkeypatch, capfd)


@pytest.fixture
def version(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The version that is built next; how a package is built is tested with ``package``."""
    versions = ["1.0.0"]

    def built(name: str, _project: Project) -> Built:
        return Built(name, versions[0], f"mine-{versions[0]}.whl", b"wheel " + versions[-1].encode())

    monkeypatch.setattr(deploy, "built", built)
    return versions


def configure(tmp_path: Path, text: str) -> None:
    (tmp_path / ".dataops").mkdir(exist_ok=True)
    (tmp_path / ".dataops" / "config.yaml").write_text(text)


def current(folder: Path) -> str:
    releases = Releases.model_validate_json((folder / "mine" / "deployments.json").read_bytes())
    return releases.current or ""


def test_a_created_workflow_is_handed_on_whole(kit: Kit, tmp_path: Path) -> None:
    configure(tmp_path, "environments: {dev: {registry: ~/shelf}}\n")
    kit("create", "mine")
    done = kit("deploy", "mine")
    assert done.code == 0, done.err
    (wheel,) = (tmp_path / "shelf" / "mine").glob("*.whl")
    kit("package", "mine")
    assert wheel.read_bytes() == (tmp_path / "dist" / wheel.name).read_bytes()
    assert f"pip install {wheel}" in done.out


def test_versions_stand_beside_each_other_and_one_counts(
    kit: Kit, tmp_path: Path, version: list[str]
) -> None:
    configure(tmp_path, "deployment: {default_env: prod}\nenvironments: {prod: {registry: shelf}}\n")
    shelf = tmp_path / "shelf"
    assert "It is the first one there." in kit("deploy", "mine").out
    version[:] = ["1.1.0"]
    assert "In place of mine-1.0.0.whl, which stays there." in kit("deploy", "mine", "--env", "prod").out
    assert current(shelf) == "mine-1.1.0.whl"
    assert "is what counts in prod already" in kit("deploy", "mine").out
    assert (
        "Went back in prod from mine-1.1.0.whl to mine-1.0.0.whl." in kit("deploy", "mine", "--rollback").out
    )
    assert current(shelf) == "mine-1.0.0.whl"
    assert {path.name for path in (shelf / "mine").glob("*.whl")} == {"mine-1.0.0.whl", "mine-1.1.0.whl"}
    done = kit("deploy", "mine", "--rollback")
    assert done.code == 1
    assert "There is no version before this one" in done.err
    assert kit("deploy", "mine").code == 0
    assert current(shelf) == "mine-1.1.0.whl"


def test_a_dry_run_changes_nothing(kit: Kit, tmp_path: Path, version: list[str]) -> None:
    configure(tmp_path, "deployment: {registry: shelf}\n")
    assert "Would put mine-1.0.0.whl (11 bytes) to dev: shelf/mine/" in kit("deploy", "mine", "--dry-run").out
    assert not (tmp_path / "shelf").exists()
    kit("deploy", "mine")
    version[:] = ["2.0.0"]
    kit("deploy", "mine")
    assert "Would go back in dev from mine-2" in kit("deploy", "mine", "--rollback", "--dry-run").out
    assert current(tmp_path / "shelf") == "mine-2.0.0.whl"


def test_a_version_is_never_overwritten(kit: Kit, tmp_path: Path, version: list[str]) -> None:
    configure(tmp_path, "deployment: {registry: shelf}\n")
    kit("deploy", "mine")
    version.append("other content")
    done = kit("deploy", "mine")
    assert done.code == 1
    assert "is there already with another content" in done.err
    assert (tmp_path / "shelf" / "mine" / "mine-1.0.0.whl").read_bytes() == b"wheel 1.0.0"


def test_a_rollback_to_what_is_gone_is_refused(kit: Kit, tmp_path: Path, version: list[str]) -> None:
    configure(tmp_path, "deployment: {registry: shelf}\n")
    kit("deploy", "mine")
    version[:] = ["2.0.0"]
    kit("deploy", "mine")
    (tmp_path / "shelf" / "mine" / "mine-1.0.0.whl").write_bytes(b"changed")
    assert "is not there as it was handed on" in kit("deploy", "mine", "--rollback").err
    assert current(tmp_path / "shelf") == "mine-2.0.0.whl"


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ("", "says nothing of the environment 'prod'. Write there: environments: {dev: "),
        ("environments: {dev: {registry: x}}", "environment 'prod'. There is: dev."),
        ("deployment: {registry: x}", "says nothing of the environment 'prod'"),
        ("environments: {prod: {registry: 'https://example.com'}}", "'https' is no kind of registry"),
        ("environments: {prod: {registry: 's3://B'}}", "is no address of an object"),
        ("environments: {prod: x}", "correct its part 'environments'"),
        ("environments: [", "correct its part"),
        ("environments: {prod: {registry: taken}}", "taken/mine/deployments.json cannot be read"),
    ],
)
def test_what_is_no_environment_is_explained(
    kit: Kit, tmp_path: Path, version: list[str], config: str, sentence: str
) -> None:
    (tmp_path / "taken").write_text("")
    configure(tmp_path, config)
    done = kit("deploy", "mine", "--env", "prod")
    assert done.code == 1
    assert sentence in done.err


def test_a_prefix_in_s3_is_a_registry(
    kit: Kit, tmp_path: Path, version: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, "environments: {prod: {registry: 's3://exports/dataops/prod/'}}\n")
    with open_s3(monkeypatch) as s3:
        done = kit("deploy", "mine", "--env", "prod")
        assert done.code == 0, done.err
        assert "aws s3 cp s3://exports/dataops/prod/mine/mine-1.0.0.whl ." in done.out
        version[:] = ["2.0.0"]
        kit("deploy", "mine", "--env", "prod")
        assert kit("deploy", "mine", "--env", "prod", "--rollback").code == 0
        place = "exports/dataops/prod/mine"
        assert s3.objects[f"{place}/mine-2.0.0.whl"].content == b"wheel 2.0.0"
        record = json.loads(s3.objects[f"{place}/deployments.json"].content)
        assert record["deployed"] == ["mine-1.0.0.whl"]
        s3.fault = "denied"
        refused = kit("deploy", "mine", "--env", "prod")
        assert refused.code == 1
        assert "exports/dataops/prod" in refused.err
        assert SECRET not in refused.err


@given(st.lists(st.sampled_from(["a", "b", "c", None]), max_size=20))
def test_a_rollback_is_the_way_back(steps: list[str | None]) -> None:
    releases, counted = Releases(), list[str]()
    for file in steps:
        if file is not None:
            releases = releases.after(file, f"digest of {file}")
            counted += [file] if counted[-1:] != [file] else []
        elif len(counted) > 1:
            releases = releases.before()
            counted.pop()
        else:
            with pytest.raises(UserFacingError):
                releases.before()
        assert releases.current == (counted[-1] if counted else None)
        assert set(counted) <= releases.files.keys()
