"""Takes a text or its units; tells the items of its lists, the rows of its tables and the quotes pulled out of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from dateline.model import Span

NEAR: Final = 400
"""Characters within which the next item of a list begins: four or five lines of wire copy."""

FEWEST_ROWS: Final = 3
"""Lines with cells, one under the other, from which they are a table."""

FEWEST_WORDS: Final = 5
"""Words below which a line may repeat a phrase of the story by chance."""

LONGEST_PULLED: Final = 300
"""Characters beyond which a paragraph told twice is no pull quote."""

MOST_UNITS: Final = 3_000
"""Units beyond which a text is no news report, and is not searched for what stands in it twice."""

_ITEM = re.compile(
    r"(?<![^\r\n\u2028\u2029])[ \t\u00a0]*(?:(?P<bullet>[•‣◦▪■●·*–—-])|\(?(?P<number>\d{1,2})[.)]|\(?(?P<letter>[a-z])[.)])"
    r"[ \t\u00a0]+(?=\S)"
)
_CLOSED = re.compile(r"(?:[.:;!?,][\"'”’)\]]*[ \t\u00a0]*|[\r\n\u2028\u2029][ \t\u00a0]*)(?:\r\n|[\r\n\u2028\u2029])\Z")
"""The end of what may stand before the first item of a list: punctuation and a line break, or an empty line."""

_CELL = re.compile(r"[ \u00a0]*(?:\|[ \u00a0]*|\t[ \u00a0\t]*|[ \u00a0]{2,})")
_NUMBER = re.compile(
    r"[^\w\s]*(?:[A-Z]{1,3}\s?)?[$€£¥]?\d[\d.,:/%–-]*\s?(?:[%)+*]|[A-Za-z]{1,3}\b\.?)?[^\w\s]*|[-–—:.]+|n/?a",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W_]+|[.!?…](?=[\s\"'”’»)\]]|$)")
_QUOTED = re.compile(r"[\"“”‘'«](?P<words>[^\"“”«»]+)[\"”’'»][.,]?(?:\s*[–—-]*\s*[^\W\d_][^.!?]{0,60})?")


def item_starts(text: str, start: int) -> tuple[int, ...]:
    """Give where the items of lists begin, from `start` on: two or more lines near each other with marks of one sort.

    A dash or number at a line's start may also be the sentence going on, so what stands before the first is closed.
    """
    found = list(_ITEM.finditer(text, start))
    starts: list[int] = []
    for sort in ("bullet", "number", "letter"):
        run: list[re.Match[str]] = []
        for item in [item for item in found if item[sort]]:
            if run and not _follows(run[-1], item, sort):
                starts.extend(_items(text, run))
                run = []
            run.append(item)
        starts.extend(_items(text, run))
    return tuple(sorted(starts))


def _items(text: str, run: list[re.Match[str]]) -> Iterator[int]:
    closed = next((place for place, item in enumerate(run) if _opens(text, item.start())), len(run))
    if len(run) - closed > 1:
        yield from (item.start() for item in run[closed:])


def _opens(text: str, start: int) -> bool:
    return start == 0 or _CLOSED.search(text[max(0, start - 20) : start]) is not None


def _follows(before: re.Match[str], item: re.Match[str], sort: str) -> bool:
    if item.start() - before.end() > NEAR:
        return False
    if sort == "bullet":
        return before[sort] == item[sort]
    return ord(item[sort][-1]) - ord(before[sort][-1]) == 1 or (item[sort][-1], before[sort][-1]) == ("0", "9")


def is_row(line: str) -> bool:
    """Tell whether a line has cells, one of them behind the first a number."""
    cells = _cells(line)
    return len(cells) > 1 and any(map(_NUMBER.fullmatch, cells[1:]))


def table_rows(text: str, units: Sequence[Span]) -> frozenset[int]:
    """Give where the units begin that are rows of a table most of whose cells are numbers, its head among them."""
    cells = [_cells(unit.of(text)) for unit in units]
    rows: set[int] = set()
    for tabular, run in groupby(range(len(units)), key=lambda place: len(cells[place]) > 1):
        places = list(run)
        values = [value for place in places for value in cells[place][1:]] if tabular else []
        numbers = sum(_NUMBER.fullmatch(value) is not None for value in values)
        if len(places) >= FEWEST_ROWS and numbers and numbers * 2 >= len(values):
            rows.update(units[place].start for place in places)
    return frozenset(rows)


def _cells(line: str) -> list[str]:
    return [cell for cell in _CELL.split(line.strip(" \t\u00a0|")) if cell]


def pulled_quotes(text: str, units: Sequence[Span]) -> frozenset[int]:
    """Give where the units begin that stand alone and repeat, word for word, a part of a longer unit of the story."""
    if len(units) > MOST_UNITS:
        return frozenset()
    words = [_plain(unit.of(text)) for unit in units]
    whole = "\n".join(words)
    return frozenset(
        unit.start
        for unit, own in zip(units, words, strict=True)
        if len(unit.of(text)) <= LONGEST_PULLED and _is_pulled(unit.of(text), own, whole)
    )


def _is_pulled(line: str, own: str, whole: str) -> bool:
    """Tell whether the line's words, or those that it quotes before its speaker, stand inside a longer unit."""
    quoted = _QUOTED.fullmatch(line)
    telling = _plain(quoted["words"].rstrip(".!?…")) if quoted else own
    others = whole if telling == own else f"\n{whole}\n".replace(f"\n{own}\n", "\n")
    return telling.count(" ") > FEWEST_WORDS and _is_part(telling, others)


def _is_part(telling: str, whole: str) -> bool:
    place = whole.find(telling)
    while place >= 0:
        end = place + len(telling)
        if whole[place - 1 : place] not in {"", "\n"} or whole[end : end + 1] not in {"", "\n"}:
            return True
        place = whole.find(telling, place + 1)
    return False


def _plain(words: str) -> str:
    """Give the words in small letters with a space on either side, so that only whole words are found, and ends of sentences.

    A line that ends as a sentence repeats one only where that ends there too.
    """
    return f" {' '.join(_WORDS.findall(words.casefold()))} "
