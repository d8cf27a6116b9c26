"""The words that time expressions are made of: a lower-case word enters, its kind and value leave."""

from __future__ import annotations

import msgspec


class Word(msgspec.Struct, frozen=True):
    """What a word can be in a time expression: its kind (the grammar's alphabet), a number, and a name."""

    kind: str
    number: float = 0.0
    name: str = ""


_MONTHS = (
    "january jan",
    "february feb",
    "march mar",
    "april apr",
    "may",
    "june jun",
    "july jul",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
)
_WEEKDAYS = (
    "monday mon",
    "tuesday tues tue",
    "wednesday wed weds",
    "thursday thurs thur thu",
    "friday fri",
    "saturday",
    "sunday",
)
_HIJRI_MONTHS = (
    "muharram muharam moharram",
    "safar",
    "rabi-al-awwal rabi-ul-awwal",
    "rabi-al-thani rabi-ul-thani",
    "jumada-al-awwal jumada-al-ula",
    "jumada-al-thani jumada-al-akhira",
    "rajab",
    "shaban shaaban sha'ban sha’ban sha`ban",
    "ramadan ramazan",
    "shawwal shawwāl",
    "dhu-al-qadah dhul-qadah",
    "dhu-al-hijjah dhul-hijjah zulhijjah",
)
_PERSIAN_MONTHS = (
    "farvardin",
    "ordibehesht",
    "khordad",
    "tir",
    "mordad amordad",
    "shahrivar",
    "mehr",
    "aban",
    "azar",
    "dey",
    "bahman",
    "esfand",
)
_UNITS = "second minute hour day week fortnight weekend month year decade century"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_SMALL = (
    "zero one two three four five six seven eight nine "
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES = {"hundred": 100, "thousand": 1000}
# TIMEX3 letters of the parts of a day.
_PARTS = {
    "morning": "MO",
    "mornings": "MO",
    "afternoon": "AF",
    "afternoons": "AF",
    "evening": "EV",
    "evenings": "EV",
    "night": "NI",
    "nights": "NI",
    "nighttime": "NI",
    "daytime": "DT",
    "dawn": "MO",
    "daybreak": "MO",
    "sunrise": "MO",
    "sunup": "MO",
    "dusk": "EV",
    "sunset": "EV",
    "sundown": "EV",
    "nightfall": "EV",
    "noon": "12:00",
    "midday": "12:00",
    "midnight": "24:00",
}
_SEASONS = {
    "spring": 1,
    "springtime": 1,
    "summer": 2,
    "summertime": 2,
    "autumn": 3,
    "fall": 3,
    "winter": 4,
    "wintertime": 4,
}
_REFERENCES = {
    "PRESENT_REF": "now currently nowadays",
    "PAST_REF": "recently lately",
}
_TIMES = {
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "biweekly": "P2W",
    "monthly": "P1M",
    "yearly": "P1Y",
    "annually": "P1Y",
    "hourly": "PT1H",
}
_QUALIFIERS = {
    "early": "early",
    "mid": "mid",
    "middle": "mid",
    "late": "late",
    "beginning": "early",
    "start": "early",
    "outset": "early",
    "end": "end",
    "close": "end",
    "eve": "eve",
    "earlier": "earlier",
    "later": "later",
}
_VAGUE = {
    "few": (3, 5),
    "several": (3, 7),
    "couple": (2, 2),
    "dozen": (12, 12),
    "dozens": (24, 99),
    "many": (0, 0),
    "some": (0, 0),
}
_PLAIN = {
    "the": "the",
    "a": "a",
    "an": "a",
    "this": "this",
    "these": "this",
    "that": "that",
    "those": "that",
    "same": "same",
    "last": "last",
    "past": "past",
    "previous": "previous",
    "preceding": "previous",
    "prior": "previous",
    "next": "next",
    "coming": "next",
    "upcoming": "next",
    "following": "following",
    "subsequent": "following",
    "ensuing": "following",
    "current": "current",
    "recent": "recent",
    "latest": "latest",
    "final": "final",
    "of": "of",
    "in": "in",
    "during": "in",
    "on": "on",
    "at": "at",
    "over": "over",
    "within": "over",
    "for": "for",
    "and": "and",
    "or": "or",
    "to": "to",
    "through": "to",
    "till": "until",
    "until": "until",
    "from": "from",
    "since": "since",
    "between": "between",
    "by": "by",
    "before": "before",
    "after": "after",
    "ago": "ago",
    "about": "about",
    "around": "about",
    "approximately": "about",
    "roughly": "about",
    "nearly": "about",
    "almost": "about",
    "exactly": "about",
    "just": "just",
    "more": "more",
    "less": "more",
    "than": "than",
    "least": "least",
    "up": "up",
    "each": "each",
    "every": "each",
    "per": "per",
    "other": "other",
    "old": "aged",
    "long": "long",
    "fiscal": "fiscal",
    "financial": "fiscal",
    "calendar": "fiscal",
    "consecutive": "row",
    "straight": "row",
    "successive": "row",
    "running": "row",
    "row": "row",
    "half": "half",
    "halves": "half",
    "quarter": "quarter",
    "period": "period",
    "now": "ref",
    "right": "right",
    "future": "future",
    "present": "present",
    "moment": "moment",
    "time": "time",
    "near": "near",
    "another": "another",
    "once": "once",
    "twice": "once",
    "utc": "zone",
    "gmt": "zone",
    "est": "zone",
    "edt": "zone",
    "pst": "zone",
    "pdt": "zone",
    "cet": "zone",
    "bst": "zone",
    "local": "local",
    "o'clock": "oclock",
    "o’clock": "oclock",
    "full": "full",
    "entire": "full",
    "whole": "full",
    "trading": "full",
}


def _lexicon() -> dict[str, Word]:
    table = {word: Word(kind) for word, kind in _PLAIN.items()}
    for kind, names in (
        ("month", _MONTHS),
        ("weekday", _WEEKDAYS),
        ("hijri", _HIJRI_MONTHS),
        ("persian", _PERSIAN_MONTHS),
    ):
        first = 0 if kind == "weekday" else 1
        table.update({word: Word(kind, number) for number, row in enumerate(names, first) for word in row.split()})
    table.update({row.split()[0] + "s": Word("weekdays", number) for number, row in enumerate(_WEEKDAYS)})
    for unit in _UNITS.split():
        plural = "centuries" if unit == "century" else unit + "s"
        table.update({unit: Word(f"u{unit}", 0, unit), plural: Word(f"u{unit}s", 0, unit)})
    table.update({word: Word("ord", number) for number, word in enumerate(_ORDINALS.split(), 1)})
    table.update({word: Word("number", number) for number, word in enumerate(_SMALL.split())})
    table.update({word: Word("number", 20 + 10 * number) for number, word in enumerate(_TENS.split())})
    table.update({word: Word("scale", number) for word, number in _SCALES.items()})
    table.update({word: Word("part", 0, name) for word, name in _PARTS.items()})
    table.update({word: Word("season", number) for word, number in _SEASONS.items()})
    table.update({word: Word("season", number) for word, number in (("summers", 2), ("winters", 4), ("autumns", 3))})
    table.update({word: Word("ref", 0, name) for name, words in _REFERENCES.items() for word in words.split()})
    table.update({word: Word("times", 0, value) for word, value in _TIMES.items()})
    table.update({word: Word("edge", 0, name) for word, name in _QUALIFIERS.items()})
    table.update({word: Word("few", low, str(high)) for word, (low, high) in _VAGUE.items()})
    for word, step in (("yesterday", -1), ("today", 0), ("tonight", 0), ("tomorrow", 1), ("overnight", 0)):
        table[word] = Word({"tonight": "tonight", "overnight": "overnight"}.get(word, "dayword"), step)
    table.update({f"{tens}ies": Word("decade", 20 + 10 * i) for i, tens in enumerate(t[:-1] for t in _TENS.split())})
    table["quarters"] = Word("uquarters", 0, "quarter")
    table["second"] = Word("ord", 2)
    return table


UNIT_KINDS = frozenset(word.kind for word in _lexicon().values() if word.kind[0] == "u" and word.name) | {"quarter"}
"""The kinds of the words for units of time."""

LEXICON: dict[str, Word] = _lexicon()
"""Every word of the grammar, in lower case."""
