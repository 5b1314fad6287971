"""Activities, conversations and people as botbuilder has them."""

from typing import Any, ClassVar

from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ConversationReference, Entity

from adapters.teams.arrivals.reference import Reference

CHANNEL_ID = "msteams"

_KINDS = {"channel": "channel", "group": "groupChat", "personal": "personal"}


class _WholeEntity(Entity):  # type: ignore[misc]  # botbuilder has no types
    """Sends all that an entity has; botbuilder's own drops everything but its type."""

    _attribute_map: ClassVar = {
        "type": {"key": "type", "type": "str"},
        "additional_properties": {"key": "", "type": "{object}"},
    }


def to_activity(reference: Reference, activity: dict[str, Any]) -> Any:
    """An activity from its JSON, for a conversation."""
    made = Activity().deserialize(activity)
    made.conversation = ConversationAccount(id=reference.conversation)
    if "entities" in activity:
        made.entities = [
            _WholeEntity(type=each.type, additional_properties=each.additional_properties)
            for each in made.entities
        ]
    return made


def to_conversation(reference: Reference) -> Any:
    """A conversation to go on with."""
    return ConversationReference(
        bot=ChannelAccount(id=reference.bot, name=reference.bot_name),
        user=ChannelAccount(id=reference.user) if reference.user else None,
        conversation=ConversationAccount(
            id=reference.conversation,
            tenant_id=reference.tenant,
            conversation_type=_KINDS[reference.scope],
            is_group=reference.scope != "personal",
        ),
        channel_id=CHANNEL_ID,
        service_url=reference.service_url,
        locale=reference.locale or None,
    )


def from_account(account: Any) -> dict[str, Any]:
    """A member with all that Teams tells; botbuilder's own class knows two ids and the name."""
    told: dict[str, Any] = dict(account.additional_properties or {})
    return told | {"id": account.id, "name": account.name, "aadObjectId": account.aad_object_id}
