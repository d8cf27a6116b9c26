"""Pairs of claims judged by hand: each stands in its text, and what is wrong with one is told."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from training.paired import Pair, Side, faults, read_pairs, texts
from training.standoff import ANNOTATIONS, check

ONE = "Harbour shelled\nGuns fired on the harbour at dawn.\n"
OTHER = "Dawn attack\nThe port was shelled.\n"
KNOWN = {("here", "1"): ONE, ("here", "2"): OTHER}


def side(report: str, start: int, end: int) -> Side:
    return Side(origin="here", report=report, start=start, end=end, type="ASSAULT", check=check(KNOWN["here", report]))


def pair(left: Side, right: Side) -> Pair:
    return Pair(left=left, right=right, same=True, stratum="made up")


FIRED, SHELLED = side("1", 21, 26), side("2", 25, 32)


def found(*pairs: Pair) -> list[str]:
    return [fault.split(": ", 1)[1] for fault in faults(pairs, KNOWN)]


def test_a_right_pair_has_no_fault() -> None:
    assert (FIRED.of(ONE), SHELLED.of(OTHER)) == ("fired", "shelled")
    assert found(pair(FIRED, SHELLED)) == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (msgspec.structs.replace(SHELLED, report="3"), "no such report in the set"),
        (msgspec.structs.replace(SHELLED, check=check(ONE)), "not the text that was read"),
        (side("2", 25, 99), "the trigger lies outside the text"),
        (side("2", 32, 25), "the trigger lies outside the text"),
        (side("2", 26, 32), "the trigger does not begin and end with a word"),
        (side("2", 25, 31), "the trigger does not begin and end with a word"),
        (side("2", 24, 32), "the trigger does not begin and end with a word"),
        (side("1", 0, 7), "both claims are of one report"),
    ],
)
def test_a_wrong_side_is_told(wrong: Side, why: str) -> None:
    assert found(pair(FIRED, wrong)) == [why]


def test_a_pair_judged_twice_is_told_whichever_side_comes_first() -> None:
    assert found(pair(FIRED, SHELLED), pair(SHELLED, FIRED)) == ["judged twice"]


def test_every_pair_stands_in_its_texts(shared: Path) -> None:
    for folder in (ANNOTATIONS, ANNOTATIONS / "second"):
        pairs = read_pairs(folder)
        assert pairs
        known = texts(shared, {one.key for both in pairs for one in (both.left, both.right)})
        assert list(faults(pairs, known)) == []


def test_a_second_reading_is_of_pairs_that_were_read_first() -> None:
    first = {(both.left, both.right) for both in read_pairs()}
    assert {(both.left, both.right) for both in read_pairs(ANNOTATIONS / "second")} <= first
