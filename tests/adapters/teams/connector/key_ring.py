"""The keys that are published now."""

from tests.adapters.teams.connector.keys import SigningKey
from tests.adapters.teams.connector.payload import JSON


class KeyRing:
    """``current`` signs for Teams; ``other_channel`` is as good, but does not speak for Teams."""

    def __init__(self) -> None:
        self._made = 0
        self.current = self._make()
        self.other_channel = SigningKey("key-of-another-channel", ("webchat",))
        self.published = [self.current, self.other_channel]

    def rotate(self) -> SigningKey:
        """Sign with a new key from now on; the old one stays published for those who know it."""
        self.current = self._make()
        self.published.append(self.current)
        return self.current

    def json(self) -> JSON:
        return {"keys": [key.jwk() for key in self.published]}

    def _make(self) -> SigningKey:
        self._made += 1
        return SigningKey(f"key-{self._made}")
