"""An event enters, one line of plain words leaves: who did what to whom, where and when, and how sure that is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dateline.model import Actor, Event, Interval, Number, Toll
from dateline.weave.features import RECIPROCAL
from dateline.weave.naming import name_of, place_name
from dateline.weave.parties import is_within
from dateline.weave.verbs import Wording, wording
from dateline.weave.words import folded

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# More names than these make a headline that nobody reads.
_NAMES = 2


def headline(event: Event) -> str:
    """Tell an event in one line, such as `Iran shelled US forces in Erbil, 8 Jan 2020, 3 killed`.

    What is not told as done opens with how it stands (`Planned visit by …`); a date that no report states is left out.
    """
    words = wording(event.type, event.mode, things=_upon_things(event))
    done = event.factuality == "occurred"
    act = _told(event, words) if done and event.actors else _named(event, words)
    if event.status == "disputed" and done:
        act = f"Disputed: {act}"
    tail = [when(event.stated) if event.stated else "", _toll(event.killed, "killed"), _toll(event.injured, "injured")]
    line = ", ".join([act, *filter(None, [*tail, _denied(event)])])
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
    who, whom, where = _names(event.actors), _names(_acted_on(event)), _where(event)
    if _is_visit(event):
        return f"{who} visited {_names_of_places(event)}" + (f" and met {whom}" if whom else "")
    if whom:
        verb = words.verb if "{}" in words.verb else f"{words.verb} {{}}"
        return f"{who} {verb.format(whom)}{where}"
    joint = len(event.actors) > 1 and words.joint
    return f"{who} {joint or words.alone or words.verb}{where}"


def _named(event: Event, words: Wording) -> str:
    mark = "called-off " if event.status == "called-off" else _MARKS.get(event.factuality, "")
    who, whom, where = _names(event.actors), _names(_acted_on(event)), _where(event)
    by = f" by {who}" if who else ""
    if _is_visit(event):
        return f"{mark}{words.noun}{by} {words.onto} {_names_of_places(event)}"
    if event.type in RECIPROCAL and words.onto == "with" and len(event.actors) + bool(whom) > 1:
        # "Between A, B and C" needs no telling of who came to whom.
        return f"{mark}{words.noun} between {_names((*event.actors, *_acted_on(event)))}{where}"
    onto = f" {words.onto} {whom}" if whom else ""
    return f"{mark}{words.noun}{onto}{by}{where}" if words.onto == "of" else f"{mark}{words.noun}{by}{onto}{where}"


_MARKS = {
    "planned": "planned ",
    "possible": "possible ",
    "negated": "no ",
    "denied": "denied ",
    "unclear": "unconfirmed ",
}


def _is_visit(event: Event) -> bool:
    # One visits a place and meets a host: where the place is known, it is what the verb acts on. Where several act and
    # one of them is at home, the others visited and all of them met.
    if (event.type, event.mode) != ("CONSULT", "visit") or not event.places:
        return False
    at = {place.country for place in event.places}
    return len(event.actors) < 2 or all(actor.country not in at for actor in event.actors)


def _acted_on(event: Event) -> tuple[Actor, ...]:
    """Give who is acted on, but for places told as such and for the state in whose name its own government speaks."""
    if _upon_things(event):
        return event.recipients
    places = {folded(place.name) for place in event.places}
    speaking = [actor for actor in event.actors if actor.sector == "GOV" or event.type == "REJECT"]
    return tuple(
        one
        for one in event.recipients
        if folded(one.name) not in places
        and not any(is_within(one, actor) or is_within(actor, one) for actor in speaking)
    )


def _upon_things(event: Event) -> bool:
    """Tell whether a place is what was seized or destroyed, or an actor's own people or civilians are withdrawn."""
    if (event.type, event.mode) == ("RETREAT", "withdraw"):
        own = {actor.country for actor in event.actors} - {None}
        return bool(event.recipients) and all(
            one.sector in {"CVL", "BUS", "MED", "NGO"} or (one.country in own and one.sector != "GOV")
            for one in event.recipients
        )
    places = {folded(place.name) for place in event.places}
    return bool(event.recipients) and all(folded(one.name) in places for one in event.recipients)


def _names(actors: Sequence[Actor]) -> str:
    return _listed(list(dict.fromkeys(map(name_of, actors))))


def _names_of_places(event: Event) -> str:
    return _listed(list(dict.fromkeys(place_name(place) for place in event.places)))


def _where(event: Event) -> str:
    if not event.places or _is_place_acted_on(event):
        return ""
    site = all(place.precision == "site" for place in event.places)
    return f" {'at' if site else 'in'} {_names_of_places(event)}"


def _is_place_acted_on(event: Event) -> bool:
    return _upon_things(event) and {folded(one.name) for one in event.recipients} >= {
        folded(place.name) for place in event.places
    }


def _listed(names: list[str]) -> str:
    if len(names) > _NAMES:
        return f"{', '.join(names[:_NAMES])} and {len(names) - _NAMES} more"
    return " and ".join(names)


def _day(day: dt.date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _toll(toll: Toll | None, word: str) -> str:
    """Tell the best number, with the lowest and the highest where others are told too: `5 killed (3–9)`."""
    if toll is None:
        return ""
    low, high = toll.low, toll.high
    differ = low is not None and high is not None and low != high and Number(low, high) != toll.as_said
    return f"{_number(toll.as_said)} {word}{f' ({low}–{high})' if differ else ''}"


def _number(number: Number) -> str:
    if number.low is None or number.high is None:
        return f"at most {number.high}" if number.low is None else f"at least {number.low}"
    return str(number.low) if number.low == number.high else f"{number.low}–{number.high}"


def _denied(event: Event) -> str:
    """Name who denies what is told as done, the first of several; an outlet that tells of a denial is not named."""
    denials = (quarrel.by for quarrel in event.quarrels if quarrel.kind == "denied")
    named = [name for by in denials for name in by if name not in event.outlets]
    return f"denied by {named[0]}" if named and event.factuality == "occurred" else ""
