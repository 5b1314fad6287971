"""Hostile text made safe, measured and shortened."""

import unicodedata
from html import escape

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
MONO = "'Liberation Mono',ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
SANS = "'Liberation Sans',system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
"""Font stacks that begin with the fonts shipped beside this module, which the raster pictures are set in."""
CELL = 0.61
"""Width of one character of a monospaced font in ems: the widest of the stack is 0.602."""
PROSE = 0.56
"""Mean width of a character of running sans-serif text in ems, on the wide side."""
_LIKE_M, _LIKE_O, _LIKE_A = 1.02, 0.78, 0.59
"""Widths in ems that no sans-serif letter like m, O or a exceeds; what is not ASCII counts as wide."""
TOOLTIP = 600
"""Most characters of one tooltip; names beyond that are not names."""
_MARKS = 3
"""Combining marks that may follow one letter; a taller pile would run over its neighbours."""


def safe(text: str) -> str:
    """The text on one line with nothing XML forbids and nothing that reorders or hides its surroundings.

    Control, format (as direction overrides), surrogate, private and unassigned characters become U+FFFD.
    """
    if text.isascii() and text.isprintable():
        return text
    return _tame_marks("".join(_visible(character) for character in text))


def _visible(character: str) -> str:
    if character.isspace():
        return " "
    return REPLACEMENT if unicodedata.category(character)[0] == "C" else character


def _tame_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character)[0] == "M" else 0
        kept.append(character if run <= _MARKS else REPLACEMENT)
    return "".join(kept)


def cells(text: str) -> int:
    """How many columns of a monospaced font the text takes."""
    if text.isascii():
        return len(text)
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    wide = character == REPLACEMENT or unicodedata.east_asian_width(character) in "WF"
    return 2 if wide else 1


def prose_width(text: str) -> float:
    """Width of a sans-serif line in ems, on the wide side."""
    return sum(_prose_em(character) for character in text if _cells_of(character))


def _prose_em(character: str) -> float:
    if character in "MWmw@%" or not character.isascii():
        return _LIKE_M
    return _LIKE_O if character.isupper() or character == "&" else _LIKE_A


def shorten(text: str, limit: int) -> str:
    """The text in at most `limit` columns, cut in the middle: the ends of names tell most."""
    if cells(text) <= limit:
        return text
    head = _take(text, limit // 2)
    tail = _take(text[::-1], (limit - 1) // 2)[::-1]
    return head + ELLIPSIS + tail


def fit_prose(text: str, ems: float) -> str:
    """The text as a sans-serif line of at most `ems` ems, cut in the middle."""
    if prose_width(text) <= ems:
        return text
    limit = int(ems / _LIKE_A)
    while limit > 1 and prose_width(shorten(text, limit)) > ems:
        limit -= 1
    return shorten(text, limit)


def _take(text: str, limit: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _cells_of(character)
        if used > limit:
            return text[:index]
    return text


def wrap(text: str, width: float, size: float) -> list[str]:
    """Running text in lines of at most about `width` pixels at font size `size`."""
    limit = max(10, int(width / (size * PROSE)))
    lines = [""]
    for word in text.split():
        word = shorten(word, limit)  # noqa: PLW2901
        joined = f"{lines[-1]} {word}".strip()
        if cells(joined) <= limit:
            lines[-1] = joined
        else:
            lines.append(word)
    return [line for line in lines if line]


def tooltip(text: str) -> str:
    """A `<title>` element with the safe text, its end said to be missing where it is too long to keep."""
    whole = safe(text)
    if len(whole) > TOOLTIP:
        whole = f"{whole[:TOOLTIP]}{ELLIPSIS} ({len(whole):,} characters in all)"
    return f"<title>{content(whole)}</title>"


def attribute(text: str) -> str:
    """The safe text as a quoted attribute value."""
    return f'"{escape(shorten(safe(text), TOOLTIP))}"'


def content(text: str) -> str:
    """The safe text as element content."""
    return escape(safe(text), quote=False)
