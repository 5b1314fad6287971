"""The arguments of a Web API call, however they are encoded."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules.message_rules import has_lone_surrogate
from tests.adapters.slack.workspace.slack_error import SlackError


class Arguments:
    """Values by name. In a query or form everything is text, and structures travel as JSON in it."""

    def __init__(self, values: JSON) -> None:
        self.values = values

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def needed(self, name: str) -> str:
        """A text without which there is no call; raises ``invalid_arguments``."""
        if value := self.text(name):
            return value
        raise SlackError(
            "invalid_arguments",
            response_metadata={"messages": [f"[ERROR] missing required field: {name}"]},
        )

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        text = self.text(name)
        if text and not text.isdecimal():
            raise SlackError("invalid_arguments")
        return int(text or default)

    def structure(self, name: str, error: str = "invalid_arguments") -> Any:
        """A list or an object; None where it is not given; raises an error where it is no JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackError(error) from None


async def read_arguments(request: web.Request) -> Arguments:
    """Query, form or JSON, as docs.slack.dev/apis/web-api says; JSON with half characters is refused."""
    values: JSON = dict(parse_qsl(request.query_string, keep_blank_values=True))
    body = await request.text()
    if request.content_type == "application/json" and body:
        return Arguments(values | _decoded(body))
    if request.content_type == "application/x-www-form-urlencoded":
        values |= dict(parse_qsl(body, keep_blank_values=True))
    return Arguments(values)


def _decoded(body: str) -> JSON:
    try:
        decoded = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(decoded, dict):
        raise SlackError("json_not_object")
    if has_lone_surrogate(json.dumps(decoded, ensure_ascii=False)):
        raise SlackError("invalid_json")
    return decoded
