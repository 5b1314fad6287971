"""A refusal of the connector, in its words.

Codes and sentences: msteams-docs, bots/how-to/conversations/conversation-messages.md, "Status codes from bot
conversational APIs".
"""

from tests.adapters.teams.connector.payload import JSON


class ConnectorError(Exception):
    """Ends a call. Without a code it is refused by the gateway before the connector, which has another
    shape."""

    def __init__(self, status: int, code: str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers or {}

    def answer(self) -> JSON:
        if not self.code:
            return {"message": self.message}
        return {"error": {"code": self.code, "message": self.message}}


def bad_argument(message: str) -> ConnectorError:
    return ConnectorError(400, "BadArgument", message)


def bad_syntax(message: str) -> ConnectorError:
    return ConnectorError(400, "BadSyntax", message)


def unauthorized() -> ConnectorError:
    return ConnectorError(401, "", "Authorization has been denied for this request.")


def conversation_not_found() -> ConnectorError:
    return ConnectorError(404, "ConversationNotFound", "Conversation not found.")


def activity_not_found() -> ConnectorError:
    """The sentence is the one that Microsoft documents for this code."""
    return ConnectorError(404, "ActivityNotFoundInConversation", "Conversation not found.")
