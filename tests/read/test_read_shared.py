"""On the gold sets, furniture is found where it is known to be and takes next to nothing that an annotator coded."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from dateline.model import Furniture, Report, Span
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


def told_once(report: Report) -> list[Furniture]:
    """Give the furniture whose words stand nowhere else in the story."""
    return [found for found in report.furniture if found.kind not in {"repeated-headline", "pull-quote"}]


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
    """They coded some captions and links to other stories, 1.3 % of the quotes of dev: no more than that may be lost.

    Headlines and quotes told twice are left out of the count, since the first telling is kept.
    """
    lines = (shared / "gold" / f"{name}.claims.jsonl").read_bytes().splitlines()
    quotes = {coded.id: coded.claims for coded in (msgspec.json.decode(line, type=Coded) for line in lines)}
    total = lost = 0
    for report in reports(shared / "gold" / f"{name}.jsonl"):
        for claim in quotes.get(report.name, []):
            start = report.text.find(claim.quote)
            place = Span(start, start + len(claim.quote))
            total += 1
            lost += start >= 0 and any(found.span.overlaps(place) for found in told_once(report))
    assert total > 500
    assert lost / total < 0.02
