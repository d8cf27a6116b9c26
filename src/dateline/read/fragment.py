"""Takes a piece of HTML as feeds, tables and mail carry it; gives its words as plain text, a paragraph a line.

There is no tree: tags are read one after the other, each character once, so neither depth nor broken nesting costs
anything. What browsers do with an unclosed comment or tag (all that follows belongs to it) is done here too.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from typing import Final

_BLOCKS: Final = frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody"
    " td tfoot th thead tr ul".split()
)
"""Elements that begin and end a line. A cell of a table does too: mail is laid out with tables."""

_DROPPED: Final = frozenset("iframe noscript object script select style svg template textarea title".split())
"""Elements whose content is no part of the words that are shown."""

_HIDEABLE: Final = frozenset("div section span table".split())
"""Elements that newsletters hide a preview of themselves in; their end tag may not be left out, so the end is known."""

_START: Final = re.compile(r"<(?:!--|[!?]|/?[a-zA-Z])")
_TAG: Final = re.compile(
    r"""<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<rest>(?:=\s*+"[^"]*+"|=\s*+'[^']*+'|[^>=]++|=)*+)>"""
)
_CUT: Final = re.compile(r"</?[a-zA-Z][\w:-]*(?:\s+[\w:-]+\s*=.*|\s*/?)", re.DOTALL)
_QUOTED: Final = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
_HIDDEN: Final = re.compile(r"\shidden(?=[\s/=]|$)", re.IGNORECASE)
_NOT_SHOWN: Final = re.compile(r"""\sstyle\s*=\s*["'][^"'>]*?display\s*:\s*none""", re.IGNORECASE)
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_BREAK: Final = re.compile(r"\r\n?|\n")


def fragment_text(html: str) -> str:
    """Give the words of a piece of HTML, a line for each paragraph, heading, item or cell; empty lines are left out.

    A text without a single tag was written as plain text: its entities are resolved and its line breaks stay.
    """
    if not _START.search(html):
        return entities.unescape(html).strip()
    lines: list[str] = []
    line: list[str] = []
    preformatted = 0
    for words, tag in _pieces(html):
        text = entities.unescape(words)
        if preformatted:
            first, *others = _BREAK.split(text)
            line.append(first)
            for other in others:
                lines.append("".join(line))
                line = [other]
        elif text:
            line.append(_SPACE.sub(" ", text))
        if tag is not None and (name := tag["name"].lower()) in _BLOCKS:
            lines.append("".join(line))
            line = []
            if name == "pre":
                preformatted = max(0, preformatted + (-1 if tag["end"] else 1))
    lines.append("".join(line))
    return "\n".join(bare for one in lines if (bare := _SPACE.sub(" ", one).strip()))


def _pieces(html: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """Give the words before each tag that is shown, with the tag; the words after the last one come with None."""
    words = at = 0
    while start := _START.search(html, at):
        tag = _TAG.match(html, start.start())
        if tag is None and start[0][-1].isalpha() and html.find(">", start.end()) < 0:
            yield html[words : _end_of_words(html)], None
            return
        at = _end(html, start, tag)
        yield html[words : start.start()], tag
        words = at
    yield html[words:], None


def _end_of_words(html: str) -> int:
    """Give the end of a text behind whose last tag there is no other: before one that was cut off, if there is one."""
    last = html.rfind("<")
    return last if _CUT.fullmatch(html, last) else len(html)


def _end(html: str, start: re.Match[str], tag: re.Match[str] | None) -> int:
    """Give the place behind a tag, and behind its element where that is not shown."""
    if tag is None:
        mark = "-->" if start[0] == "<!--" else ">"
        return _behind(html, mark, start.end())
    name = tag["name"].lower()
    if tag["end"]:
        return tag.end()
    if name in _DROPPED:
        close = re.compile(rf"</{name}\b[^>]*>?", re.IGNORECASE).search(html, tag.end())
        return close.end() if close else len(html)
    return _end_of_element(html, tag, name) if name in _HIDEABLE and _is_hidden(tag["rest"]) else tag.end()


def _behind(html: str, mark: str, start: int) -> int:
    found = html.find(mark, start)
    return len(html) if found < 0 else found + len(mark)


def _is_hidden(attributes: str) -> bool:
    if _NOT_SHOWN.search(attributes):
        return True
    return _HIDDEN.search(_QUOTED.sub("", attributes)) is not None


def _end_of_element(html: str, tag: re.Match[str], name: str) -> int:
    depth = 1
    for found in re.compile(rf"<(/?){name}\b[^>]*>", re.IGNORECASE).finditer(html, tag.end()):
        depth += -1 if found[1] else 1
        if not depth:
            return found.end()
    return len(html)
