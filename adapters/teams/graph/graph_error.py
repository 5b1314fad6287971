"""What went wrong with a call of Microsoft Graph."""


class GraphError(Exception):
    """There is no answer to use.

    ``status`` is that of HTTP, 0 where nothing (or nothing that makes sense) came back; ``code`` is Graph's
    own word for the reason, or ours.
    """

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code

    @property
    def denied(self) -> bool:
        """Whether a right is missing."""
        return self.status in (401, 403)

    @property
    def there_already(self) -> bool:
        """Whether what was to be made has been made before."""
        return self.status == 409
