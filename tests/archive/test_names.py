"""Names as people type them: those of the actor book, of countries, and words that only begin alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.archive import Archive, Query
from dateline.archive.names import country_of
from dateline.model import Rejected, Source
from tests.weave.builders import ORIGIN, actor, claim, place, report

TEXT = """The generals of the region
The general flew in.
The state threatened them.
The mayor of the capital marched.
The men of the hills shelled a village.
A gunman fired."""


@pytest.fixture(scope="module")
def archive(backend: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:  # noqa: ARG001 - made anew for each back end
    of = report(TEXT)
    soleimani = actor("Qassem Soleimani", "IRN", "MIL", identity="person/qassem-soleimani")
    state = actor("Iran", "IRN", "GOV", identity="state/IRN")
    tirana = actor("Tirana council", "ALB", "GOV")
    houthis = actor("Houthis", "YEM", "REB", identity="group/houthis")
    claims = [
        claim(of, "flew", "CONSULT", actors=[soleimani], places=[place("Baghdad", "IRQ")]),
        claim(of, "threatened", "THREATEN", actors=[state], places=[place("Iraq", "IRQ", precision="country")]),
        claim(of, "marched", "PROTEST", actors=[tirana], places=[place("Tirana", "ALB")]),
        claim(of, "shelled", actors=[houthis], places=[place("Al-Hudaydah", "YEM")]),
        claim(of, "fired", actors=[actor("Russian gunman")], places=[place("Kilo 7.5", "EGY")]),
    ]
    with Archive.open(tmp_path_factory.mktemp("names") / "news.db") as opened:
        opened.add(of, claims, ORIGIN)
        yield opened


def triggers(archive: Archive, query: Query) -> set[str]:
    return {stored.trigger for stored in archive.claims(query)}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Suleimani", {"flew"}),
        ("soleimani", {"flew"}),
        ("Tehran", {"threatened"}),
        ("Iran", {"threatened"}),
        ("the iranians", {"threatened"}),
        ("state/IRN", {"threatened"}),
        ("tiran", {"marched"}),
        ("COUNCIL", {"marched"}),
        ("Ansar Allah", {"shelled"}),
        ("US", set()),
        ("gun", {"fired"}),
        ("ussian", set()),
    ],
)
def test_an_actor_is_found_by_each_of_its_names(archive: Archive, name: str, found: set[str]) -> None:
    assert triggers(archive, Query(actor=name)) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Iraq", {"flew", "threatened"}),
        ("irq", {"flew", "threatened"}),
        ("Iran", set()),
        ("baghd", {"flew"}),
        ("hudaydah", {"shelled"}),
        ("al hudaydah", {"shelled"}),
        ("Yemen", {"shelled"}),
        ("7.5", {"fired"}),
        ("%", set()),
    ],
)
def test_a_place_is_found_by_its_name_and_its_country(archive: Archive, name: str, found: set[str]) -> None:
    assert triggers(archive, Query(place=name)) == found


def test_a_country_is_that_of_a_party_or_of_a_place(archive: Archive) -> None:
    assert triggers(archive, Query(country="Iran")) == {"flew", "threatened"}
    assert triggers(archive, Query(country="IRQ")) == {"flew", "threatened"}
    assert triggers(archive, Query(country="Albania")) == {"marched"}
    assert triggers(archive, Query(country="Atlantis")) == set()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("IRQ", "IRQ"),
        ("irq", "IRQ"),
        ("Iraq", "IRQ"),
        ("the United States", "USA"),
        ("Côte d’Ivoire", "CIV"),
        ("U.S.", "USA"),
        ("XQZ", None),
        ("Baghdad", None),
        ("", None),
    ],
)
def test_a_country_has_a_code_and_names(name: str, code: str | None) -> None:
    assert country_of(name) == code


def test_a_reject_goes_when_its_source_is_mended(tmp_path: Path) -> None:
    kept, gone = (Rejected(source=Source(path), reason="bad-json", detail="…", mend="…") for path in ("/a", "/b"))
    with Archive.open(tmp_path / "news.db") as archive:
        archive.reject(kept)
        archive.reject(gone)
        assert archive.mended([gone]) == 1
        assert archive.mended([gone]) == 0
        assert list(archive.unread()) == list(archive.rejects()) == [kept]
