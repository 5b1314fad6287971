"""SVG as PNG, rendered on this machine with the fonts that stand beside this module."""

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import orjson

LARGEST_SIDE = 4000
"""Pixels of the longer side at most, so 16 million in all. Chats and phones scale down what is larger before
anyone sees it; the renderer takes about 64 MB for the pixels, and the file stays near one megabyte."""
ZOOM = 2.0
"""A picture that fits is drawn at twice its size, so that text is crisp on screens with small pixels."""
SECONDS = 30.0
"""After this long a picture is given up: it takes a second at most, on a busy machine a few."""

_HERE = Path(__file__).parent
_FONTS = [
    str(_HERE / "fonts" / f"Liberation{family}-{weight}.ttf")
    for family in ("Sans", "Mono")
    for weight in ("Regular", "Bold")
]
_FAMILIES = {
    "font_family": "Liberation Sans",
    "sans_serif_family": "Liberation Sans",
    "monospace_family": "Liberation Mono",
}
_NOT_SHIPPED = re.compile("[^\\x00-\\u0513\\u0591-\\u05f4\\u1d00-\\u22ff\\ufffd]")
"""Characters beyond Latin, Greek, Cyrillic, Hebrew, punctuation and arrows. Only for them the fonts of the
machine are loaded, which costs time and makes the picture differ between machines. What no font has is shown
as a box, and so is U+FFFD, which stands for a character that is not shown."""


def to_png(svg: str, side: int = LARGEST_SIDE) -> bytes:
    """A PNG of the picture on white, twice its size or as large as `side` pixels of the longer side allow.

    The same SVG gives the same bytes, as long as it is written in the scripts of the shipped fonts; text in
    others uses the fonts of the machine. Nothing is loaded from disk or network: an SVG that names anything
    outside itself is refused. This waits for another process, up to 30 seconds, so call it in a thread.

    Raises:
        ValueError: It is no SVG, has a document type, refers to something, or cannot be drawn here.
        TimeoutError: It took too long.

    """
    arguments = {
        **_FAMILIES,
        "zoom": _zoom(parsed(svg), side),
        "background": "#ffffff",
        "font_files": _FONTS,
        "skip_system_fonts": _NOT_SHIPPED.search(svg) is None,
    }
    return _run(orjson.dumps(arguments) + b"\n" + svg.encode())


def parsed(svg: str) -> ET.Element:
    """The root of an SVG that is complete in itself; the renderer would open files that an image names.

    Raises ValueError for any other text.
    """
    if "<!" in svg or "<?" in svg:
        raise ValueError("an SVG with a document type, a comment or a processing instruction is not drawn")
    try:
        root = ET.fromstring(svg)  # noqa: S314 - entities need a document type, which is refused above
    except (ET.ParseError, UnicodeEncodeError) as broken:
        raise ValueError(f"not an SVG: {broken}") from broken
    for element in root.iter():
        if any(name.rpartition("}")[2] == "href" for name in element.attrib):
            raise ValueError("an SVG that refers to something else is not drawn")
    return root


def dimensions(root: ET.Element) -> tuple[float, float]:
    """Width and height in pixels; raises ValueError where they are not told, or leave nothing to draw."""
    try:
        width, height = float(root.get("width", "")), float(root.get("height", ""))
    except ValueError as missing:
        raise ValueError("an SVG without a width and a height in pixels is not drawn") from missing
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise ValueError(f"a picture of {width:g} x {height:g} pixels cannot be drawn")
    return width, height


def _zoom(root: ET.Element, side: int) -> float:
    return min(ZOOM, (side - 1) / max(dimensions(root)))


def _run(request: bytes) -> bytes:
    """The answer of the rasterizer, which finds its library where this process does."""
    command = [sys.executable, "-P", str(_HERE / "rasterizer.py")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 - our own file, and nothing of the SVG is on the command line
            command, input=request, env=environment, capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise TimeoutError(f"the picture took longer than {SECONDS:g} seconds") from late
    except OSError as failed:
        raise ValueError(f"the picture cannot be drawn: {failed.strerror}") from failed
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise ValueError(f"the picture cannot be drawn: {said or f'renderer ended with {done.returncode}'}")
    return done.stdout
