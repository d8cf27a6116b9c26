"""The claims of one report and its text enter, the causes that the text names between them leave.

A connective ("in retaliation for", "sparked by", "days after") joins the claim before it with the claim after it, by
where their triggers stand. There is no parser: what stands too far away or behind a break in the sentence is left out,
so that of what is found nearly all is right and much is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from dateline.model import Cause, CauseKind, Claim, EventType, Span

Reading = Literal["effect-first", "cause-first", "told-before"]
"""Which side of a connective the effect stands on; `told-before` points back to what was told last ("in response")."""


class _Connective(msgspec.Struct, frozen=True):
    """Words that join two claims: how they are read, what they say, and how many words may lie on either side.

    `effects` and `causes`, where given, are the types that either must have for the words to have this meaning.
    """

    words: re.Pattern[str]
    reading: Reading
    kind: CauseKind
    before: int
    after: int
    effects: frozenset[EventType] = frozenset()
    causes: frozenset[EventType] = frozenset()


def _connective(
    words: str,
    reading: Reading,
    kind: CauseKind = "cause",
    *,
    before: int = 22,
    after: int = 9,
    effects: Iterable[EventType] = (),
    causes: Iterable[EventType] = (),
) -> _Connective:
    pattern = re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)
    return _Connective(pattern, reading, kind, before, after, frozenset(effects), frozenset(causes))


_REVENGE = r"(?:retaliation|reprisal|revenge|retribution|vengeance|response|reply|answer|reaction|protest|punishment)"

# What one is punished or protested against for.
_DEEDS: tuple[EventType, ...] = ("ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE", "THREATEN", "AGREE")

_MANY = r"(?:an?|the|one|two|three|four|five|six|seven|eight|nine|ten|several|some|few|a few|many|\d+)"

# The words allowed on either side were set on the sentences of tests/weave/test_causes.py and on reports read by eye.
# "After" comes often and joins what lies close by; a named retaliation may reach further back.
_CONNECTIVES = (
    _connective(rf"(?:in|as|an?) {_REVENGE} (?:for|to|against|at|over)", "effect-first"),
    _connective(r"(?:retaliat(?:ed|es|ing|ion)|revenge|reprisals?|to retaliate) for", "effect-first"),
    _connective(r"(?:retaliat(?:ed|es|ing)|to retaliate) (?:against|after)", "effect-first"),
    _connective(r"(?:responded|responding|respond|reacted|reacting) to|to avenge|avenging", "effect-first"),
    _connective(r"(?:sparked|triggered|prompted|provoked|caused|fuelled|fueled|motivated) by", "effect-first"),
    _connective(r"because of|because|as a (?:result|consequence) of|due to|on account of|thanks to", "effect-first"),
    _connective(
        r"over|about|against",
        "effect-first",
        before=7,
        after=5,
        effects=("PROTEST", "SANCTION", "THREATEN", "REJECT"),
        causes=_DEEDS,
    ),
    _connective(r"for|over", "effect-first", before=8, after=5, effects=("SANCTION", "COERCE"), causes=_DEEDS),
    _connective(
        r"(?:has |have |had |which |that )?(?:sparked|triggered|prompted|provoked|led to|resulted in|touched off)",
        "cause-first",
        before=12,
    ),
    _connective(r"(?:sparking|triggering|prompting|provoking|leading to|resulting in|touching off)", "cause-first"),
    _connective(rf"in {_REVENGE}|in return|in turn", "told-before"),
    _connective(
        rf"(?:(?:less|more|just|only) (?:than )?)?(?:{_MANY} )?(?:minute|hour|day|week|month)s? (?:after|following)",
        "effect-first",
        "order",
        before=16,
    ),
    _connective(
        r"after|following|in the (?:wake|aftermath) of|on the heels of|since", "effect-first", "order", before=16
    ),
)
_POINTING_BACK = tuple(one for one in _CONNECTIVES if one.reading == "told-before")

# What no claim may lie beyond: the sentence turns to another clause there.
_BREAK = re.compile(r"[;:]| [—–-] |\.\s|\bwhile\b|\bwhereas\b|\balthough\b|\bbut\b|\bamid\b", re.IGNORECASE)

# On the far side of a connective also what opens a new statement.
_TURN = re.compile(
    r",|\b(?:who|which|and|as|when|where|before|until|said|says|told|after|following|since|because)\b", re.IGNORECASE
)

_DENIED = re.compile(
    r"\b(?:not|n[o']t|never|without|nothing to do with|neither|unrelated)(?:\s+\w+){0,2}\s*\Z", re.IGNORECASE
)

# Phrases in which the word joins nothing.
_NO_JOIN = re.compile(
    r"(?:exchange|called|calls?|calling|wanted|except|trial|responsible) for\Z|(?:named|look(?:s|ing|ed)?|tak(?:es|ing|en)|took|modell?ed|sought) after\Z"
    r"|(?:the|a|his|her|its|their|no|any) following\Z"
    r"|all over\Z|(?:handed|taken|took|take|turned|turn|gone|control|won|win) over\Z",
    re.IGNORECASE,
)

# "After" opens a sentence whose effect stands behind the comma.
_OPENING = re.compile(
    r"\A[\s\"“”'‘’]*(?:(?:on|in) [\w ]{1,20},? |but |and |(?:just|shortly|soon|only|two|three|\w+) )?\Z", re.IGNORECASE
)

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def causes_of(claims: Sequence[Claim], text: str) -> tuple[Cause, ...]:
    """Give the causes that a report's text names between its claims, by effect and cause; each pair once."""
    told = _by_sentence(claims)
    found: dict[tuple[str, str], Cause] = {}
    before: list[Claim] = []
    for sentence, here in told:
        for cause in _in_sentence(sentence, here, before, text):
            known = found.get((cause.effect, cause.cause))
            if known is None or (known.kind, known.span) > (cause.kind, cause.span):
                found[cause.effect, cause.cause] = cause
        before = here
    return tuple(found[pair] for pair in sorted(found))


def _by_sentence(claims: Iterable[Claim]) -> list[tuple[Span, list[Claim]]]:
    """Give the claims of each sentence in the order of the text; of several at one trigger the surest stands for all."""
    at: dict[tuple[Span, Span], Claim] = {}
    for claim in sorted(claims, key=lambda one: (-one.confidence, one.id)):
        at.setdefault((claim.sentence, claim.trigger), claim)
    sentences: dict[Span, list[Claim]] = {}
    for (sentence, _), claim in sorted(at.items(), key=lambda item: item[0]):
        sentences.setdefault(sentence, []).append(claim)
    return list(sentences.items())


def _in_sentence(sentence: Span, claims: Sequence[Claim], before: Sequence[Claim], text: str) -> Iterator[Cause]:
    # One claim alone can only point back to the sentence before.
    readable = _CONNECTIVES if len(claims) > 1 else _POINTING_BACK if before else ()
    taken: list[Span] = []
    for connective in readable:
        for match in connective.words.finditer(text, sentence.start, sentence.end):
            span = Span(*match.span())
            # The first reading that fits a stretch of words holds: longer connectives come first.
            if any(span.overlaps(other) for other in taken) or _joins_nothing(text, sentence, span):
                continue
            pair = _pair(connective, span, sentence, claims, before, text)
            if pair is not None and pair[0].event != pair[1].event:
                taken.append(span)
                effect, cause = pair
                yield Cause(effect=effect.id, cause=cause.id, kind=connective.kind, words=match[0], span=span)


def _joins_nothing(text: str, sentence: Span, span: Span) -> bool:
    lead = text[sentence.start : span.start]
    return bool(_DENIED.search(lead) or _NO_JOIN.search(text[sentence.start : span.end]))


def _pair(
    connective: _Connective,
    span: Span,
    sentence: Span,
    claims: Sequence[Claim],
    before: Sequence[Claim],
    text: str,
) -> tuple[Claim, Claim] | None:
    """Give effect and cause, or None where one of them is not told, or not told near enough."""
    if connective.reading == "told-before":
        return _pointing_back(span, sentence, claims, before, text)
    far = _beyond(span, claims, text, connective.after)
    if far is None:
        return None
    near = _short_of(span, claims, text, connective.before)
    if near is None and connective.reading == "effect-first" and _OPENING.match(text[sentence.start : span.start]):
        near = _behind_comma(far, claims, text)
    if near is None:
        return None
    effect, cause = (near, far) if connective.reading == "effect-first" else (far, near)
    fits = _fits(effect, connective.effects) and _fits(cause, connective.causes)
    return (effect, cause) if fits else None


def _fits(claim: Claim, types: frozenset[EventType]) -> bool:
    return not types or claim.type in types


def _beyond(span: Span, claims: Iterable[Claim], text: str, words: int) -> Claim | None:
    """Give the first claim behind a connective, where nothing breaks the clause before it."""
    claim = next((one for one in claims if one.trigger.start >= span.end), None)
    if claim is None:
        return None
    between = text[span.end : claim.trigger.start]
    broken = _BREAK.search(between) or _TURN.search(between)
    return None if broken or _count(between) > words else claim


def _short_of(span: Span, claims: Sequence[Claim], text: str, words: int) -> Claim | None:
    """Give the last claim before a connective, where nothing breaks the sentence between them."""
    claim = next((one for one in reversed(claims) if one.trigger.end <= span.start), None)
    if claim is None:
        return None
    between = text[claim.trigger.end : span.start]
    return None if _BREAK.search(between) or _count(between) > words else claim


def _behind_comma(cause: Claim, claims: Iterable[Claim], text: str) -> Claim | None:
    """Give the effect of a sentence that opens with its cause: the first claim behind the comma."""
    comma = text.find(",", cause.trigger.end, cause.sentence.end)
    effect = next((one for one in claims if one.trigger.start > comma >= 0), None)
    if effect is None or _BREAK.search(text[comma : effect.trigger.start]):
        return None
    return effect


def _pointing_back(
    span: Span, sentence: Span, claims: Sequence[Claim], before: Sequence[Claim], text: str
) -> tuple[Claim, Claim] | None:
    """Read "in response": at the head of a sentence it points to the sentence before, else to the claim before."""
    if not re.match(r"\s*(?:[,.;]|\Z)", text[span.end : sentence.end]):
        return None
    if _OPENING.match(text[sentence.start : span.start]):
        effect = next((one for one in claims if one.trigger.start >= span.end), None)
        # Which of several events is meant cannot be told.
        events = {one.event for one in before}
        return (effect, before[0]) if effect and len(events) == 1 else None
    told = [one for one in claims if one.trigger.end <= span.start]
    if len(told) < 2 or _BREAK.search(text[told[-1].trigger.end : span.start]):
        return None
    return told[-1], told[-2]


def _count(words: str) -> int:
    return len(_WORD.findall(words))
