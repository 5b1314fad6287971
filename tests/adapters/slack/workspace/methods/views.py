"""views.open, views.update, views.publish."""

from typing import Literal

from tests.adapters.slack.workspace import message as messages
from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.meter import TIER_4
from tests.adapters.slack.workspace.payload import JSON, fill
from tests.adapters.slack.workspace.rules.view_rules import check_view
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.adapters.slack.workspace.stored_view import StoredView
from tests.adapters.slack.workspace.team import Install
from tests.adapters.slack.workspace.world import World

_GIVEN = (
    "type",
    "blocks",
    "private_metadata",
    "callback_id",
    "title",
    "submit",
    "close",
    "clear_on_close",
    "notify_on_close",
    "external_id",
)


def new_hash(world: World) -> str:
    """What changes with every version of a view."""
    return f"{world.now()}.{world.identifiers.next('h')}"


def stored(world: World, install: Install, team: str, given: JSON, **more: object) -> JSON:
    """A view as Slack gives it back."""
    view_id = world.identifiers.next("V")
    kept = {key: given[key] for key in _GIVEN if key in given}
    kept["blocks"] = messages.named(world, kept["blocks"])
    values = {"id": view_id, "root_view_id": view_id, "hash": new_hash(world), "team_id": team}
    own = {"app_id": install.app_id, "bot_id": install.bot_id, "app_installed_team_id": install.team.id}
    return fill("objects/view", **(values | own | kept | more))


def changed(world: World, view: StoredView, given: JSON) -> None:
    """Put another content into a view; its id stays."""
    kept = {key: given[key] for key in _GIVEN if key in given}
    kept["blocks"] = messages.named(world, kept["blocks"])
    view.json = view.json | kept | {"hash": new_hash(world)}
    view.errors = {}


def open_view(call: Call) -> JSON:
    """Open a form for the person whose act gave the trigger."""
    given = _given(call, "modal")
    external_id = given.get("external_id")
    if external_id and any(view.json["external_id"] == external_id for view in call.world.views.values()):
        raise SlackError("duplicate_external_id")
    user, team = call.world.triggers.exchange(call.args.needed("trigger_id"))
    view = StoredView(stored(call.world, call.install, team, given), user)
    call.world.views[view.id] = view
    return {"ok": True, "view": view.json}


def update(call: Call) -> JSON:
    """Change an open form, if nobody changed it since ``hash``."""
    given = _given(call, "modal")
    view = _find(call)
    _check_hash(call, view)
    changed(call.world, view, given)
    return {"ok": True, "view": view.json}


def publish(call: Call) -> JSON:
    """Show somebody's home tab."""
    given, user = _given(call, "home"), call.args.needed("user_id")
    if user not in call.world.people:
        raise SlackError("user_not_found")
    view = call.world.homes.get(user)
    if view is None:
        view = StoredView(stored(call.world, call.install, call.grant.team, given, title=None), user)
        call.world.homes[user] = view
    else:
        _check_hash(call, view)
        changed(call.world, view, given)
    return {"ok": True, "view": view.json}


def _given(call: Call, kind: Literal["modal", "home"]) -> JSON:
    return check_view(call.args.structure("view"), kind)


def _find(call: Call) -> StoredView:
    view_id, external_id = call.args.text("view_id"), call.args.text("external_id")
    for view in call.world.views.values():
        named = view.id == view_id or (external_id and view.json["external_id"] == external_id)
        if named and view.open:
            return view
    raise SlackError("not_found")


def _check_hash(call: Call, view: StoredView) -> None:
    if call.args.text("hash", view.json["hash"]) != view.json["hash"]:
        raise SlackError("hash_conflict")


ENDPOINTS: Endpoints = {
    "views.open": Endpoint(open_view, limit=TIER_4),
    "views.update": Endpoint(update, limit=TIER_4),
    "views.publish": Endpoint(publish, limit=TIER_4),
}
