"""Errors whose text may be shown to a person; anything else is told in a generic sentence."""


class UserFacingError(Exception):
    """One clear sentence saying what is wrong and what to do; safe to post in a thread."""


class AccessRefused(UserFacingError):  # noqa: N818 - a refusal is no fault
    """The person or the channel may not do this. One sentence for every reason, so that nothing leaks."""

    def __init__(self) -> None:
        super().__init__(
            "You may not do that here. Ask an admin of this bot to grant you access in this channel."
        )


class NotApproved(UserFacingError):  # noqa: N818 - a decline is no fault
    """Somebody declined what a workflow wanted to do, or (``expired``) too few approved it in time."""

    def __init__(self, sentence: str, *, expired: bool = False) -> None:
        super().__init__(sentence)
        self.expired = expired


class TokenRefused(UserFacingError):  # noqa: N818 - a refusal is no fault
    """A token or code is not taken. One sentence for every reason; the log has the reason."""

    def __init__(self) -> None:
        super().__init__("This token is not good here; get a new one with dataops token.")


class PlaceGone(UserFacingError):  # noqa: N818 - it says what has happened
    """Nothing can be posted in a thread any more: the channel is archived, or the bot is not in it now."""


class SessionGone(UserFacingError):  # noqa: N818 - it says what has happened
    """A conversation is not kept any more: it is too old, or was forgotten."""

    def __init__(self) -> None:
        super().__init__("That conversation does not exist any more; start a new thread.")


class StorageError(UserFacingError):
    """A store cannot be used at the moment: the embedded database, or a service in its place."""


class StoreUnavailable(StorageError):  # noqa: N818 - it says what happened
    """A service that stores does not answer, or says that it cannot at the moment; that may pass."""


class LeaseLost(Exception):  # noqa: N818 - it says what happened
    """Another process has taken this run over; whoever sees this stops at once and writes nothing more."""
