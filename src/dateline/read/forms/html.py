"""Takes a web page; gives the draft of its story, or of each entry of its live blog."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

import msgspec
from lxml.etree import LxmlError, iterwalk
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from dateline.model import Furniture, FurnitureKind, Mend, Published, Rejected, Source, Span
from dateline.read.desk import Desk, Draft, Refusal, inside, whole
from dateline.read.encoding import decoded
from dateline.read.language import language_of
from dateline.read.mends import mended, summed
from dateline.read.page.about import About, about_of, absolute
from dateline.read.page.blocks import Block, blocks_of
from dateline.read.page.live import Entry, Live, live_blog
from dateline.read.page.main_text import Kept, kept_blocks
from dateline.read.page.refusals import no_story, nothing_found
from dateline.read.page.works import Work, works_of
from dateline.read.pagedate import page_date
from dateline.read.rejects import rejected

MAX_ELEMENTS: Final = 100_000
"""Elements beyond which a page is a list or an attack: news pages have 500 to 8,000."""

MAX_DEPTH: Final = 200
"""Elements inside one another beyond which a page is an attack: news pages have 15 to 60."""

FEWEST_STATED: Final = 80
"""Words from which a story that only the structured data hold is taken from there: a shorter one is a teaser."""

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE
)
_HEAD_BYTES: Final = 4096

# The library reports each page that holds no story on the log; here the `Rejected` says so.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())


_FAULTS: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, LxmlError)
"""What the extraction library is known to raise on broken pages; one page's fault must not end the run."""

Line = tuple[str, FurnitureKind | None]
"""A line of a report's body, and what kind of furniture it is, or None for story."""

Dates = tuple[Published, ...]
"""What a page says of its publication, the best supported first."""


def read(stream: BinaryIO, here: Source, _: Desk) -> Iterator[Draft | Rejected]:
    """Read main text, headline, outlet, authors, address and publication date; no script is run, no link is followed.

    A live blog gives a report for its summary and one for each entry.

    Raises:
        Refusal: the page is too large, empty or broken, or holds no story.
    """
    data = whole(stream)
    if not data.strip():
        raise Refusal("empty-file", "there is nothing in it but white space")
    try:
        text, mend = _decoded(data)
        tree = load_html(text)
        if tree is None:
            raise Refusal("bad-page", "it cannot be read as HTML")
        if too_big := _too_big(tree):
            raise Refusal("too-large", too_big)
        blocks, works = blocks_of(tree), works_of(tree)
        about = about_of(tree, works)
        live = live_blog(tree, works, blocks, about.title)
        dates = page_date(tree, about.url, works)
        found = list(_live(live, about, here, dates)) if live else [_story(tree, blocks, works, about, here, dates)]
    except _FAULTS as error:
        raise Refusal("bad-page", f"its story cannot be told from its markup ({type(error).__name__})") from error
    for item in found:
        yield msgspec.structs.replace(item, mends=(mend, *item.mends)) if mend and isinstance(item, Draft) else item


def _story(
    tree: HtmlElement, blocks: Sequence[Block], works: Sequence[Work], about: About, here: Source, dates: Dates
) -> Draft:
    """Read a page of one story.

    On the tuned half of 181 pages with their story marked by hand, the library's fast way without tables voted better
    than its slow way, and together they were no better.
    """
    found = bare_extraction(tree, fast=True, include_comments=False, include_formatting=False, include_tables=False)
    extracted = (found.text or "") if isinstance(found, Document) else ""
    stated = max((work.body for work in works if work.is_story), key=len, default="")
    kept = kept_blocks(blocks, [extracted], about.title)
    if kept and (sign := no_story(tree, about.title, works, kept)):
        raise Refusal("no-text", sign)
    lines = _lines(kept)
    if not any(kind is None for _, kind in lines):
        if len(stated.split()) < FEWEST_STATED:
            raise Refusal("no-text", nothing_found(tree, about.title, works, blocks))
        lines = [(line, None) for line in stated.split("\n") if line.strip()]
    return _draft(about.title, lines, about, here, dates)


def _lines(kept: Sequence[Kept]) -> list[Line]:
    return [(one.block.text, one.kind) for one in kept]


def _draft(title: str, lines: Sequence[Line], about: About, here: Source, dates: Dates) -> Draft:
    """Put a report together: each line is mended first, so that the furniture's offsets count in what stays."""
    title, of_title = mended(title)
    title = " ".join(title.split())
    parts: list[str] = []
    furniture: list[Furniture] = []
    mends: list[Mend] = [*of_title]
    start = len(title) + 1
    for line, kind in lines:
        text, of_line = mended(line)
        text = text.strip()
        mends += of_line
        if text:
            parts.append(text)
            furniture += [Furniture(Span(start, start + len(text)), kind)] if kind else []
            start += len(text) + 1
    body = "\n".join(parts)
    return Draft(
        title=title,
        body=body,
        url=about.url,
        outlet=about.outlet,
        author=", ".join(about.authors) or None,
        # What a page declares counts where its words do not tell: templates declare English for whatever they hold.
        language=language_of(" ".join(line for line, kind in lines if kind is None)) or about.language,
        dates=dates,
        source=here,
        exact=True,
        furniture=tuple(furniture),
        mends=summed(mends),
    )


def _live(live: Live, about: About, here: Source, dates: Dates) -> Iterator[Draft | Rejected]:
    """Give a report for the summary of a live blog and one for each entry."""
    if live.summary:
        yield _draft(about.title, _lines(live.summary), about, inside(here, "summary"), dates)
    count = len(live.entries) + live.beyond
    for place, entry in enumerate(live.entries, 1):
        yield _entry(entry, about, inside(here, f"entry {place} of {count}"), dates if live.one_day else ())
    if live.beyond:
        detail = f"it has {count:,} entries, and no more than {len(live.entries):,} are read"
        yield rejected("too-large", here, detail)


def _entry(entry: Entry, about: About, here: Source, dates: Dates) -> Draft:
    """Make the report of one entry; the outlet and, where it has none, headline and authors are the page's.

    The page's `dates` are the entry's only where it is all of one day.
    """
    address = absolute(entry.place) or (
        f"{about.url}{entry.place}" if about.url and entry.place[:1] == "#" else about.url
    )
    lines = [*((line, None) for line in entry.text), *_lines(entry.kept)]
    own = msgspec.structs.replace(about, url=address, authors=entry.authors or about.authors)
    draft = _draft(entry.title or about.title, lines, own, here, dates)
    return msgspec.structs.replace(draft, dates=(entry.date,)) if entry.date else draft


def _decoded(data: bytes) -> tuple[str, Mend | None]:
    """Decode by byte order mark or declaration; where there is none or it is wrong, by what the page looks like."""
    declared = _DECLARED.search(data, 0, _HEAD_BYTES)
    return decoded(data, declared[1].decode("ascii") if declared else None)


def _too_big(tree: HtmlElement) -> str | None:
    """Say what about the tree would keep the library busy for minutes, or None."""
    deepest = count = depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        deepest = max(deepest, depth)
    if count > MAX_ELEMENTS:
        return f"the page has {count:,} elements, more than {MAX_ELEMENTS:,}"
    return f"its elements are nested {deepest:,} deep, more than {MAX_DEPTH}" if deepest > MAX_DEPTH else None
