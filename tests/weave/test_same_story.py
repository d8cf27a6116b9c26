"""Reports of one story are likely to be one, reports of two like stories are not, and the same from either side."""

from __future__ import annotations

import datetime as dt
import math
import zlib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Furniture, Report, Span
from dateline.weave.reports import Sketch, keys_of, likeness, rarity, reasons, sketch_of
from dateline.weave.reports.rarity import TABLE, pack, rarity_of, table, unpack
from dateline.weave.reports.sketch import Term
from tests.weave.builders import report

FERRY = """\
Ferry sinks off Lindhaven, 14 missing
The car ferry Sigrun went down in heavy seas off Lindhaven on Tuesday night with 212 people aboard, the coast guard
said. Helicopters lifted most of the passengers to safety, but 14 were still missing at dawn, Commander Aldis Torvald
told reporters. The Sigrun had left Port Merrow two hours before and sent a distress call when water came into its car deck.
"""
FERRY_AGAIN = """\
Search goes on for passengers of the Sigrun
Rescuers searched the sea near Lindhaven on Wednesday for 14 people missing since the ferry Sigrun sank. Commander Aldis
Torvald said that helicopters and two lifeboats would go on until dark. The vessel, on its way from Port Merrow with 212
aboard, is thought to have taken in water through a bow door.
"""
OTHER_FERRY = """\
Ferry capsizes near Quillon, dozens rescued
A ferry carrying 340 people capsized in heavy seas near Quillon early on Friday, the coast guard said. The Maria Ostrava had
left Brackwater for the islands. Helicopters and fishing boats rescued dozens of passengers, but nine bodies were found, said
Captain Ines Valdoro. It was the worst accident in those waters for years.
"""


def sketched(text: str, day: dt.date | None = None) -> Sketch:
    return sketch_of(report(text, day=day))


def test_two_reports_of_one_story_are_alike_and_two_like_stories_are_not() -> None:
    one, again, other = map(sketched, (FERRY, FERRY_AGAIN, OTHER_FERRY))
    assert likeness(one, again) > 0.8
    assert likeness(one, other) < 0.2
    assert likeness(again, other) < 0.2


def test_the_same_words_a_year_apart_are_less_likely_one_story() -> None:
    one = sketched(FERRY, dt.date(2021, 3, 2))
    assert (
        likeness(one, sketched(FERRY_AGAIN, dt.date(2021, 3, 3)))
        > likeness(one, sketched(FERRY_AGAIN))
        > likeness(one, sketched(FERRY_AGAIN, dt.date(2022, 3, 3)))
    )


def test_reasons_name_what_is_shared_and_add_up_to_the_likeness() -> None:
    one, again = sketched(FERRY), sketched(FERRY_AGAIN)
    given_ = {reason.feature: reason for reason in reasons(one, again)}
    assert {"Sigrun", "Torvald", "Lindhaven"} <= set(given_["names"].detail.split(", "))
    assert given_["numbers"].detail == "14, 212"
    odds = likeness(one, again) / (1 - likeness(one, again))
    assert sum(reason.weight for reason in given_.values()) == pytest.approx(math.log(odds), abs=0.1)
    assert reasons(one, again) == reasons(again, one)


def test_a_sketch_comes_back_from_the_archive_as_it_was() -> None:
    sketch = sketched(FERRY, dt.date(2021, 3, 2))
    packed = msgspec.json.encode(sketch)
    assert msgspec.json.decode(packed, type=Sketch) == sketch
    assert len(packed) < 2500


def test_furniture_and_addresses_are_no_part_of_a_sketch() -> None:
    plain = report(FERRY)
    link = "Related: Zanzibar parliament dissolved https://www.example.org/zanzibar"
    at = len(plain.text)
    noisy: Report = msgspec.structs.replace(
        plain, text=plain.text + link, furniture=(Furniture(Span(at, at + len(link)), "related"),)
    )
    assert sketch_of(noisy) == sketch_of(plain)
    assert "https" not in {term.word for term in sketched(FERRY + link).terms}


def test_full_dates_near_the_start_are_kept() -> None:
    assert sketched("Fire in Lindhaven\nMay 4, 2019. A fire on 3 May 2019 burnt the mill.").named == (
        dt.date(2019, 5, 4).toordinal(),
        dt.date(2019, 5, 3).toordinal(),
    )


STRIKE = """\
Bus drivers in Calder walk out over pay
Bus drivers in Calder walked out on Monday over pay, and the union's Hugo Marchetti said the strike would last a week.
"""


def test_reports_of_one_story_share_keys_and_others_do_not() -> None:
    one, again, other = (set(keys_of(sketched(text))) for text in (FERRY, FERRY_AGAIN, STRIKE))
    assert len(one & again) > 2
    assert not one & other
    assert len(one) < 40
    assert all(-(2**63) <= key < 2**63 for key in one)


def test_a_dated_and_an_undated_report_meet() -> None:
    assert set(keys_of(sketched(FERRY, dt.date(2021, 3, 2)))) & set(keys_of(sketched(FERRY_AGAIN)))


@given(st.integers(0, 7), st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)))
def test_a_week_apart_is_near_enough_to_meet(apart: int, day: dt.date) -> None:
    words = tuple(Term(word, 10.0) for word in ("election", "minister", "parliament"))
    left, right = (set(keys_of(Sketch(terms=words, published=day.toordinal() + later))) for later in (0, apart))
    assert left & right


terms = st.lists(
    st.builds(
        Term, st.sampled_from("Sigrun Torvald ferry helicopter Quillon seas rescued 1x".split()), st.floats(1, 30)
    ),
    max_size=8,
    unique_by=lambda term: term.word,
)
sketches = st.builds(
    Sketch,
    terms=terms.map(tuple),
    numbers=st.lists(st.sampled_from(["14", "212", "340"]), unique=True).map(tuple),
    named=st.lists(st.integers(737000, 737100), max_size=2).map(tuple),
    published=st.none() | st.integers(737000, 737100),
)


@given(sketches, sketches)
@settings(max_examples=200)
def test_likeness_is_a_probability_and_the_same_from_either_side(one: Sketch, other: Sketch) -> None:
    assert 0 <= likeness(one, other) == likeness(other, one) <= 1


def test_the_table_was_made_with_the_stems_of_today() -> None:
    # Were stems cut otherwise, these would be looked up in vain and count as rarest.
    for form in ("earthquakes", "President's", "Government", "struck", "elections"):
        assert rarity_of(form)[1] < 5
    assert rarity_of("the")[1] < 1
    assert rarity_of("Sigrunsdottir")[1] == table().most
    assert rarity_of("don't")[1] == rarity_of("www")[1] == 0


def test_a_damaged_table_is_told() -> None:
    data = pack(100, {"alpha": 3, "beta": 50})
    assert unpack(data).rarity["beta"] == pytest.approx(0.693, abs=0.07)
    spoilt = zlib.compress(zlib.decompress(data)[:-1] + b"x")
    with pytest.raises(ValueError, match="checksum"):
        unpack(spoilt)
    assert len(TABLE.read_bytes()) < 300_000


def test_a_missing_table_is_named_with_its_mend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(rarity, "TABLE", tmp_path / "rarity.z")
    with pytest.raises(rarity.RarityError, match=r"rarity\.z cannot be read .*; install dateline again"):
        rarity.table.__wrapped__()
