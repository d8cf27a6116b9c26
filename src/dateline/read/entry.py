"""Takes the markup of one entry of a feed, as broken as it may be, or of the feed's head; gives its fields.

lxml reads it and feedparser does not: 3 MB of elements inside one another took feedparser 21 s and 475 MB, a feed of
500,000 short entries 14 s and 520 MB, and what it gives of HTML is no longer what the feed said. Here an entry is parsed
for itself (40 µs for a short one), so that one which is broken or hostile costs no other.
No document type is ever parsed, and every reference to a character is resolved before the parser sees it: there is no
entity that could grow or name a file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Final
from urllib.parse import urljoin
from xml.sax.saxutils import quoteattr

import msgspec
from lxml import etree

from dateline.read.desk import Refusal
from dateline.read.fragment import fragment_text

_SPACES: Final = {
    "purl.org/rss/1.0": "",
    "purl.org/net/rss1.1": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "channel.netscape.com/rdf/simple/0.9": "",
    "backend.userland.com/rss": "",
    "backend.userland.com/rss2": "",
    "www.w3.org/2005/atom": "",
    "purl.org/atom/ns": "",
    "purl.org/rss/1.0/modules/content": "content:",
    "purl.org/dc/elements/1.1": "dc:",
    "purl.org/dc/elements/1.0": "dc:",
    "purl.org/dc/terms": "dc:",
    "www.w3.org/1999/xhtml": "html:",
}
"""What a namespace is called here, whatever prefix a feed gives it; elements of other ones are left alone."""

_USUAL: Final[dict[str | None, str]] = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "atom": "http://www.w3.org/2005/Atom",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""Prefixes that many feeds use without declaring them."""

_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"

_BODIES: Final = ("content:encoded", "content", "html:body", "html:div", "description", "summary", "dc:description")
"""Where the text stands: in full before a teaser."""

_PUBLISHED: Final = ("published", "pubdate", "issued", "dc:issued", "dc:date", "dc:created", "created", "date")
_UPDATED: Final = ("updated", "modified", "dc:modified")

_REFERENCE: Final = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:(?P<name>#[xX]?[0-9a-fA-F]{1,8}|\w{1,32});)?", re.DOTALL
)
_KEPT: Final = frozenset({"lt", "gt", "amp", "quot", "apos"})
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_TAG: Final = re.compile(r"<(?![A-Za-z_/!?])")
_FIELD: Final = re.compile(
    r"<((?:[\w.-]{1,20}:)?(?:title|description|encoded|content|summary))(?:\s[^<>]*)?(?<!/)>", re.IGNORECASE
)
_MOST_UNCLOSED: Final = 50
_MARKUP: Final = re.compile(r"</?(?:p|br|div|a|b|i|em|strong|span|ul|li|img)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_PREFIX: Final = re.compile(r"<(/?)[\w.-]+:")
_NAMED_MAIL: Final = re.compile(r"\S+@\S+\s*\((?P<name>[^()]+)\)")

_AROUND: Final = "dateline-around"
_END: Final = f"<dateline-end/></{_AROUND}>"
"""Stands behind the markup: where the parser has not come to it, it has given up before."""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry says, in its own words: dates as they are written, addresses made absolute."""

    title: str
    body: str
    url: str | None
    given_id: str | None
    author: str | None
    source: str | None
    published: tuple[str, ...]
    updated: tuple[str, ...]


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What the head of a feed says: its title, the start tag of an element with its namespaces and base, its kind."""

    title: str | None
    opening: str
    atom: bool


def head_of(markup: str, *, atom: bool) -> Head:
    """Read a feed's head; what cannot be read of it is left out."""
    try:
        root = _parsed(markup, _opening(_USUAL, ""))
    except Refusal:
        return Head(title=None, opening=_opening(_USUAL, ""), atom=atom)
    above = [found for found in root.iter("*") if _name(found) in {"channel", "feed", "rss", "rdf"}]
    fields = [(_name(field), field) for parent in above for field in parent]
    title = next((_line(field, atom=atom) for name, field in fields if name == "title"), "")
    base = _link([field for name, field in fields if name == "link"]) or ""
    spaces = dict(_USUAL)
    for parent in above:
        base = _joined(base, parent.get(_BASE, ""))
        spaces.update({prefix: uri for prefix, uri in parent.nsmap.items() if prefix is None or prefix.isascii()})
    return Head(title=title or None, opening=_opening(spaces, base), atom=atom)


def _opening(spaces: dict[str | None, str], base: str) -> str:
    declared = "".join(f" xmlns{':' + prefix if prefix else ''}={quoteattr(uri)}" for prefix, uri in spaces.items())
    return f"<{_AROUND}{declared} xml:base={quoteattr(base)}>"


def entry_of(markup: str, head: Head) -> Entry:
    """Read one entry, from its start tag on.

    Raises:
        Refusal: the parser cannot make sense of it to its end.
    """
    root = _parsed(markup, head.opening)
    element = next(root.iterchildren("*"), None)
    if element is None:
        raise Refusal("bad-file", "its markup is broken beyond mending")
    own = _parts(element)[0]
    fields = [(_name(field, own), field) for field in element.iterchildren("*")]

    def named(*names: str) -> Iterator[etree._Element]:
        return (field for name in names for found, field in fields if found == name)

    texts = (_text(field, atom=head.atom) for field in named(*_BODIES))
    guid = next((words for field in named("guid", "id") if (words := _plain(field))), None) or element.get(_ABOUT)
    return Entry(
        title=next((words for field in named("title") if (words := _line(field, atom=head.atom))), ""),
        body=next((words for words in texts if words), ""),
        url=_address([*named("link")], [*named("guid")], element),
        given_id=guid,
        author=_author([*named("dc:creator")] or [*named("author")]),
        source=next((words for field in named("source") if (words := _of_source(field))), None),
        published=tuple(words for field in named(*_PUBLISHED) if (words := _plain(field))),
        updated=tuple(words for field in named(*_UPDATED) if (words := _plain(field))),
    )


def _parsed(markup: str, opening: str) -> etree._Element:
    """Parse markup inside an element: as it stands, or mended where it is not well-formed."""
    sound = _REFERENCE.sub(_resolved, _NO_XML.sub("", markup))
    try:
        return etree.fromstring(f"{opening}{sound}{_END}".encode(), _parser(recover=False))
    except etree.XMLSyntaxError:
        mended = f"{opening}{_NO_TAG.sub('&lt;', _with_escaped_fields(sound))}{_END}"
    parser = _parser(recover=True)
    try:
        root = etree.fromstring(mended.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("bad-file", f"its markup is broken: {error.msg}") from error
    if root is None or not any(True for _ in root.iter("{*}dateline-end")):
        said = parser.error_log.last_error.message if len(parser.error_log) else "it ends before its end tag"
        raise Refusal("bad-file", f"its markup is broken beyond mending: {said}")
    return root


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, recover=recover, remove_comments=True, remove_pis=True
    )


def _resolved(found: re.Match[str]) -> str:
    """Give a reference as XML has it without a document type; what stands in CDATA or a comment stays."""
    if found[0][0] == "<":
        return found[0] if found[0].endswith(("]]>", "-->")) else html.escape(found[0])
    name = found["name"]
    if name is None:
        return "&amp;"
    if name in _KEPT:
        return found[0]
    if name.startswith("#"):
        return html.escape(_NO_XML.sub("\ufffd", html.unescape(found[0])))
    return html.escape(html5[f"{name};"]) if f"{name};" in html5 else f"&amp;{name};"


def _with_escaped_fields(markup: str) -> str:
    """Escape markup that stands bare in a field of text: HTML in it need not be well-formed XML."""
    parts: list[str] = []
    unclosed: set[str] = set()
    at = 0
    while len(unclosed) < _MOST_UNCLOSED and (found := _FIELD.search(markup, at)):
        name = found[1]
        end = -1 if name in unclosed else markup.find(f"</{name}", found.end())
        parts.append(markup[at : found.end()])
        at = found.end()
        if end < 0:
            unclosed.add(name)
            continue
        inner = markup[at:end]
        parts.append(inner if "<![CDATA[" in inner or "<" not in inner else html.escape(inner, quote=False))
        at = end
    return "".join((*parts, markup[at:]))


def _name(element: etree._Element, own: str | None = None) -> str | None:
    """Give an element's name in lower case with what its namespace is called here, None where that is a foreign one."""
    space, name = _parts(element)
    called = "" if space in {"", own} or name == "RDF" else _SPACES.get(_bare(space))
    return None if called is None else f"{called}{name.lower()}"


def _parts(element: etree._Element) -> tuple[str, str]:
    """Give namespace and name of an element; a mended one may have a name that the library itself holds for none."""
    space, _, name = str(element.tag).rpartition("}")
    return space.removeprefix("{"), name


def _bare(uri: str) -> str:
    return uri.strip().lower().removeprefix("https://").removeprefix("http://").rstrip("/#")


def _plain(element: etree._Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _line(element: etree._Element, *, atom: bool) -> str:
    return " ".join(_text(element, atom=atom).split())


def _text(element: etree._Element, *, atom: bool) -> str:
    """Give the words of a text: in Atom what its type says, in RSS HTML always; what is no text gives none."""
    kind = (element.get("type") or "").lower()
    if element.get("mode") == "base64" or (
        kind and "/" in kind and not kind.startswith(("text/", "application/xhtml"))
    ):
        return ""
    inner = _inner(element)
    is_atom = atom or "atom" in _parts(element)[0].lower()
    said_plain = is_atom and kind in {"", "text", "text/plain"} and not len(element)
    return inner.strip() if said_plain and not _MARKUP.search(inner) else fragment_text(inner)


def _inner(element: etree._Element) -> str:
    """Give what stands in an element: its text, or, where elements stand in it, their markup as HTML."""
    if not any(True for _ in element.iterchildren("*")):
        return "".join(element.itertext())
    inner = "".join(etree.tostring(child, encoding="unicode") for child in element)
    return html.escape(element.text or "", quote=False) + _PREFIX.sub(r"<\1", inner)


def _address(links: list[etree._Element], guids: list[etree._Element], entry: etree._Element) -> str | None:
    permanent = (guid for guid in guids if guid.get("isPermaLink", "true").lower() == "true")
    others = (_joined(entry.base or "", words) for words in (entry.get(_ABOUT), *map(_plain, permanent)) if words)
    address = _link(links) or next(others, "")
    return address if address.lower().startswith(("http://", "https://")) else None


def _link(links: list[etree._Element]) -> str | None:
    """Give RSS's own link, else of Atom's the one to the page itself."""
    words = ((link, _plain(link)) for link in links if not link.get("href"))
    others = [link for link in links if link.get("href") and link.get("rel", "alternate").lower() == "alternate"]
    pages = [link for link in others if "html" in link.get("type", "html")]
    stated = (*words, *((link, link.get("href").strip()) for link in (*pages, *others)))
    return next((_joined(link.base or "", address) for link, address in stated if address), None)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # an address that is none: `http://[`
        return address


def _author(fields: list[etree._Element]) -> str | None:
    names = (_author_name(field) for field in fields)
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _author_name(field: etree._Element) -> str:
    """Give the name of an author: of Atom's element the name, of RSS's `mail (name)` what stands in brackets."""
    children = [child for child in field.iterchildren("*") if _parts(child)[1] == "name"]
    if children or len(field):
        return ", ".join(name for child in children if (name := _plain(child)))
    words = _plain(field)
    found = _NAMED_MAIL.fullmatch(words)
    return found["name"].strip() if found else words


def _of_source(field: etree._Element) -> str:
    titles = (child for child in field.iterchildren("*") if _parts(child)[1] == "title")
    return next((_plain(title) for title in titles), "") if len(field) else _plain(field)
