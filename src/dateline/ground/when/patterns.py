"""A rule in words enters, a regular expression over token letters leaves.

In a rule a lower-case word stands for a kind of token (`month`, `dom`), an upper-case word for a named part below, and
everything else is the syntax of a regular expression; spaces mean nothing. `month dom (?:comma? year)?` reads
"March 3" and "March 3, 2021".
"""

from __future__ import annotations

import re

from dateline.ground.when.tokens import LETTERS

_PARTS = {
    "UNIT": "(?:uminute|uhour|uday|uweek|ufortnight|uweekend|umonth|uyear|udecade|ucentury|quarter)",
    "UNITS": "(?:useconds|uminutes|uhours|udays|uweeks|ufortnights|uweekends|umonths|uyears|udecades|ucenturys|uquarters)",
    "ANYUNIT": "(?:UNITS|UNIT)",
    # last, this, next
    "WHICH": "(?:this (?:same|past|next)?|that same?|same|last|past|previous|next|following|current|latest)",
    "LNT": "(?:this|last|next|past)",
    "COUNT": "(?:(?:a few of?)|few|(?:num|dom) (?:(?:to|or|hyphen) (?:num|dom))?)",
    "ONE": "(?:COUNT|a|another)",
    "ABOUT": "(?:about|just|more than|at least|up to|over)",
    "NTH": "(?:ord|nth)",
    "NUMBER": "(?:dom|nth)",
    "OWNYEAR": "(?:(?:of|in)? (?:year|short|the? LNT uyear))",
    "MONTH": "(?:month (?:comma? OWNYEAR)? | the? WHICH month)",
    "DAY": (
        "(?:(?:weekday comma?)? (?:the? (?:dom|nth) of? month | the? ord of month | month (?:the? nth | dom))"
        " (?:comma? OWNYEAR)? | weekday comma? (?:the? nth) | iso | slash)"
    ),
    "DAYLIST": (
        "(?:month the? NUMBER (?:comma NUMBER){0,8} (?:comma? and|hyphen|to) the? NUMBER (?:comma? year)?"
        " | the? NUMBER (?:hyphen|to|and|or) the? NUMBER of? month (?:comma? year)?)"
    ),
    "ALIEN": "(?:(?:dom|nth|ord) of? (?:hijri|persian) comma? (?:year|num)? | (?:hijri|persian) dom comma? (?:year|num)?)",
    "PERIOD": (
        "(?:the? (?:fiscal hyphen?)? NTH hyphen? (?:quarter|half) (?:(?:of|in)? (?:the? fiscal? OWNYEAR|year|the uyear))?"
        " | (?:the? OWNYEAR poss?) (?:fiscal hyphen?)? NTH hyphen? (?:quarter|half) | quarterno (?:of|comma)? year?)"
    ),
    "SEASON": "(?:the? (?:WHICH|edge hyphen?)? season (?:(?:of|in)? year) | (?:the|WHICH) edge? season)",
    "FEAST": "(?:feast (?:uday|umonth)? comma? (?:of|in)? (?:year|the? LNT uyear) | (?:the? LNT)? feast)",
    "ALIENMONTH": "(?:(?:the? LNT)? hijri (?:year|num)? | persian (?:year|num))",
    "AGE": "(?:the? decade | the? NTH hyphen? ucentury)",
    "NEAR": "(?:the? WHICH (?:UNIT|(?:fiscal|full) uyear)|the latest period|the (?:fiscal|full)? uyear)",
    "WEEKDAY": "(?:weekday of? the? LNT uweek | (?:the? WHICH)? weekday | the uday before dayword)",
    "ANYDAY": "(?:DAY|WEEKDAY|dayword|feast)",
    "POINT": "(?:DAY|MONTH|year|WEEKDAY|dayword|NEAR|PERIOD|SEASON|FEAST|AGE|ALIENMONTH)",
}


def _expand(rule: str) -> str:
    while re.search("[A-Z]{2,}", rule):
        rule = re.sub("[A-Z]{2,}", lambda match: _PARTS[match.group()], rule)
    return rule


def pattern(rule: str) -> re.Pattern[str]:
    """Compile a rule; raises KeyError for a word that is no kind of token."""
    spelled = re.sub("[a-z]+", lambda match: LETTERS[match.group()], _expand(rule))
    return re.compile(spelled.replace(" ", ""))
