"""Takes a parsed page; gives the dates that stand in places meant for dates, by what each place says of them.

There is no search through the story: the general date finders fall back on that, and a guessed publication date moves
every "Tuesday" of the report.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec
from lxml.html import HtmlElement

from dateline.read.dates import YEAR, Moment, data_moment, stated_moment
from dateline.read.kinds import kind_of
from dateline.read.page.works import Work

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
    "published_at",
    "pub_date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "published-date",
    "publication_date",
    "publication-date",
    "dc.date.issued",
    "dcterms.issued",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "cse_pubdate",
    "displaydate",
    "ptime",
    "rnews:datepublished",
    "sub-date",
)
"""Names of `meta` elements that hold the publication date, the most exact in meaning first."""

_META_WEAK: Final = (
    "dcterms.created",
    "dc.date.created",
    "datecreated",
    "created",
    "dc.date",
    "dcterms.date",
    "date",
)
"""Names of `meta` elements whose date may be that of a first draft or of a change."""

_STATED: Final = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_CHANGED: Final = re.compile(r"updat|modif|revis|last[\s_-]?pub", re.IGNORECASE)
_FIRST: Final = re.compile(r"(?:^|[\s_-])(?:published|entry-date|post-date|pub-?date)(?:$|[\s_-])", re.IGNORECASE)
_MARKED: Final = re.compile(
    r"(?:^|[\s_-])(?:(?:pub|publish|published|publication|post|posted|article|story|entry|content|news)[\s_-]?)?(?:date|datetime|time|timestamp|dateline|byline|published)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"(?:^|[\s_-])(?<!\bno[_-])(?<!\bhas[_-])(?<!\bwith[_-])(?<!\belementor[_-])(?:related|recommend\w*|trending|popular|latest|sidebar|widget|teasers?|comments?(?:list|-list)?|promo|footer|carousel"
    r"|read-?next|read-?more|most-?read|up-?next|recirc\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of what holds other stories or readers' words; `no-promo`, `has-sidebar` and the like are said of the story."""

_ELSEWHERE: Final = frozenset({"nav", "footer", "aside", "figcaption", "figure", "select", "option"})
_HEADS: Final = frozenset({"h1", "h2"})
_HOLDS_DATE: Final = re.compile(YEAR)
_PARTS: Final = re.compile(
    r"(?=\b(?:(?:last |first |originally )?(?:updated?|modified|revised|published|posted)|last edit)\b)", re.IGNORECASE
)
_OF_CHANGE: Final = re.compile(r"(?:last |most recently )?(?:updat|modif|revis|last edit)", re.IGNORECASE)

_CHANGE_BEFORE: Final = re.compile(r"\b(?:updat|modif|revis|last edit)\w*(?:\s+(?:on|at))?\s*:?\s*$", re.IGNORECASE)

_LONGEST_STAMP: Final = 160
_MOST_ELEMENTS: Final = 40
"""Elements inside one beyond which it is no stamp but a part of the page."""

_MOST_MARKED: Final = 400
_NEAR_AFTER: Final = 80
_NEAR_BEFORE: Final = 25
"""Elements behind and before the headline among which the story's own date stands.

On the pages of part `tune` of `evaluation/data/page-dates.tsv` it stands between 1 before and 62 behind, and lists of
other stories begin 184 behind.
"""

_LIST: Final = 3
"""Stamps of one look, with different days, that make a list of stories."""


class Stamps(msgspec.Struct, frozen=True):
    """The dates of a page: those of its publication, those that may be, and those of changes.

    `shown` is the story's own visible date; `marked` says that the page's markup calls it a date. `pairs` are times that
    stand there twice: for programs, and for readers in the outlet's own zone.
    """

    stated: tuple[Moment, ...]
    weak: tuple[Moment, ...]
    changed: tuple[Moment, ...]
    shown: Moment | None
    marked: bool
    pairs: tuple[tuple[Moment, Moment], ...]


class _Shown(msgspec.Struct, frozen=True):
    """A visible date: where it stands, how it looks, whether its markup calls it a date, and what it says."""

    place: int
    look: str
    marked: bool
    moment: Moment


def stamps_of(tree: HtmlElement, works: Sequence[Work]) -> Stamps:
    """Find the dates of a page in metadata, structured data and beside its headline."""
    meta = _metadata(tree)
    own = [*(work for work in works if work.is_story), *(work for work in works if work.is_page and not work.is_story)]
    rest = [work for work in works if not (work.is_story or work.is_page)]
    headline = _headline(tree)
    shown = _own(list(_visible(tree, headline)), headline)
    return Stamps(
        stated=_moments(
            [*(meta[name] for name in _META if name in meta), *(work.published for work in own), *_broken(tree, works)]
        ),
        weak=_moments([*(meta[name] for name in _META_WEAK if name in meta), *_drafted(own, rest)]),
        changed=_moments([*(meta[name] for name in meta if _CHANGED.search(name)), *(work.modified for work in works)]),
        shown=shown.moment if shown else None,
        marked=shown is not None and shown.marked,
        pairs=tuple(itertools.islice(_pairs(tree), _MOST_MARKED)),
    )


def _drafted(own: Iterable[Work], rest: Iterable[Work]) -> Iterator[str]:
    """Give the dates of first drafts, and those of things on the page that may be the story or may not."""
    yield from (work.created for work in own)
    for work in rest:
        yield from (work.published, work.created, work.uploaded)


def _broken(tree: HtmlElement, works: Sequence[Work]) -> list[str]:
    """Give the first publication date of structured data that are no JSON, as they often are; only where none are."""
    scripts = () if works else tree.iter("script")
    blocks = (script.text or "" for script in scripts if "ld+json" in (script.get("type") or ""))
    return [found[1] for block in blocks if (found := _STATED.search(block))][:1]


def _moments(values: Iterable[str]) -> tuple[Moment, ...]:
    return tuple(moment for value in values if (moment := data_moment(value)))


def _metadata(tree: HtmlElement) -> dict[str, str]:
    """Give the page's `meta` by name in lower case, the first of each name."""
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if (content := meta.get("content")) and not any(
            above.get("itemprop") == "video" for above in meta.iterancestors()
        ):
            stated.setdefault(name.strip().lower(), content)
    return stated


def _headline(tree: HtmlElement) -> int | None:
    """Give the place of the headline: the longest heading whose words are in the page's title, else the first `h1`.

    The longest, because an outlet's name is a heading and in the title, too.
    """
    title = _plain(" ".join(element.text_content() for element in tree.iter("title")))
    heads = [(place, one) for place, one in enumerate(tree.iter()) if one.tag in _HEADS]
    titled = [(len(words), -place) for place, one in heads if (words := _plain(one.text_content())) and words in title]
    if titled:
        return -max(titled)[1]
    return next((place for place, one in heads if one.tag == "h1"), None)


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _visible(tree: HtmlElement, headline: int | None) -> Iterator[_Shown]:
    """Give the visible dates that are about this story as far as their own markup says, in the page's order."""
    marked = 0
    for place, element in enumerate(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in {"script", "style", "meta", "body", "html", "head"}:
            continue
        mark = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop"))
        is_marked = element.tag == "time" or _MARKED.search(mark) is not None or "datepublished" in mark.lower()
        if is_marked:
            marked += 1
        elif headline is None or not -_NEAR_BEFORE <= place - headline <= _NEAR_AFTER:
            continue
        if marked <= _MOST_MARKED and (found := _stamp(element, place, mark, is_marked=is_marked)):
            yield found


def _stamp(element: HtmlElement, place: int, mark: str, *, is_marked: bool) -> _Shown | None:
    """Read an element that shows a date; one that is not marked must hold nothing else."""
    if next(itertools.islice(element.iter(), _MOST_ELEMENTS, None), None) is not None:
        return None
    words = " ".join(element.text_content().split())
    attribute = element.get("datetime") or element.get("content") or ""
    exact = data_moment(attribute) if attribute else None
    if len(words) > _LONGEST_STAMP or not (exact or _HOLDS_DATE.search(words)):
        return None
    if not is_marked and kind_of(words, top=True, last=False) != "date":
        return None
    if not _counts(element, mark):
        return None
    moment = _first_version(words) or (None if _OF_CHANGE.match(words) else exact)
    if moment is None:
        return None
    return _Shown(place, f"{element.tag} {element.get('class')}", is_marked, moment)


def _pairs(tree: HtmlElement) -> Iterator[tuple[Moment, Moment]]:
    """Give each time that stands on the page twice, for programs and for readers, whatever it is the time of."""
    for element in tree.iter("time"):
        exact = data_moment(element.get("datetime") or "")
        told = stated_moment(" ".join(element.text_content().split())[:_LONGEST_STAMP]) if exact else None
        if exact and told and exact.clock and told.clock:
            yield exact, told


def _first_version(words: str) -> Moment | None:
    """Read the first date of a stamp that is not said to be that of a change."""
    parts = (part for part in _PARTS.split(words) if not _OF_CHANGE.match(part))
    return next((moment for part in parts if (moment := stated_moment(part))), None)


def _counts(element: HtmlElement, mark: str) -> bool:
    """Tell whether an element is about this story and its first version: not in a list of others, not a change's."""
    if (_CHANGED.search(mark) and not _FIRST.search(mark)) or _CHANGE_BEFORE.search(_label(element)):
        return False
    around = (one for one in (element, *element.iterancestors()) if one.tag not in {"html", "body"})
    return not any(one.tag in _ELSEWHERE or _OTHERS.search(one.get("class") or "") for one in around)


def _label(element: HtmlElement) -> str:
    """Give the words that stand right before an element."""
    before, above = element.getprevious(), element.getparent()
    if before is None:
        return ((above.text or "") if above is not None else "")[-_LONGEST_STAMP:]
    return f"{'' if callable(before.tag) else before.text_content()} {before.tail or ''}"[-_LONGEST_STAMP:]


def _own(found: list[_Shown], headline: int | None) -> _Shown | None:
    """Give the date nearest to the headline; away from it, the first that is not one of a list."""
    if headline is not None:
        near = [one for one in found if -_NEAR_BEFORE <= one.place - headline <= _NEAR_AFTER]
        behind = [one for one in near if one.place > headline] or near[::-1]
        if behind:
            return next((one for one in behind if one.marked), behind[0])
    days = Counter(look for look, _ in {(one.look, one.moment.day) for one in found})
    return next((one for one in found if one.marked and days[one.look] < _LIST), None)
