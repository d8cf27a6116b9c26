"""Takes the draft of a text; gives a draft for each entry where it is a live blog, else the draft itself.

A blog's entries are headed by the time of day and run one way. A timetable, a match told by the minute and a transcript
look much the same, so a text is split only where nothing speaks against it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from dateline.model import Published, Span
from dateline.read.dates import WRITTEN, stated_date
from dateline.read.desk import Draft, inside
from dateline.read.headline import headline_of
from dateline.read.kinds import kind_of
from dateline.read.layout import units_of

FEWEST: Final = 4
"""Entries from which a text with times in it is a live blog."""

TOLD: Final = 100
"""Characters from which an entry tells something: the lines of a timetable are shorter."""

LONGEST_HEADING: Final = 120
"""Characters beyond which what stands beside the time is the entry's first sentence."""

_NIGHT: Final = 12 * 60
"""Minutes back from one entry to the next from which midnight lies between."""

_ZONE = r"(?:\(?(?:GMT|UTC|BST|CET|CEST|EET|EEST|E[SD]?T|C[SD]?T|P[SD]?T|MSK|IST|AST|JST|SAST|local time)(?:\s?[+-]\d{1,2})?\)?)"
_HEAD = re.compile(
    rf"(?:(?P<day>{WRITTEN})\s{{0,2}}[,|–—-]?\s{{0,2}}(?:at\s+)?)?(?<![\d:.])(?P<hour>[01]?\d|2[0-4])(?:[:.h](?P<minute>[0-5]\d))?"
    rf"(?:\s?(?P<half>[ap])\.?m\b\.?)?(?!\d|[:.]\d|['’′+])\s{{0,2}}(?P<zone>{_ZONE}\b\)?)?\s{{0,2}}(?:,?\s{{0,2}}(?P<day_behind>{WRITTEN}))?"
    r"(?:\s{0,2}[–—:|-]{1,3}\s{0,2}|\s|$)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"[^\W\d_][\w.'’ ()-]{0,40}:(?:\s|$)")


class _Entry(msgspec.Struct, frozen=True):
    """An entry: minutes since midnight, the day that its head states, and where head, heading and text stand."""

    minutes: int
    day: Published | None
    head: Span
    words: int
    end: int


def entries_of(draft: Draft) -> Iterator[Draft]:
    """Give the entries as drafts in the order of the text, what stands above the first before them."""
    whole = draft.body if draft.title_end is not None else f"{draft.title}\n{draft.body}"
    title_end = len(draft.title) if draft.title_end is None else draft.title_end
    units = units_of(whole, title_end)
    # What a form has told apart itself stays whole: offsets are counted in it.
    entries = [] if draft.exact or draft.furniture else _entries(whole, units)
    headline = headline_of(whole, title_end, units)
    if headline is None or not _is_blog(whole, entries):
        yield draft
        return
    top = whole[title_end : entries[0].head.start]
    if top[max(0, headline.end - title_end) :].strip():
        yield msgspec.structs.replace(draft, title=whole[:title_end], body=top.lstrip("\r\n"), title_end=None)
    days = _days(entries, next(iter(draft.dates), None))
    for number, (entry, day) in enumerate(zip(entries, days, strict=True), 1):
        title, body = _told(whole, entry, headline.of(whole))
        yield msgspec.structs.replace(
            draft,
            title=title,
            body=body,
            title_end=None,
            dates=(day,) if day else (),
            unread_date=None,
            source=inside(draft.source, f"entry {number} of {len(entries)}"),
        )


def _entries(text: str, units: Sequence[Span]) -> list[_Entry]:
    heads: list[tuple[int, Span, re.Match[str], Published | None]] = []
    dated: Published | None = None
    for unit in units:
        words = unit.of(text)
        found = _HEAD.match(words)
        if found and (found["minute"] or found["half"]) and _minutes(found) is not None:
            stated = stated_date(found["day"] or found["day_behind"] or "", "text")
            heads.append((_minutes(found) or 0, unit, found, stated or dated))
            # A date line is the day of the entry under it; those behind it are told by the midnights between.
            dated = None
        elif kind_of(words, top=True, last=False) == "date" and (day := stated_date(words, "text")):
            dated = day
    ends = [*(unit.start for _, unit, _, _ in heads[1:]), len(text)][: len(heads)]
    return [
        _Entry(minutes, day, unit, unit.start + found.end(), end)
        for (minutes, unit, found, day), end in zip(heads, ends, strict=True)
    ]


def _minutes(head: re.Match[str]) -> int | None:
    hour, minute = int(head["hour"]), int(head["minute"] or 0)
    if head["half"]:
        return (hour % 12 + 12 * (head["half"].lower() == "p")) * 60 + minute if 1 <= hour <= 12 else None
    return hour % 24 * 60 + minute


def _is_blog(text: str, entries: Sequence[_Entry]) -> bool:
    """Tell a blog by its entries: enough of them, one way, most of them told and none of them a speaker's turn."""
    if len(entries) < FEWEST or _passed(entries) is None:
        return False
    bodies = [text[entry.words : entry.end].strip() for entry in entries]
    told = sum(len(body) >= TOLD and body.rstrip("\"'”’)]")[-1:] in {".", "!", "?", "…"} for body in bodies)
    turns = sum(_SPEAKER.match(body) is not None for body in bodies)
    counted = entries[0].minutes < 2  # rather minutes and seconds of a recording than a day that begins at midnight
    return told * 2 > len(entries) and turns * 2 < len(entries) and not counted


def _passed(entries: Sequence[_Entry]) -> list[int] | None:
    """Tell how many midnights lie between the earliest day and each entry; None where the times run no one way."""
    steps = [after.minutes - before.minutes for before, after in pairwise(entries)]
    forward = sum(0 < step <= _NIGHT or step < -_NIGHT for step in steps)
    back = sum(-_NIGHT <= step < 0 or step > _NIGHT for step in steps)
    if forward and back:
        return None
    nights = [0]
    for step in steps:
        nights.append(nights[-1] + (abs(step) > _NIGHT) * (-1 if back else 1))
    return [night - min(nights) for night in nights]


def _days(entries: Sequence[_Entry], blog: Published | None) -> list[Published | None]:
    """Give each entry's day: the one that stands with it or above it, else the blog's, moved on past each midnight."""
    nights = _passed(entries) or [0] * len(entries)
    start = blog if blog and blog.precision in {"day", "instant"} else None
    days: list[Published | None] = []
    before: tuple[Published, int] | None = (start, 0) if start else None
    for entry, night in zip(entries, nights, strict=True):
        if entry.day and entry.day.precision == "day":
            before = (entry.day, night)
        days.append(_moved(before[0], night - before[1]) if before else None)
    return days


def _moved(day: Published, nights: int) -> Published | None:
    if not nights:
        return day
    try:
        return msgspec.structs.replace(day, day=day.day + dt.timedelta(days=nights), sure="likely")
    except OverflowError:
        return None


def _told(text: str, entry: _Entry, headline: str) -> tuple[str, str]:
    """Give title and body of an entry: a short line beside the time is its heading where more is told under it."""
    line = text[entry.words : entry.head.end].strip()
    rest = text[entry.head.end : entry.end].strip()
    if line and rest and len(line) <= LONGEST_HEADING and line[-1] not in ".:;,":
        return line, rest
    return headline, text[entry.words : entry.end].strip()
