"""Numbers of bytes as people say them."""

_UNITS = ("kB", "MB", "GB")


def in_words(count: int) -> str:
    """A number of bytes with its unit: ``812 B``, ``3.4 kB``, ``1,200.0 GB``."""
    size, unit = float(count), "B"
    for larger in _UNITS:
        if size < 1000:
            break
        size, unit = size / 1000, larger
    return f"{count} B" if unit == "B" else f"{size:,.1f} {unit}"
