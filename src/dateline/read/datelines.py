"""Takes the first units of a story; gives the agency dateline before its first sentence, or None."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dateline.model import Dateline, Span
from dateline.read.dates import MONTH, MONTH_DAY, WEEKDAY, WRITTEN, YEAR
from dateline.read.wording import AGENCY

DEEPEST: Final = 6
"""Story units that are looked at: a summary and subheadings may stand above the dateline."""

LONGEST: Final = 160
"""Characters at the start of a unit within which a dateline must end."""

FEWEST_WORDS: Final = 4
"""Words of a sentence that must follow a dateline that gives neither day nor outlet."""

LONGEST_PLACE: Final = 5
"""Words of a place in capitals (ON THE GULF OF MEXICO); a heading in capitals before a dash has more."""

# A word is taken whole, with the hyphens inside it, and nothing of it is given back: or a line of hyphens could be cut
# into words in so many ways that trying them takes minutes.
_WORD = r"[^\W\d_a-zß-öø-ÿ](?:[^\W\d_]|['’‘`.]|-(?=[^\W\d_]))*+"
_PLACE = rf"{_WORD}(?: (?:(?:de|da|do|del|la|le|el|al|of|on|upon|sur|am|the|and)[ -])?{_WORD}){{0,4}}"
_PLACES = rf"{_PLACE}(?:\s?[,/]\s?{_PLACE}){{0,3}}"
_DAY = rf"(?:(?:{WEEKDAY}\s*,?\s*)?(?:{WRITTEN}|{MONTH_DAY}(?:\s?,?\s{YEAR})?))"
_OUTLET = r"[^\W\d_](?:\w|[ .&'’/-]){1,40}"
_DASH = r"(?:\s*(?:--+|–|—|―|−)\s*|\s+-\s+|\s+-$|\s?-\s+)"

_WITH_OUTLET = re.compile(
    rf"(?P<place>{_PLACES})(?:\s?,?\s(?P<day>(?i:{_DAY})))?\s?[.,]?\s*"
    rf"(?:\((?P<outlet>{_OUTLET})\)|-LRB- (?P<outlet_token>{_OUTLET}) -RRB-|/(?P<outlet_slash>{_OUTLET})/\.?)"
    rf"(?P<dash>{_DASH}|:\s|\s|$)"
)
_WITH_DAY = re.compile(rf"(?P<place>{_PLACES})\s?,?\s(?P<day>(?i:{_DAY}))(?P<dash>{_DASH}|:\s)")
_PLACE_ONLY = re.compile(rf"(?:(?P<outlet_before>AP|AFP|UPI)\s)?(?P<place>{_PLACES})(?P<dash>{_DASH}|:\s)")
_IN_BRACKETS = re.compile(rf"\((?P<place>{_PLACES})(?:,\s(?P<day>(?i:{_DAY})))?\)(?P<dash>{_DASH})")

_AGENCY = re.compile(rf"(?:{AGENCY})\b.*|.*\.(?:com|net|org|info)")
_MONTH = re.compile(rf"(?:{MONTH}|{WEEKDAY})", re.IGNORECASE)
_LABEL = re.compile(r"[^\W\d_a-zß-öø-ÿ](?:[^\W\da-zß-öø-ÿ]|[.'’ ]){1,40}(?::\s|\s?[-–—]+\s)")
_NOT_A_PLACE = re.compile(
    r"(?:ADVERTISEMENT|ALERT|ANALYSIS|BACKGROUND|BREAKING|BULLETIN|CLARIFICATION|COLUMN|COMMENT|CORRECTED|CORRECTION|DEVELOPING"
    r"|DIARY|EDITORIAL|EXCLUSIVE|EXPLAINED|EXPLAINER|FACTBOX|FACT|FEATURE|FILES?|FLASH|FOCUS|GRAPHIC|HIGHLIGHTS|IMPORTANT|INSIGHT|INTERVIEW"
    r"|INVESTIGATION|JUST IN|LATEST|LEAD|LISTEN|LIVE|LOOK|MAP|MORE|NEWS|NOTE|NOTICE|OPINION|PHOTOS?|PICTURES?|POLL|PREVIEW|PROFILE|READ"
    r"|RECAP|REPORT|REVIEW|SPECIAL|STORY|SUMMARY|TAKE|TIMELINE|TRANSCRIPT|UPDATED?|URGENT|VIDEO|VIEW|WATCH|WRAPUP|Q|A|QUESTION"
    r"|ANSWER|WHO|WHAT|WHEN|WHERE|WHY|HOW|NATO|EU|UN|US|UK|USA|UAE|GOP|FBI|CIA|ISIS|ISIL)\b.*"
)
"""Newsroom labels and common acronyms in capitals that stand before a dash or colon as a place would."""


def dateline_of(text: str, starts: Sequence[Span]) -> Dateline | None:
    """Find the dateline at the start of one of the `starts`, which are the story's units without furniture.

    It is read where its form is beyond doubt: a place with an outlet in brackets, a place with a day and a dash, or a
    place in capitals and a dash or colon before a sentence. `span` goes from the place to the dash.
    """
    for order, unit in enumerate(starts[:DEEPEST]):
        words = unit.of(text)
        if found := _match(words[:LONGEST], words, first=order == 0):
            if found.re is _PLACE_ONLY and _is_one_of_many(text, starts):
                return None
            return _dateline(found, unit.start)
    return None


def _match(head: str, words: str, *, first: bool) -> re.Match[str] | None:
    if (found := _WITH_OUTLET.match(head)) and _is_signed(found):
        return found
    if (found := _WITH_DAY.match(head)) and _is_place(found["place"]) and _opens(words[found.end() :]):
        return found
    if (found := _IN_BRACKETS.match(head)) and not _AGENCY.fullmatch(found["place"]) and _opens(words[found.end() :]):
        return found
    found = _PLACE_ONLY.match(head)
    if found and (first or not found["dash"].startswith(":")) and _is_capital_place(found["place"]):
        rest = words[found.end() :]
        after = rest.split()[:FEWEST_WORDS]
        if _opens(rest) and len(after) == FEWEST_WORDS and not " ".join(after[:2]).isupper():
            return found
    return None


def _is_signed(found: re.Match[str]) -> bool:
    """Tell a place with an outlet from a person with a party or an organisation with its short form."""
    if not _is_place(found["place"]):
        return False
    outlet = _outlet(found) or ""
    certain = found["day"] is not None or _AGENCY.fullmatch(outlet) is not None
    if not found["dash"].strip(" :"):
        return certain and (found["place"].isupper() or found["day"] is not None)
    return certain or _is_capital_place(found["place"])


def _is_place(words: str) -> bool:
    return (
        not words.startswith("By ")
        and not _NOT_A_PLACE.fullmatch(words)
        and not _MONTH.fullmatch(words)
        and len(words) > 2
    )


def _is_capital_place(words: str) -> bool:
    parts = re.split(r"\s?[,/]\s?", words)
    capitals = [part for part in parts if part.isupper()]
    fits = len(" ".join(capitals).split()) <= LONGEST_PLACE or "/" in words
    return parts[0].isupper() and len(parts[0]) > 2 and fits and _is_place(words)


def _opens(rest: str) -> bool:
    """Tell whether `rest` can be the start of a sentence; nothing at all is the dateline alone in its line."""
    return not rest or not rest[0].islower()


def _is_one_of_many(text: str, starts: Sequence[Span]) -> bool:
    """Tell whether several units open with capitals before a dash or colon: speakers of an interview, items of a list."""
    return sum(_LABEL.match(unit.of(text)) is not None for unit in starts) > 1


def _outlet(found: re.Match[str]) -> str | None:
    return next((words for name, words in found.groupdict().items() if name in _OUTLETS and words), None)


_OUTLETS: Final = ("outlet", "outlet_token", "outlet_slash", "outlet_before")


def _dateline(found: re.Match[str], offset: int) -> Dateline:
    groups = found.groupdict()
    spans = {name: Span(offset + found.start(name), offset + found.end(name)) for name in groups if groups[name]}
    outlet = next((spans[name] for name in _OUTLETS if name in spans), None)
    whole = Span(offset, offset + len(found.group().rstrip()))
    return Dateline(span=whole, place=spans["place"], outlet=outlet, day=spans.get("day"))
