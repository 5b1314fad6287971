"""Names and identities of artifacts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.artifact import ArtifactMetadata, media_type, safe_name

hostile = (
    st.text() | st.text(alphabet="./\\ \0\n\u202ea€\U0001f600:") | st.from_regex(r"(\.\./){1,3}.{0,300}")
)


@given(hostile)
def test_a_safe_name_is_a_bare_printable_name(name: str) -> None:
    safe = safe_name(name)
    assert safe.isprintable()
    assert 0 < len(safe) <= 120
    assert len(safe.encode()) <= 240
    assert not set(safe) & set('/\\<>:"|?*')
    assert safe.strip(" .") == safe


@given(hostile)
def test_a_safe_name_stays_as_it_is(name: str) -> None:
    assert safe_name(safe_name(name)) == safe_name(name)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.md", "report.md"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\nightly.jil", "nightly.jil"),
        (".bashrc", "bashrc"),
        ("a\x1b[31m.txt", "a_[31m.txt"),
        ("gpj.\u202eexe", "gpj._exe"),
        ("Übersicht für März.csv", "Übersicht für März.csv"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("x" * 200 + ".jil", "x" * 116 + ".jil"),
        ("x" * 119 + " " + "y" * 99, "x" * 119),
        ("表" * 200 + ".jil", "表" * 78 + ".jil"),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.JSON", "application/json"),
        ("a.txt", "text/plain"),
        ("a.svg", "image/svg+xml"),
        ("a.exe", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_the_media_type_follows_the_name(name: str, expected: str) -> None:
    assert media_type(name) == expected


def test_an_identity_always_gives_the_same_id() -> None:
    first = ArtifactMetadata(session_id="s", workflow_name="w", kind="graph", identity="run/graph.svg")
    second = first.model_copy(update={"name": "other.svg"})
    other = first.model_copy(update={"identity": "run/other.svg"})
    assert first.new_id() == second.new_id() != other.new_id()
    assert first.new_id().startswith("artifact_graph_")


def test_without_an_identity_every_id_is_new() -> None:
    metadata = ArtifactMetadata(session_id="s", workflow_name="w")
    assert len({metadata.new_id() for _ in range(100)}) == 100


@pytest.mark.parametrize("kind", ["../up", "a/b", "", "two words", "a\n"])
def test_a_kind_is_a_plain_word_because_it_stands_in_the_id(kind: str) -> None:
    with pytest.raises(ValidationError):
        ArtifactMetadata(session_id="s", workflow_name="w", kind=kind)
