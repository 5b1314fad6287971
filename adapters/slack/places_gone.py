"""Slack's words for a place where the bot can post nothing more, and what a person can do about each."""

from types import MappingProxyType

from slack_sdk.errors import SlackApiError

from adapters.slack.refusal import refusal
from adapters.slack.workspace import REMOVED
from core.errors import PlaceGone

NOT_A_MEMBER = "I am not a member of this channel; invite me with /invite, then ask again."
NOT_THERE_YOURSELF = "You are not a member of this channel; join it, then ask again."
ARCHIVED = "This channel is archived; ask me in another one."
NO_THREAD = "This thread takes no answers any more; ask me outside of it."
NOT_ALLOWED = "I may not post here; ask me in another channel, or ask an admin of Slack to let me post."

RESTRICTED = "restricted_action"
"""How several words begin: for channels that are read only, threads that are locked, and so on."""

SENTENCES = MappingProxyType(
    {
        "not_in_channel": NOT_A_MEMBER,
        "channel_not_found": NOT_A_MEMBER,
        "user_not_in_channel": NOT_THERE_YOURSELF,
        "is_archived": ARCHIVED,
        "thread_not_found": NO_THREAD,
        "cannot_reply_to_message": NO_THREAD,
        "messages_tab_disabled": NOT_ALLOWED,
        "ekm_access_denied": NOT_ALLOWED,
        "account_inactive": REMOVED,
        "invalid_auth": REMOVED,
        "not_authed": REMOVED,
        "token_revoked": REMOVED,
        "team_access_not_granted": REMOVED,
    }
)
"""None of them goes away by itself. A token that expired is renewed, so that its word is not among them."""


def place_gone(error: SlackApiError) -> PlaceGone | None:
    """What a refusal means, if it is that nothing can be posted in its place; None for any other."""
    word = refusal(error)
    sentence = NOT_ALLOWED if word.startswith(RESTRICTED) else SENTENCES.get(word)
    return None if sentence is None else PlaceGone(sentence)
