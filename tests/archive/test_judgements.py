"""What people judge is kept, acted on and taken back; it outlives coding anew, rebuilding, and reports that come late."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive import Archive, assembly, linking
from dateline.archive.errors import CannotJudge, NotFound
from dateline.model import Claim, Judgement, Origin, Report
from tests.archive.worlds import world
from tests.weave.builders import ORIGIN, actor, claim, days, place, report

ORVALE = place("Orvale", "ARL", (10.0, 20.0), id_="ARL-1")
FARTOWN = place("Fartown", "BEN", (40.0, 50.0), id_="BEN-1")
ARMY = actor("Veltian army", "BEN", "MIL", identity="BEN:army")
REBELS = actor("rebels", "ARL", "REB", identity="ARL:rebels")
MONDAY = dt.date(2020, 4, 1)
LATER = Origin("test", "2")


def clock() -> Callable[[], dt.datetime]:
    """A clock that goes on by a minute at each look."""
    minutes = itertools.count()
    return lambda: dt.datetime(2021, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=next(minutes))


def shelling(outlet: str, *, where: str = "Orvale", day: dt.date = MONDAY) -> tuple[Report, list[Claim]]:
    """A report of one outlet on the shelling of a town."""
    of = report(
        f"Shelling\nThe Veltian army shelled rebels in {where} near the mill, killing 7, says {outlet}.",
        outlet=outlet,
        day=day,
    )
    spot = ORVALE if where == "Orvale" else FARTOWN
    told = claim(
        of,
        "shelled",
        mode="heavy-weapons",
        actors=[ARMY],
        recipients=[REBELS],
        places=[spot],
        stated=days(day),
        killed=(7, 7),
    )
    return of, [told]


ONE, TWO, THREE = shelling("Daily A"), shelling("Herald B"), shelling("Courier C")
ELSEWHERE = shelling("Post D", where="Fartown")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with three reports of one shelling and one of another, days and towns apart."""
    with Archive.open(tmp_path / "news.db", clock=clock()) as opened:
        opened.add_many([ONE, TWO, THREE, ELSEWHERE], ORIGIN)
        yield opened


def id_of(told: tuple[Report, list[Claim]]) -> str:
    return told[1][0].id


def events(archive: Archive) -> set[frozenset[str]]:
    return {frozenset(event.claims) for event in archive.events()}


def test_the_reports_make_two_events(archive: Archive) -> None:
    assert sorted(map(len, events(archive))) == [1, 3]


def test_a_merge_joins_what_contradicts_itself(archive: Archive) -> None:
    verdict = archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="anna", note="one campaign")
    assert len(events(archive)) == 1
    assert (len(verdict.before), len(verdict.after)) == (2, 1)
    (stored,) = archive.judgements()
    assert stored.judgement.author == "anna"
    assert stored.judgement.note == "one campaign"
    assert stored.judgement.at.tzinfo == dt.UTC
    assert stored.state == "stands"


def test_a_split_takes_out_what_it_names(archive: Archive) -> None:
    verdict = archive.split(id_of(ONE), [id_of(TWO)], author="anna")
    assert frozenset([id_of(TWO)]) in events(archive)
    assert frozenset([id_of(ONE), id_of(THREE)]) in events(archive)
    assert (len(verdict.before), len(verdict.after)) == (1, 2)


def test_a_split_holds_when_more_reports_come(archive: Archive) -> None:
    archive.split(id_of(ONE), [id_of(TWO)], author="anna")
    archive.add(*shelling("Gazette E"), ORIGIN)
    assert archive.event(id_of(TWO)).id != archive.event(id_of(ONE)).id


def test_the_machine_s_links_stay_as_they_are(archive: Archive) -> None:
    links = archive.links_of(archive.event(id_of(ONE)))
    archive.split(id_of(ONE), [id_of(TWO)], author="anna")
    archive.undo(author="anna")
    assert archive.links_of(archive.event(id_of(ONE))) == links


@pytest.mark.parametrize("kind", ["merge", "split"])
def test_undo_restores_what_was_before(archive: Archive, kind: str) -> None:
    before = archive.fingerprint()
    if kind == "merge":
        archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="anna")
    else:
        archive.split(id_of(ONE), [id_of(TWO), id_of(THREE)], author="anna")
    assert archive.fingerprint() != before
    verdict = archive.undo(author="anna")
    assert archive.fingerprint() == before
    assert verdict.judgement.withdrawn is not None
    assert verdict.judgement.withdrawn.by == "anna"
    (stored,) = archive.judgements()
    assert stored.state == "withdrawn"


def test_undo_takes_back_the_author_s_own_last_judgement(archive: Archive) -> None:
    archive.split(id_of(ONE), [id_of(TWO)], author="anna")
    archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="ben")
    assert archive.undo(author="anna").judgement.number == 1
    with pytest.raises(CannotJudge, match="anna has no judgement"):
        archive.undo(author="anna")
    assert archive.undo(2, author="anna").judgement.author == "ben"
    with pytest.raises(CannotJudge, match="taken back by anna on 2021-01-01"):
        archive.undo(2, author="anna")
    with pytest.raises(NotFound, match=r"There is no judgement 9\. The nearest are 1, 2"):
        archive.undo(9, author="anna")


def test_judgements_that_say_nothing_are_refused(archive: Archive) -> None:
    here, there = archive.event(id_of(ONE)), archive.event(id_of(ELSEWHERE))
    with pytest.raises(CannotJudge, match="name one event"):
        archive.merge([id_of(ONE), id_of(TWO)], author="anna")
    with pytest.raises(CannotJudge, match=f"not of event {here.id} but of {there.id}"):
        archive.split(here.id, [id_of(ELSEWHERE)], author="anna")
    with pytest.raises(CannotJudge, match=r"Nothing would be parted: event .* has 3 claims, and 3 are named"):
        archive.split(here.id, here.claims, author="anna")
    with pytest.raises(NotFound, match="nearest ids"):
        archive.merge([here.id, "ffffffffffff"], author="anna")
    assert archive.judgements() == []


def test_a_later_judgement_overrules_and_taking_it_back_revives_the_earlier(archive: Archive) -> None:
    archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="anna")
    merged = archive.fingerprint()
    archive.split(id_of(ONE), [id_of(ELSEWHERE)], author="ben")
    assert len(events(archive)) == 2
    first, second = archive.judgements()
    assert (first.state, first.overruled_by, second.state) == ("overruled", (2,), "stands")
    archive.undo(author="ben")
    assert archive.fingerprint() == merged


def test_judgements_outlive_rebuilding(archive: Archive) -> None:
    archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="anna")
    archive.split(id_of(ONE), [id_of(TWO)], author="anna")
    before = archive.fingerprint()
    archive.rebuild()
    assert archive.fingerprint() == before
    assert len(events(archive)) == 2


def recoded(told: tuple[Report, list[Claim]], trigger: str, type_: str = "ASSAULT") -> list[Claim]:
    """What another coder finds in the same words."""
    of, _ = told
    return [claim(of, trigger, type_, actors=[ARMY], recipients=[REBELS], places=[ORVALE], origin=LATER)]  # type: ignore[arg-type] # of the 16


@pytest.mark.parametrize(
    ("trigger", "type_"), [("shelled", "ASSAULT"), ("shelled rebels", "ASSAULT"), ("shelled", "COERCE")]
)
def test_a_judgement_finds_its_claim_again_where_a_report_is_coded_anew(
    archive: Archive, trigger: str, type_: str
) -> None:
    archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="anna")
    (again,) = recoded(ONE, trigger, type_)
    assert archive.add(ONE[0], [again], LATER)
    assert {again.id, id_of(TWO), id_of(THREE), id_of(ELSEWHERE)} == set(archive.event(again.id).claims)
    (stored,) = archive.judgements()
    assert again.id in itertools.chain.from_iterable(stored.claims)


def test_a_judgement_whose_claim_is_no_longer_made_is_told_so(archive: Archive) -> None:
    archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="anna")
    assert archive.add(ELSEWHERE[0], [], LATER)
    (stored,) = archive.judgements()
    assert stored.state == "detached"
    assert None in itertools.chain.from_iterable(stored.claims)
    assert len(events(archive)) == 1


def test_judgements_wait_for_reports_that_come_later(archive: Archive, tmp_path: Path) -> None:
    archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="anna")
    archive.split(id_of(ONE), [id_of(TWO)], author="ben")
    judged = [stored.judgement for stored in archive.judgements()]
    with Archive.open(tmp_path / "other.db") as other:
        assert other.adopt(judged) == judged
        assert {stored.state for stored in other.judgements()} == {"detached"}
        other.add_many([ELSEWHERE, THREE], ORIGIN)
        other.add_many([TWO, ONE], ORIGIN)
        assert other.fingerprint() == archive.fingerprint()
        assert other.adopt(judged) == []
        withdrawn = archive.undo(author="ben").judgement
        assert other.adopt([withdrawn]) == [withdrawn]
        assert other.fingerprint() == archive.fingerprint()


SMALL = world(11, 10, claims=3, span=4, retold=5, guessed=True)


CROWD = world(13, 12, claims=3, span=3, retold=9, guessed=True)
"""A few events that many reports tell, so that small caps cut groups."""


def by_other(told: tuple[Report, list[Claim]]) -> tuple[Report, list[Claim]]:
    """The same report by a coder that misses its last claim."""
    of, claims = told
    return of, [msgspec.structs.replace(claim, origin=LATER) for claim in claims[:-1]]


class Act(msgspec.Struct, frozen=True):
    """One step of a session: reports are added, or a person judges something of what is there."""

    kind: str
    one: int
    other: int


acts = st.builds(
    Act,
    st.sampled_from(("add", "add", "merge", "merge", "split", "split", "undo")),
    st.integers(0, 99),
    st.integers(0, 99),
)


def perform(archive: Archive, act: Act, left: list[tuple[Report, list[Claim]]]) -> None:
    """Do what an act asks as far as it can be done."""
    there = list(archive.events())
    if act.kind == "add" and left:
        archive.add_many([left.pop()], ORIGIN)
    elif act.kind == "merge" and len(there) > 1:
        one, other = there[act.one % len(there)], there[act.other % len(there)]
        if one != other:
            archive.merge([one.id, other.id], author="anna")
    elif act.kind == "split" and there:
        event = max(there, key=lambda event: (len(event.claims), event.id))
        if len(event.claims) > 1:
            archive.split(event.id, event.claims[: 1 + act.one % (len(event.claims) - 1)], author="anna")
    elif act.kind == "undo":
        in_force = [stored.judgement.number for stored in archive.judgements() if stored.state != "withdrawn"]
        if in_force:
            archive.undo(in_force[act.one % len(in_force)], author="ben")


@settings(max_examples=20, deadline=None)
@given(
    st.permutations(range(len(SMALL))),
    st.lists(acts, min_size=3, max_size=14),
    st.permutations(range(len(SMALL))),
    st.data(),
)
def test_reports_and_judgements_in_any_order_give_the_same_events(
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    session: list[Act],
    again: list[int],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("judged")
    left = [SMALL[at] for at in order]
    with Archive.open(folder / "one.db", clock=clock()) as one, Archive.open(folder / "other.db") as other:
        one.add_many([left.pop(), left.pop()], ORIGIN)
        for act in session:
            perform(one, act, left)
        one.add_many(left, ORIGIN)
        in_force = [stored.judgement for stored in one.judgements() if stored.state != "withdrawn"]
        come: list[Judgement | tuple[Report, list[Claim]]] = [*(SMALL[at] for at in again), *in_force]
        for item in data.draw(st.permutations(come)):
            if isinstance(item, Judgement):
                other.adopt([item])
            else:
                other.add(*item, ORIGIN)
        assert other.fingerprint() == one.fingerprint()
        other.rebuild()
        assert other.fingerprint() == one.fingerprint()


@settings(max_examples=15, deadline=None)
@given(
    st.permutations(range(len(CROWD))),
    st.lists(acts, min_size=3, max_size=12),
    st.sets(st.sampled_from(range(len(CROWD)))),
    st.data(),
)
def test_judgements_hold_in_groups_that_are_cut_and_after_coding_anew(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], session: list[Act], anew: set[int], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    left = [CROWD[at] for at in order]
    later = [by_other(CROWD[at]) for at in sorted(anew)]
    with (
        pytest.MonkeyPatch.context() as patch,
        Archive.open(folder / "one.db", clock=clock()) as one,
        Archive.open(folder / "other.db") as other,
    ):
        patch.setattr(assembly, "CAP", 5)
        patch.setattr(linking, "SAMPLE", 3)
        one.add_many([left.pop(), left.pop()], ORIGIN)
        for act in session:
            perform(one, act, left)
        one.add_many(left, ORIGIN)
        one.add_many(later, LATER)
        in_force = [stored.judgement for stored in one.judgements() if stored.state != "withdrawn"]
        come: list[Judgement | tuple[Report, list[Claim]]] = [*CROWD, *in_force]
        for item in data.draw(st.permutations(come)):
            if isinstance(item, Judgement):
                other.adopt([item])
            else:
                other.add(*item, ORIGIN)
        for item in data.draw(st.permutations(later)):
            other.add(*item, LATER)
        assert other.fingerprint() == one.fingerprint()


@settings(max_examples=15, deadline=None)
@given(st.lists(acts, min_size=1, max_size=8), acts)
def test_undo_restores_the_state_before_any_judgement(
    tmp_path_factory: pytest.TempPathFactory, session: list[Act], last: Act
) -> None:
    with Archive.open(tmp_path_factory.mktemp("undone") / "a.db", clock=clock()) as archive:
        archive.add_many(SMALL, ORIGIN)
        for act in session:
            perform(archive, act, [])
        before, known = archive.fingerprint(), len(archive.judgements())
        perform(archive, last, [])
        if len(archive.judgements()) > known:
            archive.undo(author="anna")
            assert archive.fingerprint() == before
