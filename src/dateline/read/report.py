"""Takes a title, a body and what is known about them; gives the `Report`, with furniture, dateline and language read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from dateline.model import Dateline, Furniture, Mend, Published, Rejected, Report, Source, Span, digest
from dateline.read.datelines import dateline_of
from dateline.read.dates import stated_date
from dateline.read.doubts import NO_LIMITS, Limits, Said, settled
from dateline.read.furniture import furniture_of
from dateline.read.language import SAMPLE, language_of
from dateline.read.layout import trimmed, units_of
from dateline.read.outlets import agency_of, shipped
from dateline.read.passages import passages_of
from dateline.read.rejects import rejected
from dateline.read.story import story_spans, stretches
from dateline.read.wording import UPDATED

ENGLISH = "en"


def make_report(
    *,
    title: str,
    body: str,
    url: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    published: Published | None = None,
    source: Source | None = None,
    language: str | None = None,
) -> Report:
    """Make a report whose text is `title`, a newline and `body`, both exactly as given.

    Where `published` is None it is read from a date line at the top or a dateline that names its year, else left open;
    where `outlet` is None it is the dateline's, if that names one. `language` (ISO 639-1) is detected where None.
    """
    return assemble(
        f"{title}\n{body}",
        len(title),
        url=url,
        outlet=outlet,
        author=author,
        dates=(published,) if published else (),
        source=source,
        language=language,
    )


def assemble(
    text: str,
    title_end: int,
    *,
    url: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    dates: Sequence[Published] = (),
    limits: Limits = NO_LIMITS,
    source: Source | None = None,
    language: str | None = None,
    furniture: tuple[Furniture, ...] = (),
    mends: tuple[Mend, ...] = (),
) -> Report:
    """Make a report of a text in which title and body stand already, parted by any line break (see `make_report`).

    `furniture` is what is known already; what else there is is told from the units that it leaves. Of the `dates`, the
    best first, and those that the text itself states, the first within the `limits` is used.
    """
    # No text has a character NUL, and not every archive could keep one; as a space it leaves all places as they are.
    text, url, outlet, author = text.replace("\0", " "), _plain(url), _plain(outlet), _plain(author)
    if source:
        source = msgspec.structs.replace(source, given_id=_plain(source.given_id))
    units = [unit for unit in units_of(text, title_end) if not any(map(unit.overlaps, _spans(furniture)))]
    furniture = tuple(sorted((*furniture, *furniture_of(text, title_end, units)), key=lambda found: found.span))
    story = _story_units(text, units, furniture)
    dateline = dateline_of(text, story)
    language, passages = passages_of(text, story, language or _language(text, title_end, furniture, dateline))
    outlet = outlet or (dateline.outlet.of(text) if dateline and dateline.outlet else None)
    known = shipped().meant(outlet, url)
    limits = msgspec.structs.replace(limits, founded=known.since if known else None)
    published, doubted = settled(dates, _said(text, furniture, dateline), text, limits)
    day = published.day.isoformat() if published else None
    agency = agency_of(_credits(text, author, furniture, dateline), known)
    return Report(
        id=digest(text, outlet, url, day),
        text_id=digest(text),
        text=text,
        title_end=title_end,
        url=url,
        outlet=outlet,
        author=author,
        published=published,
        doubted=doubted,
        dateline=dateline,
        language=language,
        passages=passages,
        furniture=furniture,
        mends=mends,
        outlet_id=known.id if known else None,
        agency_id=agency.id if agency else None,
        source=source,
    )


def _plain(said: str | None) -> str | None:
    return said and said.replace("\0", " ")


def _credits(text: str, author: str | None, furniture: Sequence[Furniture], dateline: Dateline | None) -> Iterator[str]:
    """Give the words in which a report may name the agency that wrote it."""
    if dateline and dateline.outlet:
        yield dateline.outlet.of(text)
    if author:
        yield author
    yield from (found.span.of(text) for found in furniture if found.kind == "byline")


def _spans(furniture: Sequence[Furniture]) -> Iterator[Span]:
    return (found.span for found in furniture)


MOST_CHARACTERS = 300_000
"""A text longer than this is a book or a dump of many reports: it is kept, and not coded as one report."""


def codable(report: Report) -> Rejected | None:
    """Say why `report` is not to be coded (`not-english`, `no-text`, `too-large`), or None if it is.

    A report whose language is open is taken for English: it is in Latin script and too short or too mixed to tell.
    """
    source = report.source or Source("-")
    if len(report.text) > MOST_CHARACTERS:
        return rejected("too-large", source, f"it has {len(report.text):,} characters, more than one news report has")
    if report.language not in {None, ENGLISH}:
        return rejected("not-english", source, f"its language is {report.language!r}")
    if not any(map(str.isalpha, "".join(span.of(report.text) for span in story_spans(report)))):
        return rejected("no-text", source, "there is no story in it, only page furniture or nothing")
    return None


def _story_units(text: str, units: Sequence[Span], furniture: Sequence[Furniture]) -> list[Span]:
    """Give the units without the furniture; what furniture leaves of a unit is a unit."""
    ends = {found.span.start: found.span.end for found in furniture}
    left: list[Span] = []
    for unit in units:
        rest = unit
        while rest.start in ends and rest.start < unit.end:
            rest = trimmed(text, ends[rest.start], unit.end)
        left.append(rest)
    return [unit for unit in left if unit.start < unit.end]


def _said(text: str, furniture: Sequence[Furniture], dateline: Dateline | None) -> Said:
    """Read the date of a date line (of its first version, not of an update, where there are both) and a dateline's."""
    lines = [found.span.of(text) for found in furniture if found.kind == "date"]
    lines.sort(key=lambda line: UPDATED.match(line) is not None)
    written = next((date for line in lines if (date := stated_date(line, "text"))), None)
    words = dateline.day.of(text) if dateline and dateline.day else ""
    sent = stated_date(words, "dateline")
    # A leap year, so that 29 February can be read where the dateline has no year of its own.
    yearly = stated_date(f"{words} 2000", "dateline") if words else None
    return Said(
        dates=tuple(date for date in (written, sent) if date),
        month_day=(yearly.day.month, yearly.day.day) if yearly else None,
    )


def _language(text: str, title_end: int, furniture: Sequence[Furniture], dateline: Dateline | None) -> str | None:
    """Judge the body, and the headline with it only where the body is short: headlines are names above all."""
    body = " ".join(span.of(text) for span in stretches(text, title_end, furniture, dateline))
    return language_of(body if len(body) >= SAMPLE // 2 else f"{text[:title_end]} {body}")
