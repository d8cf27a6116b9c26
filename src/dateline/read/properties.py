"""Takes what a document's file says of itself (title, author, day made); gives what of it can be believed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from dateline.model import Published

LONGEST_TITLE: Final = 200
"""Characters beyond which a title in the properties is none."""

_SOFTWARE_TITLE = re.compile(
    r"microsoft (?:word|powerpoint|excel|office)\b|untitled|unbenannt|sans titre|slide \d|layout \d|document ?\d*$"
    r"|.*\.(?:docx?|pdf|rtf|odt|indd|qxd|pages|pptx?|tmp|wpd|txt|html?)$",
    re.IGNORECASE,
)
_SOFTWARE_AUTHOR = re.compile(
    r"\b(?:microsoft|windows|office|user|admin\w*|owner|acer|dell|hp|lenovo|toshiba|unknown|python-docx|scanner)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*)(?:\s+[^\W\d_][\w.'’-]*){1,4}")
_WORD = re.compile(r"\w{4,}")
_DAY = re.compile(r"(?:D:)?(?P<year>(?:19|20)\d\d)-?(?P<month>\d\d)-?(?P<day>\d\d)")

SHARED: Final = 0.5
"""Share of a title's longer words that stand in the text; a title left over from a template has fewer."""

GENERIC: Final = re.compile(
    r"\W*(?:(?:official )?(?:press|news|media|public)?\s*(?:release|statement|communiqu[eé]|note|briefing|advisory)s?"
    r"|for immediate release|embargoed?\b.{0,40}|communiqué de presse|pressemitteilung|comunicado de prensa)\W*",
    re.IGNORECASE,
)
"""A heading that names the kind of paper and not what it is about."""


def believed_title(stated: str, text: str) -> str:
    """Give the title of the properties unless a program wrote it or its words are not those of the text."""
    title = " ".join(stated.split())
    if not 0 < len(title) <= LONGEST_TITLE or " " not in title:
        return ""
    if _SOFTWARE_TITLE.match(title) or GENERIC.fullmatch(title):
        return ""
    words = set(map(str.casefold, _WORD.findall(title)))
    there = words & set(map(str.casefold, _WORD.findall(text)))
    return title if words and len(there) >= SHARED * len(words) else ""


def believed_author(stated: str) -> str | None:
    """Give the author of the properties where it is a full name and no program's or machine's."""
    name = " ".join(stated.split())
    capitals = all(word[0].isupper() for word in name.split()[:1] + name.split()[-1:])
    return name if _NAME.fullmatch(name) and capitals and not _SOFTWARE_AUTHOR.search(name) else None


def day_made(stated: Iterable[str]) -> tuple[Published, ...]:
    """Give the first day stated (`2020-04-07T10:00:00Z`, `D:20200407100000Z`) as an unsure day of publication.

    A statement is mostly issued on the day on which its file is made; but it may be a scan of an old one.
    """
    for words in stated:
        if found := _DAY.match(words.strip()):
            try:
                day = dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                continue
            return (Published(day, known="metadata", sure="unsure"),)
    return ()
