"""``dataops token``: a one-time link that logs somebody in at a browser, and tokens for the API."""

import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import orjson

from adapters.web.logins import LINK_SECONDS, Logins
from bots.access import DEMO_POLICY
from bots.doors import open_web_door
from bots.serving_lock import serving_address
from bots.token_person import TokenPerson, token_person
from bots.tokens import open_auth
from core.access.audit import Act, AuditLog
from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.access.people import People
from core.access.policy_book import PolicyBook
from core.access.token_pair import TokenPair
from core.errors import UserFacingError
from core.settings import Settings, load_settings
from core.storage.database import Database
from core.telemetry import log_to_stderr

NOT_SERVED = "http://127.0.0.1:8000"
"""Where the service will be, if nothing else is said."""


def run_token(user: str, *, as_json: bool) -> int:
    """Print the link and the tokens of a person whom the policy knows; the exit code."""
    log_to_stderr()
    settings = load_settings()
    with _people(settings) as (database, authorizer, people):
        whom = token_person(user, authorizer)
        address = _address(settings)
        link = _link(settings, address, whom)
        if link is not None:
            act = Act(whom.person, "", "token.create", "login link")
            AuditLog(database).record(act, allowed=True)
        pair = _pair(settings, database, people, whom.person, address)
    _print(link, pair, as_json=as_json)
    return 0


def _address(settings: Settings) -> str:
    address = serving_address(settings.dataops_home)
    if address is None:
        address = settings.dataops_public_url or NOT_SERVED
        _note("no process serves this DATAOPS_HOME now; start dataops serve.")
    return address.rstrip("/")


@contextmanager
def _people(settings: Settings) -> Iterator[tuple[Database, PolicyAuthorizer, People]]:
    """The people of the policy, as it was changed in chats."""
    with closing(Database(settings.dataops_home / "dataops.db")) as database:
        book = PolicyBook(settings.dataops_policy or DEMO_POLICY, database)
        directory = Directory(database)
        authorizer = PolicyAuthorizer(lambda: book.policy, directory)
        yield database, authorizer, People(authorizer, directory)


def _link(settings: Settings, address: str, whom: TokenPerson) -> str | None:
    if whom.login is None:
        _note(f"{whom.person} has no name at the browser (web:local:…) in the policy, so no link to log in.")
        return None
    database, _ = open_web_door(settings.dataops_home)
    with closing(database):
        return f"{address}/login?token={Logins(database).link(whom.login)}"


def _pair(
    settings: Settings, database: Database, people: People, person: str, address: str
) -> TokenPair | None:
    """The tokens; the link is good without them, so that a key that is missing is told and no more."""
    try:
        auth = open_auth(settings, database, people, address)
    except UserFacingError as error:
        _note(f"no token for the API: {error}")
        return None
    auth.sweep()
    return auth.issue(person)


def _print(link: str | None, pair: TokenPair | None, *, as_json: bool) -> None:
    if as_json:
        tokens = dict.fromkeys(TokenPair.model_fields) if pair is None else pair.model_dump()
        print(orjson.dumps({"login": link, **tokens}, option=orjson.OPT_INDENT_2).decode())
        return
    if link is not None:
        print(link)
        _note(f"the link is good once, for {LINK_SECONDS // 60} minutes.")
    if pair is not None:
        print(pair.access_token)
        _note(f"the API token is good for {pair.expires_in // 60} minutes (--json: with one to renew it).")


def _note(text: str) -> None:
    print(f"dataops token: {text}", file=sys.stderr)
