"""An event enters, one line of plain words leaves: who did what to whom, where and when, and how sure that is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from dateline.model import Actor, Event, Interval, Toll
from dateline.weave.verbs import Wording, wording

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# More names than these make a headline that nobody reads.
_NAMES = 2


def headline(event: Event) -> str:
    """Tell an event in one line, such as `Iran shelled US forces in Erbil, 8 Jan 2020, 3 killed`.

    What is not told as done opens with how it stands (`Planned visit by …`); a date that no report states is left out.
    """
    words = wording(event.type, event.mode)
    done = event.factuality == "occurred"
    act = _told(event, words) if done and event.actors else _named(event, words)
    if event.status == "disputed" and done:
        act = f"Disputed: {act}"
    tail = [when(event.stated) if event.stated else "", _toll(event.killed, "killed"), _toll(event.injured, "injured")]
    line = ", ".join([act, *filter(None, tail)])
    return line[:1].upper() + line[1:]


def when(interval: Interval) -> str:
    """Write an interval as a reader would: `31 Mar 2020`, `30 Mar–5 Apr 2020`, `Jan 2020`, `2014`."""
    start, end = interval.start, interval.end
    if start == end:
        return _day(start)
    if interval.precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if interval.precision == "year" and start.year == end.year:
        return str(start.year)
    if start.year != end.year:
        return f"{_day(start)}–{_day(end)}"
    first = f"{start.day} {_MONTHS[start.month - 1]}" if start.month != end.month else str(start.day)
    return f"{first}–{_day(end)}"


def _told(event: Event, words: Wording) -> str:
    who = _names(event.actors)
    whom = _names(event.recipients)
    where = _where(event)
    if _is_visit(event):
        return f"{who} visited {_names_of_places(event)}" + (f" and met {whom}" if whom else "")
    if whom:
        return f"{who} {words.verb} {whom}{where}"
    joint = len(event.actors) > 1 and words.joint
    return f"{who} {words.joint if joint else words.alone or words.verb}{where}"


def _named(event: Event, words: Wording) -> str:
    marks = {
        "planned": "planned ",
        "possible": "possible ",
        "negated": "no ",
        "denied": "denied ",
        "unclear": "unconfirmed ",
    }
    who, whom, where = _names(event.actors), _names(event.recipients), _where(event)
    if _is_visit(event):
        whom, where = _names_of_places(event), ""
    by = f" by {who}" if who else ""
    onto = f" {words.onto} {whom}" if whom else ""
    return f"{marks.get(event.factuality, '')}{words.noun}{by}{onto}{where}"


def _is_visit(event: Event) -> bool:
    # One visits a place and meets a host: where the place is known, it is what the verb acts on.
    return (event.type, event.mode) == ("CONSULT", "visit") and bool(event.places)


def _names(actors: Sequence[Actor]) -> str:
    return _listed(list(dict.fromkeys(_article_down(actor.name) for actor in actors)))


def _article_down(name: str) -> str:
    # A phrase that opened a sentence of the report seldom opens the headline.
    return re.sub(r"^(?:The|An?)(?= )", lambda article: article[0].lower(), name)


def _names_of_places(event: Event) -> str:
    return _listed(list(dict.fromkeys(place.name for place in event.places)))


def _where(event: Event) -> str:
    return f" in {_names_of_places(event)}" if event.places else ""


def _listed(names: list[str]) -> str:
    if len(names) > _NAMES:
        return f"{', '.join(names[:_NAMES])} and {len(names) - _NAMES} more"
    return " and ".join(names)


def _day(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _toll(toll: Toll | None, word: str) -> str:
    if toll is None:
        return ""
    low, high = toll.low, toll.high
    if low is None or high is None or low == high:
        return f"{low if low is not None else high} {word}"
    return f"{low}–{high} {word}"
