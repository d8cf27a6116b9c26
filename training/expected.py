"""What each level of each feature is expected to weigh before any pair is read, in log-odds: the fit is drawn towards it.

Set by hand, then halved, because features that agree say much the same: halves gave the best likelihood of read pairs that
were left out, of noughts, thirds, halves, and wholes. What the pairs seldom show (two reports of one person's visit, an equal toll of
dozens) so keeps a sensible weight; what they often show is decided by them.
"""

from __future__ import annotations

from collections.abc import Mapping

_PARTY = {
    "same person": 1.25,
    "same body": 0.75,
    "named alike": 0.75,
    "shared name": 0.5,
    "same state": 0.4,
    "same side": 0.35,
    "same country": 0.15,
    "same class": 0.1,
    "other name": -0.75,
    "two persons": -1.25,
    "other country": -1.0,
}
_TOLL = {
    "same, five or more": 1.0,
    "same, two to four": 0.5,
    "both one": 0.15,
    "close": 0.2,
    "apart": -0.25,
    "many times apart": -0.75,
}
_REPORTED = {
    "some day of many": -0.2,
    "same day": 0.3,
    "a day apart": 0.15,
    "within a week": -0.35,
    "within a month": -0.75,
    "more than a month": -1.0,
}

_NEWS = {
    "same day": 0.3,
    "two or three days": -0.4,
    "within a week": -0.8,
    "within a month": -1.3,
    "more than a month": -1.6,
}

EXPECTED: Mapping[str, Mapping[str, float]] = {
    "story": {
        "0.001 or less": -1.5,
        "to 0.01": -1.0,
        "to 0.05": -0.5,
        "to 0.5": 0.15,
        "to 0.8": 0.3,
        "to 0.95": 0.5,
        "to 0.99": 0.65,
        "over 0.99": 0.8,
    },
    "type": {"kindred": -0.25},
    "mode": {"same": 0.25, "kindred": -0.15, "other": -0.75},
    "factuality": {"other": -0.25},
    "date": {
        "same day": 1.0,
        "same week": 0.5,
        "same month": 0.3,
        "a day apart": 0.15,
        "same year": 0.1,
        "partly": -0.2,
        "apart": -0.25,
    },
    "stated and reported": _REPORTED,
    "reported": _REPORTED,
    "news": _NEWS,
    "place": {
        "same seldom named point": 1.0,
        "same often named point": 0.75,
        "same district": 0.6,
        "within reach": 0.6,
        "same province": 0.35,
        "same country": 0.15,
        "apart": -1.0,
    },
    "actor": _PARTY,
    "recipient": _PARTY,
    "party": _PARTY,
    "second party": _PARTY,
    "act": {"nothing shared": -0.8},
    "lead": {"same": 0.2, "other": -0.6},
    "killed": _TOLL,
    "injured": _TOLL,
    "quantity": {"same": 0.4, "other": -0.25},
    "trigger": {"same seldom used": 0.6, "same": 0.3, "other": -0.15},
    "names": {"nothing shared": -0.25, "to 8": 0.15, "to 14": 0.3, "to 22": 0.5, "to 35": 0.7, "over 35": 0.9},
    "wording": {"nothing shared": -0.25, "to 8": 0.1, "to 14": 0.25, "to 22": 0.45, "to 35": 0.65, "over 35": 0.9},
    "numbers": {"nothing shared": -0.2, "one shared": 0.2, "more shared": 0.45},
    "turn": {"same": 0.15, "one alone": -0.4, "other": -0.4},
    "instrument": {"same": 0.25},
}
"""What is not named here is expected to weigh nothing."""
