"""The script and the style are safe to stand in a page, and the script makes nothing from markup."""

import re
from itertools import product

import pytest

from workflows.jil_parser.outputs.html_report.assets import FOLDER, MODULES, script, style


def test_every_file_of_the_script_is_in_it() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.js")) == sorted(MODULES)
    assert all((FOLDER / f"{name}.js").read_text("utf-8") in script() for name in MODULES)


def test_nothing_in_them_ends_their_element() -> None:
    for text in (script(), style()):
        assert not re.search(r"</|<!--|<script|\r", text)


@pytest.mark.parametrize(
    "dangerous",
    [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "srcdoc",
        "ContextualFragment", "eval(", "Function(", "import(", "fetch(", "XMLHttpRequest", "WebSocket",
        "sendBeacon", "window.open",
        "localStorage", "sessionStorage", "indexedDB", "cookie", "postMessage",
    ],
)  # fmt: skip
def test_text_is_never_markup_or_code_and_nothing_is_sent_or_kept(dangerous: str) -> None:
    assert dangerous not in script()


WRITTEN = ("ink", "muted", "link", "error", "warning", "info")
"""Colours of text, and below the colours it stands on."""

UNDER = ("paper", "side", "own", "target")


@pytest.mark.parametrize("scheme", [0, 1])
@pytest.mark.parametrize(("text", "under"), list(product(WRITTEN, UNDER)))
def test_text_can_be_read_in_light_and_dark(scheme: int, text: str, under: str) -> None:
    colours = [dict(re.findall(r"--(\w+): (#\w{6});", block)) for block in style().split(":root {")[1:]]
    first, second = sorted(luminance(colours[scheme][name]) for name in (text, under))
    assert (second + 0.05) / (first + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.03928 else ((each + 0.055) / 1.055) ** 2.4 for each in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
