"""Takes story text; gives its language as an ISO 639-1 code, or None where it is too short to tell."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE: Final = 600
"""Characters that are looked at: a longer sample costs time and changed hardly a verdict on the texts tried."""

MIN_LETTERS: Final = 20
"""Letters from which Latin-script text is judged; below it a headline of names has no language to speak of."""

SURE: Final = 0.7
"""Probability below which the verdict is left open.

Over 8,000 English headlines and paragraphs of news, no more than 1 in 2,000 was called another language above it.
"""

NOT_OFFERED: Final = frozenset({"ary", "arz", "eo", "grc", "hbo", "la", "pcm", "sa", "vo", "zxx"})
"""Verdicts that cost more than they give: languages without a press, no language, a Pidgin made of English words, and
spoken kinds of Arabic, which the press writes in the standard one."""


_NAMES: Final = {
    "arabic": "ar",
    "chinese": "zh",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "turkish": "tr",
    "ukrainian": "uk",
}
"""English names of languages, as news data bases write them; others are left to be detected."""


def language_code(words: str | None) -> str | None:
    """Give the language of a code or name such as `en`, `EN`, `en-GB` or `English`; None where it is neither."""
    first = (words or "").replace("_", "-").split("-")[0].strip().lower()
    plain = len(first) in {2, 3} and first.isascii() and first.isalpha()
    return first if plain else _NAMES.get(first)


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(set(identifier.labels) - NOT_OFFERED)
    return identifier


def language_of(text: str, *, sure: float = SURE) -> str | None:
    """Tell the language of the first `SAMPLE` characters of `text`; None says that it is too short or mixed to tell.

    A short text in another script is judged all the same, and without a threshold: it may be one of several languages
    near to each other, but it is not English.
    """
    sample = text[:SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    if not letters:
        return None
    latin = _mostly_latin(letters)
    if latin and len(letters) < MIN_LETTERS:
        return None
    code, probability = _identifier().classify(" ".join(sample.split()))
    if latin:
        return str(code) if probability >= sure else None
    return str(code) if code != "en" else None


def _mostly_latin(letters: list[str]) -> bool:
    latin = sum(letter.isascii() or unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    return latin * 2 > len(letters)
