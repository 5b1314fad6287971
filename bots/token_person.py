"""Who is meant by ``dataops token --user``."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.web.door import PLATFORM, TENANT
from core.access.authorizer import PolicyAuthorizer
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class TokenPerson:
    """``person`` is as the policy names them, ``login`` their name at the browser if they have one."""

    person: str
    login: str | None


def token_person(user: str, authorizer: PolicyAuthorizer) -> TokenPerson:
    """A user of the policy, a reference (``slack:T0:U0``), or a name at the browser (``web:local:…``).

    Raises UserFacingError for somebody who could do nothing.
    """
    if not user.strip():
        raise UserFacingError("--user needs a name.")
    meant = list(_meant(user, authorizer))
    person = next(filter(authorizer.names, meant), None)
    if person is None:
        raise UserFacingError(f"The policy does not name {meant[0]} among its people; add it first.")
    browsers = filter(authorizer.names, [person, *authorizer.policy.users.get(person, []), *meant])
    return TokenPerson(person, next(filter(None, map(_login, browsers)), None))


def _meant(user: str, authorizer: PolicyAuthorizer) -> Iterator[str]:
    """What the policy may call them; whoever writes a whole reference means that and no other."""
    if _reference(user) is not None:
        yield user
        return
    if user in authorizer.policy.users:
        yield user
    yield str(Actor(platform=PLATFORM, tenant=TENANT, id=user))


def _login(person: str) -> str | None:
    """The name at the browser, of somebody from there."""
    found = _reference(person)
    at_browser = found is not None and (found.platform, found.tenant) == (PLATFORM, TENANT)
    return found.channel if found is not None and at_browser else None


def _reference(text: str) -> ChannelRef | None:
    try:
        return ChannelRef.parse(text)
    except ValueError:
        return None
