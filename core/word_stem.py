"""The part of an English word that stays the same in its forms."""


def stem(word: str) -> str:
    """Cut the endings of number, tense and spelling: ``analyzing`` and ``analyses`` become ``analys``."""
    word = word.replace("yz", "ys")
    if len(word) <= 3:
        return word
    for ending, instead in (
        ("ysis", "ys"),
        ("ies", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
    ):
        if word.endswith(ending) and len(word) > 4:
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _without_tense(word).removesuffix("e")


def _without_tense(word: str) -> str:
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if (
            base != word
            and len(base) >= 3
            and any(vowel in base for vowel in "aeiouy")
            and not word.endswith("eed")
        ):
            return base[:-1] if base[-1] == base[-2] and base[-1] not in "lsz" else base
    return word
