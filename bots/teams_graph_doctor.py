"""What ``dataops doctor teams`` says of the bot's rights in Microsoft Graph."""

from typing import Any

import jwt

from adapters.teams.graph.rights import READING, READING_OWNERS, RESOURCE_SPECIFIC, WRITING
from core.chat.plain_text import printable
from core.errors import UserFacingError

CONSENT = (
    f"whether {' and '.join(RESOURCE_SPECIFIC)} are consented to, no token tells: who adds the app to a team "
    "or chat is asked for them, if its package was made with TEAMS_GRAPH set"
)


def rights(token: str, *, writes: bool) -> str:
    """What a token may do in the whole tenant, and that it is enough; raises UserFacingError if it is not.

    The token was just given by Microsoft: it is read to be shown, nothing is decided by it.
    """
    granted, enough = _granted(token), WRITING if writes else READING
    shown = ", ".join(granted) or "none"
    if not set(enough) & set(granted):
        raise UserFacingError(
            f"{enough[0]} is missing (granted: {shown}); an admin grants it, see Microsoft Graph in "
            "docs/teams.md. A new right shows once the service and its token are new"
        )
    idle = [each for each in granted if each not in (*READING, *WRITING, *READING_OWNERS)]
    more = f"; not used, so take away: {', '.join(idle)}" if idle else ""
    owners = "known" if set(READING_OWNERS) & set(granted) else f"not known without {READING_OWNERS[0]}"
    return (
        f"Microsoft gives a token; granted: {shown}{more}. {CONSENT[0].upper()}{CONSENT[1:]}; "
        f"owners of teams are {owners}"
    )


def _granted(token: str) -> list[str]:
    """The rights for the whole tenant, as the token has them."""
    try:
        claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        raise UserFacingError("the token that Microsoft gives cannot be read") from error
    roles = claims.get("roles")
    return (
        sorted(printable(each)[:80] for each in roles if isinstance(each, str))
        if isinstance(roles, list)
        else []
    )
