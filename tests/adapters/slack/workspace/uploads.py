"""Files that somebody puts into a form."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.adapters.slack.workspace.methods.files import new_file
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.talk import Upload
from tests.adapters.slack.workspace.world import World


@dataclass(frozen=True)
class Uploads:
    """Makes file objects of what somebody puts into a file input."""

    world: World
    user: str

    def __call__(self, given: Sequence[Upload]) -> list[JSON]:
        return [new_file(self.world, self.user, name, content).json() for name, content in given]
