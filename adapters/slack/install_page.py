"""The page that somebody sees after they installed the app, or did not."""

import base64
from hashlib import sha256
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from adapters.slack.grant import Grant

HERE = Path(__file__).parent / "templates"


class InstallPages:
    """``again`` is where the installation begins."""

    def __init__(self, again: str) -> None:
        self._again = again
        templates = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
        self._template = templates.get_template("install.html")
        self._style = (HERE / "install.css").read_text(encoding="utf-8")
        digest = base64.b64encode(sha256(self._style.encode()).digest()).decode()
        self._headers = {
            "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    def installed(self, grant: Grant) -> web.Response:
        """What to do next."""
        return self._page("Installed", 200, grant=grant)

    def refused(self, status: int, *sentences: str) -> web.Response:
        """Why it did not work, and how to go on."""
        return self._page("Not installed", status, sentences=sentences)

    def _page(
        self, title: str, status: int, *, grant: Grant | None = None, sentences: tuple[str, ...] = ()
    ) -> web.Response:
        style = Markup(self._style)  # noqa: S704 - our own file
        text = self._template.render(
            title=title, style=style, grant=grant, sentences=sentences, again=self._again
        )
        return web.Response(status=status, text=text, content_type="text/html", headers=self._headers)
