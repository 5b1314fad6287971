"""What Graph does not do (learn.microsoft.com/graph/errors)."""


class RefusedError(Exception):
    """Ends a call, with Graph's word for the reason."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


def not_found() -> RefusedError:
    return RefusedError(404, "itemNotFound")
