"""The pages of the local chat, as an aiohttp application."""

from aiohttp import web

from adapters.web import artifact_files, entrance, guard, problems, sending, showing, stream
from adapters.web.pages import STATIC
from adapters.web.site import SITE, Site


def web_application(site: Site) -> web.Application:
    """Every page and what it sends."""
    application = web.Application(
        middlewares=[problems.explain, guard.right_host, guard.right_origin, guard.logged_in]
    )
    application[SITE] = site
    application.on_response_prepare.append(guard.add_headers)
    application.add_routes(
        [
            web.get("/", showing.start),
            web.get("/c/{channel}", showing.channel_page),
            web.post("/c/{channel}", sending.begin),
            web.get("/c/{channel}/live", stream.stream),
            web.get("/c/{channel}/t/{thread}", showing.thread_page),
            web.post("/c/{channel}/t/{thread}", sending.reply),
            web.post("/c/{channel}/t/{thread}/press", sending.press),
            web.get("/c/{channel}/t/{thread}/live", stream.stream),
            web.get("/f/{artifact}", artifact_files.artifact_file),
            web.get("/login", entrance.login_page),
            web.post("/login", entrance.log_in),
            web.post("/logout", entrance.log_out),
            web.post("/person", entrance.become),
            web.static("/static", STATIC),
        ]
    )
    return application
