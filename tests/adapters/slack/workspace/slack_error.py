"""An answer of ``ok: false``."""

from tests.adapters.slack.workspace.payload import JSON


class SlackError(Exception):
    """Ends a call with an error; further keys stand beside it in the answer."""

    def __init__(self, error: str, **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def answer(self) -> JSON:
        return {"ok": False, "error": self.error, **self.more}


def invalid(error: str, complaints: list[str]) -> SlackError:
    """An error with Slack's list of what is wrong where, as ``invalid_blocks`` brings it.

    The shape is in https://github.com/slackapi/java-slack-sdk/issues/1017.
    """
    messages = [f"[ERROR] {complaint}" for complaint in complaints]
    return SlackError(error, errors=complaints, response_metadata={"messages": messages})
