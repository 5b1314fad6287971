"""Why a model had no part in an answer."""


class ModelNotUsed(Exception):  # noqa: N818 - it says what happened
    """The answer is worked out without a model. ``note`` is the sentence for people, or empty.

    Where a person or a channel may use none, there is nothing to tell.
    """

    def __init__(self, note: str = "") -> None:
        super().__init__(note or "a model may not be used here")
        self.note = note


class ModelSilent(ModelNotUsed):
    """It was asked and did not answer soundly. ``reason`` is a word for the log.

    ``billed``: nobody knows what it has cost. ``own_fault``: it is there, and said what cannot be used.
    """

    def __init__(self, reason: str, *, billed: bool, own_fault: bool = False) -> None:
        super().__init__("The model did not answer; answered without it.")
        self.reason = reason
        self.billed = billed
        self.own_fault = own_fault
