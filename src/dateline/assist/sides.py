"""The claims of an event and the names of two sides enter, what each side says and where they differ leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from dateline.archive import StoredClaim
from dateline.archive.names import country_of, identities_of, spaced
from dateline.assist.answers import Difference, Side, quotation, short, speakers
from dateline.assist.questions import MOST
from dateline.model import Actor, Interval, Number, Place, Version, Versions
from dateline.weave import versions_of

T = TypeVar("T")


def of_side(claims: Iterable[StoredClaim], name: str) -> list[StoredClaim]:
    """Give the claims of a side: of a country, person, group or outlet that says so itself."""
    wanted, country, identities = spaced(name), country_of(name), identities_of(name)

    def speaks(stored: StoredClaim) -> bool:
        # The one who knows first speaks; an outlet speaks where it names nobody.
        if not stored.claim.attribution:
            return any(_bears(one, wanted) for one in (stored.outlet, stored.origin))
        voice = stored.claim.attribution[-1]
        actor = voice.actor.choice if voice.actor else None
        if actor and (actor.identity in identities or (country is not None and actor.country == country)):
            return True
        return _bears(voice.text, wanted) or (actor is not None and _bears(actor.name, wanted))

    return [stored for stored in claims if speaks(stored)]


def told_by(name: str, claims: Sequence[StoredClaim]) -> Side:
    """Tell what a side says."""
    return Side(
        side=short(name),
        speakers=speakers(list(claims)),
        of_sentences=len(claims),
        sentences=tuple(map(quotation, claims[: MOST // 2])),
    )


def compared(
    one: Sequence[StoredClaim], other: Sequence[StoredClaim]
) -> tuple[tuple[str, ...], tuple[Difference, ...]]:
    """Give the fields for which two sides give the same, and those for which they do not."""
    theirs, others = _values(versions_of(one)), _values(versions_of(other))
    same = tuple(field for field in theirs if theirs[field] and set(theirs[field]) == set(others[field]))
    differences = tuple(
        Difference(field=field, one=theirs[field], other=others[field])
        for field in theirs
        if set(theirs[field]) != set(others[field])
    )
    return same, differences


def _values(versions: Versions) -> dict[str, tuple[str, ...]]:
    """Say every value of every field."""
    return {
        "type": _said(versions.type, str),
        "mode": _said(versions.mode, str),
        "factuality": _said(versions.factuality, str),
        "actors": _said(versions.actors, _actors),
        "recipients": _said(versions.recipients, _actors),
        "places": _said(versions.places, _places),
        "date": _said(versions.date, _days),
        "killed": _said(versions.killed, _number),
        "injured": _said(versions.injured, _number),
    }


def _said(versions: Iterable[Version[T]], say: Callable[[T], str]) -> tuple[str, ...]:
    found: Iterator[str] = (
        say(version.value) if version.value is not None else f"“{'; '.join(version.words)}”" for version in versions
    )
    return tuple(map(short, dict.fromkeys(found)))


def _actors(actors: tuple[Actor, ...]) -> str:
    return ", ".join(sorted(actor.name for actor in actors))


def _places(places: tuple[Place, ...]) -> str:
    return ", ".join(sorted(place.name for place in places))


def _days(interval: Interval) -> str:
    if interval.start == interval.end:
        return interval.start.isoformat()
    return f"{interval.start} to {interval.end}"


def _number(number: Number) -> str:
    if number.low == number.high:
        return str(number.low)
    if number.high is None:
        return f"at least {number.low}"
    return f"at most {number.high}" if number.low is None else f"{number.low} to {number.high}"


def _bears(name: str | None, wanted: str) -> bool:
    return name is not None and f" {wanted} " in f" {spaced(name)} "
