"""Whose contents rest in a folder or bucket: what no record knows may be what another's records know."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import Protocol
from uuid import uuid4

import structlog

from core.storage.blob_store import BlobStore

MARKS = "owners/"
"""Before a prefix, where each deployment that writes there has one empty content, named by its id."""

UNKNOWN = "unknown"
"""The mark that is laid for whoever wrote what stands there without one."""

SEEN = 1000
"""Contents without any mark that are looked at, to see whether these records know them."""

logger = structlog.get_logger()

Known = Callable[[Collection[str]], Collection[str]]
"""Gives those of some keys that the records know; it may give others, too."""


class OwnerRecords(Protocol):
    """Records that keep the id of the deployment they are of."""

    def owner(self, proposed: str) -> str:
        """The id that was kept first: the proposed one if there was none."""
        ...


class Ownership:
    """Lays this deployment's mark, and says whether everything under a prefix is surely its own.

    It is not where the records are others than those that knew the contents: their table was mistyped, their
    volume is lost, or two deployments share a bucket. Blocking calls; raises StorageError.
    """

    def __init__(self, records: OwnerRecords, blobs: BlobStore, prefix: str, known: Known) -> None:
        """``prefix`` ends with a slash."""
        self._records = records
        self._blobs = blobs
        self._prefix = prefix
        self._known = known
        self._claimed = False

    def claim(self) -> None:
        """Lay the mark before something is written; asked once in a process."""
        if not self._claimed:
            self._marks()
            self._claimed = True

    def is_sure(self) -> bool:
        """Whether what no record knows belonged to this deployment; logged where it is not sure."""
        marks = self._marks()
        if marks != {self._own}:
            reason = "others write there, too; take away the marks beside this one of those that are no more"
        elif not self._know_any():
            reason = "the records know none of them; restore the records"
        else:
            return True
        logger.warning(
            "contents_without_records_kept", prefix=self._prefix, reason=reason, mark=self._folder + self._own
        )
        return False

    def _marks(self) -> set[str]:
        """The ids of all who write here. Ours is laid, and before it one for others who have laid none."""
        marks = {key.removeprefix(self._folder) for key in self._blobs.keys(self._folder)}
        if self._own not in marks:
            for mark in [self._own] if marks or self._know_most() else [UNKNOWN, self._own]:
                with suppress(FileExistsError):
                    self._blobs.write(self._folder + mark, [])
                marks.add(mark)
        return marks

    def _know_most(self) -> bool:
        """Whether what stands here without any mark is ours: of a release that laid none, or nothing."""
        keys = list(islice(self._contents(), SEEN))
        return 2 * len(self._found(keys)) >= len(keys)

    def _know_any(self) -> bool:
        """Whether the records know any content, or there is none."""
        contents, nothing = self._contents(), True
        while keys := list(islice(contents, 100)):
            nothing = False
            if self._found(keys):
                return True
        return nothing

    def _found(self, keys: Iterable[str]) -> set[str]:
        wanted = set(keys)
        return wanted & set(self._known(wanted)) if wanted else set()

    def _contents(self) -> Iterator[str]:
        return self._blobs.keys(self._prefix)

    @property
    def _folder(self) -> str:
        return MARKS + self._prefix

    @cached_property
    def _own(self) -> str:
        return self._records.owner(uuid4().hex)
