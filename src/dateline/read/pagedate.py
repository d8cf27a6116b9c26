"""Takes a parsed page and its address; gives the publication date that the page states, and where, or None.

A date is taken only from a place that is there to hold the publication date: metadata, structured data, an element
marked as the date, the address. There is no search through the story, no file time, and no clock: the general date
finders fall back on any of these, and a guessed publication date moves every "Tuesday" of the report.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from dateline.model import Published
from dateline.read.dates import address_date, iso_date, stated_date

_META: Final = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "article:published",
    "article_date_original",
    "article.published",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published-date",
    "publication_date",
    "publication-date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "cse_pubdate",
    "displaydate",
    "ptime",
    "rnews:datepublished",
    "sub-date",
    "date",
    "dc.date.created",
    "created",
    "datecreated",
)
"""Names of `meta` elements that hold the publication date, the most exact in meaning first; never one of a change."""

_STRUCTURED: Final = re.compile(r'"(?:datePublished|uploadDate)"\s*:\s*"([^"]{4,40})"')
_MARKED: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:pub|publish|published|publication|post|posted|article|story|entry|content|news)[\s_-]?)?(?:date|datetime|time|timestamp|dateline|byline|published)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CHANGED: Final = re.compile(r"updat|modif|revis", re.IGNORECASE)
_ELSEWHERE: Final = frozenset({"nav", "footer", "aside"})
_LONGEST_STAMP: Final = 160
_MOST_MARKED: Final = 400


def page_date(tree: HtmlElement, url: str | None) -> Published | None:
    """Give the first of: metadata, structured data, an element marked as the date, the day in the address.

    Where metadata and address are a day apart the address is right: metadata is often in universal time, and what the
    story calls "Tuesday" is the outlet's own day.
    """
    address = address_date(url) if url else None
    stated = next(_dates(_metadata(tree)), None) or next(_dates(_structured(tree)), None)
    if stated and address and abs(stated.day - address.day) == dt.timedelta(days=1):
        return address
    return stated or next(_visible(tree), None) or address


def _dates(values: Iterator[str]) -> Iterator[Published]:
    return (date for value in values if (date := iso_date(value, "metadata")))


def _metadata(tree: HtmlElement) -> Iterator[str]:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if content := meta.get("content"):
            stated.setdefault(name.strip().lower(), content)
    return (stated[name] for name in _META if name in stated)


def _structured(tree: HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and script.text:
            yield from _STRUCTURED.findall(script.text)


def _visible(tree: HtmlElement) -> Iterator[Published]:
    """Give the dates of `itemprop` and `time` elements, then of elements whose class or id calls them a date."""
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        value = element.get("content") or element.get("datetime") or element.text_content()
        if date := iso_date(value, "page"):
            yield date
    for element in tree.iter("time"):
        if _counts(element) and (date := iso_date(element.get("datetime") or element.text_content(), "page")):
            yield date
    for element in tree.xpath("//*[@class or @id]")[:_MOST_MARKED]:
        mark = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _MARKED.search(mark) and _counts(element) and (date := _stamp(element)):
            yield date


def _counts(element: HtmlElement) -> bool:
    """Tell whether an element is about this story and its first version: not in a list of others, not a change's."""
    mark = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    return not _CHANGED.search(mark) and not any(above.tag in _ELSEWHERE for above in element.iterancestors())


def _stamp(element: HtmlElement) -> Published | None:
    words = " ".join(element.text_content().split())
    return stated_date(words, "page") if len(words) <= _LONGEST_STAMP else None
