"""Those who bear a name and what surrounds it enter, the likeliest of them on that day leaves, with rivals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from dateline.ground.who.book import Alias
from dateline.ground.who.entries import Entry
from dateline.ground.who.tokens import word_set
from dateline.model import Actor, Candidate, Office

# Of two in office with one surname, the head of state or government is the one that needs no first name.
_HEADS = frozenset({"president", "prime minister", "chancellor", "king", "queen", "supreme leader"})
# How fully a form names who bears it.
_FORMS = {"name": 1.0, "short": 0.8, "seat": 0.5}
# What a whole title before the name weighs for the one who held that office.
_TITLED = 1.5
# Reports of the weeks after a fall from office still call the fallen by it.
_AFTERGLOW = dt.timedelta(days=31)


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What surrounds a phrase: the day, the country that the report is about, and all countries that are named."""

    day: dt.date | None = None
    near: str | None = None
    named: frozenset[str] = frozenset()

    def admits(self, alias: Alias) -> bool:
        """Tell whether an alias may be meant: a name that others bear too needs its country named nearby."""
        if not self.named or not (alias.common or alias.form == "surname"):
            return True
        homes = {alias.entry.country, as_of(alias.entry, self.day).country}
        return None in homes or not homes.isdisjoint(self.named)


def choose(
    aliases: Sequence[Alias], setting: Setting, country: str | None, title: frozenset[str] = frozenset()
) -> tuple[Alias, tuple[Candidate[Actor], ...]]:
    """Rank those who bear a name: the country said, the office held that day, the country the report is about.

    `title` holds the folded words before the name, which may say an office of one of them.
    """

    def fit(alias: Alias) -> tuple[float, str]:
        entry = alias.entry
        score = 3.0 * (country is not None and entry.country == country) + 1.0 * (
            setting.near is not None and entry.country == setting.near
        )
        score += _FORMS.get(alias.form, 0.0)
        score += _currency(entry, setting.day) + _TITLED * _said_of(entry, title)
        return score, entry.id

    ranked = sorted(aliases, key=fit, reverse=True)
    rivals = tuple(
        Candidate(
            as_of(a.entry, setting.day),
            round(0.5 * fit(a)[0] / max(fit(ranked[0])[0], 1.0), 3),
            ("bears the name too", *_behind(a, ranked[0], setting, country)),
        )
        for a in ranked[1:]
        if a.entry is not ranked[0].entry
    )
    return ranked[0], rivals


def _behind(alias: Alias, best: Alias, setting: Setting, country: str | None) -> Iterator[str]:
    """Say what speaks for the best of those who bear a name and not for this one."""
    ours, theirs = alias.entry, best.entry
    if country is not None and theirs.country == country != ours.country:
        yield f"the phrase says {country}"
    if setting.near is not None and theirs.country == setting.near != ours.country:
        yield f"the report is about {setting.near}"
    if _currency(ours, setting.day) < _currency(theirs, setting.day):
        yield f"less in office than {theirs.name} {f'on {setting.day}' if setting.day else 'of late'}"
    if _FORMS.get(alias.form, 0.0) < _FORMS.get(best.form, 0.0):
        yield f"{theirs.name} is named more fully"


def _said_of(entry: Entry, title: frozenset[str]) -> float:
    """Say how much of the title of an office of this entry stands before the name, 0 to 1."""
    titles = (words for office in entry.offices if (words := word_set(office.title)))
    return max((len(words & title) / len(words) for words in titles), default=0.0)


def _currency(entry: Entry, day: dt.date | None) -> float:
    """Say how much in office someone is on a day: 2 in office, less with each year away; without a day, the latest."""
    if not entry.offices or entry.kind != "person":
        return 0.5
    if day is None:
        last = max((office.end or dt.date.max) for office in entry.offices)
        return 1.0 + last.toordinal() / dt.date.max.toordinal()
    return max(_near_office(office, day) for office in entry.offices)


def _near_office(office: Office, day: dt.date) -> float:
    start, end = office.start or dt.date.min, office.end or dt.date.max
    if start <= day <= end:
        return 2.5 if office.title in _HEADS else 2.0
    years = ((start - day).days if day < start else (day - end).days) / 365.0
    return max(0.0, 1.5 - 0.15 * years)


def as_of(entry: Entry, day: dt.date | None) -> Actor:
    """Give an entry as an actor on a day: the sector and country of the office held then, else its own.

    An office counts for a month longer, for news of its end. Without a day the last office counts.
    """
    if day is None:
        held = list(entry.offices[-1:])
    else:
        held = [o for o in entry.offices if _holds(o, day, dt.timedelta(0))]
        held = held or [o for o in entry.offices if _holds(o, day, _AFTERGLOW)][-1:]
    office = held[0] if held else None
    return Actor(
        identity=entry.id,
        name=entry.name,
        country=office.country if office is not None else entry.country,
        sector=(office.sector if office is not None else None) or entry.sector or "UNK",
        offices=tuple(held),
    )


def _holds(office: Office, day: dt.date, longer: dt.timedelta) -> bool:
    ended = office.end is not None and office.end + longer < day
    return not ended and (office.start or dt.date.min) <= day
