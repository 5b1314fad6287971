"""Texts that are kept for an hour because they can be had again; here in the memory of this process."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

SECONDS = 3600
"""How long a text is kept."""

MOST = 500
"""Texts in memory; the one that was not asked for longest goes first."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The text of a key, if it is kept.

    ``generation`` is what a text that is found elsewhere now is kept with; None where none can be kept.
    """

    text: str | None
    generation: str | None


class PassingTexts(Protocol):
    """Texts by key. Blocking calls; safe for several threads; nothing raises."""

    def look(self, key: str) -> Looked:
        """What there is."""
        ...

    def keep(self, key: str, text: str, generation: str | None) -> None:
        """Keep a text, unless everything was cleared since ``generation`` was seen."""
        ...

    def clear(self) -> None:
        """Remove every text."""
        ...


class MemoryTexts:
    """``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._texts = OrderedDict[str, tuple[float, str]]()
        self._cleared = 0

    def look(self, key: str) -> Looked:
        """What there is."""
        with self._lock:
            until, text = self._texts.get(key, (0.0, ""))
            if key not in self._texts or until <= self._clock():
                self._texts.pop(key, None)
                return Looked(None, str(self._cleared))
            self._texts.move_to_end(key)
            return Looked(text, str(self._cleared))

    def keep(self, key: str, text: str, generation: str | None) -> None:
        """Keep a text, unless everything was cleared since ``generation`` was seen."""
        with self._lock:
            if generation == str(self._cleared):
                self._texts[key] = (self._clock() + SECONDS, text)
                self._texts.move_to_end(key)
                while len(self._texts) > MOST:
                    self._texts.popitem(last=False)

    def clear(self) -> None:
        """Remove every text."""
        with self._lock:
            self._texts.clear()
            self._cleared += 1
