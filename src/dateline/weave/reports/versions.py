"""Reports of one address enter, whether they are versions of one report leaves, and which of them is the later one.

An address may carry one report, a list of headlines that changes by the hour, or a page with many entries; so the texts
must be alike too.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from dateline.model import Reason, Report
from dateline.weave.reports.blockkey import block_key
from dateline.weave.reports.copies import Match, are_about_one_thing, copied
from dateline.weave.reports.overlap import Overlap, overlap
from dateline.weave.reports.words import Words

# Parameters that say how a reader came to a page.
_TRACKING = re.compile(
    r"utm_.*|[a-z]{0,2}clid|mc_[ce]id|_ga|_gl|igshid|cmp(?:id)?|ito|ncid|smid|smtyp|partner|ref(?:_?src|errer)?|source|src|s?cid"
    r"|at_(?:medium|campaign|custom\d|link.*|format|ptr.*|bbc.*)|wt\.mc_id|ocid|spm|feature|share|amp|output(?:type)?"
)

_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=.+\.)")
_INDEX = re.compile(r"(?:/(?:index|default)\.\w+|/amp|/)+$")

# An address of a page that lists others: no long number and no row of three words names a report.
_NAMED = re.compile(r"\d{3}|[^\W\d_]+(?:[-_][^\W\d_]+){2}")

# Share of the shorter text that a later version keeps at least, and, where it is written anew, of the names.
_KEPT = 0.3
_NAMES = 0.6
_FEWEST_NAMES = 3

# Days after which a page is put right or added to, and seldom another text under an address that is used again.
_DAYS_APART = 7

# A form that is filled in anew each day under one address has other numbers nearly throughout.
_OTHER_NUMBERS = 0.6
_FEWEST_NUMBERS = 4


def address_of(url: str | None) -> str | None:
    """Give an address in the one form that its ways of writing share; None where it names no single report."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    path = unquote(_INDEX.sub("", parts.path))
    kept = sorted((key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.fullmatch(key.lower()))
    place = parts.fragment if parts.fragment[:1] in {"!", "/"} else ""
    named = path.rpartition("/")[2] + place
    if not host or not (_NAMED.search(named) or any(value[:1].isdigit() for _, value in kept)):
        return None
    return _HOST.sub("", host) + path + (f"?{urlencode(kept)}" if kept else "") + (f"#{place}" if place else "")


def version_keys(report: Report) -> tuple[int, ...]:
    """Give the key under which versions of one report meet; none where its address names no single report."""
    address = address_of(report.url)
    return (block_key("version", address),) if address else ()


def versioned(one: Report, other: Report, told: tuple[Words, Words], days_apart: int | None) -> Match | None:
    """Tell whether two reports, whose words are `told`, are versions of one; the order of the two does not matter."""
    address = address_of(one.url)
    if address is None or address != address_of(other.url) or _are_entries(one, other):
        return None
    here = Reason("address", 1.0, address)
    if match := copied(*told, days_apart):
        return Match(match.score, (here, *match.reasons))
    shared = overlap(*told)
    is_near = days_apart is None or days_apart <= _DAYS_APART
    if is_near and not _is_filled_in(shared) and (shared.share >= _KEPT or _is_written_anew(shared)):
        return Match(round(max(shared.share, _KEPT), 4), (here, *shared.reasons))
    return None


def edition_of(report: Report) -> str:
    """Give what later versions of a report sort behind: day, notes of correction, length.

    Pages seldom state the time of an update. A text with more notes came later, and stories grow.
    """
    day = str(report.published.day) if report.published else "?"
    notes = sum(found.kind == "correction" for found in report.furniture)
    return f"{day:>10} {notes:03} {len(report.text):09}"


def _are_entries(one: Report, other: Report) -> bool:
    """Tell whether two reports stand at different places of one page."""
    places = [urlsplit(report.url or "").fragment for report in (one, other)]
    return all(places) and places[0] != places[1]


def _is_filled_in(shared: Overlap) -> bool:
    numbers = shared.short.numbers
    return len(numbers) >= _FEWEST_NUMBERS and len(shared.numbers) >= _OTHER_NUMBERS * len(numbers)


def _is_written_anew(shared: Overlap) -> bool:
    names = shared.short.names
    kept = len(names) - len(shared.names)
    return kept >= max(_FEWEST_NAMES, _NAMES * len(names)) and are_about_one_thing(shared.short, shared.long)
