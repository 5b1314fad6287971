"""The threads of the terminal, one file each: what was posted stays readable and is never posted twice."""

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

from core.chat.forgotten import Forgotten
from core.chat.surface import MessageRef
from core.chat.thread_ref import ThreadRef


class Transcript:
    """Posts by thread in a folder. A line is a post; what a crash cut short is no JSON and no post."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def append(self, thread: ThreadRef, key: str, text: str) -> MessageRef:
        """Add a post and make it durable, unless one with this key stands."""
        known = self.find(thread, key)
        if known is None:
            self._write(thread, {"key": key, "text": text})
        return known or MessageRef(thread, key)

    def find(self, thread: ThreadRef, key: str) -> MessageRef | None:
        """The post with this key, if it stands."""
        found = any(post["key"] == key for post in self.posts(thread))
        return MessageRef(thread, key) if found else None

    def posts(self, thread: ThreadRef) -> Iterator[dict[str, str]]:
        """All whole posts of a thread, in order."""
        path = self._path(thread)
        if not path.is_file():
            return
        for line in path.read_bytes().split(b"\n"):
            with suppress(ValueError):
                post = json.loads(line)
                if isinstance(post, dict) and {"key", "text"} <= post.keys():
                    yield post

    def forget(self, forgotten: Forgotten) -> None:
        """Keep nothing of these posts; a crash leaves all of them or none."""
        thread = forgotten.thread
        path = self._path(thread)
        if not path.is_file():
            return
        kept = [post for post in self.posts(thread) if not forgotten.holds(post["key"])]
        fresh = path.with_suffix(".fresh")
        fresh.unlink(missing_ok=True)
        self._append(fresh, kept)
        fresh.replace(path)

    def delete_before(self, moment: datetime) -> int:
        """Remove the files that nothing was added to since; how many. Lines have no time of their own."""
        old = [path for path in self._folder.glob("*.*") if _changed(path) < moment.timestamp()]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)

    def _write(self, thread: ThreadRef, post: dict[str, str]) -> None:
        """One line, on its own even after a cut one, and on the disk before this returns."""
        path = self._path(thread)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._append(path, [post])

    def _append(self, path: Path, posts: Iterable[dict[str, str]]) -> None:
        with path.open("ab") as stream:
            stream.write(b"\n" if self._torn(path) else b"")
            stream.writelines(json.dumps(post).encode() + b"\n" for post in posts)
            stream.flush()
            os.fsync(stream.fileno())

    def _torn(self, path: Path) -> bool:
        """Whether the file ends in the middle of a line."""
        if path.stat().st_size == 0:
            return False
        with path.open("rb") as stream:
            stream.seek(-1, os.SEEK_END)
            return stream.read() != b"\n"

    def _path(self, thread: ThreadRef) -> Path:
        """The file of a thread; a name too long for file systems (255 bytes) is cut and gets a digest."""
        name = quote(str(thread), safe="")
        if len(name) > 200:
            name = f"{name[:130]}-{sha256(name.encode()).hexdigest()}"
        return self._folder / f"{name}.jsonl"


def _changed(path: Path) -> float:
    """When a file was changed last, in seconds; one that is gone was so just now."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
