"""A page of Markdown as one HTML file that loads nothing."""

from html import escape

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;"
    "color:#1c1e21;background:#fff}table{border-collapse:collapse}th,td{border:1px solid #c8ccd1;"
    "padding:.3rem .6rem;text-align:left;vertical-align:top}pre{"
    "background:#f4f5f7;padding:1rem;overflow:auto}"
    "code{font-family:ui-monospace,monospace}thead:has(th:empty:first-child){display:none}"
)


def html_page(title: str, markdown: str) -> str:
    """The file's text. Markup in the Markdown's texts stays text, and links of scripts are none."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{parser.render(markdown)}</body>\n</html>\n"
    )
