"""Text from outside without what would command a terminal or deceive a reader."""

import unicodedata

KEPT = "\n\t\u200c\u200d"
"""Line breaks, tabs, and the joiners that Persian words and many emoji need."""


def printable(text: str) -> str:
    """The text with control characters, direction overrides and lone surrogates replaced by U+FFFD."""
    return "".join(
        c if c in KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Cs") else "\ufffd"
        for c in text.replace("\r\n", "\n")
    )
