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


def chosen(text: str, *phrases: str) -> list[tuple[str, str]]:
    """Give country and precision of each phrase of a text."""
    spans = [Span(text.index(each), text.index(each) + len(each)) for each in phrases]
    places = [each.choice for each in resolve_document(text, spans)]
    return [(place.country or "", place.precision) if place else ("", "") for place in places]


@pytest.mark.parametrize(
    "name",
    "Poltava Kherson Mykolaiv Zaporizhzhia Hama Latakia Basra Kunduz Farah Mandalay Kassala Mopti Taiz Cali".split(),
)
def test_a_bare_name_is_the_town_and_the_area_needs_a_word(name: str) -> None:
    town = resolve_place(name).choice
    assert town is not None
    assert town.precision == "town"
    assert town.lat is not None
    forced = resolve_place(f"the city of {name}").choice
    assert forced is not None
    assert forced.id == town.id


@pytest.mark.parametrize("phrase", ["Herat province", "Kherson region", "Poltava oblast", "New York state", "Wales"])
def test_a_word_for_the_area_keeps_the_area(phrase: str) -> None:
    place = resolve_place(phrase).choice
    assert place is not None
    assert place.precision == "province"


@pytest.mark.parametrize("name", ["Texas", "New York", "Quebec", "Queensland", "Bavaria"])
def test_states_spoken_of_by_their_bare_name_stay_states(name: str) -> None:
    place = resolve_place(name).choice
    assert place is not None
    assert place.precision == "province"


def test_towns_in_a_list_are_towns_and_provinces_in_a_list_provinces() -> None:
    assert chosen("Drones hit Poltava, Kherson and Sumy.", "Poltava", "Kherson", "Sumy") == [("UKR", "town")] * 3
    after = chosen("Posts fell in Farah and Herat provinces.", "Farah", "Herat")
    before = chosen("Posts fell in the provinces of Farah, Herat and Ghazni.", "Farah", "Herat", "Ghazni")
    assert set(after + before) == {("AFG", "province")}


def test_a_name_after_a_comma_is_what_holds_the_one_before() -> None:
    assert chosen("A train left Savannah, Georgia, at noon.", "Savannah", "Georgia") == [
        ("USA", "town"),
        ("USA", "province"),
    ]
    assert chosen("A train left Batumi, Georgia, at noon.", "Batumi", "Georgia") == [
        ("GEO", "town"),
        ("GEO", "country"),
    ]


@pytest.mark.parametrize(
    ("phrase", "country"),
    [
        ("the Turkish consulate in Mosul", "IRQ"),
        ("the Russian embassy in Kabul", "AFG"),
        ("the US embassy in Nairobi", "KEN"),
        ("a Turkish outpost in Syria", "SYR"),
    ],
)
def test_a_state_s_house_abroad_lies_abroad(phrase: str, country: str) -> None:
    place = resolve_place(phrase).choice
    assert place is not None
    assert place.country == country


@pytest.mark.parametrize("phrase", ["the US embassy", "the UK consulate", "the embassy of the US"])
def test_an_embassy_alone_has_no_place(phrase: str) -> None:
    assert resolve_place(phrase).choice is None


@pytest.mark.parametrize(
    ("phrase", "point"),
    [
        ("the Bamako suburb of Kati", (12.74, -8.07)),
        ("the Damascus suburb of Douma", (33.57, 36.40)),
        ("the Karrada district of Baghdad", (33.30, 44.42)),
        ("the port of Hodeidah", (14.80, 42.95)),
        ("Stepanakert", (39.82, 46.75)),
    ],
)
def test_the_inner_place_and_the_joined_record(phrase: str, point: tuple[float, float]) -> None:
    place = resolve_place(phrase).choice
    assert place is not None
    assert place.lat is not None
    assert place.lon is not None
    assert distance_km((place.lat, place.lon), point) < 4


def test_waters_and_states_that_share_a_name() -> None:
    sea, state = resolve_place("the Red Sea").choice, resolve_place("Red Sea state").choice
    assert sea is not None
    assert (sea.country, sea.precision) == (None, "region")
    assert state is not None
    assert state.precision == "province"
    washington = resolve_place("Washington state").choice
    assert washington is not None
    assert (washington.country, washington.precision) == ("USA", "province")


@pytest.mark.parametrize(
    ("phrase", "least", "most"),
    [
        ("40 km south of Mosul", 40, 60),
        ("25 miles (40 km) northwest of Aleppo", 40, 60),
        ("a hamlet east of Kirkuk", 20, 50),
        ("a checkpoint 5 km from Tikrit", 5, 15),
    ],
)
def test_what_lies_off_a_town_is_not_the_town(phrase: str, least: float, most: float) -> None:
    resolution = resolve_place(phrase)
    assert resolution.choice is not None
    assert resolution.choice.precision == "district"
    assert least <= (resolution.choice.radius_km or 0) <= most
    assert any("not the place itself" in reason for reason in resolution.reasons)


@pytest.mark.parametrize("phrase", ["the east of Kirkuk", "from Kirkuk", "in Kirkuk"])
def test_what_lies_in_a_town_is_the_town(phrase: str) -> None:
    place = resolve_place(phrase).choice
    assert place is not None
    assert place.precision == "town"
