"""The ``text`` of a message as fragments; used where a message brings no HTML."""

import re
from html import unescape

from adapters.teams.arrivals.mentions import Mentions
from core.chat.fragment import Fragment

_TOKEN = re.compile(
    r"```(?:[A-Za-z0-9+#-]{1,20}(?=\n))?(?P<block>.+?)```"
    r"|`(?P<code>[^`\n]+)`"
    r"|<at[^<>]{0,100}>(?P<name>[^<>\n]{1,200})</at>"
    r'|<quoted messageId="[^"<>]{0,100}"\s{0,3}/>',
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")


def fragments(text: str, mentions: Mentions) -> list[Fragment]:
    """The pieces of a text. What looks like a mention and is none stays as it was typed."""
    found: list[Fragment] = []
    end = 0
    for token in _TOKEN.finditer(text):
        found.append(Fragment("prose", _decoded(text[end : token.start()])))
        found.append(_token(token, mentions))
        end = token.end()
    return [*found, Fragment("prose", _decoded(text[end:]))]


def _token(token: re.Match[str], mentions: Mentions) -> Fragment:
    """``<quoted …>`` stands where Teams shows the message that is answered: nothing that was said now."""
    if token["block"] is not None:
        return Fragment("block", _decoded(token["block"].removeprefix("\n").removesuffix("\n")))
    if token["code"] is not None:
        return Fragment("exact", _decoded(token["code"]))
    if token["name"] is not None:
        name = _decoded(token["name"])
        return mentions.fragment(name) if mentions.known(name) else Fragment("prose", _decoded(token[0]))
    return Fragment("prose", "")


def _decoded(text: str) -> str:
    """Entities decoded once; only those with their semicolon, as ``?a=1&copy=2`` has none."""
    return _ENTITY.sub(lambda entity: unescape(entity[0]).replace("\0", "\ufffd"), text)
