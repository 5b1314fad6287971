"""Files that somebody may mean without bringing them."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.chat.inbound import InboundFile


@dataclass(frozen=True, slots=True)
class NearbyFiles:
    """What people shared around a message, the likeliest first.

    ``thread`` are the files that stood in its thread before it: a reply speaks of them. ``channel`` were
    shared beside it a moment ago, maybe for something else: they are offered and never taken unasked.
    """

    thread: Sequence[InboundFile] = ()
    channel: Sequence[InboundFile] = ()
