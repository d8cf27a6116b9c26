"""Large groups are cut, crowded keys are sampled and copies stand for one another; none of it shows the order of arrival."""

from __future__ import annotations

import collections
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive import Archive, assembly, linking, schema
from dateline.model import Claim, Origin, Report
from dateline.weave import is_narrow
from tests.archive.worlds import world
from tests.weave.builders import DAY as TODAY
from tests.weave.builders import ORIGIN, actor, claim, days, place, report

CAP, SAMPLE, NARROW = 5, 3, 2

CROWD = world(11, 24, claims=3, span=3, retold=12, guessed=True, undated=3)
"""A few events, each told by a dozen reports, some of them undated, so that small caps and samples bite."""

ARMY = actor("ARL army", "ARL", "MIL", identity="ARL:army")
TOWN = place("Fort Ben", "BEN", (10.0, 20.0), id_="ben-1")
OTHER = Origin("test", "2")


@pytest.fixture(autouse=True, scope="module")
def small() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assembly, "CAP", CAP)
        patch.setattr(linking, "SAMPLE", SAMPLE)
        patch.setattr(linking, "NARROW", NARROW)
        yield


def printed(number: int, outlet: str, *, origin: Origin = ORIGIN) -> tuple[Report, list[Claim]]:
    """One of several texts, each in as many prints as there are outlets."""
    of = report(f"Shells fall\nThe army shelled Fort Ben, as witness {number} tells.", outlet=outlet)
    told = claim(of, "shelled", mode="heavy-weapons", actors=[ARMY], places=[TOWN], stated=days(TODAY), origin=origin)
    return of, [told]


PRINTS = [printed(number, outlet) for number in range(4) for outlet in ("A", "B", "C")]


def filled(path: Path, stories: Sequence[tuple[Report, Sequence[Claim]]], sizes: Sequence[int]) -> str:
    left = list(stories)
    with Archive.open(path) as archive:
        for size in [*sizes, len(left)]:
            archive.add_many(left[:size], ORIGIN)
            left = left[size:]
        assert archive.faults() == []
        return archive.fingerprint()


def levels(archive: Archive) -> dict[str, tuple[str, int]]:
    members = schema.members
    with archive._reading() as connection:
        asked = (
            schema.claims.select()
            .join(members)
            .with_only_columns(schema.claims.c.id, members.c.cluster, members.c.level)
        )
        return {id_: (cluster, level) for id_, cluster, level in connection.execute(asked)}


def pairs(archive: Archive) -> set[tuple[str, str]]:
    with archive._reading() as connection:
        return {(row.left, row.right) for row in connection.execute(schema.links.select())}


def anew(stories: Sequence[tuple[Report, Sequence[Claim]]], origin: Origin) -> list[tuple[Report, list[Claim]]]:
    """The same claims by another coder."""
    return [(of, [msgspec.structs.replace(one, origin=origin) for one in claims]) for of, claims in stories]


@settings(max_examples=10, deadline=None)
@given(st.permutations(CROWD), st.lists(st.integers(1, 8), max_size=6))
def test_order_leaves_no_trace_in_cut_groups(
    tmp_path_factory: pytest.TempPathFactory, stories: list[tuple[Report, list[Claim]]], sizes: list[int]
) -> None:
    folder = tmp_path_factory.mktemp("caps")
    assert filled(folder / "mixed.db", stories, sizes) == filled(folder / "plain.db", CROWD, [])
    with Archive.open(folder / "mixed.db") as mixed, Archive.open(folder / "plain.db") as plain:
        assert levels(mixed) == levels(plain)
        assert pairs(mixed) == pairs(plain)
        before = mixed.fingerprint()
        mixed.rebuild()
        assert (mixed.fingerprint(), levels(mixed)) == (before, levels(plain))


@settings(max_examples=10, deadline=None)
@given(
    st.permutations(range(len(CROWD))), st.lists(st.integers(1, 8), max_size=4), st.sets(st.integers(0, len(CROWD) - 1))
)
def test_what_is_coded_anew_leaves_no_trace_either(
    tmp_path_factory: pytest.TempPathFactory, order: list[int], sizes: list[int], again: set[int]
) -> None:
    """Some reports are coded anew, to fewer claims; the others' groups shrink, and links come back under crowded keys."""
    fewer = [(of, claims[:1]) for of, claims in anew(CROWD, OTHER)]
    folder = tmp_path_factory.mktemp("anew")
    with Archive.open(folder / "direct.db") as direct:
        direct.add_many([CROWD[at] for at in range(len(CROWD)) if at not in again], ORIGIN)
        direct.add_many([fewer[at] for at in sorted(again)], OTHER)
    filled(folder / "late.db", [CROWD[at] for at in order], sizes)
    with Archive.open(folder / "late.db") as late, Archive.open(folder / "direct.db") as direct:
        late.add_many([fewer[at] for at in order if at in again], OTHER)
        assert levels(late) == levels(direct)
        assert pairs(late) == pairs(direct)
        assert list(late.events()) == list(direct.events())
        assert late.faults() == []


def test_the_crowd_is_cut_and_its_keys_are_crowded(tmp_path: Path) -> None:
    filled(tmp_path / "news.db", CROWD, [])
    with Archive.open(tmp_path / "news.db") as archive:
        found = levels(archive)
        counts = archive.counts()
        assert counts.cut_groups == len({cluster for cluster, level in found.values() if level}) > 0
        assert counts.unused == sum(found[left][0] != found[right][0] for left, right in pairs(archive)) > 0
        events = list(archive.events())
        cut = {event.id for event in archive.cut(events)}
        assert cut == {event.id for event in events if any(found[id_][1] for id_ in event.claims)} != set()
        assert len(cut) < len(events)
        with archive._reading() as connection:
            keys = list(connection.execute(schema.blocks.select().with_only_columns(schema.blocks.c.key)).scalars())
        assert max(keys.count(key) for key in set(keys)) > SAMPLE
        narrow = collections.Counter(key for key in keys if is_narrow(key))
        assert min(narrow.values()) <= NARROW < max(narrow.values())
        dated = {one.id: of.published is not None for of, claims in CROWD for one in claims}
        assert {dated[left] for left, right in pairs(archive) if dated[left] != dated[right]} == {True, False}


@settings(max_examples=10, deadline=None)
@given(st.permutations(PRINTS), st.lists(st.integers(1, 5), max_size=5), st.sets(st.integers(0, len(PRINTS) - 1)))
def test_prints_are_linked_to_one_of_them_in_any_order(
    tmp_path_factory: pytest.TempPathFactory,
    stories: list[tuple[Report, list[Claim]]],
    sizes: list[int],
    again: set[int],
) -> None:
    folder = tmp_path_factory.mktemp("prints")
    filled(folder / "news.db", stories, sizes)
    with Archive.open(folder / "news.db") as archive:
        archive.add_many([anew(stories, OTHER)[at] for at in sorted(again)], OTHER)
        found = pairs(archive)
        for prints in (PRINTS[at : at + 3] for at in range(0, len(PRINTS), 3)):
            heads = sorted(claims[0].id for _, claims in prints)
            assert {(heads[0], heads[1]), (heads[0], heads[2])} <= found
            assert (heads[1], heads[2]) not in found
            # The others meet the rest of the world through the first.
            assert not [pair for pair in found if set(pair) & set(heads[1:]) and heads[0] not in pair]
        assert archive.faults() == []


def test_prints_make_as_many_links(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many([printed(0, f"Outlet {number}") for number in range(300)], ORIGIN)
        assert archive.counts().links == 299
        (event,) = archive.events()
        assert event.reports == 300
