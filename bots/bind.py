"""Where the service listens, and under which names it may be asked for."""

import ipaddress
import os
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from dotenv import dotenv_values

from core.errors import UserFacingError
from core.settings import Settings

NO_DEMO = (
    "SLACK_",
    "TEAMS_",
    "MICROSOFT_APP_",
    "JWT_",
    "DATAOPS_POLICY",
    "DATAOPS_PUBLIC_URL",
    "DATAOPS_SECRETS_DIR",
    "DATAOPS_AWS_SECRET",
)
"""Settings of a real installation: where one is set, nobody may become somebody else by a click."""


@dataclass(frozen=True, slots=True)
class Bind:
    """An open socket; ``address`` is what people type, ``hosts`` what their browsers may say."""

    socket: socket.socket
    address: str
    hosts: frozenset[str]


def bind(settings: Settings, host: str, port: int, *, demo: bool) -> Bind:
    """Open the socket; raises UserFacingError for what would not be safe, and for a port that is taken."""
    loopback = is_loopback(host)
    if demo:
        _check_demo(loopback=loopback)
    elif not loopback and (settings.dataops_policy is None or settings.dataops_public_url is None):
        raise UserFacingError(
            f"{host} can be reached by others: set DATAOPS_POLICY to your own policy and DATAOPS_PUBLIC_URL "
            "to the address that people use, or serve on 127.0.0.1."
        )
    listener = _listener(host, port)
    port = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    address = settings.dataops_public_url or f"http://{shown}:{port}"
    names = {_host(address)}
    if loopback:
        names |= {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
    return Bind(listener, address.rstrip("/"), frozenset(names))


def _check_demo(*, loopback: bool) -> None:
    """The demo's people need no login, so it must not stand beside anything real."""
    known = {name.upper() for name in (*os.environ, *dotenv_values(".env"))}
    real = sorted(name for name in known if name.startswith(NO_DEMO))
    if real:
        raise UserFacingError(
            f"--demo lets everybody become anybody, so it does not run beside {', '.join(real)}; unset that, "
            "or leave --demo out."
        )
    if not loopback:
        raise UserFacingError("--demo lets everybody become anybody, so it runs on 127.0.0.1 only.")


def _host(address: str) -> str:
    """What a browser says in its Host header: in lower case, without the port that goes without saying."""
    parts = urlsplit(address.lower())
    usual = {"http": ":80", "https": ":443"}[parts.scheme]
    return parts.netloc.removesuffix(usual)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listener(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise UserFacingError(
            f"{host}:{port} cannot be used ({error.strerror}); choose another with --host and --port."
        ) from error
