"""A phrase goes in; the names in it, what each is asked to be, and which of them are joined by "and" come out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from dateline.ground.where.fold import fold
from dateline.ground.where.gazetteer import Gazetteer
from dateline.ground.where.kinds import Kind
from dateline.ground.where.tokens import Named, Word, adjoining, names_from, span_of, words_of
from dateline.ground.where.words import Words
from dateline.model import Span

_JOINT = re.compile(r"(?:\s*,)?\s+(?:and|or|as well as)\s+|\s*[;&/]\s*|\s*,\s*", re.IGNORECASE)
_NOT_NAMES = frozenset(
    {
        "the",
        "a",
        "an",
        "i",
        "its",
        "his",
        "her",
        "their",
        "our",
        "two",
        "three",
        "near",
        "in",
        "at",
        "outside",
        "inside",
        "around",
        "outskirts",
        "downtown",
        "greater",
    }
)
_BEFORE = 4


class Toponym(msgspec.Struct, frozen=True, kw_only=True):
    """A name in a phrase: its span there, folded form, the kinds that words beside it ask for, and its direction.

    `known` tells whether the gazetteer has the name as written; `beside` that the phrase names it only as one side of a
    border; `part` that it stands in a longer name that the gazetteer does not have;
    `after` are the words that follow in the phrase, in lower case.
    """

    span: Span
    folded: str
    hint: tuple[Kind, ...] = ()
    direction: str | None = None
    known: bool = True
    beside: bool = False
    part: bool = False
    after: tuple[str, ...] = ()


class PlacePart(msgspec.Struct, frozen=True):
    """One of several places that a phrase names together: its span in the phrase and its words."""

    span: Span
    text: str


def toponyms_of(phrase: str, gazetteer: Gazetteer, lists: Words) -> list[Toponym]:
    """Find the names in a phrase, left to right; capitalised words that no place bears are kept as not known."""
    all_words = words_of(phrase)
    found = [*names_from(phrase, all_words, gazetteer, lists)]
    found = [each for each in found if not _general(each, all_words, gazetteer, lists)] or _lower_case_name(
        phrase, all_words, gazetteer, lists
    )
    runs = _unknown_runs(phrase, all_words, found, lists)
    known = {**dict.fromkeys(found, True), **dict.fromkeys(runs, False)}
    return [_toponym(phrase, all_words, named, lists, known) for named in sorted(known)]


def _general(named: Named, all_words: Sequence[Word], gazetteer: Gazetteer, lists: Words) -> bool:
    """Tell a general word that a place bears by chance ("Tower", "Court"), unless the phrase is nothing else."""
    general = named.folded in lists.never or named.folded in lists.kinds or named.folded in lists.local
    alone = named.last - named.first == 1 and len(all_words) > 1
    return alone and general and not _called_area(named, all_words, gazetteer, lists)


def _called_area(named: Named, all_words: Sequence[Word], gazetteer: Gazetteer, lists: Words) -> bool:
    """Tell "Washington state" from "Central district": the word after asks for an area that bears the name."""
    asked = lists.kinds.get(all_words[named.last].text, ()) if named.last < len(all_words) else ()
    areas = {"province", "district"}.intersection(asked)
    if not areas or named.folded in lists.directions or named.folded in lists.local:
        return False
    return any(
        gazetteer.kind(hit.row) in areas for hit in gazetteer.find(named.folded) if not (hit.other or hit.derived)
    )


def _lower_case_name(phrase: str, all_words: Sequence[Word], gazetteer: Gazetteer, lists: Words) -> list[Named]:
    """Accept a phrase without capitals that is a name as a whole."""
    folded = fold(phrase)
    whole = bool(all_words) and not any(word.capital for word in all_words) and len(folded) > 3
    general = folded in lists.never or folded in lists.kinds or folded in lists.local
    return [Named(0, len(all_words), folded)] if whole and not general and gazetteer.knows(folded) else []


def _unknown_runs(phrase: str, all_words: Sequence[Word], found: list[Named], lists: Words) -> list[Named]:
    """Give runs of capitalised words that no found name covers."""
    covered = {at for named in found for at in range(named.first, named.last)}
    runs: list[Named] = []
    start: int | None = None
    for at in range(len(all_words) + 1):
        free = at < len(all_words) and at not in covered and _may_be_name(all_words[at], lists)
        if free and start is None:
            start = at
        if not free and start is not None:
            span = span_of(all_words, start, at)
            runs.append(Named(start, at, fold(span.of(phrase))))
            start = None
    return [run for run in runs if run.folded and not _all_general(run, lists)]


def _all_general(run: Named, lists: Words) -> bool:
    """Tell a run of words that only say what kind of thing is meant ("Supreme Court")."""
    return all(word in lists.never or word in lists.kinds or word in lists.local for word in run.folded.split())


def _may_be_name(word: Word, lists: Words) -> bool:
    lower = word.text.lower()
    plain = lower in _NOT_NAMES or lower in lists.kinds or lower in lists.directions or lower in lists.titles
    return word.capital and not plain and not word.text[:1].isdigit()


def _toponym(phrase: str, all_words: Sequence[Word], named: Named, lists: Words, known: dict[Named, bool]) -> Toponym:
    before = [word.text.lower() for word in all_words[max(0, named.first - _BEFORE) : named.first]]
    after = [word.text.lower() for word in all_words[named.last : named.last + 3]]
    loose = {at for each, is_known in known.items() if not is_known for at in range(each.first, each.last)}
    touched = named.first and adjoining(phrase, all_words[named.first - 1], all_words[named.first])
    touches = named.last < len(all_words) and adjoining(phrase, all_words[named.last - 1], all_words[named.last])
    return Toponym(
        span=span_of(all_words, named.first, named.last),
        folded=named.folded,
        hint=hint_of(before, after, all_words[named.last - 1].text.lower(), lists),
        direction=direction_of(before, lists),
        known=known[named],
        beside=is_beside_border(before, after, lists),
        after=tuple(after),
        part=bool((touched and named.first - 1 in loose) or (touches and named.last in loose)),
    )


def hint_of(before: list[str], after: list[str], last: str, lists: Words) -> tuple[Kind, ...]:
    """Read the kind asked for: the word after the name, the word "of" it, or the word right before it."""
    if after and after[0] in lists.kinds:
        return lists.kinds[after[0]]
    if len(before) > 1 and before[-1] == "of" and before[-2] in lists.kinds:
        return lists.kinds[before[-2]]
    if before and before[-1] in lists.kinds:
        return lists.kinds[before[-1]]
    return lists.kinds.get(last, ())


def direction_of(before: list[str], lists: Words) -> str | None:
    """Read a direction right before a name, "of" and articles between them not counted."""
    close = [word for word in before if word not in {"the", "of", "in", "part", "parts"}]
    near = before[-1:] if before and before[-1] in lists.directions else close[-1:]
    if near and near[0] in lists.directions and (near[0] == before[-1] or "of" in before or "in" in before):
        return lists.directions[near[0]]
    return None


def is_beside_border(before: list[str], after: list[str], lists: Words) -> bool:
    """Tell whether a name is a side of a border; a border town or crossing is a place of its own."""
    named_after = next((at for at, word in enumerate(after[:2]) if word in lists.borders), None)
    if named_after is not None:
        return not any(word in lists.kinds for word in after[named_after + 1 :])
    return any(
        word in lists.borders and before[at + 1 : at + 2] in (["with"], ["between"], ["of"], ["to"], ["and"])
        for at, word in enumerate(before)
    ) or ("and" in before[-2:] and any(word in lists.borders for word in after))


def parts_of(phrase: str, gazetteer: Gazetteer, lists: Words) -> tuple[PlacePart, ...]:
    """Split a phrase that names several places together; a phrase that names one gives itself back.

    "A and B" is split where both sides hold a name and no place is called "A and B"; "A, B" only in a list, as "A, B"
    alone says where A lies.
    """
    names = toponyms_of(phrase, gazetteer, lists)
    cuts = [
        joint for joint in _JOINT.finditer(phrase) if not any(each.span.overlaps(Span(*joint.span())) for each in names)
    ]
    listing = any("," not in joint.group() or joint.group().strip(" ,") for joint in cuts)
    pieces = _pieces(phrase, [joint for joint in cuts if listing and _between_names(joint, cuts, names)])
    if len(pieces) < 2 or not all(any(span.holds(each.span) for each in names) for span in pieces):
        whole = Span(0, len(phrase))
        return (PlacePart(whole, phrase),)
    return tuple(PlacePart(span, span.of(phrase)) for span in pieces)


def _between_names(joint: re.Match[str], cuts: list[re.Match[str]], names: list[Toponym]) -> bool:
    """Tell whether names stand on both sides of a joint, up to the next joints."""
    start = max((cut.end() for cut in cuts if cut.end() <= joint.start()), default=0)
    end = min((cut.start() for cut in cuts if cut.start() >= joint.end()), default=joint.endpos)
    left, right = Span(start, joint.start()), Span(joint.end(), end)
    return any(left.holds(each.span) for each in names) and any(right.holds(each.span) for each in names)


def _pieces(phrase: str, cuts: list[re.Match[str]]) -> list[Span]:
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(phrase)]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
