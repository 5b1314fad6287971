"""The desk of the service, at which doors hand in what they take."""

from bots.service import Service
from core.access.audit import Act
from core.chat.desk import Desk
from core.chat.inbound import Inbound
from core.orchestrator.lexical.handing_over import hands_over


def open_desk(service: Service) -> Desk:
    """Inbox, engine and policy, as doors know them."""
    authorizer, runs, gate = service.access.authorizer, service.records.runs, service.services.gate

    def allows(person: str, channel: str, permission: str) -> bool:
        return gate.admits(Act(person, channel, permission))

    return Desk(
        service.inbox.receive,
        service.engine.wake,
        runs.takes_part,
        authorizer.knows,
        allows,
        service.records.questions.get,
        _hands_over,
    )


def _hands_over(inbound: Inbound) -> bool:
    return hands_over(inbound.text, [file.name for file in inbound.files])
