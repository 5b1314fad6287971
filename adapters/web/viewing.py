"""Which files may be looked at in the browser, and under which policy."""

STILL = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
WITH_SCRIPT = (
    "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data: blob:"
)
VIEWED = {
    "text/html": ("text/html; charset=utf-8", WITH_SCRIPT),
    "image/svg+xml": ("image/svg+xml; charset=utf-8", STILL),
    "image/png": ("image/png", STILL),
    "text/markdown": ("text/plain; charset=utf-8", STILL),
    "text/plain": ("text/plain; charset=utf-8", STILL),
    "text/csv": ("text/plain; charset=utf-8", STILL),
    "application/json": ("application/json; charset=utf-8", STILL),
}
"""What may be looked at in the browser, how it is served, and its policy.

The sandbox gives each document an origin of its own: a script in it can reach neither this site nor a login.
"""

OPENED = ("text/html", "image/svg+xml", "image/png")
"""What a link from a chat opens to be looked at; tables and texts are kept, large as they may be."""
