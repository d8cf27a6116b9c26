"""A report enters, what it is compared by leaves: its telling words, numbers, opening and days, small enough to keep.

Two sketches and the shipped table of rarities are all that a comparison needs, so what two reports have in common never
depends on which others are there or came first.
"""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Mapping

import msgspec

from dateline.model import Report
from dateline.read.dates import full_dates
from dateline.weave.reports.forms import Forms, forms_of, stretches
from dateline.weave.reports.rarity import rarity_of

# Half as many terms cost 0.01 of F1 on ECB+ and the news clusters; without limit they gave nothing more.
TERMS = 64
_NUMBERS = 16
_DAYS = 6
# Words of a report that are read for it: some pages have a hundred thousand. With 1,000 the F1 of news clusters is 0.909, with
# these and with 3,000 it is 0.917.
_READ = 2000
# Words at the start, headline included, in which a report says what it is about.
_OPENING = 40
# Below it (a stem that stands in more than one text in twelve) a word tells nothing.
_LEAST_RARITY = 2.5
# Characters at the start in which full dates are looked for: date lines stand there, and the day of what is told.
_DATED = 2000
# Forms of words that were found to tell nothing, and how many of them are kept in mind: half of what a text is made of.
_common: set[str] = set()
_MOST_COMMON = 10_000
_YEARS = frozenset(map(str, range(1900, 2100)))
_MONTHS = frozenset(
    written
    for name in "January February March April May June July August September October November December Sept".split()
    for form in (name, name[:3])
    for written in (form, form.lower(), form.upper())
)


class Term(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A word as a report writes it, in lower case where it does so anywhere, and its weight there."""

    word: str
    weight: float

    @property
    def stem(self) -> str:
        """The form in which words are compared."""
        return rarity_of(self.word)[0]

    @property
    def name(self) -> bool:
        """Whether the report writes the word as a name."""
        return self.word[0].isupper()


class Sketch(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a report is compared by: terms and numbers, heaviest first, the stems that it opens with, and its days.

    `named` are the full dates that stand in it and `published` is its own day, as ordinals.
    """

    terms: tuple[Term, ...]
    numbers: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    named: tuple[int, ...] = ()
    published: int | None = None


def sketch_of(report: Report, forms: Forms | None = None) -> Sketch:
    """Give the sketch of a report; what is no part of its story (captions, links to others) is left out.

    `forms` are the report's, where they are read already.
    """
    written = (forms or forms_of(report)).all[:_READ]
    counts = Counter(written)
    terms, numbers = _weighed(counts)
    opening = dict.fromkeys(rarity_of(form)[0] for form in written[:_OPENING])
    return Sketch(
        terms=tuple(terms.values()),
        numbers=numbers,
        opening=tuple(base for base in opening if base in terms),
        named=() if _YEARS.isdisjoint(counts) or _MONTHS.isdisjoint(counts) else _named(report),
        published=_day(report),
    )


def _day(report: Report) -> int | None:
    known = report.published
    return known.day.toordinal() if known and known.precision in {"day", "instant"} else None


def _weighed(counts: Mapping[str, int]) -> tuple[dict[str, Term], tuple[str, ...]]:
    """Give the heaviest terms, by stem, and numbers of a text: what is often in it and rare elsewhere."""
    found: dict[str, tuple[str, int, float]] = {}
    numbers: list[tuple[float, str]] = []
    for form in counts.keys() - _common:
        base, rare = rarity_of(form)
        count = counts[form]
        if rare < _LEAST_RARITY:
            if len(_common) < _MOST_COMMON:
                _common.add(form)
        elif form[0].isdecimal():
            numbers.append((-rare, form))
        elif base in found:
            other, often, _ = found[base]
            found[base] = min(other, form, key=_plainness), often + count, rare
        else:
            found[base] = form, count, rare
    weights = sorted([(-_weight(often, rare), base, form) for base, (form, often, rare) in found.items()])
    terms = {base: Term(form, -weight) for weight, base, form in weights[:TERMS]}
    return terms, tuple(number for _, number in sorted(numbers)[:_NUMBERS])


@functools.cache
def _weight(often: int, rarity: float) -> float:
    return round((1 + math.log(often)) * rarity, 1)


def _plainness(form: str) -> tuple[bool, bool, str]:
    return form[0].isupper(), form.isupper(), form


def _named(report: Report) -> tuple[int, ...]:
    text = "\n".join(span.of(report.text) for span in stretches(report))[:_DATED]
    found = sorted((where.start(), day.toordinal()) for where, day in full_dates(text))
    return tuple(dict.fromkeys(day for _, day in found))[:_DAYS]
