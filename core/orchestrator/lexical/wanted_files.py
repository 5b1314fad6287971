"""Reads which files of an answer are wanted again: "export that as CSV", "the report please"."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from core.orchestrator.lexical.english import word_set
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.words import Word, make_word

PICTURES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")
_FORMS: dict[str, tuple[str, ...]] = {
    "CSV": (".csv",),
    "JSON": (".json",),
    "picture": PICTURES,
    "PNG": (".png",),
    "SVG": (".svg",),
    "Markdown": (".md",),
    "HTML": (".html",),
    "text file": (".txt",),
    "PDF": (".pdf",),
    "Word document": (".docx",),
    "YAML": (".yaml", ".yml"),
    "XML": (".xml",),
}
_SAID = {
    word: form
    for form, words in {
        "CSV": "csv table spreadsheet excel xls xlsx sheet",
        "JSON": "json",
        "picture": "picture pictures pic graph graphs image images diagram drawing chart visual",
        "PNG": "png",
        "SVG": "svg",
        "Markdown": "markdown md",
        "HTML": "html",
        "text file": "txt",
        "PDF": "pdf",
        "Word document": "docx",
        "YAML": "yaml yml",
        "XML": "xml",
    }.items()
    for word in words.split()
}
_FILES = word_set("file files artifact artifacts attachment attachments download downloads")
_GIVING = word_set("give export send resend download attach share get have hand deliver post file files")
_AROUND = _GIVING | word_set("""
    show save draw convert turn make put let see want need like could can would may i me us we you the a an
    that this it those these them as in into to of for please again once more also too and just now then
    one same format form version
    ok okay instead only last latest answer result results list all both is there here
    with do my your our
    """)
_POINTING = word_set("that this it those these them")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Files by their form (a word and its endings; none: any) and by words of their names.

    ``pointed``: it says "that", so the last answer is meant.
    """

    form: str
    endings: tuple[str, ...]
    names: frozenset[str]
    pointed: bool

    def takes(self, ending: str, name_words: Collection[str]) -> bool:
        """Tell whether a file is meant, by its ending and the stems in its name."""
        return (not self.endings or ending in self.endings) and (
            not self.names or not self.names.isdisjoint(name_words)
        )


def wanted_files(message: Message, known: Collection[str]) -> Wanted | None:
    """Return what is to be handed over; ``known`` are the stems in the names of files that there are.

    None for a message with any word beside those: it wants something worked out.
    """
    words = [part for word in message.words if word.plain not in _AROUND for part in _parts(word)]
    if any(_form(word) is None and word.stem not in known for word in words):
        return None
    forms = [form for word in words if (form := _form(word))]
    names = frozenset(word.stem for word in words if word.stem in known)
    plain = {word.plain for word in message.words}
    asked = not plain.isdisjoint(_GIVING | {"again", "please"})
    if not (forms or (asked and names) or (asked and not plain.isdisjoint(_FILES))):
        return None
    form = forms[-1] if forms else ""
    return Wanted(form, _FORMS.get(form, ()), names, not plain.isdisjoint(_POINTING))


def _parts(word: Word) -> list[Word]:
    """The words of a file's name: ``jobs.csv`` is a CSV that is called jobs."""
    return (
        [make_word(part) for part in re.findall(r"[a-z]{2,}", word.plain)] if word.kind == "path" else [word]
    )


def _form(word: Word) -> str | None:
    return _SAID.get(word.plain) if word.kind == "word" else None
