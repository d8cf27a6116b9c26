"""Takes a text's units; gives the span of its headline: the title, else a first unit that looks like one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dateline.model import Span
from dateline.read.kinds import kind_of
from dateline.read.layout import trimmed

LONGEST_HEADLINE: Final = 200
"""Characters beyond which a first line is a paragraph."""

PAST: Final = 4
"""Units (a date, a byline) that may stand above a headline in the body."""

_OPEN_END = re.compile(r"[.;:,…-][\"'”’)\]]*$")
_LINE_END = re.compile(r"[\r\n\u2028\u2029]")
_LABEL = re.compile(r"(?:By|BY)\s|https?://|[\[(#*<>=-]")


def headline_of(text: str, title_end: int, units: Sequence[Span]) -> Span | None:
    """Give the title where there is one, else the first unit of the body that is no furniture, if it is a headline."""
    title = trimmed(text, 0, title_end)
    if title.start < title.end:
        return title
    for place, unit in enumerate(units[:PAST]):
        if kind_of(unit.of(text), top=True, last=False) is None:
            return unit if is_headline(text, units, place) else None
    return None


def is_headline(text: str, units: Sequence[Span], place: int) -> bool:
    """Tell whether unit `place` looks like a headline.

    A headline stands alone in its line, has two words or more and at most `LONGEST_HEADLINE` characters, ends in no
    full stop, colon or comma (a question or exclamation mark is fine), and something follows it that is longer or set
    off by an empty line.
    """
    words = units[place].of(text)
    if len(words) > LONGEST_HEADLINE or " " not in words or _OPEN_END.search(words) or _LINE_END.search(words):
        return False
    if _LABEL.match(words) or not any(map(str.isupper, words)) or place + 1 == len(units):
        return False
    gap = text[units[place].end : units[place + 1].start]
    set_off = len(_LINE_END.findall(gap.replace("\r\n", "\n"))) > 1
    return set_off or any(len(unit.of(text)) > len(words) for unit in units[place + 1 : place + 6])
