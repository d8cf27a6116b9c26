"""A report enters, the words of its story leave: spelled alike whatever the outlet, with its names and numbers apart."""

from __future__ import annotations

import functools
import re
import unicodedata

import msgspec

from dateline.model import Report
from dateline.weave.reports.forms import Forms, forms_of
from dateline.weave.reports.rarity import rarity_of

# A character of a script that is written without spaces is a word by itself.
_UNSPACED = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?"
)
_FIRST_UNSPACED = "\u0e00"

SHORT = 40
"""Words below which a story is compared with its headline, which then tells as much as the story."""

# Rarity from which a word that is only written with a capital is a name and no common word that begins sentences.
_NAME_RARITY = 2.0

# Letters from which a word of a headline says what the story is about.
_TELLING = 4


class Words(msgspec.Struct, frozen=True, gc=False):
    """The words of a story in order, folded; `names` and `numbers` are those by which one story differs from another.

    `all` has each word once. `about` are the words of the headline that say what the story is about.
    """

    text: tuple[str, ...]
    all: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    about: frozenset[str]


def words_of(report: Report, forms: Forms | None = None) -> Words:
    """Give the words of a report's story without furniture and dateline; a short one has its headline's too.

    `forms` are the report's, where they are read already.
    """
    forms = forms or forms_of(report)
    title, said = _spaced(forms.title), _compared(forms)
    folded = {form: _folded(form) for form in set(said)}
    capital = {key for form, key in folded.items() if form[0].isupper()} - folded.keys()
    return Words(
        text=tuple(map(folded.__getitem__, said)),
        all=frozenset(folded.values()),
        names=frozenset(key for key in capital if rarity_of(key)[1] >= _NAME_RARITY),
        numbers=frozenset(key for key in folded.values() if key[0].isdigit()),
        about=frozenset(_folded(form) for form in title if len(form) >= _TELLING or form[0].isdigit()),
    )


def text_of(forms: Forms) -> list[str]:
    """Give the words of a story in order, as `words_of` does, and quicker."""
    said = _compared(forms)
    written = " ".join(said)
    found = written.lower().split(" ") if said else []
    if not written.isascii():
        for at, form in enumerate(said):
            if not form.isascii():
                found[at] = _folded(form)
    return found


def _compared(forms: Forms) -> list[str]:
    """Give the words of a story, of a short one its headline's too."""
    said = _spaced(forms.story)
    return said if len(said) >= SHORT else _spaced(forms.title) + said


def _spaced(forms: list[str]) -> list[str]:
    """Give words as they are compared: of a script that is written without spaces each character."""
    if " ".join(forms).isascii():
        return forms
    unspaced = {form for form in set(forms) if not form.isascii() and max(form) >= _FIRST_UNSPACED}
    if not unspaced:
        return forms
    return [word for form in forms for word in (_UNSPACED.findall(form) if form in unspaced else (form,))]


# What is folded once is one string wherever it stands, which keeps the words of many reports small.
@functools.lru_cache(1 << 17)
def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
