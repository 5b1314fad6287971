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
    """The words of a message, plain and as HTML.

    The first name stands before them where it is the bot's. The others stand where the text has them as
    ``@name``, or else behind it.
    """
    marks = [_MENTION.format(number=number, name=escape(name)) for number, name in enumerate(names)]
    plain, words = text, escape(text, quote=False).replace("\n", "<br>\n")
    for number, name in enumerate(names):
        if bot and number == 0:
            continue
        plain = _put(plain, f"@{name}", f"<at>{name}</at>", " ")
        words = _put(words, f"@{escape(name, quote=False)}", marks[number], "&nbsp;")
    if bot:
        plain, words = f"<at>{names[0]}</at> {plain}", f"{marks[0]}&nbsp;{words}"
    return {"text": plain, "html": f"<p>{words}</p>{_ATTACHMENT if held else ''}"}


def _put(text: str, name: str, mention: str, blank: str) -> str:
    """A text with a mention in the place of a name, or at its end."""
    return text.replace(name, mention, 1) if name in text else f"{text}{blank}{mention}"
