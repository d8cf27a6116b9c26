"""Every version of each field with who gives it; and what holds of any claims in any order."""

from __future__ import annotations

import datetime as dt
import random

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline.model import Claim, Party, Span, Toll, Version, Versions, digest
from dateline.weave import Evidence, assemble, versions_of
from tests.weave.builders import actor, days, evidence, place, report

FIRST = dt.date(2020, 4, 1)
ACTORS = (
    actor("Arlen army", "ARL", "MIL", identity="ARL:army"),
    actor("Moor Front", "ARL", "REB", identity="ARL:moor"),
    actor("Bennish ministry", "BEN", "GOV", identity="BEN:ministry"),
    actor("villagers", "BEN", "CVL"),
)
PLACES = (
    place("Port Arlen", "ARL", (10.0, 20.0), id_="arl-1"),
    place("Arlen", "ARL", precision="country"),
    place("Benn", "BEN", (30.0, 20.0), id_="ben-1"),
)
OUTLETS = ("Daily A", "Herald B", "Courier C", None)

ends = st.none() | st.integers(0, 40)
some_of = st.lists(st.sampled_from(ACTORS), max_size=2, unique=True)


@st.composite
def claims(draw: st.DrawFn) -> list[Evidence]:
    """Claims of one event: at most one a report, some in later versions, some in families, some without a day."""
    found: list[Evidence] = []
    for number in range(draw(st.integers(1, 6))):
        day = draw(st.none() | st.integers(0, 4))
        of = report(
            f"They attacked, {number}.",
            outlet=draw(st.sampled_from(OUTLETS)),
            day=None if day is None else FIRST + dt.timedelta(days=day),
        )
        one = evidence(
            of,
            "attacked",
            mode=draw(st.sampled_from([None, "firearms", "aerial"])),
            factuality=draw(st.sampled_from(["occurred", "occurred", "planned", "negated", "denied", "unclear"])),
            actors=draw(some_of),
            recipients=draw(some_of),
            places=draw(st.lists(st.sampled_from(PLACES), max_size=2, unique=True)),
            stated=draw(st.none() | st.integers(0, 3).map(lambda n: days(FIRST + dt.timedelta(days=n)))),
            killed=draw(st.none() | st.tuples(ends, ends).filter(any).map(_ordered)),
            speaker=draw(st.none() | st.sampled_from(ACTORS)),
        )
        earlier = draw(st.booleans()) and found
        replaces = found[-1] if earlier else None
        if replaces is not None:
            found[-1] = msgspec.structs.replace(replaces, replaced_by=of.id)
        found.append(msgspec.structs.replace(one, family=draw(st.sampled_from([None, None, "f1"]))))
    return found


def _ordered(of: tuple[int | None, int | None]) -> tuple[int | None, int | None]:
    low, high = of
    return (high, low) if low is not None and high is not None and low > high else of


@given(claims(), st.integers(0, 2**32))
def test_order_never_matters(some: list[Evidence], seed: int) -> None:
    mixed = random.Random(seed).sample(some, len(some))
    assert assemble(mixed) == assemble(some)
    assert versions_of(mixed) == versions_of(some)


@given(claims(), st.data())
def test_a_copy_changes_no_value_and_no_status(some: list[Evidence], data: st.DataObject) -> None:
    # A copy with a name tells whose a text without one is: that one may then be a source.
    named = [evidence for evidence in some if evidence.origin]
    assume(named)
    one = data.draw(st.sampled_from(named))
    copy = _print(one, "Another Paper", later=data.draw(st.integers(0, 2)))
    before, after = assemble(some), assemble([*some, copy])
    assert after.reports == before.reports + (one.replaced_by is None or before.reports == len(some))
    for field in ("type", "mode", "factuality", "status", "origins", "actors", "recipients", "places", "stated"):
        assert getattr(after, field) == getattr(before, field), field
    assert _numbers(after.killed) == _numbers(before.killed)


def _print(one: Evidence, outlet: str, *, later: int) -> Evidence:
    claim = one.claim
    other = msgspec.structs.replace(
        claim, id=digest(outlet, claim.id), report_id=digest(outlet, claim.report_id), event=digest(outlet, claim.id)
    )
    day = one.published + dt.timedelta(days=later) if one.published else None
    return msgspec.structs.replace(one, claim=other, outlet=outlet, origin=outlet, published=day)


def _numbers(toll: Toll | None) -> object:
    return toll and (toll.low, toll.best, toll.high, toll.as_said, [_numbers(side) for side in toll.sides])


@given(claims())
def test_low_is_not_above_best_and_best_not_above_high(some: list[Evidence]) -> None:
    killed = assemble(some).killed
    for toll in (killed, *killed.sides) if killed else ():
        assert toll.low is None or toll.low <= toll.best
        assert toll.high is None or toll.best <= toll.high
        counts = [e.claim.killed for e in some if e.claim.id in toll.claims]
        assert toll.claims
        assert all(count and toll.best in (count.low, count.high) for count in counts), "nobody said so"
        assert toll.latest in {n for e in some if (c := e.claim.killed) for n in (c.low, c.high)}


@given(claims())
def test_nothing_said_is_lost_and_all_of_it_can_be_traced(some: list[Evidence]) -> None:
    versions = versions_of(some)
    known = {evidence.claim.id for evidence in some}
    for name in Versions.__struct_fields__:
        told: tuple[Version[object], ...] = getattr(versions, name)
        assert {id_ for version in told for id_ in version.claims} == {e.claim.id for e in some if _has(e.claim, name)}
        assert all(version.claims and known.issuperset(version.claims) for version in told)
        assert all(version.value is not None or version.words for version in told)


def _has(claim: Claim, field: str) -> bool:
    if field == "date":
        return claim.timing.text is not None
    return getattr(claim, field) not in (None, ())


@given(claims())
def test_the_events_own_value_comes_first(some: list[Evidence]) -> None:
    event, versions = assemble(some), versions_of(some)
    assert versions.type[0].value == event.type
    assert versions.factuality[0].value == event.factuality
    if event.mode:
        assert versions.mode[0].value == event.mode
    if event.stated:
        assert versions.date[0].value == event.stated
    if event.places:
        assert set(versions.places[0].value or ()) == set(event.places)


def test_a_version_says_who_gives_it_and_when() -> None:
    of = report("They attacked.", outlet="Daily A", day=FIRST)
    other = report("They attacked at dawn.", outlet="Herald B", day=FIRST + dt.timedelta(2))
    versions = versions_of(
        [
            evidence(of, "attacked", killed=(3, 3), speaker=ACTORS[0]),
            evidence(other, "attacked", killed=(3, 3)),
        ]
    )
    (killed,) = versions.killed
    assert (killed.by, killed.outlets) == (("Arlen army", "Herald B"), ("Daily A", "Herald B"))
    assert (killed.reports, killed.origins, killed.first, killed.last) == (2, 2, FIRST, FIRST + dt.timedelta(2))


def test_who_was_not_found_out_stays_in_the_reports_words() -> None:
    one = evidence(report("They attacked."), "attacked", actors=[ACTORS[0]])
    unknown = Party(Span(0, 4), "They")
    claim = msgspec.structs.replace(one.claim, actors=(*one.claim.actors, unknown))
    versions = versions_of([msgspec.structs.replace(one, claim=claim)])
    assert [(version.value, version.words) for version in versions.actors] == [
        ((ACTORS[0],), ("Arlen army",)),
        (None, ("They",)),
    ]
