"""Groups of reports depend on the set alone, do not chain, and stay within bounds."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.weave.reports import grouping
from dateline.weave.reports.grouping import Story, Tie, grouped, settled
from dateline.weave.reports.joining import joined
from dateline.weave.reports.keys import keys_of
from dateline.weave.reports.likeness import Side, side_of
from dateline.weave.reports.sketch import Sketch, Term

TOWNS = "Orlan Quillon Lindhaven Brackwater Merrow Calder".split()
PEOPLE = "Solvang Torvald Marchetti Valdoro Okoro Lindqvist".split()
NOTHING = side_of(Sketch(()))
COMMON = "quake rescuers helicopters magnitude hospital aftershocks".split()


def telling(event: int, dice: random.Random) -> Sketch:
    """A report of one of some quakes: they share all but town, mayor and toll."""
    own = [TOWNS[event], PEOPLE[event], f"{TOWNS[event]}ers"]
    words = own + dice.sample(COMMON, 4)
    dice.shuffle(words)
    terms = sorted(
        (Term(word, dice.choice((8.0, 12.0, 16.0)) + 8 * (word in own)) for word in words), key=lambda t: -t.weight
    )
    return Sketch(
        terms=tuple(terms),
        numbers=(f"{event}51", f"{event}7", "3.5"),
        opening=tuple(term.stem for term in terms[:4]),
        published=737000 + 30 * event,
    )


def pool(seed: int, events: int, size: int) -> tuple[dict[str, Sketch], dict[str, int]]:
    dice = random.Random(seed)
    truth = {f"{dice.getrandbits(64):016x}": dice.randrange(events) for _ in range(size)}
    return {id_: telling(event, dice) for id_, event in truth.items()}, truth


def test_like_events_stay_apart_and_each_is_whole() -> None:
    sketches, truth = pool(1, 6, 60)
    stories = grouped(sketches)
    assert len(stories) == 6
    assert all(len({truth[id_] for id_ in story.reports}) == 1 for story in stories)


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(1, 25), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_groups_do_not_depend_on_order_and_hold_each_report_once(
    seed: int, events: int, size: int, dice: random.Random
) -> None:
    sketches, _ = pool(seed, events, size)
    stories = grouped(sketches)
    assert sorted(id_ for story in stories for id_ in story.reports) == sorted(sketches)
    shuffled = list(sketches.items())
    dice.shuffle(shuffled)
    assert grouped(dict(shuffled)) == stories


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
@settings(max_examples=20, deadline=None)
def test_what_is_not_connected_does_not_change_a_group(seed: int, dice: random.Random) -> None:
    # So an archive may put anew only what a new report leads to.
    sketches, truth = pool(seed, 3, 18)
    whole = grouped(sketches)
    sides = {id_: side_of(sketch) for id_, sketch in sketches.items()}
    keys = {id_: keys_of(sketch) for id_, sketch in sketches.items()}
    tied = grouping.ties(sides, keys)
    parts, _ = grouping._bounded(sides, tied)
    found: list[Story] = []
    for part in parts:
        inside = [tie for tie in tied if tie.left in part]
        dice.shuffle(inside)
        found += settled({id_: sides[id_] for id_ in part}, inside)
    assert sorted(found, key=lambda story: story.reports) == whole
    assert truth


def test_a_report_of_two_stories_does_not_make_them_one() -> None:
    # Six reports of each of two events, and one that tells both.
    scores = np.full((13, 13), 500, dtype=np.int64)
    scores[:6, :6] = scores[6:12, 6:12] = 9000
    scores[12, :12] = scores[:12, 12] = 6000
    np.fill_diagonal(scores, 0)
    groups = sorted(joined(scores, [NOTHING] * len(scores)))
    assert [set(group) - {12} for group in groups] == [set(range(6)), set(range(6, 12))]


def test_groups_that_are_less_alike_than_each_inside_stay_apart() -> None:
    scores = np.full((8, 8), 4000, dtype=np.int64)
    scores[:4, :4] = scores[4:, 4:] = 9500
    np.fill_diagonal(scores, 0)
    assert sorted(joined(scores, [NOTHING] * len(scores))) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    # The same likeness joins where the groups are no more alike inside.
    np.fill_diagonal(scores := np.full((8, 8), 4000, dtype=np.int64), 0)
    assert joined(scores, [NOTHING] * len(scores)) == [list(range(8))]


def test_where_many_hang_together_more_is_asked_for() -> None:
    few, many = (np.full((size, size), 3000, dtype=np.int64) for size in (20, 120))
    for scores in (few, many):
        np.fill_diagonal(scores, 0)
        scores[:3, :3] += 6000 * (1 - np.eye(3, dtype=np.int64))
    assert joined(few, [NOTHING] * 20) == [list(range(20))]
    assert joined(many, [NOTHING] * 120) == [[0, 1, 2], *([at] for at in range(3, 120))]


def named(*names: str) -> Side:
    return side_of(Sketch(tuple(Term(name, 10.0) for name in names)))


def test_groups_that_each_have_a_name_of_their_own_stay_apart() -> None:
    np.fill_diagonal(scores := np.full((8, 8), 9000, dtype=np.int64), 0)
    scores[:4, 4:] = scores[4:, :4] = 8000
    one, other = named("Vestria", "Solvang"), named("Vestria", "Okoro")
    assert sorted(joined(scores, [one] * 4 + [other] * 4)) == [[0, 1, 2, 3], [4, 5, 6, 7]]
    # One that has a name beside the other's tells more of the same, and three reports are too few to say.
    assert joined(scores, [one] * 4 + [named("Vestria")] * 4) == [list(range(8))]
    assert joined(scores[1:, 1:], [one] * 3 + [other] * 4) == [list(range(7))]
    # A report that gives both names speaks for the same story.
    assert joined(scores, [one] * 4 + [named("Vestria", "Okoro", "Solvang")] + [other] * 3) == [list(range(8))]


def test_parts_stay_within_their_bound_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    sketches, _ = pool(3, 1, 12)
    monkeypatch.setattr(grouping, "MOST", 5)
    stories = grouped(sketches)
    assert max(len(story.reports) for story in stories) <= 5
    assert any(story.crowded for story in stories)


def test_a_crowded_block_is_compared_with_its_first_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "CROWDED", 2)
    met = grouping.meeting({"a": (1,), "b": (1,), "c": (1,), "d": (1,)})
    assert met == [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")]


def test_a_pair_known_from_the_archive_is_not_compared_again() -> None:
    sketches, _ = pool(4, 2, 2)
    one, other = sorted(sketches)
    sides = {id_: side_of(sketch) for id_, sketch in sketches.items()}
    assert settled(sides, [Tie(0.9, one, other)]) == [Story((one, other))]
