"""A report's text goes in; the stretches that name places come out, without saying yet which places."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from dateline.ground.where.gazetteer import Gazetteer, shipped
from dateline.ground.where.mentions import short_province
from dateline.ground.where.tokens import Named, Word, adjoining, names_from, span_of, words_of
from dateline.ground.where.words import Words, words
from dateline.model import Span

_CUES = frozenset(
    {"in", "near", "from", "to", "at", "outside", "around", "across", "into", "through", "between", "toward", "towards"}
)
_ENTITY_AFTER = re.compile(
    r"\s(?:University|College|School|Times|Post|Herald|News|Tribune|Church|Hospital|Street|St\b|Avenue|Ave|Road|Rd|"
    r"Drive|Dr\b|Lane|Boulevard|Blvd|Hotel|Group|Bank|Inc|Corp|Ltd|Company|Club|United|High|Elementary)\b"
)

# Fitted by logistic regression on every other report of two public sets of marked toponyms.
WEIGHTS: dict[str, float] = {
    "people": 1.48,
    "state": 3.31,
    "demonym": 0.43,
    "province": 0.83,
    "district": 0.38,
    "capital": 1.95,
    "written": -0.31,
    "other_only": -2.35,
    "short_only": -2.23,
    "long": 1.55,
    "never": -3.04,
    "given": -2.38,
    "lower": -2.05,
    "upper": 0.49,
    "after_person": -1.87,
    "after_name": -2.11,
    "before_name": -1.49,
    "before_entity": -1.03,
    "cue": 1.41,
    "in_province": 0.90,
    "in_area": 1.68,
    "follows_area": -0.08,
    "starts": -0.55,
    "person_elsewhere": -2.72,
    "cue_elsewhere": 1.34,
    "owner": -0.87,
}


class PlaceMention(msgspec.Struct, frozen=True):
    """A name of a place in a text: its span there and its folded form."""

    span: Span
    folded: str


class Signs(NamedTuple):
    """What speaks for and against a name being a place where it stands; the names are those of `WEIGHTS`."""

    people: float = 0.0
    state: bool = False
    demonym: bool = False
    province: bool = False
    district: bool = False
    capital: bool = False
    written: bool = False
    other_only: bool = False
    short_only: bool = False
    long: bool = False
    never: bool = False
    given: bool = False
    lower: bool = False
    upper: bool = False
    after_person: bool = False
    after_name: bool = False
    before_name: bool = False
    before_entity: bool = False
    cue: bool = False
    in_province: bool = False
    in_area: bool = False
    follows_area: bool = False
    starts: bool = False
    person_elsewhere: bool = False
    cue_elsewhere: bool = False
    owner: bool = False


BIAS = -1.45


def find_places(text: str, *, gazetteer: Gazetteer | None = None) -> tuple[PlaceMention, ...]:
    """Find the names of places in a text, in text order and without overlap.

    Names that are more often something else (persons, months, papers) are left out unless words beside them speak
    for a place. States are found under the names of their people as well.
    """
    book = gazetteer or shipped()
    lists = words()
    all_words = words_of(text)
    found, signs = signs_in(text, all_words, book, lists)
    return tuple(
        PlaceMention(span_of(all_words, named.first, named.last), named.folded)
        for named, each in zip(found, signs, strict=True)
        if chance(each) >= 0.5
    )


def chance(signs: Signs) -> float:
    """Give the probability that a name with these signs is a place."""
    score = BIAS + sum(WEIGHTS[name] * float(value) for name, value in zip(Signs._fields, signs, strict=True) if value)
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, score))))


def signs_in(
    text: str, all_words: Sequence[Word], gazetteer: Gazetteer, lists: Words
) -> tuple[list[Named], list[Signs]]:
    """Give the names in a text that any place bears, and the signs of each."""
    lower = frozenset(word.text for word in all_words if not word.capital)
    found = [named for named in names_from(text, all_words, gazetteer, lists) if not _trifle(named, all_words)]
    borne = {named.folded: _bearers(named, gazetteer) for named in found}
    signs = [_beside(borne[named.folded], named, text, all_words, gazetteer, lists, lower) for named in found]
    persons = {named.folded for named, each in zip(found, signs, strict=True) if each.after_person}
    cued = {named.folded for named, each in zip(found, signs, strict=True) if each.cue or each.in_province}
    joint = [
        each._replace(
            person_elsewhere=named.folded in persons and not each.after_person,
            cue_elsewhere=named.folded in cued and not each.cue,
        )
        for named, each in zip(found, signs, strict=True)
    ]
    return found, joint


def _trifle(named: Named, all_words: Sequence[Word]) -> bool:
    """Tell numbers, and words of one or two letters that are not written in capitals."""
    word = all_words[named.first].text
    letters = word.replace(".", "")
    single = named.last - named.first == 1
    return single and (word[:1].isdigit() or len(letters) < 2 or (len(letters) == 2 and not letters.isupper()))


def _bearers(named: Named, gazetteer: Gazetteer) -> Signs:
    """Say what bears a name."""
    hits = gazetteer.find(named.folded)
    usual = [hit for hit in hits if not hit.other] or hits
    kinds = {gazetteer.kind(hit.row) for hit in usual}
    people = max((gazetteer.people(hit.row) for hit in usual if gazetteer.kind(hit.row) != "country"), default=0.0)
    return Signs(
        people=people / 10,
        state=bool(kinds & {"country", "continent"}),
        demonym=any(hit.demonym for hit in hits),
        province="province" in kinds,
        district="district" in kinds,
        capital="capital" in kinds,
        written=bool(kinds - {"country", "continent", "province", "district", "capital", "town", "airport"}),
        other_only=all(hit.other for hit in hits),
        short_only=all(hit.derived for hit in hits),
    )


def _beside(
    bearers: Signs,
    named: Named,
    text: str,
    all_words: Sequence[Word],
    gazetteer: Gazetteer,
    lists: Words,
    lower: frozenset[str],
) -> Signs:
    """Add what the name itself and the words beside it say."""
    first, last = all_words[named.first], all_words[named.last - 1]
    before = all_words[named.first - 1] if named.first else None
    after = all_words[named.last] if named.last < len(all_words) else None
    single = named.last - named.first == 1
    touching = before is not None and adjoining(text, before, first)
    following = text[last.end : last.end + 30]
    return bearers._replace(
        long=not single,
        never=single and named.folded in lists.never,
        given=single and named.folded in lists.given,
        lower=single and named.folded in lower and not first.text.isupper(),
        upper=first.text.isupper(),
        after_person=before is not None and _personal(before, first, text, lists),
        after_name=touching and before is not None and before.capital and before.text.lower() not in lists.never,
        before_name=after is not None and after.capital and adjoining(text, last, after),
        before_entity=bool(_ENTITY_AFTER.match(text, last.end)),
        cue=touching and before is not None and before.text in _CUES,
        in_province=following.startswith(", ") and bool(short_province(following[2:], gazetteer)),
        in_area=following.startswith(", ") and _area_follows(after, gazetteer),
        follows_area=before is not None and before.capital and text[before.end : first.start] == ", ",
        starts=before is None or text[before.end : first.start].strip(" ,-–—") != "",
        owner=last.owner,
    )


def _personal(before: Word, first: Word, text: str, lists: Words) -> bool:
    """Tell whether a title, a given name or an initial stands before a name."""
    low = before.text.lower()
    between = text[before.end : first.start]
    if not before.capital or between not in {" ", ". "}:
        return False
    return low in lists.titles or (between == " " and low in lists.given) or (low.isalpha() and len(low) == 1)


def _area_follows(after: Word | None, gazetteer: Gazetteer) -> bool:
    if after is None or not after.capital:
        return False
    hits = gazetteer.find(after.text.lower())
    return any(gazetteer.kind(hit.row) in {"country", "province"} and not hit.other for hit in hits)
