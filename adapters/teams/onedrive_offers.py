"""Files that are offered to one person: they are put into their OneDrive if they agree."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from weakref import WeakValueDictionary

import aiohttp
import structlog

from adapters.teams.arrivals.file_consent import FileConsent, Upload
from adapters.teams.consent_posts import ConsentPosts
from adapters.teams.consents import (
    Consent,
    Consents,
    ConsentState,
    Decision,
    OfferedFile,
    OfferedFiles,
    PutFile,
)
from adapters.teams.file_hosts import FileHosts
from adapters.teams.file_names import named
from adapters.teams.onedrive import upload
from adapters.teams.packing import as_one, name_and_size
from adapters.teams.transport import Limited, Refused, Unsure
from core.chat.errands import Errands
from core.chat.surface import Deliverable, MessageRef
from core.chat.thread_ref import ThreadRef
from core.errors import UserFacingError

logger = structlog.get_logger()

OVER = "That is over already; ask again for the files."
FOREIGN = "Teams named a place that I may not send files to; tell an admin."
NOT_ALLOWED = "You may not have files of mine here any more; ask an admin."


class OneDriveOffers:
    """Only in a chat with one person does Teams take files of a bot, and only with consent.

    Of each offer one thing is done at a time: whatever comes meanwhile sees what came of it. ``content`` says
    where a version of an artifact lies now, and raises UserFacingError or OSError; to be set before anything
    is taken in. It blocks.
    """

    def __init__(self, posts: ConsentPosts, consents: Consents, hosts: FileHosts, errands: Errands) -> None:
        self._posts = posts
        self._consents = consents
        self._hosts = hosts
        self._errands = errands
        self.content: Callable[[str, int], Path] = _nowhere
        self._busy = WeakValueDictionary[str, asyncio.Lock]()

    async def make(self, thread: ThreadRef, items: Sequence[Deliverable], key: str) -> bool:
        """Ask one question for all files; false where Teams takes none here.

        Raises OSError for files that are not there, and what the posting raises; then it is to be made again.
        """
        there = [*named(items)]
        name, size = await name_and_size([(name, partial(Path, item.path)) for name, item in there])
        offered = OfferedFiles(files=tuple(_offered(name, item) for name, item in there), size=size)
        consent = await asyncio.to_thread(self._consents.keep, f"{key}:consent", thread, name, offered)
        if consent.state is ConsentState.ANNOUNCED:
            try:
                await self._posts.ask(consent)
            except Refused as error:
                logger.warning("files_not_offered", reason=str(error))
                return False
            await asyncio.to_thread(self._consents.posted, consent.id)
        return True

    async def take(self, answer: FileConsent) -> None:
        """Somebody said yes or no: put the files there, and leave the question closed."""
        asked = str(answer.context.get("consent", ""))
        async with self._alone(asked):
            consent = await self._asked(answer)
            if consent is None:
                await self._close_strange(answer)
            elif consent.decision is None:
                await self._decide(consent, await self._outcome(consent, answer.upload), answer.card)
            else:
                await self._settle(consent, consent.decision, answer.card)

    async def refuse(self, answer: FileConsent) -> None:
        """Somebody who may not have the files any more said yes or no."""
        asked = str(answer.context.get("consent", ""))
        async with self._alone(asked):
            consent = await self._asked(answer)
            if consent is None:
                await self._close_strange(answer)
            else:
                await self._decide(consent, Decision(sentence=NOT_ALLOWED), answer.card)

    async def resume(self) -> None:
        """Begin to finish what is left of an earlier process; to be called before anything is taken in."""
        for consent in await asyncio.to_thread(self._consents.unfinished):
            self._errands.begin(self._go_on(consent))

    async def _go_on(self, consent: Consent) -> None:
        """Close a card that was left open; ask again where nobody knows whether the files were put there."""
        async with self._alone(consent.id):
            now = await asyncio.to_thread(self._consents.find, consent.id)
            if now is None:
                return
            if now.decision is not None:
                await self._settle(now, now.decision, None)
            elif now.state is ConsentState.TAKEN:
                await asyncio.to_thread(self._consents.reopen, now.id)
                await self._posts.ask_again(now)

    async def _asked(self, answer: FileConsent) -> Consent | None:
        """The question that is answered; None for one that is too old, or of another chat."""
        asked = str(answer.context.get("consent", ""))
        consent = await asyncio.to_thread(self._consents.find, asked)
        return consent if consent is not None and consent.thread.channel == answer.channel else None

    async def _outcome(self, consent: Consent, place: Upload | None) -> Decision:
        """What comes of an answer. The first yes that is seen through counts, so that a crash loses none."""
        if place is None:
            return Decision(sentence=f"{consent.name} was not sent.")
        if consent.offered is None:
            return _not_put(consent)
        if not self._hosts.allow(place.upload_url):
            logger.warning("upload_to_foreign_host")
            return Decision(sentence=FOREIGN)
        await asyncio.to_thread(self._consents.take, consent.id)
        try:
            async with as_one([self._now(each) for each in consent.offered.files]) as file:
                await upload(file, place.upload_url)
        except (aiohttp.ClientError, TimeoutError, OSError, UserFacingError) as error:
            logger.warning("file_not_put", reason=type(error).__name__)
            return _not_put(consent)
        return Decision(sentence=f"{consent.name} is in your OneDrive.", put=self._put(place))

    def _now(self, file: OfferedFile) -> tuple[str, Callable[[], Path]]:
        """A file, and where to look for it when it is read."""
        return file.name, partial(self.content, file.artifact_id, file.version)

    def _put(self, place: Upload) -> PutFile | None:
        """Where a file can be opened, if that is no other place than files lie at."""
        told = {"name": place.name, "unique_id": place.unique_id, "file_type": place.file_type}
        allowed = self._hosts.allow(place.content_url)
        return PutFile(**told, content_url=place.content_url) if allowed else None

    async def _decide(self, consent: Consent, decision: Decision, pressed: str | None) -> None:
        """What was decided first counts."""
        now = await asyncio.to_thread(self._consents.decide, consent.id, decision)
        if now is not None and now.decision is not None:
            await self._settle(now, now.decision, pressed)

    async def _settle(self, consent: Consent, decision: Decision, pressed: str | None) -> None:
        """Leave the question closed, however often that is done.

        Where that cannot be done now, the next one who presses does it, or the next process.
        """
        try:
            await self._posts.close(consent, decision, pressed)
            if decision.put is not None:
                await self._posts.show(consent, decision.put)
        except (Limited, Unsure) as error:
            await asyncio.to_thread(logger.warning, "consent_not_closed", reason=type(error).__name__)
        else:
            await asyncio.to_thread(self._consents.over, consent.id)

    async def _close_strange(self, answer: FileConsent) -> None:
        if answer.card is not None:
            ref = MessageRef(answer.channel.thread(answer.card), answer.card)
            await self._posts.close_strange(ref, OVER)

    def _alone(self, consent: str) -> asyncio.Lock:
        """Held by whoever does something about a question; forgotten when nobody does."""
        return self._busy.setdefault(consent, asyncio.Lock())


def _offered(name: str, item: Deliverable) -> OfferedFile:
    return OfferedFile(name=name, artifact_id=item.artifact.artifact_id, version=item.artifact.version)


def _not_put(consent: Consent) -> Decision:
    return Decision(sentence=f"{consent.name} could not be put into OneDrive; ask again.")


def _nowhere(_: str, __: int) -> Path:
    raise FileNotFoundError
