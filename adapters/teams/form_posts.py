"""The cards of forms: each posted once, shown again or closed where it stands."""

import asyncio
from collections.abc import Callable
from functools import partial

import structlog

from adapters.teams.form_records import FormRecords, OpenedForm
from adapters.teams.post_records import PostRecords
from adapters.teams.posting import Posting
from adapters.teams.rendering.card import render
from adapters.teams.rendering.message import Payload
from adapters.teams.transport import Gone, Refused
from core.chat.card import Card
from core.chat.repaints import Repaints
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef, ThreadRef

logger = structlog.get_logger()


class FormPosts:
    """``repaints`` gives the painter of a channel."""

    def __init__(
        self,
        posting: Posting,
        posts: PostRecords,
        forms: FormRecords,
        repaints: Callable[[ChannelRef], Repaints],
    ) -> None:
        self._posting = posting
        self._posts = posts
        self._forms = forms
        self._repaints = repaints

    async def post(self, opened: OpenedForm, payload: Payload) -> None:
        """Post a form in its thread.

        Where nobody knows whether it stands it is posted again: two cards of one form count once.
        """
        place = opened.command.thread or opened.command.channel
        await self._posting.post(place, _key(opened), [payload], surely=True)

    async def show_again(self, opened: OpenedForm, payload: Payload, pressed: str | None) -> None:
        """Show a form anew to everybody, if it is still open then."""
        await self._repaint(opened, payload, pressed)

    async def close(self, opened: OpenedForm, pressed: str | None) -> None:
        """Leave nothing to press, on the card that was pressed on and on that which is known to stand."""
        if not await self._repaint(opened, None, pressed):
            await asyncio.to_thread(self._forms.over, opened.form)

    async def _repaint(self, opened: OpenedForm, payload: Payload | None, pressed: str | None) -> bool:
        """Have the cards of a form changed soon; false where none is known."""
        refs = await asyncio.to_thread(self._refs, opened, pressed)
        for ref in refs:
            self._repaints(ref.thread.channel).ask(ref, partial(self._paint, ref, opened.form, payload))
        return bool(refs)

    def _refs(self, opened: OpenedForm, pressed: str | None) -> set[MessageRef]:
        """Where its cards stand. Blocking."""
        refs = set[MessageRef]()
        known = self._posts.whole(_key(opened))
        if known is not None and known.thread is not None and known.message is not None:
            refs.add(MessageRef(ThreadRef.parse(known.thread), known.message))
        if pressed is not None:
            thread = opened.command.thread or opened.command.channel.thread(pressed)
            refs.add(MessageRef(thread, pressed))
        return refs

    async def _paint(self, ref: MessageRef, form: str, otherwise: Payload | None) -> None:
        """Show a form as it stands by now: closed if it was sent, whoever asked for what before."""
        opened = await asyncio.to_thread(self._forms.find, form)
        closed = opened.sent.closed if opened is not None and opened.sent is not None else None
        payload = otherwise if closed is None else closed_payload(closed)
        if payload is not None:
            await self._change(ref, payload)
        if closed is not None:
            await asyncio.to_thread(self._forms.over, form)

    async def _change(self, ref: MessageRef, payload: Payload) -> None:
        try:
            await self._posting.change(ref, payload)
        except (Gone, Refused) as error:
            logger.info("form_not_there", post=ref.id, reason=str(error))


def closed_payload(card: Card) -> Payload:
    """The card that stands in the place of a form that was sent."""
    return render(card, most=1).payloads[0]


def _key(opened: OpenedForm) -> str:
    return f"form-{opened.form}:form"
