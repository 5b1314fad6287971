"""What finds a file of Slack again."""

import re
from dataclasses import dataclass

_LOCATOR = re.compile(r"([A-Za-z0-9_.-]{1,200})/([A-Za-z0-9_.-]{1,200})")


@dataclass(frozen=True, slots=True)
class FileLocator:
    """A file's id, and the tenant whose token may ask for it; ``str`` gives ``T1/F1``.

    No address is kept: Slack is asked for it when the file is fetched, so that no message can bring one.
    """

    tenant: str
    file: str

    def __str__(self) -> str:
        return f"{self.tenant}/{self.file}"

    @classmethod
    def parse(cls, text: str) -> "FileLocator":
        """The inverse of ``str``; raises ValueError for anything else."""
        match = _LOCATOR.fullmatch(text)
        if match is None:
            raise ValueError("expected a tenant and a file id")
        return cls(match[1], match[2])
