"""``dataops token``: a one-time link that logs somebody in at a browser."""

import sys
from pathlib import Path

from adapters.web.door import PLATFORM, TENANT
from adapters.web.logins import LINK_SECONDS, Logins
from bots.doors import open_web_door
from bots.service import DEMO_POLICY
from bots.serving_lock import serving_address
from core.access.policy import Policy
from core.chat.inbound import Actor
from core.errors import UserFacingError
from core.settings import load_settings


def run_token(user: str) -> int:
    """Print the link for a person whom the policy knows; the exit code."""
    settings = load_settings()
    _check(user, settings.dataops_policy or DEMO_POLICY)
    database, _ = open_web_door(settings.dataops_home)
    try:
        token = Logins(database).link(user)
    finally:
        database.close()
    address = serving_address(settings.dataops_home)
    if address is None:
        address = settings.dataops_public_url or "http://127.0.0.1:8000"
        print("dataops token: no process serves this DATAOPS_HOME now; start dataops serve.", file=sys.stderr)
    print(f"{address.rstrip('/')}/login?token={token}")
    print(f"dataops token: good once, for {LINK_SECONDS // 60} minutes.", file=sys.stderr)
    return 0


def _check(user: str, policy: Path) -> None:
    """Refuse somebody who could do nothing once logged in."""
    if not user.strip():
        raise UserFacingError("--user needs a name.")
    person = str(Actor(platform=PLATFORM, tenant=TENANT, id=user))
    if person not in Policy.load(policy).people:
        raise UserFacingError(f"The policy {policy} does not name {person} among its people; add it first.")
