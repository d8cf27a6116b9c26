"""Takes the words of one unit of a page; gives the kind of furniture that they are as a whole, or None for story."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from dateline.model import FurnitureKind
from dateline.read import wording

LONGEST: Final = 700
"""Characters beyond which a unit is a story's paragraph, whatever it begins with."""

LONGEST_CAPTION: Final = 450
"""Characters beyond which words with a picture's credit behind them are no caption."""

MOST_SENTENCES: Final = 3
"""Sentences before a credit from which they are the story's, the credit having lost its line."""

LONGEST_CREDIT: Final = 160
"""Characters at the end of a unit in which a picture's credit is looked for."""

LONGEST_DATE: Final = 140
"""Characters beyond which words are more than a date line."""

FEWEST_WORDS: Final = 8
"""Words from which a line closed by a full stop is taken for a sentence of the story."""

_SENTENCE_END = re.compile(r"[.!?…][\s\"'”’)\]]*$")
_SENTENCES = re.compile(r"[a-z0-9)”\"’]\s?[.!?][\"”’)]*\s+[\"“‘(]?[A-Z]")
_OFFICES = re.compile(
    r"\b(?:additional|bureau|correspondents?|editing|newsroom|reporting|staff|translation|writers?|writing|by)\b",
    re.IGNORECASE,
)
_PARTICLE = re.compile(
    r"al?|and|at|bin|da|de[lr]?|della|di|du|el|for|ibn|in|la|le|of|ten|the|v[ao]n|with|y", re.IGNORECASE
)
"""Small words inside names and their lists."""


def kind_of(words: str, *, top: bool, last: bool) -> FurnitureKind | None:
    """Tell what kind of furniture `words` are as a whole, or None for story.

    `top` says that they stand near the start of the body, `last` that nothing follows; a bare date, a byline or a
    feed's name is furniture only there.
    """
    if len(words) > LONGEST:
        return None
    if (top or wording.LABELLED_DATE.match(words)) and _is_date_line(words):
        return "date"
    if _is_byline(words, top=top, last=last):
        return "byline"
    return next((kind for kind, test in _ANYWHERE if test(words)), None)


def _is_date_line(words: str) -> bool:
    if len(words) >= LONGEST_DATE:
        return False
    # Many parts of the pattern may begin with white space: a run of it could be shared out among them in millions of ways.
    return wording.DATE_LINE.fullmatch(" ".join(words.split())) is not None


def _is_pointer(words: str) -> bool:
    """Tell whether `words` point at another story; one of several sentences is this story going on."""
    return wording.RELATED_HEAD.match(words) is not None and not _SENTENCES.search(words) and not _runs_on(words)


def _is_caption(words: str) -> bool:
    if wording.CAPTION_ALONE.fullmatch(words):
        return True
    if len(words) > LONGEST_CAPTION:
        return False
    tail = credit_tail(words)
    if wording.CAPTION_HEAD.match(words) or (
        tail is not None and len(_SENTENCES.findall(words, 0, tail)) < MOST_SENTENCES
    ):
        return True
    if wording.CREDIT_LINE.fullmatch(words) and not _runs_on(words):
        return True
    agency = wording.AGENCY_TAIL.search(words, _tail_start(words))
    return agency is not None and agency["before"] not in '.!?”"’' and not _SENTENCES.search(words)


def credit_tail(words: str) -> int | None:
    """Give the place in `words` from which they are a picture's credit to their end, or None."""
    start = _tail_start(words)
    patterns = [wording.CREDIT_TAIL]
    if wording.CREDIT_SIGN.search(words, start):
        patterns.append(wording.OPEN_CREDIT_TAIL)
    tails = (pattern.search(words, start) for pattern in patterns)
    return min((tail.start() for tail in tails if tail), default=None)


def _tail_start(words: str) -> int:
    return max(0, len(words) - LONGEST_CREDIT)


def _runs_on(words: str) -> bool:
    """Tell whether a whole sentence stands in `words`, which a credit without its line break would swallow."""
    return _SENTENCE_END.search(words) is not None and len(words.split()) >= FEWEST_WORDS


def _is_byline(words: str, *, top: bool, last: bool) -> bool:
    if wording.EMAIL.fullmatch(words) or wording.SIGNED.fullmatch(words):
        return True
    if (credited := wording.REPORTING_BY.fullmatch(words)) and _capitalised(_OFFICES.sub("", credited["names"])):
        return True
    if wording.CONTRIBUTED.fullmatch(words) and len(words) < 300:
        return True
    if last and wording.FEED_TAIL.fullmatch(words):
        return True
    named = wording.BYLINE.fullmatch(words) if top or last else None
    return named is not None and not _SENTENCE_END.search(words) and _capitalised(named["names"])


def _capitalised(names: str) -> bool:
    return all(name[0].isupper() or _PARTICLE.fullmatch(name) for name in re.findall(r"[^\W\d_]+", names))


def _is_related(words: str) -> bool:
    alone = (wording.RELATED_ALONE, wording.RELATED_LIST, wording.RELATED_URL)
    return any(pattern.fullmatch(words) for pattern in alone) or _is_pointer(words)


_ANYWHERE: Final[tuple[tuple[FurnitureKind, Callable[[str], object]], ...]] = (
    ("reading-time", wording.READING_TIME.fullmatch),
    ("caption", _is_caption),
    ("correction", wording.CORRECTION.fullmatch),
    ("notice", wording.NOTICE.fullmatch),
    ("related", _is_related),
    ("follow", wording.FOLLOW.fullmatch),
)
"""Kinds that are told wherever they stand, in the order in which they are tried."""
