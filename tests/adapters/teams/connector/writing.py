"""What somebody writes, as a client's editor has it."""

from collections.abc import Sequence
from html import escape

from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.person import Person

_MENTION = '<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="{number}">{name}</span>'
_ATTACHMENT = '<attachment id="1150d938-8870-4044-9f2c-5bbdeba70c9d"></attachment>'


def written(bot: JSON | None, text: str, people: Sequence[Person] = (), *, held: bool = False) -> JSON:
    """A message of a person: the bot's mention before the text, those of others behind it.

    ``held`` says that a file hangs at it which no bot is given.
    """
    accounts = [*([bot] if bot else ()), *({"id": each.id, "name": each.name} for each in people)]
    entities = [
        {"mentioned": account, "text": f"<at>{account['name']}</at>", "type": "mention"}
        for account in accounts
    ]
    names = [str(account["name"]) for account in accounts]
    return {"mentions": entities, "attachments": [], **worded(text, names, bot=bot is not None, held=held)}


def worded(text: str, names: Sequence[str], *, bot: bool, held: bool = False) -> JSON:
    """The words of a message, plain and as HTML; the first name stands before them where it is the bot's."""
    first, others = (names[:1], names[1:]) if bot else ([], names)
    plain = "".join(f"<at>{name}</at> " for name in first) + text
    plain += "".join(f" <at>{name}</at>" for name in others)
    marks = [_MENTION.format(number=number, name=escape(name)) for number, name in enumerate(names)]
    before = "".join(f"{mark}&nbsp;" for mark in marks[: len(first)])
    behind = "".join(f"&nbsp;{mark}" for mark in marks[len(first) :])
    words = escape(text, quote=False).replace("\n", "<br>\n")
    return {"text": plain, "html": f"<p>{before}{words}{behind}</p>{_ATTACHMENT if held else ''}"}
