"""What nodes returned, by the state that they were given."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

import orjson

KEPT = 256
KEPT_SECONDS = 300.0

PASSING = frozenset({"run_id", "context"})
"""What is different in each run of the same question."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A result of which everybody gets a copy, so that nobody changes it for others."""

    result: Any
    until: float

    def value(self) -> Any:
        """A copy."""
        return deepcopy(self.result)


class NodeCache:
    """The results of one node, the latest ones; for several threads. ``None`` as a key is never kept."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str], Kept] = OrderedDict()
        self._numbers = count(1)
        self._owners: WeakKeyDictionary[Any, int] = WeakKeyDictionary()

    def key(self, owner: Any, session_id: str, state: Any) -> tuple[int, str] | None:
        """What stands for a state, of a session, given to a method of this object; None if nothing can."""
        if not isinstance(state, Mapping):
            return None
        lasting = {name: value for name, value in state.items() if name not in PASSING}
        try:
            written = orjson.dumps([session_id, lasting], option=orjson.OPT_SORT_KEYS)
            with self._lock:
                number = 0 if owner is None else self._owners.setdefault(owner, next(self._numbers))
        except TypeError:  # no JSON, or an owner without a hash
            return None
        return number, sha256(written).hexdigest()

    def get(self, key: tuple[int, str] | None) -> Kept | None:
        """What is kept, unless it is too old."""
        with self._lock:
            kept = None if key is None else self._kept.get(key)
        return kept if kept is not None and self._clock() < kept.until else None

    def keep(self, key: tuple[int, str] | None, result: Any) -> None:
        """Keep a result, unless it cannot be copied; of too many, the oldest goes."""
        if key is None:
            return
        try:
            copy = deepcopy(result)
        except Exception:  # noqa: BLE001 - objects say in many ways that they cannot be copied
            return
        with self._lock:
            self._kept[key] = Kept(copy, self._clock() + KEPT_SECONDS)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
