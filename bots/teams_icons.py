"""The two pictures of a Teams app: one in colour (192 by 192), one in white on nothing (32 by 32)."""

MARK = (
    '<path d="M9 9v7a6 6 0 0 0 6 6h4" fill="none" stroke="#fff" stroke-width="2.5"/>'
    '<circle cx="9" cy="9" r="3.5" fill="#fff"/><circle cx="22" cy="22" r="3.5" fill="#fff"/>'
)
"""A job that starts another one: the mark of the pages, too."""

COLOR_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="192" height="192">'
    f'<rect width="32" height="32" fill="#0b5cad"/>{MARK}'
    '<circle cx="22" cy="10" r="3.5" fill="#8fc1f2"/></svg>'
)
"""It fills the square: Teams rounds the corners itself."""

OUTLINE_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32">'
    f'{MARK}<circle cx="22" cy="10" r="2.5" fill="none" stroke="#fff" stroke-width="2"/></svg>'
)


def icons() -> dict[str, bytes]:
    """The PNG files by the names that the manifest gives them."""
    import resvg_py  # only where they are drawn

    drawn = {"color.png": COLOR_SVG, "outline.png": OUTLINE_SVG}
    return {name: bytes(resvg_py.svg_to_bytes(svg)) for name, svg in drawn.items()}
