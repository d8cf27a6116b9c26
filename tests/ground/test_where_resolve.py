"""Phrases and the places they mean: golden cases of our own, and what holds for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.ground.where import PlaceContext, find_places, resolve_document, resolve_place, split_places
from dateline.ground.where.context import Nearby
from dateline.ground.where.globe import distance_km
from dateline.model import Span

IRAQ = PlaceContext(countries=(("IRQ", 0.8), ("USA", 0.2)))


@pytest.mark.parametrize(
    ("phrase", "point", "country"),
    [
        ("Mosul, Iraq", (36.34, 43.13), "IRQ"),
        ("Paris, Texas", (33.66, -95.56), "USA"),
        ("Paris", (48.86, 2.35), "FRA"),
        ("London, Ontario", (42.98, -81.25), "CAN"),
        ("Springfield, Ill.", (39.80, -89.64), "USA"),
        ("the southern port city of Basra", (30.51, 47.78), "IRQ"),
        ("Baghdad's Green Zone", (33.31, 44.39), "IRQ"),
        ("the Iraqi city of Taji", (33.51, 44.26), "IRQ"),
        ("Baghdad International Airport", (33.26, 44.23), "IRQ"),
        ("the Afghan capital", (34.53, 69.17), "AFG"),
        ("Kaduna in northern Nigeria", (10.53, 7.44), "NGA"),
        ("Ain Al-Assad", (33.79, 42.44), "IRQ"),
        ("the Armenian capital Yerevan", (40.18, 44.51), "ARM"),
        ("Hong Kong", (22.30, 114.17), "HKG"),
        ("Sanaa, the capital of Yemen", (15.35, 44.21), "YEM"),
        ("KHARTOUM", (15.55, 32.53), "SDN"),
        ("Cotabato City on the island of Mindanao", (7.22, 124.25), "PHL"),
    ],
)
def test_points(phrase: str, point: tuple[float, float], country: str) -> None:
    place = resolve_place(phrase).choice
    assert place is not None
    assert place.country == country
    assert place.lat is not None
    assert place.lon is not None
    assert distance_km((place.lat, place.lon), point) < 25


@pytest.mark.parametrize(
    ("phrase", "name", "precision"),
    [
        ("Iraq", "Iraq", "country"),
        ("Iraqi", "Iraq", "country"),
        ("the United States", "United States", "country"),
        ("in northern Iraq", "northern Iraq", "region"),
        ("the south of Afghanistan", "southern Afghanistan", "region"),
        ("the Middle East", "Middle East", "region"),
        ("Nigerian territory", "Nigeria", "country"),
    ],
)
def test_states_and_regions_have_no_coordinates(phrase: str, name: str, precision: str) -> None:
    place = resolve_place(phrase).choice
    assert place is not None
    assert (place.name, place.precision) == (name, precision)
    assert place.lat is None
    assert place.lon is None


@pytest.mark.parametrize("phrase", ["Khuzestan province", "Luhansk Oblast", "Helmand province", "Texas"])
def test_provinces_keep_a_centre(phrase: str) -> None:
    place = resolve_place(phrase).choice
    assert place is not None
    assert place.precision == "province"
    assert place.lat is not None


@pytest.mark.parametrize(
    "phrase",
    [
        "41 ordnance factories",
        "",
        "a crowded market",
        "the border between Greece and Albania",
        "near the border with Serbia",
        "the Syria–Turkey border",
        "outside a Japanese restaurant",
        "Xyzzquat Plorbington",
        "the so-called Qwrtian capital",
    ],
)
def test_nothing_is_invented(phrase: str) -> None:
    resolution = resolve_place(phrase)
    assert resolution.choice is None
    assert resolution.reasons


def test_unknown_name_falls_back_to_what_holds_it_and_says_so() -> None:
    resolution = resolve_place("Qwrtville, Iraq")
    assert resolution.choice is not None
    assert resolution.choice.precision == "country"
    assert any("Qwrtville" in reason for reason in resolution.reasons)


def test_base_is_not_a_namesake_elsewhere() -> None:
    place = resolve_place("Taji base", context=IRAQ).choice
    assert place is not None
    assert (place.country, place.precision) == ("IRQ", "site")


def test_capital_is_of_the_state_the_report_speaks_of() -> None:
    place = resolve_place("the capital", context=IRAQ).choice
    assert place is not None
    assert place.name == "Baghdad"
    assert resolve_place("the capital").choice is None


def test_context_turns_a_name() -> None:
    near = Nearby("nashville", "USA", "Tennessee", 36.166, -86.784)
    clarksville = Nearby("clarksville", "USA", "Tennessee", 36.530, -87.359)
    context = PlaceContext(others=(near, clarksville), home=near, home_country="USA")
    place = resolve_place("Paris", context=context).choice
    assert place is not None
    assert (place.country, place.admin1) == ("USA", "Tennessee")


def test_names_of_one_report_help_each_other() -> None:
    text = "Police in Alexandria and Lake Charles said roads to Baton Rouge, La., were closed.\nAlexandria was calm."
    spans = [Span(at, at + 10) for at in range(len(text)) if text.startswith("Alexandria", at)]
    resolutions = resolve_document(text, spans)
    assert [each.choice.admin1 for each in resolutions if each.choice] == ["Louisiana", "Louisiana"]


def test_the_city_is_the_one_named_last() -> None:
    text = "Troops entered Kharkiv at dawn. Shelling was heard across the city."
    at = text.index("across the city")
    (resolution,) = resolve_document(text, [Span(at, at + len("across the city"))])
    assert resolution.choice is not None
    assert resolution.choice.name == "Kharkiv"


@pytest.mark.parametrize(
    ("phrase", "parts"),
    [
        ("Erbil and Ain Al-Assad bases", ["Erbil", "Ain Al-Assad bases"]),
        ("Mosul, Kirkuk and Tikrit", ["Mosul", "Kirkuk", "Tikrit"]),
        ("Mosul, Iraq", ["Mosul, Iraq"]),
        ("Trinidad and Tobago", ["Trinidad and Tobago"]),
        ("Jammu and Kashmir", ["Jammu and Kashmir"]),
        ("police and army posts in Mosul", ["police and army posts in Mosul"]),
        ("Syria and Iraq", ["Syria", "Iraq"]),
        ("", [""]),
    ],
)
def test_splitting(phrase: str, parts: list[str]) -> None:
    assert [part.text for part in split_places(phrase)] == parts


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_taken(text: str) -> None:
    resolution = resolve_place(text)
    assert resolution.reasons
    assert len(resolution.candidates) <= 5
    assert 0 <= resolution.score <= 1
    if resolution.choice is not None:
        assert resolution.candidates[0].value == resolution.choice
    scores = [candidate.score for candidate in resolution.candidates]
    assert scores == sorted(scores, reverse=True)
    for part in split_places(text):
        assert part.span.of(text) == part.text


NAMES = st.sampled_from(
    [
        "Mosul",
        "the",
        "Iraq",
        "and",
        ",",
        "northern",
        "capital",
        "border",
        "U.S.",
        "La.",
        "'s",
        "Al-",
        "Paris",
        "é",
        "of",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, max_size=8).map(" ".join))
def test_any_mix_of_names_is_taken(text: str) -> None:
    assert resolve_place(text) == resolve_place(text)
    spans = [each.span for each in find_places(text)]
    assert spans == sorted(spans)
    assert all(not one.overlaps(other) for one, other in pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_found_spans_lie_in_the_text(text: str) -> None:
    for each in find_places(text):
        assert 0 <= each.span.start < each.span.end <= len(text)


def test_finding_places_in_a_report() -> None:
    text = (
        "Clashes spread from Aleppo to Idlib on Monday, said Jordan Baker, an analyst in London. "
        "Baker said Turkey would send envoys to Moscow in March."
    )
    found = [each.span.of(text) for each in find_places(text)]
    assert {"Aleppo", "Idlib", "London", "Turkey", "Moscow"} <= set(found)
    assert not {"Monday", "March", "Jordan", "Baker"} & set(found)
