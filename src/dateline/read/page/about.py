"""Takes a parsed page and its works; gives what the page says of its story: headline, outlet, authors, address, language."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

import msgspec
from lxml.html import HtmlElement

from dateline.read.page.works import Work

SAME: Final = 0.6
"""Share of the words of a heading that the page's title must have too for the heading to be the story's headline."""

MOST_AUTHORS: Final = 12
LONGEST_NAME: Final = 60
"""Characters from which an author is no name but a biography or a byline with other things in it."""

LONGEST_TITLE: Final = 1_000
"""Characters from which a title is none, and no site's name is looked for in it."""

MOST_LOOKED_AT: Final = 20
"""Headings, and elements marked as the author, that are looked at: a page has one or two."""

_TITLES: Final = ("og:title", "twitter:title", "dc.title", "title", "headline")
_AUTHORS: Final = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "sailthru.author",
    "byl",
    "citation_author",
)
_SITES: Final = ("og:site_name", "application-name", "dc.publisher", "apple-mobile-web-app-title")
_PARTS: Final = re.compile(r"\s+[|–—:»·•~-]{1,2}\s+|\s*[|»]\s*")
_BY: Final = re.compile(r"^(?:(?:written |reported |posted |words |story )?by|von|par|por|di)\b[:\s]*", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\s*(?:[,;|&/\n]|\band\b|\bund\b|\by\b|\bet\b)\s*")
_WORD: Final = re.compile(r"\w+")
_LETTERS: Final = re.compile(r"[\W_]+")
_NO_NAME: Final = re.compile(
    r"[@\d]|https?:|www\.|\.(?:txt|html?|php)\b|^\W*(?:admin(?:istrator)?|guest|editor|webmaster|none|null|unknown|anonymous)\W*$",
    re.IGNORECASE,
)
_LANGUAGE: Final = re.compile(r"[a-zA-Z]{2}(?=$|[-_])")


class About(msgspec.Struct, frozen=True):
    """What a page says of its story; empty or None where it says nothing."""

    title: str
    url: str | None
    outlet: str | None
    authors: tuple[str, ...]
    language: str | None


def about_of(tree: HtmlElement, works: Sequence[Work]) -> About:
    """Read metadata, structured data and the headings of a page."""
    meta = _metadata(tree)
    stories = [work for work in works if work.is_story]
    url = _address(tree, meta)
    site = _site(meta, works)
    host = _host(url)
    return About(
        title=_title(tree, meta, stories, (site or "", host)),
        url=url,
        outlet=site or host or None,
        authors=_authors(tree, meta, stories, frozenset(_plain(name) for name in (site or "", host) if name)),
        language=_language(tree, meta),
    )


def absolute(address: str) -> str | None:
    """Give an address if it is an absolute one of the web, without white space around it."""
    bare = address.strip()
    try:
        parts = urlsplit(bare)
    except ValueError:
        return None
    return bare if parts.scheme in {"http", "https"} and parts.hostname and not re.search(r"\s", bare) else None


def _metadata(tree: HtmlElement) -> dict[str, list[str]]:
    """Give the contents of the page's `meta` by name in lower case."""
    stated: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if content := " ".join((meta.get("content") or "").split()):
            stated.setdefault(name.strip().lower(), []).append(content)
    return stated


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _address(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    """Give the canonical address, else the one for sharing; a relative one is none, since nothing says to what."""
    links = [
        link.get("href") or "" for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()
    ]
    return next((url for stated in (*links, *meta.get("og:url", ())) if (url := absolute(stated))), None)


def _host(url: str | None) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if url else ""


def _site(meta: dict[str, list[str]], works: Sequence[Work]) -> str | None:
    """Give the site's name; what follows a bar in it is its motto."""
    named = _first(meta, _SITES) or next((work.publisher for work in works if work.is_story and work.publisher), "")
    if url := absolute(named):
        return _host(url) or None
    return _PARTS.split(named.lstrip("@"))[0].strip() or None


def _title(tree: HtmlElement, meta: dict[str, list[str]], stories: Sequence[Work], sites: Sequence[str]) -> str:
    """Give the headline that readers see, if the page's titles have its words too, else a title without the site's name."""
    element = next(tree.iter("title"), None)
    shown = _words(element) if element is not None else ""
    titles = (_first(meta, _TITLES), *(work.headline for work in stories[:1]), shown)
    stated = [_without_site(title, sites) for title in titles if title]
    first = itertools.islice(tree.iter("h1"), MOST_LOOKED_AT)
    headings = [_without_site(heading, sites) for one in first if (heading := _words(one))]
    fits = [
        (max((_shared(heading, title) for title in stated), default=0.0), -place)
        for place, heading in enumerate(headings)
    ]
    if fits and (best := max(fits))[0] >= SAME:
        return headings[-best[1]]
    return next((title for title in (*stated, *headings) if title), "")


def _words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _shared(heading: str, title: str) -> float:
    """Give the share of the words of the heading that the title has."""
    own = _WORD.findall(heading.casefold())
    others = set(_WORD.findall(title[:LONGEST_TITLE].casefold()))
    return sum(word in others for word in own) / len(own) if own else 0.0


def _without_site(title: str, sites: Sequence[str]) -> str:
    """Take the site's name off the end of a title, and what stands between two bars with it."""
    if len(title) > LONGEST_TITLE:
        return title
    names = [name for site in sites if len(name := _plain(site)) > 1]
    while breaks := list(_PARTS.finditer(title)):
        last = _plain(title[breaks[-1].end() :])
        if not any(last == name or (len(last) > 2 and (last in name or last.startswith(name))) for name in names):
            break
        title = title[: breaks[-1].start()]
    return title.strip()


def _plain(words: str) -> str:
    return _LETTERS.sub("", words).casefold()


def _authors(
    tree: HtmlElement, meta: dict[str, list[str]], stories: Sequence[Work], sites: frozenset[str]
) -> tuple[str, ...]:
    """Give the authors' names by the first that has any: structured data, metadata, elements marked as the author.

    The outlet itself is no author.
    """
    sources = (
        [name for work in stories[:1] for name in work.authors],
        [name for key in _AUTHORS for name in meta.get(key, ())],
        list(_marked(tree)),
    )
    for source in sources:
        names = [name for words in source for name in _names(words) if _plain(name) not in sites]
        if names:
            return tuple(dict.fromkeys(names))[:MOST_AUTHORS]
    return ()


def _marked(tree: HtmlElement) -> Iterator[str]:
    """Give the words of elements that the markup calls the author."""
    for element in tree.xpath("//*[@itemprop='author' or @rel='author' or @itemprop='name']")[:MOST_LOOKED_AT]:
        parent = element.getparent()
        if element.get("itemprop") != "name" or (parent is not None and parent.get("itemprop") == "author"):
            inner = element.find(".//*[@itemprop='name']")
            yield _apart(inner if inner is not None else element) or element.get("content") or ""
    for element in tree.xpath("//*[contains(@class, 'byline') or contains(@class, 'author')]")[:MOST_LOOKED_AT]:
        words = _apart(element)
        if _BY.match(words):
            yield words


def _apart(element: HtmlElement) -> str:
    """Give the words of an element whose parts are names and offices, which pages set side by side without a space."""
    return " ".join(" ".join(element.itertext()).split())


def _names(words: str) -> Iterator[str]:
    """Give the names in a byline; an address, a handle or a sentence is none."""
    if _NO_NAME.search(words):
        return
    for part in _BETWEEN.split(_BY.sub("", words.strip())):
        name = " ".join(part.split()).strip(".,")
        if 1 < len(name) <= LONGEST_NAME and any(map(str.isalpha, name)):
            yield name


def _language(tree: HtmlElement, meta: dict[str, list[str]]) -> str | None:
    """Give the language that the page declares, as its ISO 639-1 code."""
    root = tree.getroottree().getroot()
    stated = (
        root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or _first(meta, ("og:locale", "language"))
    )
    found = _LANGUAGE.match(stated.strip())
    return found.group().lower() if found else None
