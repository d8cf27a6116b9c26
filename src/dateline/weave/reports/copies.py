"""The words of two stories enter, whether one is a print of the other leaves: copied, cut short or lightly rewritten.

Runs of words are compared, so that other words here and there, a paragraph more or less and an end cut off do not hide a
copy. A form that is filled in anew each day shares its runs of words too, and differs in its names and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

import msgspec
from rensa import RMinHash

from dateline.model import Reason
from dateline.weave.reports.blockkey import mixed
from dateline.weave.reports.overlap import Lacking, in_order, lacking, overlap
from dateline.weave.reports.words import SHORT, Words

# Two minima to a key: of two texts that share a third of their runs nine in ten meet under one of the keys, of texts
# that share one run in a hundred one pair in five hundred.
_PER_KEY = 2
_KEYS = 18

# The beginning has keys of its own: a text that was cut short is found by it, however little is left.
_LEAD = 60
_LEAD_KEYS = 6

# Words of a run for keys: long enough that unlike texts share next to none.
_RUN = 4

_SEED = 8

# Numbers of the first keys of all of a text, and of its beginning.
_WHOLE, _OF_LEAD = 0, 100

# Shares of the words of the shorter story that stand in runs of the other: of all copies, of copies of any age, and of
# short texts. This and the rest were set on articles changed by rule and on what was then grouped among real ones.
_COVERED = 0.6
_COVERED_ALWAYS = 0.85
_COVERED_SHORT = 0.9

# Days that may lie between looser copies: a text that is taken up again much later is a new one with old paragraphs.
_DAYS_APART = 4

# Of names and numbers, the share that may be others, and how many may be at any rate.
_OTHERS = 0.25
_FEW = 1

# What an outlet sets under all its stories is long where the stories are short. So half of the first words must be common
# too, or the headlines tell of one thing, and no stretch of this share of the words may be the one story's alone.
_COVERED_FIRST = 0.5
_ABOUT = 0.6
_ALONE = 0.25


class Match(msgspec.Struct, frozen=True):
    """That two reports belong together: how surely, from 0 to 1, and why."""

    score: float
    reasons: tuple[Reason, ...]


def copy_keys(text: Sequence[str]) -> list[int]:
    """Give the keys under which prints of a text, given by its words, meet; none for a story without words."""
    return [*_keys(_WHOLE, text, _KEYS), *_keys(_OF_LEAD, text[:_LEAD], _LEAD_KEYS)]


def copied(one: Words, other: Words, days_apart: int | None) -> Match | None:
    """Tell whether two stories are prints of one text; the order of the two does not matter."""
    if one.text == other.text:
        return Match(1.0, (Reason("wording", 1.0, "the same words"),))
    # Forms under one long footer meet in crowds; names tell most of them apart at once.
    lacks = lacking(one, other)
    if _tells_another_story(lacks, days_apart):
        return None
    asked = _asked(lacks.short, days_apart)
    # No word that the longer one lacks stands in a run of both.
    if len(lacks.short.all - lacks.long.all) > (1 - asked) * len(lacks.short.text):
        return None
    shared = overlap(one, other)
    if shared.share < asked:
        return None
    begins_alike = shared.first >= _COVERED_FIRST or (not shared.is_cut_short and are_about_one_thing(one, other))
    return Match(round(shared.share, 4), shared.reasons) if begins_alike and shared.alone <= _ALONE else None


def are_about_one_thing(one: Words, other: Words) -> bool:
    """Tell whether the words of either headline stand in the other story or its headline."""
    return all(
        headed.about and len(headed.about & (told.about | told.all)) >= _ABOUT * len(headed.about)
        for headed, told in ((one, other), (other, one))
    )


def _keys(part: int, words: Sequence[str], keys: int) -> Iterator[int]:
    runs = list(map(" ".join, in_order(words, min(_RUN, len(words)))))
    if runs:
        sketch = RMinHash(num_perm=keys * _PER_KEY, seed=_SEED)
        sketch.update(runs)
        found = sketch.digest()
        # Minima are hashes already.
        for at in range(keys):
            yield mixed(part + at, found[2 * at], found[2 * at + 1])


def _asked(short: Words, days_apart: int | None) -> float:
    if len(short.text) < SHORT:
        return _COVERED_SHORT
    return _COVERED_ALWAYS if days_apart is not None and days_apart > _DAYS_APART else _COVERED


def _tells_another_story(lacks: Lacking, days_apart: int | None) -> bool:
    """Tell whether the names and numbers are those of another story in the same words."""
    short = lacks.short
    if _differ(lacks.names, short.names) or _differ(lacks.numbers, short.numbers):
        return True
    # Where a form is filled in daily, every day has the same beginning until the first number.
    may_begin_any_days = lacks.is_cut_short and not short.numbers and bool(lacks.long.numbers)
    return (bool(days_apart) and may_begin_any_days) or (len(short.text) < SHORT and _tells_more(lacks))


def _differ(missing: AbstractSet[str], all_: AbstractSet[str]) -> bool:
    return len(missing) > max(_FEW if len(all_) > _FEW else 0, _OTHERS * len(all_))


def _tells_more(lacks: Lacking) -> bool:
    """Tell whether either of two stories has a name or number that the other lacks."""
    short, long = lacks.short, lacks.long
    return bool(lacks.names or lacks.numbers or long.numbers - short.numbers or long.names - short.all)
