"""One outlet is one, whatever form its name has; who wrote an agency's text is the agency; what is open stays open."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ground.who.entries import BookError, Entry, read_entries
from dateline.ground.who.states import read_states
from dateline.model import Rejected, Report
from dateline.read import make_report
from dateline.read.outlets import DATA, shipped
from tests.read.reading import items

BODY = "Gunmen attacked a police post near the harbour on Monday, killing two officers, the governor said."


def packaged() -> list[Entry]:
    countries = frozenset(state.code for state in read_states(DATA / "states.txt"))
    return read_entries(DATA / "outlets.txt", "outlet", countries)


def meant(name: str | None, url: str | None = None) -> str | None:
    found = shipped().meant(name, url)
    return found.id if found else None


@pytest.mark.parametrize(
    "name",
    [
        "BBC",
        "BBC News",
        "bbc.co.uk",
        "www.bbc.com",
        "BBC News - Home",
        "BBC News (UK)",
        "https://www.bbc.co.uk/news",
        "bbc",
    ],
)
def test_one_outlet_whatever_form_its_name_has(name: str) -> None:
    assert meant(name) == "outlet/bbc"


def test_an_address_names_its_outlet() -> None:
    assert meant(None, "https://news.bbc.co.uk/2/hi/africa/1.stm") == "outlet/bbc"
    assert meant("World", "https://www.aljazeera.com/news/1") == "outlet/al-jazeera"
    assert meant(None, "https://notbbc.co.uk/1") is None
    assert meant(None, "http://[broken") is None


def test_a_name_goes_before_the_address_that_prints_it() -> None:
    assert meant("AFP", "https://www.aljazeera.com/news/1") == "outlet/agence-france-presse"


def test_a_name_that_others_bear_is_settled_by_the_address() -> None:
    assert meant("The Standard") is None
    assert meant("The Standard", "https://www.standardmedia.co.ke/a") == "outlet/the-standard"
    assert meant("The Guardian") == "outlet/the-guardian"
    assert meant("The Guardian", "https://guardian.ng/news/1") == "outlet/the-guardian-of-nigeria"


def test_an_outlet_that_is_in_no_book_stays_open() -> None:
    assert meant("Harbour Gazette", "https://gazette.example/1") is None
    assert meant("", "") is None
    assert meant(" - ") is None


@pytest.mark.parametrize(
    ("body", "author"),
    [
        (f"PORT VELL, May 3 (Reuters) - {BODY}", None),
        (f"By Reuters\n{BODY}", None),
        (f"{BODY}\n\nReuters", None),
        (BODY, "Reuters Staff"),
        (BODY, "Reuters"),
    ],
)
def test_an_agency_that_is_credited_is_the_origin(body: str, author: str | None) -> None:
    report = make_report(title="Post attacked", body=body, outlet="Dawn", author=author)
    assert (report.outlet_id, report.agency_id, report.origin_id) == ("outlet/dawn", "outlet/reuters", "outlet/reuters")


def test_an_outlet_is_not_its_own_agency() -> None:
    report = make_report(title="Post attacked", body=f"PORT VELL, May 3 (Reuters) - {BODY}", outlet="Reuters")
    assert (report.outlet_id, report.agency_id, report.origin_id) == ("outlet/reuters", None, "outlet/reuters")


def test_a_picture_of_an_agency_makes_no_agency_text() -> None:
    report = make_report(title="Post attacked", body=f"The post (AP Photo/Lena Brandt)\n{BODY}", outlet="Dawn")
    assert report.agency_id is None


def test_an_unknown_outlet_is_told_apart_by_its_name() -> None:
    assert make_report(title="Post attacked", body=BODY, outlet="Harbour Gazette").origin_id == "Harbour Gazette"
    assert make_report(title="Post attacked", body=BODY).origin_id is None


def test_a_domain_is_one_outlets_and_leads_to_it() -> None:
    domains = [(domain, entry.id) for entry in packaged() for domain in entry.web]
    assert len(domains) > 700
    assert [meant(None, f"https://www.{domain}/a") for domain, _ in domains] == [id_ for _, id_ in domains]


@pytest.mark.parametrize("extras", ["web=https://bbc.com", "web=BBC.com", "web=bbc", "since=22", "since=3022"])
def test_a_faulty_domain_or_year_is_told_with_its_place(tmp_path: Path, extras: str) -> None:
    faulty = tmp_path / "outlets.txt"
    faulty.write_text(f"@GBR MED\nBBC | | {extras}\n", encoding="utf-8")
    with pytest.raises(BookError, match=r"outlets\.txt, line 2"):
        read_entries(faulty, "outlet", frozenset({"GBR"}))


@given(st.text(), st.text())
def test_any_name_and_address_are_looked_up(name: str, url: str) -> None:
    shipped().meant(name, url)


def test_a_date_before_the_outlet_began_is_doubted() -> None:
    row = b'{"text": "Gunmen attacked a post.", "outlet": "Al Jazeera", "date": "1975-03-02"}'
    (found, doubt) = items(row, "a.jsonl")
    assert isinstance(found, Report)
    assert isinstance(doubt, Rejected)
    assert (found.published, doubt.reason) == (None, "doubted-date")
    assert "1996" in doubt.detail
