"""The script and the style of the page, and the policy that lets nothing else run."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "page"
MODULES = (
    "text", "elements", "data", "estate", "rows", "source_text", "search", "results", "tree", "links",
    "graph", "definition", "job", "lists", "diagnostics", "source", "navigation", "main",
)  # fmt: skip
"""The script's files in order: they are one scope, so that none has to say what it takes from where."""


@cache
def script() -> str:
    """The one script."""
    files = ((FOLDER / f"{name}.js").read_text("utf-8") for name in MODULES)
    return f'(() => {{\n"use strict";\n{"".join(files)}}})();\n'


@cache
def style() -> str:
    """The one style sheet."""
    return (FOLDER / "report.css").read_text("utf-8")


@cache
def policy() -> str:
    """Only this script and this style run; nothing is fetched, sent, framed or made from text."""
    return (
        f"default-src 'none'; script-src {_digest(script())}; style-src {_digest(style())}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
