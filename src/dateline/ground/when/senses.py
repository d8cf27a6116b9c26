"""What a time expression means apart from any calendar: the grammar makes these senses, the reckoner places them."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import msgspec

from dateline.model import Interval, Span

Unit = Literal["second", "minute", "hour", "day", "week", "weekend", "month", "quarter", "year", "decade", "century"]
"""Units that news counts time in; a fortnight is two weeks."""

Tense = Literal["past", "future"]
"""On which side of the report's own day an event lies."""

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
"""The four types of TIMEX3."""

Edge = Literal["early", "mid", "late", "end", "earlier", "later"]
"""A part of a stretch; `earlier` and `later` are cut at the report's day."""

Calendar = Literal["hijri", "persian"]
"""Calendars other than the Gregorian that reports write dates in."""


class Amount(msgspec.Struct, frozen=True):
    """How many: two is 2 to 2, a few 3 to 5; None where words give no number ("weeks ago")."""

    low: float | None = None
    high: float | None = None

    @property
    def exact(self) -> float | None:
        """The number, where it is one."""
        return self.low if self.low == self.high else None


class Near(msgspec.Struct, frozen=True):
    """A calendar unit counted from the report's day: last week is -1, today 0; `then` counts from another event."""

    unit: Unit
    step: int
    then: bool = False


class Date(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar date with what is said of it; `year` or `week` may be relative ("June last year", "Friday next week").

    `step` is -1, 0 or 1 for last, this, next; `then` counts a weekday from another event ("the previous Tuesday").
    """

    year: int | Near | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    week: Near | None = None
    step: int | None = None
    then: bool = False


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """A season, quarter or half of a year; `number` 0 is a quarter or half that is not numbered."""

    name: Literal["season", "quarter", "half"]
    number: int
    year: int | Near | None = None
    step: int | None = None


class Age(msgspec.Struct, frozen=True):
    """A decade or a century by its first year; `full` is False where the text leaves the century out ("the 80s")."""

    start: int
    unit: Literal["decade", "century"]
    full: bool = True


class Feast(msgspec.Struct, frozen=True):
    """A named day or season of the year, fixed or computed; `year` is None where the report does not say."""

    name: str
    year: int | Near | None = None
    step: int | None = None


class Foreign(msgspec.Struct, frozen=True):
    """A date written in another calendar."""

    calendar: Calendar
    month: int
    day: int | None = None
    year: int | None = None


class Exact(msgspec.Struct, frozen=True):
    """A full date in digits, with the other reading where day and month could be swapped."""

    day: dt.date
    swapped: dt.date | None = None


class Shift(msgspec.Struct, frozen=True):
    """So many units before (-1) or after (+1) the report's day, or, with `then`, another event's.

    `to_the_day` is for "two years ago today", where the unit does not blur the day.
    """

    amount: Amount
    unit: Unit
    sign: Literal[-1, 1]
    then: bool = False
    approximate: bool = False
    to_the_day: bool = False


class Stretch(msgspec.Struct, frozen=True):
    """The last (-1) or next (+1) so many units up to or from the report's day."""

    amount: Amount
    unit: Unit
    sign: Literal[-1, 1]


class Run(msgspec.Struct, frozen=True):
    """The nth unit in a row, up to the report's day ("for the third consecutive night")."""

    count: int
    unit: Unit


class Length(msgspec.Struct, frozen=True):
    """A length of time that is nowhere on the calendar."""

    amount: Amount
    unit: Unit | None


class Vague(msgspec.Struct, frozen=True):
    """A time that no calendar can place: now, recently, soon."""

    ref: Literal["PAST_REF", "PRESENT_REF", "FUTURE_REF"]


class Repeated(msgspec.Struct, frozen=True):
    """A set of times, by its TIMEX3 value."""

    value: str


class Away(msgspec.Struct, frozen=True):
    """So many units before or after something that has a date of its own: two days before Christmas."""

    move: Shift
    whole: Sense


class Holding(msgspec.Struct, frozen=True):
    """The unit that holds a day: the week of March 6."""

    unit: Unit
    whole: Sense


class Part(msgspec.Struct, frozen=True):
    """A part of something: early March, the end of the year, earlier this week."""

    edge: Edge
    whole: Sense


class Nth(msgspec.Struct, frozen=True):
    """The nth (-1: the last) `count` units of something: the first week of March, the first two months of 2019."""

    number: int
    unit: Unit | Literal["weekday"]
    whole: Sense
    count: int = 1
    weekday: int | None = None


class DayTime(msgspec.Struct, frozen=True):
    """A time of a day: a TIMEX3 part of day (`MO`, `NI`) or a clock time (`T14:30`); a `whole` of None is unsaid."""

    part: str
    whole: Sense | None


class Pair(msgspec.Struct, frozen=True):
    """From one time to another, both included."""

    left: Sense
    right: Sense


class Open(msgspec.Struct, frozen=True):
    """A time that starts (`since`, `from`) or stops (`until`, `by`, `before`, `after`) at another."""

    side: Literal["since", "from", "until", "by", "before", "after"]
    limit: Sense


Sense = (
    Near
    | Date
    | Period
    | Age
    | Feast
    | Foreign
    | Exact
    | Shift
    | Stretch
    | Run
    | Length
    | Vague
    | Repeated
    | Away
    | Holding
    | Part
    | Nth
    | DayTime
    | Pair
    | Open
)
"""Anything that the grammar can read."""


class TimeMention(msgspec.Struct, frozen=True):
    """A time expression in a text: where it stands, its words, its TIMEX3 type and what it means."""

    span: Span
    text: str
    kind: Kind
    sense: Sense


class Reference(msgspec.Struct, frozen=True):
    """What a sense is placed against: the report's day, the tense, and another event's or year's interval."""

    day: dt.date | None
    tense: Tense = "past"
    anchor: Interval | None = None
