"""Reads a workflow's inputs out of a message, by what the workflow declares about them."""

import re
from collections.abc import Sequence
from typing import Any

from core.contracts import WorkflowInputParameter, WorkflowMetadata
from core.orchestrator.lexical.english import NUMBER_WORDS
from core.orchestrator.lexical.message import Message, read_message
from core.orchestrator.lexical.names import SURE, candidates
from core.orchestrator.lexical.phrases import longest_phrase
from core.orchestrator.lexical.profile import Phrase, Profile, phrase_of
from core.orchestrator.lexical.ranking import index_of
from core.orchestrator.lexical.words import Word, clean, prose, words_of
from core.tools.s3_location import is_s3

_NEGATIONS = frozenset({"no", "not", "without", "never", "skip"})
_TRUE, _FALSE = frozenset({"true", "yes", "y", "on", "1"}), frozenset({"false", "no", "n", "off", "0"})
_INTEGER, _NUMBER = re.compile(r"[+-]?\d{1,18}"), re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?")
_MOST_NAMES = 8
_VALUE = r"(?:\"([^\"]{0,256})\"|'([^']{0,256})'|([^\s\"',;]{1,512}))"


def extract_parameters(text: str, metadata: WorkflowMetadata) -> dict[str, Any]:
    """Return the inputs found in the words, by name; what was not found is not there.

    ``name=value`` and ``--name value`` come first, then what the declared patterns, phrases and words find.
    A file is the path or ``s3://`` key as written. Never raises for any text.
    """
    index = index_of((metadata,))
    values, rest = _explicit(clean(text), metadata)
    message = read_message(rest, index.spelling, index.suffixes)
    return _found(message, index.profiles[0], values)


def names_in(text: str, metadata: WorkflowMetadata) -> dict[str, list[str]]:
    """Return every name in the words that could be the value of a string input, by the input's name."""
    index = index_of((metadata,))
    message = read_message(clean(text), index.spelling, index.suffixes)
    found = {
        each.name: [c.text for c in candidates(message, each, index.profiles[0]) if c.strength >= SURE]
        for each in metadata.required_inputs
        if each.type == "string" and each.pattern is not None
    }
    return {name: list(dict.fromkeys(names))[:_MOST_NAMES] for name, names in found.items() if names}


def command_parameters(arguments: Sequence[str], metadata: WorkflowMetadata) -> dict[str, Any]:
    """Return the inputs behind a workflow's command.

    An address that comes first is the file, whatever its ending: exports in S3 often have none. In a
    sentence it may be what the question is about.
    """
    values = extract_parameters(" ".join(arguments), metadata)
    file, words = metadata.file_parameter(), words_of(" ".join(arguments[:1]))
    if file is not None and words and is_s3(words[0].text):
        values.setdefault(file.name, words[0].text)
    return values


def parameters_of(message: Message, profile: Profile) -> dict[str, Any]:
    """Return the inputs found in a message that has been read already."""
    if "=" in message.body or "--" in message.body:
        return extract_parameters(message.body, profile.metadata)
    return _found(message, profile, {})


def _found(message: Message, profile: Profile, values: dict[str, Any]) -> dict[str, Any]:
    """Fill the parameters no explicit value was given for; two parameters never share a name."""
    for parameter in profile.metadata.required_inputs:
        if parameter.name in values:
            continue
        taken = {value for value in values.values() if isinstance(value, str)}
        value = _value(message, parameter, profile, taken)
        if value is not None:
            values[parameter.name] = value
    return values


def _value(message: Message, parameter: WorkflowInputParameter, profile: Profile, taken: set[str]) -> Any:
    match parameter.type:
        case "string":
            return next(
                (c.text for c in candidates(message, parameter, profile) if c.text not in taken), None
            )
        case "choice":
            hit = longest_phrase(message, profile.phrases[parameter.name])
            return hit.value if hit else None
        case "file":
            return _file(message, parameter)
        case "boolean":
            return _flag(message, parameter)
        case _:
            return _beside(message, parameter)


def _file(message: Message, parameter: WorkflowInputParameter) -> str | None:
    suffixes = tuple(suffix.lower() for suffix in parameter.suffixes)
    paths = (word for word in message.words if word.kind == "path")
    return next((w.text for w in paths if not suffixes or w.plain.endswith(suffixes)), None)


def _phrases(parameter: WorkflowInputParameter) -> list[Phrase]:
    return [phrase_of(prose(text)) for text in (*parameter.words, parameter.name.replace("_", " "))]


def _positions(stems: list[str], phrases: list[Phrase]) -> list[tuple[int, int]]:
    """Return where the phrases stand, as half-open ranges."""
    return [
        (start, start + len(phrase))
        for phrase in phrases
        if phrase
        for start in range(len(stems) - len(phrase) + 1)
        if tuple(stems[start : start + len(phrase)]) == phrase
    ]


def _flag(message: Message, parameter: WorkflowInputParameter) -> bool | None:
    plain = [word.plain for word in message.words]
    ranges = _positions([word.stem for word in message.words], _phrases(parameter))
    if not ranges:
        return None
    start = ranges[0][0]
    return not _NEGATIONS.intersection(plain[max(0, start - 2) : start])


def _beside(message: Message, parameter: WorkflowInputParameter) -> int | float | None:
    """Return the number that stands before the words ("2 more levels") or right after them ("level 2")."""
    words = message.words
    for start, end in _positions([word.stem for word in words], _phrases(parameter)):
        for position in (start - 1, end, start - 2, end + 1):
            if 0 <= position < len(words) and (number := _number(words[position], parameter)) is not None:
                return number
    return None


def _number(word: Word, parameter: WorkflowInputParameter) -> int | float | None:
    if word.plain in NUMBER_WORDS:
        return NUMBER_WORDS[word.plain]
    return _as_number(word.text, parameter.type) if word.kind == "number" else None


def _as_number(text: str, kind: str) -> int | float | None:
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if kind == "number" and _NUMBER.fullmatch(text) else None


def _explicit(text: str, metadata: WorkflowMetadata) -> tuple[dict[str, Any], str]:
    """Return the values given by name and the text without them."""
    values: dict[str, Any] = {}
    if "=" not in text and "--" not in text:
        return values, text
    for parameter in metadata.required_inputs:
        for expression in _expressions(parameter):
            given = re.search(expression, text, re.IGNORECASE)
            if given is None:
                continue
            text = f"{text[: given.start()]} {text[given.end() :]}"
            written = next((group for group in given.groups() if group is not None), "true")
            if (value := _converted(written, parameter)) is not None:
                values[parameter.name] = value
            break
    return values, text


def _expressions(parameter: WorkflowInputParameter) -> tuple[str, ...]:
    name = re.escape(parameter.name).replace("_", "[_-]")
    flag = (rf"(?<!\S)--{name}(?![\w-])",) if parameter.type == "boolean" else ()
    return (rf"(?<!\S)(?:--)?{name}\s?=\s?{_VALUE}", rf"(?<!\S)--{name}\s+{_VALUE}", *flag)


def _converted(text: str, parameter: WorkflowInputParameter) -> Any:
    """Return the value in the parameter's type, or None when it is not one."""
    match parameter.type:
        case "integer" | "number":
            return _as_number(text, parameter.type)
        case "boolean":
            return True if text.lower() in _TRUE else False if text.lower() in _FALSE else None
        case "choice":
            return _choice(text, parameter)
        case "file":
            return text
        case _:
            return text if _allowed(text, parameter) else None


def _choice(text: str, parameter: WorkflowInputParameter) -> str | None:
    wanted = text.lower().replace("-", "_")
    spoken = phrase_of(prose(text))
    return next(
        (
            value
            for value, texts in parameter.choices.items()
            if value.lower() == wanted or any(phrase_of(prose(phrase)) == spoken for phrase in texts)
        ),
        None,
    )


def _allowed(text: str, parameter: WorkflowInputParameter) -> bool:
    if parameter.pattern is None:
        return bool(text)
    pattern = re.compile(parameter.pattern)
    return bool(pattern.fullmatch(text) or pattern.fullmatch(text.upper()))
