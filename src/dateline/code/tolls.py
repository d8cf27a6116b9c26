"""Reads how many were killed or injured: a trigger with its roles and recipients enters, one `Count` or none leaves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from dateline.code.counts import find_counts
from dateline.model import Count, Party, Span, Trigger

# A word is in one role only, so where the trigger itself says what befell them, the recipients' number is the toll.
_HARM = {
    "killed": re.compile(
        r"\b(?:kill|murder|assassinat|execut|massacr|slaughter|slain|slay|behead|lynch|put\w* to death|dead|death|die[ds]?\b|"
        r"dying|beheading|fatal)",
        re.IGNORECASE,
    ),
    "injured": re.compile(r"\b(?:injur|wound|hurt|maim)", re.IGNORECASE),
}
# "A group of farmers" is not one person.
_COLLECTIVE = re.compile(
    r"\b(?:number|group|crowd|convoy|family|families|couple|pair|handful|series|total|village|patrol|unit|team|party|bus|"
    r"gathering|procession|gang|band|column|base|post|town|city|people)\b",
    re.IGNORECASE,
)


def toll(text: str, trigger: Trigger, role: Literal["killed", "injured"], recipients: Sequence[Party]) -> Count | None:
    """Add up the numbers that the model ties to the trigger ("one British and two American soldiers" is three).

    Only numbers of one sentence add up, the trigger's own before any other: a toll told again is the same toll. Where
    there are none and the trigger says that people died (or were hurt), the number of its recipients is the toll.
    """
    spans = [edge.span for edge in trigger.edges if edge.role == role]
    own = [span for span in spans if trigger.sentence.holds(span)]
    found: dict[Span, Count] = {}
    for span in own or spans[:1]:
        for count in _number_at(text, span):
            found.setdefault(count.span, count)
    if not found and trigger.factuality == "occurred" and _HARM[role].search(trigger.span.of(text)):
        found = {c.span: c for party in recipients if (c := _number_of(text, party, trigger)) is not None}
    return _sum(text, list(found.values()))


def _number_of(text: str, party: Party, trigger: Trigger) -> Count | None:
    """Give the number that a recipient's own words begin with; a recipient named in another sentence gives none."""
    if not trigger.sentence.holds(party.span):
        return None
    around = Span(max(trigger.sentence.start, party.span.start - 24), party.span.end)
    count = next((c for c in find_counts(text, around) if c.span.end > party.span.start), None)
    if count is None or (count.text.lower() in {"a", "an"} and _COLLECTIVE.search(party.text)):
        return None
    return count


def _sum(text: str, counts: Sequence[Count]) -> Count | None:
    """Add counts; one open end opens the sum."""
    if len(counts) < 2:
        return counts[0] if counts else None
    whole = Span(counts[0].span.start, counts[-1].span.end)
    lows, highs = [c.low for c in counts], [c.high for c in counts]
    low = None if None in lows else sum(n for n in lows if n is not None)
    high = None if None in highs else sum(n for n in highs if n is not None)
    return Count(whole, whole.of(text), low, high)


def _number_at(text: str, span: Span) -> list[Count]:
    """Find the number that overlaps a span, reading the words around it too ("at least" changes what it says)."""
    around = Span(max(0, span.start - 24), min(len(text), span.end + 24))
    return [count for count in find_counts(text, around) if count.span.overlaps(span)][:1]
