"""Words name files of the opened folders, and of no other."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserFacingError
from core.tools.readable_paths import ReadablePaths


@pytest.fixture
def paths(tmp_path: Path) -> ReadablePaths:
    for folder in ("first", "second", "secret"):
        (tmp_path / folder / "deep").mkdir(parents=True)
    (tmp_path / "secret" / "key.pem").write_text("x", encoding="utf-8")
    (tmp_path / "first" / "both.jil").write_text("first", encoding="utf-8")
    (tmp_path / "second" / "both.jil").write_text("second", encoding="utf-8")
    (tmp_path / "second" / "deep" / "a.jil").write_text("x", encoding="utf-8")
    (tmp_path / "first" / "inside").symlink_to(tmp_path / "first" / "both.jil")
    (tmp_path / "first" / "outside").symlink_to(tmp_path / "secret")
    (tmp_path / "first" / "loop").symlink_to(tmp_path / "first" / "loop")
    (tmp_path / "first" / "across").symlink_to(tmp_path / "second")
    return ReadablePaths([tmp_path / "first", tmp_path / "second"])


def test_files_under_the_folders_are_found_the_first_folder_first(
    paths: ReadablePaths, tmp_path: Path
) -> None:
    assert paths.resolve("both.jil") == tmp_path / "first" / "both.jil"
    assert paths.resolve("deep/a.jil") == tmp_path / "second" / "deep" / "a.jil"
    assert paths.resolve("deep/../deep/a.jil") == tmp_path / "second" / "deep" / "a.jil"
    assert paths.resolve("inside") == tmp_path / "first" / "both.jil"
    assert paths.resolve(str(tmp_path / "second" / "both.jil")) == tmp_path / "second" / "both.jil"


@pytest.mark.parametrize(
    "text",
    [
        "../secret/key.pem",
        "deep/../../secret/key.pem",
        "outside/key.pem",
        "{tmp}/secret/key.pem",
        "../second_not/x",
        "loop",
        "loop/x",
        "deep",
        "missing.jil",
        "",
        ".",
        "a\0b",
        "x" * 10_000,
        "\ud800",
        "~/.ssh/id_rsa",
        "/dev/stdin",
    ],
)
def test_everything_else_gets_one_and_the_same_sentence(
    paths: ReadablePaths, tmp_path: Path, text: str
) -> None:
    text = text.format(tmp=tmp_path)
    with pytest.raises(UserFacingError) as failure:
        paths.resolve(text)
    assert str(failure.value) == (
        f"I may not read '{text[:120]}' from here; attach the file to your message instead."
    )


def test_with_no_folder_there_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.jil").write_text("x", encoding="utf-8")
    with pytest.raises(UserFacingError):
        ReadablePaths([]).resolve(str(tmp_path / "a.jil"))


def test_a_folder_may_be_a_link_and_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.jil").write_text("x", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path)
    assert ReadablePaths([Path("link")]).resolve("a.jil") == tmp_path / "real" / "a.jil"


parts = st.lists(
    st.sampled_from(["..", ".", "", "first", "secret", "key.pem", "outside", "deep", "loop"]), max_size=7
)


@given(parts.map("/".join) | st.text())
def test_no_words_lead_outside(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    base = tmp_path_factory.getbasetemp() / "readable"
    for folder in ("first/deep", "secret"):
        (base / folder).mkdir(parents=True, exist_ok=True)
    (base / "secret" / "key.pem").write_text("x", encoding="utf-8")
    (base / "first" / "key.pem").write_text("x", encoding="utf-8")
    try:
        found = ReadablePaths([base / "first"]).resolve(text)
    except UserFacingError:
        return
    assert found == base / "first" / "key.pem"
