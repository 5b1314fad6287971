"""The desk of the service, at which doors hand in what they take."""

from bots.service import Service
from core.chat.desk import Desk


def open_desk(service: Service) -> Desk:
    """Inbox, engine and policy, as doors know them."""
    authorizer, runs = service.authorizer, service.runs
    return Desk(
        service.inbox.receive,
        service.engine.wake,
        runs.takes_part,
        authorizer.knows,
        authorizer.allows,
        runs.question,
    )
