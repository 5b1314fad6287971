"""A node knows the run it works for; by hand there is a scratch one."""

import contextvars
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.artifact_store import ArtifactStore
from core.errors import UserFacingError
from core.storage.database import Database
from core.storage.folder_blobs import FolderBlobs
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords
from core.tools.workspace import Workspace, current_workspace, input_path, save_artifact, working_in
from tests.s3 import open_s3


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    database = Database(tmp_path / "dataops.db")
    store = ArtifactStore(SQLiteArtifactRecords(database), FolderBlobs(tmp_path))
    yield Workspace(store, "session_1", "run_1", "jil_parser", 1000)
    database.close()


def save(name: str, content: str, parents: tuple[str, ...] = ()) -> str:
    return save_artifact(name, content, kind="report", created_by="write", parents=list(parents))


def test_an_artifact_of_a_run_says_where_it_comes_from(workspace: Workspace) -> None:
    with working_in(workspace):
        stored = save("report.md", "# one", ("artifact_jil_1",))
    artifact = workspace.artifacts.get_artifact(stored)
    assert (artifact.session_id, artifact.workflow_name, artifact.created_by) == (
        "session_1",
        "jil_parser",
        "write",
    )
    assert (artifact.kind, artifact.parent_artifacts) == ("report", ["artifact_jil_1"])


def test_a_node_that_runs_again_replaces_what_it_stored(workspace: Workspace) -> None:
    with working_in(workspace):
        first, other, second = save("a.md", "old"), save("b.md", "x"), save("a.md", "new")
    assert first == second != other
    assert workspace.artifacts.get_artifact_content(first) == "new"


def test_another_run_stores_its_own(workspace: Workspace) -> None:
    again = Workspace(workspace.artifacts, "session_1", "run_2", "jil_parser", 1000)
    ids = set()
    for each in (workspace, again):
        with working_in(each):
            ids.add(save("a.md", each.run_id))
    assert len(ids) == 2


def test_workspaces_nest_and_end_also_after_an_error(workspace: Workspace) -> None:
    other = Workspace(workspace.artifacts, "s", "r", "w", 1)

    def failing() -> None:
        with working_in(other):
            assert current_workspace() is other
            raise KeyboardInterrupt

    with working_in(workspace):
        with pytest.raises(KeyboardInterrupt):
            failing()
        assert current_workspace() is workspace
        assert contextvars.copy_context().run(current_workspace) is workspace
    assert current_workspace().session_id == "session_scratch"


def test_an_input_is_an_artifact_and_never_a_path_inside_a_run(workspace: Workspace, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x", encoding="utf-8")
    with working_in(workspace):
        stored = save("a.md", "content")
        name, path = input_path(stored)
        assert (name, path.read_text(encoding="utf-8")) == ("a.md", "content")
        with pytest.raises(UserFacingError):
            input_path(str(secret))


def test_by_hand_an_input_is_a_path_or_an_artifact(tmp_path: Path) -> None:
    file = tmp_path / "a.jil"
    file.write_text("x", encoding="utf-8")
    assert input_path(str(file)) == ("a.jil", file)
    assert input_path(save("b.md", "y"))[0] == "b.md"
    with pytest.raises(UserFacingError):
        input_path(str(tmp_path))


def test_by_hand_an_input_is_also_an_object_read_once_a_version(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_s3(monkeypatch) as s3:
        place = s3.put("finance/a.jil", "one")
        first, again = input_path(place), input_path(place)
        assert (first, first[0], first[1].read_text(encoding="utf-8")) == (again, "a.jil", "one")
        s3.put("finance/a.jil", "two")
        assert input_path(place)[1].read_text(encoding="utf-8") == "two"
        assert s3.count("GET") == 2
        s3.asked.clear()
        with working_in(workspace), pytest.raises(UserFacingError):
            input_path(place)
        assert s3.asked == []


def test_the_scratch_folder_goes_away_with_the_process_and_without_a_word() -> None:
    script = (
        "from core.tools.workspace import current_workspace, save_artifact\n"
        "stored = save_artifact('a.md', 'x', kind='report', created_by='me', parents=[])\n"
        "print(current_workspace().artifacts.path(stored))"
    )
    command = [sys.executable, "-W", "error", "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert not Path(done.stdout.strip()).exists()
    assert not any(
        parent.name.startswith("dataops-") and parent.exists() for parent in Path(done.stdout).parents
    )
