"""What belongs together among reports: copies and versions are found in any order, and never through mere templates."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.archive import Archive, ReportSearch, meetings, tellings
from dateline.export import CLAIM_COLUMNS, csv_lines, line_of
from dateline.model import Claim, Rejected, Report, Source
from dateline.weave.reports import grouping, sketch_of
from tests.archive.prints import OUTLETS, article, reprint, with_url
from tests.archive.worlds import world
from tests.weave.builders import DAY, ORIGIN, claim, report

ASIDE = Rejected(source=Source("-"), reason="not-english", detail="", mend="")


def kept(path: Path, reports: Sequence[Report]) -> Archive:
    """An archive with these reports, set aside uncoded."""
    archive = Archive.open(path)
    for one in reports:
        archive.keep(one, ASIDE)
    return archive


def family_of(archive: Archive, one: Report) -> frozenset[str]:
    """The ids of the reports that are one source with a report."""
    related = archive.related(one.id)
    return frozenset({one.id, *(other.id for other in related.copies), *(other.id for other in related.versions)})


def crowd(seed: int, prints: int) -> list[Report]:
    """Prints of three articles, some of them cut short, beside an article that nobody reprints."""
    dice = random.Random(seed)
    found = [article(seed * 10 + at) for at in range(4)]
    for at in range(prints):
        found.append(reprint(found[at % 3], dice, outlet=OUTLETS[at % len(OUTLETS)], keep=dice.choice((1.0, 0.6))))
    return list({one.id: one for one in found}.values())


CROWD = crowd(3, 14)


@pytest.mark.parametrize("most", [2, 32])
@settings(max_examples=12, deadline=None)
@given(order=st.permutations(range(len(CROWD))), cut=st.integers(0, len(CROWD)))
def test_any_order_gives_the_same_links_and_standings_however_crowded_the_blocks(
    tmp_path_factory: pytest.TempPathFactory, most: int, order: list[int], cut: int
) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(meetings, "MOST", most)
        prints = []
        for number, some in enumerate((range(len(CROWD)), order)):
            ordered = [CROWD[at] for at in some]
            with Archive.open(tmp_path_factory.mktemp("order") / f"{number}.db") as archive:
                archive.add_many([(one, []) for one in ordered[:cut]], ORIGIN)
                for one in ordered[cut:]:
                    archive.add(one, [], ORIGIN)
                prints.append(archive.fingerprint())
                assert archive.faults() == []
                archive.rebuild()
                prints.append(archive.fingerprint())
    assert len(set(prints)) == 1


def test_small_blocks_lose_links_but_not_the_family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with kept(tmp_path / "wide.db", CROWD) as archive:
        wide = {family_of(archive, one) for one in CROWD}
        assert archive.counts().crowded == 0
    monkeypatch.setattr(meetings, "MOST", 2)
    with kept(tmp_path / "narrow.db", CROWD) as archive:
        assert archive.counts().crowded > 0
        assert {family_of(archive, one) for one in CROWD} == wide
    assert sorted(map(len, wide)) == [1, *sorted(len(one) for one in wide if len(one) > 1)]


def test_copies_of_one_text_are_one_source_of_an_event(tmp_path: Path) -> None:
    dice = random.Random(5)
    first = article(50)
    prints = [first, *(reprint(first, dice, outlet=outlet, keep=0.8) for outlet in OUTLETS[:4])]
    with Archive.open(tmp_path / "news.db") as archive:
        for one in prints:
            archive.add(one, [told(one)], ORIGIN)
        (stored,) = {one.family for one in archive.claims()}
        assert stored == min(one.id for one in prints)
        rows = list(csv.DictReader(csv_lines(map(line_of, archive.claims()), CLAIM_COLUMNS)))
        assert {row["family"] for row in rows} == {stored}
        assert sorted(row["origin"] for row in rows) == sorted(["Agency A", *OUTLETS[:4]])


def told(of: Report) -> Claim:
    """A claim of the first sentence of an article."""
    return claim(of, "attacked", stated=None)


def test_a_later_version_replaces_the_earlier_ones_and_takes_their_events_along(tmp_path: Path) -> None:
    first = with_url(article(60), "https://www.daily.example/news/story-60411?utm_source=feed")
    lines = first.text.split("\n")
    grown = report("\n".join([*lines, "Rescue workers searched the ruins through the night."]), day=DAY)
    second = with_url(grown, "http://daily.example/news/story-60411")
    for number, order in enumerate(([first, second], [second, first])):
        with Archive.open(tmp_path / f"{number}.db") as archive:
            for one in order:
                archive.add(one, [told(one)], ORIGIN)
            by_report = {one.claim.report_id: one.replaced_by for one in archive.claims()}
            assert by_report == {first.id: second.id, second.id: None}
            related = archive.related(second.id)
            assert [one.id for one in related.versions] == [first.id]
            assert related.latest == second.id


def test_entries_of_a_live_page_and_lists_of_headlines_are_no_versions(tmp_path: Path) -> None:
    page = "https://daily.example/live/storm-2024"
    entries = [with_url(article(70 + at), f"{page}#entry-{at}") for at in range(3)]
    home = [with_url(article(80 + at), "https://daily.example/world") for at in range(2)]
    with kept(tmp_path / "news.db", [*entries, *home]) as archive:
        assert all(not archive.related(one.id).versions for one in (*entries, *home))


def test_a_known_report_that_is_coded_later_keeps_its_standing(tmp_path: Path) -> None:
    dice = random.Random(6)
    first = article(90)
    copy = reprint(first, dice, outlet="Herald B", keep=1.0)
    with kept(tmp_path / "news.db", [first, copy]) as archive:
        archive.add(first, [told(first)], ORIGIN)
        assert family_of(archive, first) == {first.id, copy.id}
        (stored,) = archive.claims()
        assert stored.family == min(first.id, copy.id)


def test_reports_of_one_story_in_other_words_are_found_with_reasons(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = report(
        "Bomb kills nine in Karmin\nNine worshippers died on Monday when a bomb went off outside the Velmir mosque in Karmin, "
        "General Dralor Quafen said. The Wixlor brigade of Grafen Zenpol said that it had laid the bomb."
    )
    other = report(
        "Karmin mosque bombing claimed by Wixlor brigade\nThe Wixlor brigade of Grafen Zenpol has said that it was behind Monday's "
        "bombing of the Velmir mosque in Karmin, where nine worshippers were killed, according to General Dralor Quafen.",
        outlet="Herald B",
    )
    with kept(tmp_path / "news.db", [one, other, *(article(number) for number in range(5))]) as archive:
        related = archive.related(one.id)
        assert [telling.id for telling in related.tellings] == [other.id]
        assert related.copies == related.versions == ()
        (telling,) = related.tellings
        assert telling.score is not None
        assert telling.score > 0.5
        assert any("Velmir" in reason.detail for reason in telling.reasons)
        found = archive.search_reports(ReportSearch(story=other.id[:8]))
        assert {report.id for report in found} == {one.id, other.id}
        assert not related.crowded
        monkeypatch.setattr(tellings, "MOST", 1)
        related = archive.related(one.id)
        assert (related.tellings, related.crowded) == ((), True)


@given(st.integers(0, 1000), st.sampled_from([2, 12]))
@settings(max_examples=8, deadline=None)
def test_stories_that_are_asked_for_are_those_of_all_reports_together(
    tmp_path_factory: pytest.TempPathFactory, seed: int, crowded: int
) -> None:
    """Also where keys are crowded, and most reports are compared with the first few alone."""
    reports = [of for of, _ in world(seed, 20, span=20, retold=6, undated=4)]
    with pytest.MonkeyPatch.context() as patch, kept(tmp_path_factory.mktemp("asked") / "news.db", reports) as archive:
        patch.setattr(meetings, "MOST", crowded)
        patch.setattr(grouping, "CROWDED", crowded)
        stories = [story.reports for story in grouping.grouped({of.id: sketch_of(of) for of in reports})]
        with archive._reading() as connection:
            assert {tellings.story_of(connection, of.id).reports for of in reports} == set(stories)
        assert max(map(len, stories)) > 1


def test_the_list_of_reports_tells_how_many_prints_each_has(tmp_path: Path) -> None:
    first = article(95)
    copy = reprint(first, random.Random(6), outlet="Herald B", keep=1.0)
    with kept(tmp_path / "news.db", [first, copy, article(96)]) as archive:
        assert sorted(found.prints for found in archive.search_reports()) == [1, 2, 2]
