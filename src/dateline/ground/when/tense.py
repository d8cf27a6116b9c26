"""A sentence and a stretch of it enter; on which side of the report's day the stretch lies leaves."""

from __future__ import annotations

import re

from dateline.ground.when.senses import Tense
from dateline.model import Factuality

_FUTURE = (
    r"will|shall|won['’]t|['’]ll|would|(?:is|are|was|were|be|been)\s+(?:due|set|to|expected|scheduled|planned|going|slated|"
    r"supposed)|be\s+held|due\s+(?:for|on|in)|(?:set|scheduled|slated|expected|planned|poised)\s+(?:to|for|on|in)|"
    r"plan(?:s|ning)?\s+(?:to|for)|intends?\s+to|prepar(?:es?|ing)\s+(?:to|for)|aims?\s+to|hopes?\s+to|upcoming|"
    r"takes?\s+effect|payable|scheduled|may|might|could|can"
)
_PAST = (
    r"was|were|had|did|has|have|been|said|told|killed|held|met|left|began|came|went|took|made|gave|fell|rose|shot|struck|"
    r"according\s+to|hit|led|sent|broke|won|lost|found|saw|fled|fought|set\s+off|put|[a-z]{2,}ed|ago|since"
)
_CUE = re.compile(rf"\b(?:(?P<future>{_FUTURE})|(?P<past>{_PAST}))\b", re.IGNORECASE)
# Characters around a time in which its verb is sought; tried from 40 to 300 on half of the annotated claims, where
# anything from 130 on serves alike.
_REACH = 130
# Prepositions that look ahead, where they stand right before the time.
_AHEAD = re.compile(
    r"\b(?:by|until|effective|beginning|starting|ahead\s+of)\s+(?:the\s+|on\s+|early\s+|late\s+)*$", re.IGNORECASE
)
# A past verb right after the time is its own: "on Sunday issued a warning".
_RIGHT_AFTER = re.compile(rf"\s+(?:[a-z]+ly\s+)?(?:{_PAST})\b")
# "Wednesday's ruling" has happened, unless what follows says otherwise: "Sunday's trial would hear".
_OWNER = re.compile(rf"['’]s?\s+(?:[\w-]+\s+){{0,3}}?(?:(?P<future>{_FUTURE})\b)|['’]s?\s", re.IGNORECASE)
# A headline's bare infinitive: "Minister to visit Kabul on Tuesday".
_HEADLINE = re.compile(r"^[^.!?]{3,80}?\bto\s+[a-z]{3,}\b(?![^.]*\b(?:was|were|said|had)\b)")


def tense_of(factuality: Factuality) -> Tense | None:
    """Give the tense that a claim's factuality settles; None where it leaves it open."""
    return "future" if factuality == "planned" else "past" if factuality == "occurred" else None


def tense_at(sentence: str, start: int, end: int) -> Tense:
    """Give the tense that a stretch of a sentence lies in, by the words right beside it, else by the nearest verb."""
    near = max(0, start - _REACH)
    if _AHEAD.search(sentence, near, start):
        return "future"
    if _RIGHT_AFTER.match(sentence, end):
        return "past"
    if (owner := _OWNER.match(sentence, end)) is not None:
        return "future" if owner.group("future") else "past"
    before = list(_CUE.finditer(sentence, near, start))
    if before:
        return _named(before[-1])
    after = list(_CUE.finditer(sentence, end, end + _REACH))
    if after and len(sentence[end : after[0].start()]) < 60:  # a verb further off belongs to another clause
        return _named(after[0])
    return "future" if _HEADLINE.match(sentence) else "past"


def _named(cue: re.Match[str]) -> Tense:
    return "future" if cue.lastgroup == "future" else "past"
