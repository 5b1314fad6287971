"""The picture of an answer, as small as the thread needs it."""

from hashlib import sha256
from pathlib import Path

import pytest

from bots.previews import LARGEST_SVG, with_preview
from core.artifact import MEDIA_TYPES, Artifact, ArtifactType
from core.chat.picture_size import PictureSize
from core.chat.surface import Deliverable, Preview
from core.contracts import Answer
from core.tools.drawing import to_png

ROOM = PictureSize(800, 100_000)
FINDING = "Two depots have no road."


def svg(width: int, height: int, body: str = "") -> bytes:
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{body}</svg>'.encode()


WIDE = svg(900, 300)
PNG = to_png(WIDE.decode())


def item(folder: Path, name: str, content: bytes) -> Deliverable:
    path = folder / name
    path.write_bytes(content)
    artifact = Artifact(
        artifact_id=f"artifact_map_{sha256(name.encode()).hexdigest()[:16]}",
        session_id="session_1",
        workflow_name="road_mapper",
        artifact_type=ArtifactType.RESULT,
        name=name,
        kind="map",
        content_type=MEDIA_TYPES.get(path.suffix, "application/octet-stream"),
        size_bytes=len(content),
        sha256=sha256(content).hexdigest(),
        key=name,
    )
    return Deliverable(artifact, path)


def preview(*items: Deliverable, room: PictureSize | None = ROOM) -> Preview | None:
    """The preview of the first of these files, which the answer names."""
    answer = Answer(finding=FINDING, picture=items[0].artifact.artifact_id)
    shown, *others = with_preview(items, answer, room)
    assert shown.alt == FINDING
    assert others == [*items[1:]]
    return shown.preview


def test_a_picture_that_is_too_large_gets_one_from_its_drawing(tmp_path: Path) -> None:
    files = [
        item(tmp_path, *each) for each in (("map.png", PNG), ("other.svg", svg(2, 2)), ("map.svg", WIDE))
    ]
    shown = preview(*files)
    assert shown is not None
    assert ROOM.takes(shown.png)
    assert shown.note == "Made smaller; see map.png."


def test_a_drawing_alone_is_shown_too(tmp_path: Path) -> None:
    assert preview(item(tmp_path, "map.svg", WIDE)) is not None


def test_of_a_long_strip_only_a_part_is_shown_and_it_is_said(tmp_path: Path) -> None:
    shown = preview(item(tmp_path, "map.svg", svg(900, 9_000)))
    assert shown is not None
    assert shown.note == "Only a part; see map.svg."


def test_a_picture_of_too_many_bytes_gets_fewer_pixels(tmp_path: Path) -> None:
    lines = "".join(f'<path d="M0 {y}L900 {y * 7 % 300}" stroke="red"/>' for y in range(300))
    drawing = item(tmp_path, "map.svg", svg(900, 300, lines))
    (first, second) = (preview(drawing, room=PictureSize(800, most)) for most in (500_000, 150_000))
    assert first is not None
    assert second is not None
    assert len(second.png) <= 150_000 < len(first.png)
    assert preview(drawing, room=PictureSize(800, 900)) is None


@pytest.mark.parametrize(
    "drawing", [b"", b"<svg", b"\xff\xfe", WIDE + b" " * LARGEST_SVG, svg(0, 0)], ids=range(5)
)
def test_what_cannot_be_drawn_has_none(tmp_path: Path, drawing: bytes) -> None:
    assert preview(item(tmp_path, "map.png", PNG), item(tmp_path, "map.svg", drawing)) is None


def test_a_drawing_that_is_not_there_any_more_has_none(tmp_path: Path) -> None:
    files = item(tmp_path, "map.png", PNG), item(tmp_path, "map.svg", WIDE)
    for file in files:
        file.path.unlink()
    assert preview(*files) is None


def test_where_none_is_needed_none_is_drawn(tmp_path: Path) -> None:
    files = item(tmp_path, "map.png", PNG), item(tmp_path, "map.svg", WIDE)
    assert preview(*files, room=None) is None
    assert preview(*files, room=PictureSize(2_000, 100_000)) is None
    assert preview(files[0]) is None
    assert with_preview(files, Answer(finding=FINDING), ROOM) == [*files]
    assert with_preview(files, None, ROOM) == [*files]
