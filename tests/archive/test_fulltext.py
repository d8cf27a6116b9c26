"""The full text of reports: what is found stands there, snippets are cut from the text as it is, old archives get it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive import Archive, ReportSearch
from dateline.archive.fulltext import Snippets, phrases, spelled
from tests.archive.test_migrations import first_schema
from tests.weave.builders import ORIGIN, report


@given(st.text(), st.text())
def test_any_text_can_be_looked_for_and_hits_stand_in_the_snippet(text: str, words: str) -> None:
    with Snippets(words) as snippets:
        snippet = snippets.of(text, 0)
    assert all(0 <= hit.start < hit.end <= len(snippet.text) for hit in snippet.hits)


letters = st.text(st.sampled_from("abé ий كتاب إنّ 北京の タ ไทย हिं 한국 ﬁ ß\n"), min_size=1, max_size=60)


@given(letters, letters, letters)
def test_a_phrase_of_a_text_is_found_and_marked_in_it(before: str, phrase: str, after: str) -> None:
    if not phrases(phrase):
        return
    text = f"{before} {phrase} {after}"
    with Snippets(f'"{phrase}"') as snippets:
        snippet = snippets.of(text, 0)
    assert snippet.hits
    wanted = spelled(phrase).split()
    marked = " ".join(spelled(hit.of(snippet.text)) for hit in snippet.hits).split()
    assert wanted[0] in " ".join(marked)


@pytest.mark.backends("sqlite")
def test_an_archive_of_the_first_schema_can_be_searched(tmp_path: Path) -> None:
    first_schema(tmp_path / "old.db")
    with Archive.open(tmp_path / "old.db") as archive:
        assert archive.count_reports() == 20
        found = [one.title for one in archive.search_reports(ReportSearch(words='"Story 7"'))]
        assert found == ["Story 7 of the day"]


def test_copies_are_indexed_once_and_all_found(tmp_path: Path) -> None:
    copies = [report("A convoy that many saw", outlet=f"Outlet {at}") for at in range(5)]
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add_many([(copy, []) for copy in copies], ORIGIN)
        archive.add_many([(copy, []) for copy in copies], ORIGIN)
        assert archive.count_reports(ReportSearch(words="convoys")) == 5
        assert archive.count_reports(ReportSearch(words="convoys", outlet="outlet 3")) == 1
        assert archive.faults() == []


@pytest.mark.parametrize("words", ["", "  ", "…"])
def test_no_word_means_no_condition_and_a_sign_no_report(tmp_path: Path, words: str) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        archive.add(report("A convoy …"), [], ORIGIN)
        assert archive.count_reports(ReportSearch(words=words)) == (0 if words == "…" else 1)


def test_a_snippet_without_hits_begins_with_the_first_word_of_the_story() -> None:
    with Snippets(None) as snippets:
        assert snippets.of("Strike in Arvell\nTeachers went on strike.", 16).text == "Teachers went on strike."
        assert snippets.of("Teachers went on strike.", 0).text == "Teachers went on strike."
        assert snippets.of("Strike in Arvell\n", 16).text == ""
