"""``dataops manifest teams``: the app package of a deployment, as its admin uploads it to Teams."""

import io
import re
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bots.teams_icons import icons
from bots.teams_manifest import NO_HOST, TeamsApp, manifest
from core.chat.plain_text import printable
from core.errors import UserFacingError
from core.settings import load_settings

NOT_KNOWN = (
    "The address of this deployment is not known, so that the app's links lead to example.com: set "
    "DATAOPS_PUBLIC_URL, or give --url https://HOST."
)
URL = re.compile(r"https://[^\s/?#@\\]+/?")


def run_teams_manifest(
    app_id: str, version: str, url: str | None, out: Path | None, *, slash_commands: bool = False
) -> int:
    """Write the app package to a file, or print its manifest; the exit code."""
    reads = load_settings().teams_graph != "off"
    app = TeamsApp(app_id, version, _address(url), reads_channels=reads, slash_commands=slash_commands)
    if out is None:
        print(manifest(app).decode(), end="")
    else:
        _write(out, package(app))
        print(f"{out}: upload it to Teams")
    if app.address == NO_HOST:
        print(NOT_KNOWN, file=sys.stderr)
    return 0


def package(app: TeamsApp) -> bytes:
    """The zip that Teams takes: manifest and icons. The same content gives the same bytes."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in ({"manifest.json": manifest(app)} | icons()).items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return packed.getvalue()


def _address(url: str | None) -> str:
    """Where the deployment is reached; raises UserFacingError for an address that was given and is none."""
    if url is None:
        known = load_settings().dataops_public_url or ""
        return known.rstrip("/") if URL.fullmatch(known) else NO_HOST
    if URL.fullmatch(url) is None:
        raise UserFacingError(
            f"Teams cannot deliver to {printable(url)!r}; give the public address as https://HOST."
        )
    return url.rstrip("/")


def _write(out: Path, content: bytes) -> None:
    try:
        out.write_bytes(content)
    except OSError as error:
        raise UserFacingError(f"{out} cannot be written ({error.strerror}); choose another -o.") from error
