"""What people call things, made fit to be kept and shown: one line, bounded, nothing that no person sees."""

import unicodedata


def one_line(text: str, limit: int) -> str:
    """The text in normal form, with controls, direction marks and half pairs as blanks; cut at ``limit``.

    May be empty. The same text always gives the same line, and a line gives itself.
    """
    shown = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text[: 4 * limit]))
    return " ".join(shown.split())[:limit].strip()
