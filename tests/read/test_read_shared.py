"""On the gold sets, furniture is found where it is known to be and takes next to nothing that an annotator coded."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from dateline.model import Report, Span
from dateline.read import read


class Quoted(msgspec.Struct):
    """A gold claim, as far as it is needed here."""

    quote: str


class Coded(msgspec.Struct):
    """The gold claims of one report."""

    id: str
    claims: list[Quoted]


def reports(path: Path) -> list[Report]:
    """Read a gold set, in which nothing may be rejected."""
    found = list(read([path]))
    assert all(isinstance(one, Report) for one in found)
    return [one for one in found if isinstance(one, Report)]


def is_kept(report: Report, quote: str) -> bool:
    """Tell whether a quote, or of one that goes over a line's end its longest line, stands outside all furniture once."""
    words = max(quote.split("\n"), key=len)
    places = (Span(found.start(), found.end()) for found in re.finditer(re.escape(words), report.text))
    return any(not any(found.span.overlaps(place) for found in report.furniture) for place in places)


def test_the_seed_report_without_its_furniture(shared: Path) -> None:
    (report,) = reports(shared / "seed" / "report.jsonl")
    assert [found.kind for found in report.furniture] == [
        "repeated-headline",
        "reading-time",
        "date",
        "caption",
        "follow",
    ]
    assert report.published is not None
    assert (report.published.day.isoformat(), report.published.known, report.language) == (
        "2020-04-01",
        "metadata",
        "en",
    )


def test_the_seed_page_is_its_own_text(shared: Path) -> None:
    path = shared / "seed" / "report.txt"
    (report,) = reports(path)
    assert report.text == path.read_bytes().decode("utf-8")
    assert report.title
    assert report.published is not None
    assert report.published.known == "text"


@pytest.mark.parametrize("name", ["dev", "train"])
def test_what_annotators_coded_is_story(shared: Path, name: str) -> None:
    """They coded some captions and links to other stories, but of what is told twice one telling must be left."""
    lines = (shared / "gold" / f"{name}.claims.jsonl").read_bytes().splitlines()
    quotes = {coded.id: coded.claims for coded in (msgspec.json.decode(line, type=Coded) for line in lines)}
    total = lost = 0
    for report in reports(shared / "gold" / f"{name}.jsonl"):
        for claim in quotes.get(report.name, []):
            total += 1
            lost += claim.quote in report.text and not is_kept(report, claim.quote)
    assert total > 500
    assert lost / total < 0.02
