"""Grounding a whole claim: who, where and when together, and what is taken from another telling of the event."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from dateline.ground import Grounder
from dateline.model import Claim, Location, Origin, Party, Published, Report, Span, Timing, Voice, claim_id
from dateline.read import make_report

TITLE = "Shells hit Mosul"
BODY = (
    "Iraqi troops shelled militants in Mosul on Tuesday, Reuters reported, citing the defence ministry.\n"
    "The shelling killed four people.\n"
    "Turkish jets may bomb Erbil and Dohuk next week."
)


@pytest.fixture(scope="module")
def grounder() -> Grounder:
    return Grounder()


def report(day: dt.date | None = dt.date(2016, 10, 19)) -> Report:
    return make_report(title=TITLE, body=BODY, published=Published(day) if day else None)


def at(one: Report, words: str) -> Span:
    start = one.text.index(words)
    return Span(start, start + len(words))


def claim(one: Report, word: str, **fields: object) -> Claim:
    trigger = at(one, word)
    start = one.text.rfind("\n", 0, trigger.start) + 1
    end = one.text.find("\n", trigger.end)
    sentence = Span(start, end if end >= 0 else len(one.text))
    own = claim_id(one.id, trigger, "ASSAULT")
    base = Claim(
        id=own,
        report_id=one.id,
        event=own,
        type="ASSAULT",
        mode=None,
        factuality="occurred",
        trigger=trigger,
        quote=sentence,
        sentence=sentence,
        confidence=0.9,
        origin=Origin("test", "1"),
    )
    return msgspec.structs.replace(base, **fields)


def party(one: Report, words: str) -> Party:
    return Party(at(one, words), words)


def shelling(one: Report) -> Claim:
    return claim(
        one,
        "shelled",
        actors=(party(one, "Iraqi troops"),),
        recipients=(party(one, "militants"),),
        places=(Location(at(one, "Mosul on"[:5]), "Mosul"),),
        timing=Timing(at(one, "Tuesday"), "Tuesday"),
        attribution=(
            Voice(at(one, "the defence ministry"), "the defence ministry"),
            Voice(at(one, "Reuters"), "Reuters"),
        ),
    )


def test_who_where_and_when(grounder: Grounder) -> None:
    (done,) = grounder.ground(report(), (shelling(report()),))
    actor = done.actors[0].actor
    assert actor is not None
    assert actor.choice is not None
    assert (actor.choice.country, actor.choice.sector) == ("IRQ", "MIL")
    assert actor.reasons
    place = done.places[0].place
    assert place is not None
    assert place.choice is not None
    assert (place.choice.name, place.choice.country, place.choice.precision) == ("Mosul", "IRQ", "town")
    assert place.choice.lat == pytest.approx(36.34, abs=0.05)
    when = done.timing.when
    assert when is not None
    assert when.choice is not None
    assert when.choice.stated is not None
    assert (when.choice.stated.start, when.choice.stated.end) == (dt.date(2016, 10, 18), dt.date(2016, 10, 18))


def test_an_outlet_stands_outermost(grounder: Grounder) -> None:
    (done,) = grounder.ground(report(), (shelling(report()),))
    assert [voice.text for voice in done.attribution] == ["Reuters", "the defence ministry"]


def test_without_a_publication_date_relative_dates_stay_open(grounder: Grounder) -> None:
    (done,) = grounder.ground(report(None), (shelling(report(None)),))
    when = done.timing.when
    assert when is not None
    assert when.choice is None
    assert when.reasons
    assert done.timing.text == "Tuesday"


def test_an_undated_claim_has_a_bound_and_no_date(grounder: Grounder) -> None:
    one = report()
    (done,) = grounder.ground(one, (claim(one, "shelling"),))
    when = done.timing.when
    assert when is not None
    assert when.choice is not None
    assert when.choice.stated is None
    assert when.choice.bound is not None
    assert when.choice.bound.end == dt.date(2016, 10, 19)


def test_the_second_telling_takes_place_and_date_from_the_first_but_no_toll(grounder: Grounder) -> None:
    one = report()
    first = shelling(one)
    second = claim(one, "shelling")
    done = grounder.ground(one, (first, second))[1]
    assert done.places[0].span == first.places[0].span
    assert done.timing.span == first.timing.span
    assert done.timing.when is not None
    assert any("same event" in reason for reason in done.timing.when.reasons)
    assert done.killed is None


def test_coordinated_places_are_two(grounder: Grounder) -> None:
    one = report()
    words = "Erbil and Dohuk"
    bombing = claim(one, "bomb", factuality="planned", places=(Location(at(one, words), words),))
    (done,) = grounder.ground(one, (bombing,))
    assert [p.text for p in done.places] == ["Erbil", "Dohuk"]
    assert [p.span.of(one.text) for p in done.places] == ["Erbil", "Dohuk"]


def test_grounding_changes_nothing_else(grounder: Grounder) -> None:
    one = report()
    before = shelling(one)
    (after,) = grounder.ground(one, (before,))
    for name in ("id", "event", "type", "factuality", "trigger", "quote", "sentence", "confidence", "origin"):
        assert getattr(after, name) == getattr(before, name)
    assert after == grounder.ground(one, (before,))[0]


def test_what_is_told_as_done_is_not_dated_after_its_report(grounder: Grounder) -> None:
    body = "Troops shelled the port on 30 October, officers said."
    one = make_report(title="", body=body, published=Published(dt.date(2016, 10, 19)))
    timing = Timing(at(one, "30 October"), "30 October")
    past, future = (claim(one, "shelled", timing=timing, factuality=f) for f in ("occurred", "planned"))
    (done,) = grounder.ground(one, (past,))
    assert done.timing.when is not None
    assert done.timing.when.choice is not None
    stated = done.timing.when.choice.stated
    assert stated is None or stated.start <= dt.date(2016, 10, 20)
    (ahead,) = grounder.ground(one, (future,))
    assert ahead.timing.when is not None
    assert ahead.timing.when.choice is not None
    assert ahead.timing.when.choice.stated is not None
    assert ahead.timing.when.choice.stated.start == dt.date(2016, 10, 30)


def test_a_date_reckoned_from_another_is_no_anchor_itself(grounder: Grounder) -> None:
    body = "Rebels shelled the port on Monday. Jets bombed a depot a day later. Guards struck a market a day later."
    one = make_report(title="", body=body, published=Published(dt.date(2016, 10, 19)))
    later = one.text.index("a day later")
    again = one.text.index("a day later", later + 1)
    claims = (
        claim(one, "shelled", timing=Timing(at(one, "on Monday"), "on Monday")),
        claim(one, "bombed", timing=Timing(Span(later, later + 11), "a day later")),
        claim(one, "struck", timing=Timing(Span(again, again + 11), "a day later")),
    )
    days = []
    for done in grounder.ground(one, claims):
        assert done.timing.when is not None
        assert done.timing.when.choice is not None
        assert done.timing.when.choice.stated is not None
        days.append(done.timing.when.choice.stated.start.day)
    assert days == [17, 18, 18]
