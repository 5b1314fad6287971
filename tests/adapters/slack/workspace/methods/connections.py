"""apps.connections.open: the address of a Socket Mode connection."""

from tests.adapters.slack.workspace.call import Call, Endpoint, Endpoints
from tests.adapters.slack.workspace.meter import TIER_1
from tests.adapters.slack.workspace.payload import JSON


def open_connection(call: Call) -> JSON:
    """An address that is good once."""
    ticket = call.world.identifiers.secret("ticket")
    call.world.tickets.add(ticket)
    base = call.world.base_url.replace("http", "ws", 1)
    return {"ok": True, "url": f"{base}/link/?ticket={ticket}&app_id={call.world.app_id}"}


ENDPOINTS: Endpoints = {
    "apps.connections.open": Endpoint(open_connection, ("connections:write",), TIER_1, token="app")
}
