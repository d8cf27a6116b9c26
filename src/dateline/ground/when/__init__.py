"""When: the words of a report that say when enter, days with a precision, a basis and reasons leave."""

from dateline.ground.when.bounds import bound
from dateline.ground.when.document import TimexValue, times_of
from dateline.ground.when.find import find_times
from dateline.ground.when.resolve import resolve_time, timex_value
from dateline.ground.when.senses import Kind, Tense, TimeMention
from dateline.ground.when.tense import tense_of

__all__ = [
    "Kind",
    "Tense",
    "TimeMention",
    "TimexValue",
    "bound",
    "find_times",
    "resolve_time",
    "tense_of",
    "times_of",
    "timex_value",
]
