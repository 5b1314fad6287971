"""What people do with forms: send them, close them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.adapters.slack.workspace import elements
from tests.adapters.slack.workspace.courier import Courier
from tests.adapters.slack.workspace.delivery import Act
from tests.adapters.slack.workspace.envelopes import Envelopes
from tests.adapters.slack.workspace.looking import OpenView
from tests.adapters.slack.workspace.methods.views import changed, stored
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules.view_rules import check_view
from tests.adapters.slack.workspace.stored_view import StoredView
from tests.adapters.slack.workspace.uploads import Uploads
from tests.adapters.slack.workspace.world import World


@dataclass
class Forms:
    """Each verb delivers what Slack would, and does with the form what the app answers."""

    world: World
    envelopes: Envelopes
    courier: Courier

    async def submit(self, view: OpenView, values: Mapping[str, Any], *, user: str | None = None) -> Act:
        """Send a form, also one that was sent before: a second click may be on its way.

        ``values`` go by ``action_id`` or ``block_id``: texts, the values of options, files as (name, bytes).
        The answer is acted on: errors, another content, a further form, or closing.
        """
        person = user or view.user
        state = {"values": elements.state(view.blocks, values, Uploads(self.world, person))}
        sent = view.raw | {"state": state}
        trigger_id = self.world.triggers.issue(person, self.world.people[person].team)
        delivery = self.envelopes.interaction("view_submission", person, trigger_id=trigger_id, view=sent)
        act = Act(await self.courier.deliver(delivery), trigger_id=trigger_id)
        if act.status == 200:
            self._follow(self.world.views[view.id], json.loads(act.body or b"{}"))
        return act

    async def close(self, view: OpenView) -> Act:
        """Close a form without sending it; the app hears of it if it asked to."""
        self.world.views[view.id].open = False
        if not view.raw["notify_on_close"]:
            return Act()
        delivery = self.envelopes.interaction("view_closed", view.user, view=view.raw)
        return Act(await self.courier.deliver(delivery))

    def _follow(self, view: StoredView, answer: JSON) -> None:
        """Do with a form what the app answered: https://docs.slack.dev/surfaces/modals."""
        action = answer.get("response_action")
        if action == "errors":
            view.errors = answer["errors"]
        elif action == "update":
            changed(self.world, view, check_view(answer["view"], "modal"))
        elif action == "push":
            install = self.world.installs[view.json["app_installed_team_id"]]
            given = check_view(answer["view"], "modal")
            more = {"previous_view_id": view.id, "root_view_id": view.json["root_view_id"]}
            pushed = StoredView(stored(self.world, install, view.json["team_id"], given, **more), view.user)
            self.world.views[pushed.id] = pushed
        elif action == "clear":
            for each in self.world.views.values():
                each.open = each.open and each.user != view.user
        else:
            view.open = False
