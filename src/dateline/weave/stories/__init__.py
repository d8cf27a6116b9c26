"""Events enter, the stories that they are part of leave: causes named in texts, ties between events, key days."""

from dateline.weave.stories.causes import causes_of
from dateline.weave.stories.days import Telling, key_days, tellings_of
from dateline.weave.stories.grow import MOST, Grown, grow
from dateline.weave.stories.key import LATER_DAYS, Told, weighed, with_keys
from dateline.weave.stories.ties import Footing, days_of, footing_of, keys_of, nearby_keys

__all__ = [
    "LATER_DAYS",
    "MOST",
    "Footing",
    "Grown",
    "Telling",
    "Told",
    "causes_of",
    "days_of",
    "footing_of",
    "grow",
    "key_days",
    "keys_of",
    "nearby_keys",
    "tellings_of",
    "weighed",
    "with_keys",
]
