"""A message cut into words, names, numbers, paths and calls."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from core.orchestrator.lexical.english import CONTRACTIONS, FILE_SUFFIXES
from core.word_stem import stem

HEAD, TAIL = 1_600, 400
"""Characters looked at in a long message: people ask at the beginning or, under a paste, at the end."""

NAME_MARK = "{name}"
"""What stands for a name where only the words around it count."""

_EMOJI = re.compile(r"(?<!\S):[a-z0-9_+'-]{1,64}:(?!\S)")
_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r"^[(\[]*([`'\"])([^`'\"\s]{1,128})\1[.,;:!?)\]]*$")
_TRIM = ".,;:!?\"'`()[]{}<>*|~\u2026\u2013\u2014"
_LEADING_TRIM = _TRIM.replace(".", "").replace("~", "")
_URL = re.compile(r"^(?:https?|ftp)://|^www\.|^mailto:", re.IGNORECASE)
_ROOTED = re.compile(r"^(?:s3://|~?/|\.{1,2}[/\\]|[A-Za-z]:[/\\]|\\\\)\S*[^\s/\\]$", re.IGNORECASE)
_OBJECT = re.compile(r"^s3://[^\s|]*[^\s/|]$", re.IGNORECASE)
_PLURAL = re.compile(r"(\w)\(e?s\)")
_CALL = re.compile(r"\b([A-Za-z]{1,20})\(")
_PIECE = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:\.\d+)?")
_NAME = re.compile(r"[\w.#@:\\$-]{2,128}")
_QUANTITY = re.compile(
    r"\d+(?:[.:,/-]\d+)*(?:st|nd|rd|th|am|pm|[a-z]{1,2}|min|%)?|[a-z]{1,2}\d{1,2}", re.IGNORECASE
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_LABEL = re.compile(r"^([a-z][a-z-]{1,30})[:=](?=[^\s/\\:=])")
_TYPOGRAPHIC = str.maketrans("\u2018\u2019\u201c\u201d\u00b4\u2010\u2011", "''\"\"'--")

Kind = Literal["word", "name", "number", "path", "call", "other"]


@dataclass(frozen=True, slots=True)
class Word:
    """One piece of a message: as written, in lower case, and its stem."""

    text: str
    plain: str
    stem: str
    kind: Kind = "word"
    quoted: bool = False


def clean(text: str) -> str:
    """Return the text on one line, without control characters and emoji codes, at most 2,000 characters."""
    if len(text) > HEAD + TAIL:
        text = f"{text[:HEAD]} {text[-TAIL:]}"
    text = unicodedata.normalize("NFKC", text).translate(_TYPOGRAPHIC)
    if not text.isascii() or not text.isprintable():
        text = "".join(_visible(character) for character in text)
    return _SPACE.sub(" ", _EMOJI.sub(" ", text)).strip()


def _visible(character: str) -> str:
    """Blank what separates, drop what only steers the display (bidi marks, zero-width characters)."""
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp", "Zs"}:
        return " "
    return "" if category in {"Cf", "Cs", "Co", "Cn"} else character


def make_word(text: str, kind: Kind = "word") -> Word:
    """Return the word for one piece of prose."""
    plain = text.lower()
    return Word(text, plain, stem(plain), kind)


def prose(text: str) -> list[Word]:
    """Cut declared text (a description, a phrase) into its words and calls, without names and paths."""
    return [word for word in words_of(text) if word.kind in {"word", "call"}]


def words_of(text: str, suffixes: frozenset[str] = frozenset()) -> list[Word]:
    """Cut cleaned text into words; ``suffixes`` are file endings beyond the usual ones."""
    return [word for token in text.split() for word in _token(token, FILE_SUFFIXES | suffixes)]


def _token(token: str, suffixes: frozenset[str]) -> list[Word]:
    quoted = _QUOTED.match(token)
    if quoted and "(" not in quoted.group(2):
        return [_quoted(quoted.group(2), suffixes)]
    core = token.rstrip(_TRIM).lstrip(_LEADING_TRIM)
    if _OBJECT.match(core):
        return [Word(core, core.lower(), "", "path")]  # as it is: in a key every character counts
    token = _PLURAL.sub(r"\1", token)
    if _CALL.search(token):
        return [Word(token, token.lower(), "", "other"), *_calls(token)]
    core = token.rstrip(_TRIM).lstrip(_LEADING_TRIM)
    return _unquoted(token, core, suffixes) if core else []


def _unquoted(token: str, core: str, suffixes: frozenset[str]) -> list[Word]:
    if core.lower() in CONTRACTIONS:
        return _pieces(core)
    if _URL.match(core) or _EMAIL.fullmatch(core) or token[0] in "@#" or ("|" in core and "://" in core):
        return [Word(core, core.lower(), "", "other")]
    if is_path(core, suffixes):
        return [Word(core, core.lower(), "", "path")]
    return _compound(core, suffixes)


def _quoted(core: str, suffixes: frozenset[str]) -> Word:
    kind: Kind = "path" if is_path(core, suffixes) else "name"
    return Word(core, core.lower(), stem(core.lower()), kind, quoted=True)


def is_path(core: str, suffixes: frozenset[str]) -> bool:
    """Tell whether a word is a file: it has a root, or an ending files have."""
    if _ROOTED.match(core):
        return True
    dot = core.rfind(".")
    return dot > 0 and core[dot:].lower() in suffixes


def _compound(core: str, suffixes: frozenset[str]) -> list[Word]:
    """Cut at commas and after a label (``table=ORDERS``), then name or prose."""
    label = _LABEL.match(core)
    if label:
        return [*_pieces(label.group(1)), *_token(core[label.end() :], suffixes)]
    for mark in ",;|&/":
        if mark in core:
            return [word for part in core.split(mark) for word in (_token(part, suffixes) if part else [])]
    bare = re.sub(r"'s$", "", core)
    if is_name(bare):
        return [Word(bare, bare.lower(), stem(bare.lower()), "name")]
    return _pieces(core)


def is_name(core: str) -> bool:
    """Tell whether a word has the shape of an identifier rather than of prose."""
    if not _NAME.fullmatch(core) or _QUANTITY.fullmatch(core) or not any(c.isalpha() for c in core):
        return False
    if "_" in core.strip("_") or any(c in core[1:-1] for c in "#@\\$"):
        return True
    if any(c.isdigit() for c in core):
        return len(core) >= 4 and core[0] != "-" and ("-" not in core or not core.islower())
    parts = re.split(r"[.:-]", core)
    return len(parts) > 1 and all(len(part) >= 2 for part in parts) and core.isupper()


def _calls(token: str) -> list[Word]:
    return [Word(name, f"{name.lower()}(", f"{name.lower()}(", "call") for name in _CALL.findall(token)]


def _pieces(token: str) -> list[Word]:
    short = CONTRACTIONS.get(token.lower().strip(_TRIM))
    if short:
        return [make_word(part) for part in short.split()]
    return [word for piece in _PIECE.findall(token) for word in _piece(piece)]


def _piece(piece: str) -> list[Word]:
    if piece[0].isdigit():
        return [Word(piece, piece, piece, "number")]
    short = CONTRACTIONS.get(piece.lower())
    if short:
        return [make_word(part) for part in short.split()]
    return [make_word(re.sub(r"'s$|'", "", piece))]
