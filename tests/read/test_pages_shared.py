"""On pages as the web has them and on pages of chance, every offset of a report counts in its text."""

from __future__ import annotations

import gzip
import itertools
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Rejected, Report
from dateline.read import story_spans
from tests.read.reading import items
from tests.read.webpages import FOURTH, LEAD, SECOND, THIRD, page


class Row(msgspec.Struct):
    """A page of the benchmark."""

    html: str


def check(report: Report) -> None:
    """Every span lies in the text, holds words without white space around them, and overlaps no other of its kind."""
    spans = [*(found.span for found in report.furniture), *(passage.span for passage in report.passages)]
    for span in (*spans, *story_spans(report)):
        words = span.of(report.text)
        assert 0 <= span.start < span.end <= len(report.text)
        assert words == words.strip() != ""
    furniture = [found.span for found in report.furniture]
    assert furniture == sorted(furniture)
    assert not any(one.overlaps(other) for one, other in itertools.pairwise(furniture))
    if report.dateline:
        parts = (report.dateline.place, report.dateline.outlet, report.dateline.day)
        assert all(report.dateline.span.holds(part) for part in parts if part)
    assert not any(span.overlaps(one) for span in story_spans(report) for one in furniture)
    assert report.text[report.title_end] == "\n"


def test_the_offsets_of_every_page_of_the_benchmark(shared: Path) -> None:
    folder = shared / "eval" / "article_extraction_benchmark"
    rows = [msgspec.json.decode(line, type=Row) for line in (folder / "data.jsonl").read_bytes().splitlines()]
    assert len(rows) > 100
    for row in rows:
        found, *doubts = items(gzip.decompress((folder / "html" / Path(row.html).name).read_bytes()), "a.html")
        assert isinstance(found, Report), found
        check(found)
        assert all(isinstance(doubt, Rejected) and doubt.reason == "doubted-date" for doubt in doubts)


TEXTS = st.sampled_from(
    (LEAD, SECOND, THIRD, FOURTH, "Related", "By Lena Brandt", "3 min read", "12:05", "\u200b", "ﬁne\u00ad words")
)
WORDS = st.one_of(TEXTS, st.text(st.characters(codec="utf-8", exclude_characters="<>&\r"), max_size=60))
TAGS = st.sampled_from(
    "p div li ul h2 h3 blockquote aside figure figcaption span section td tr table pre b a time em".split()
)
CLASSES = st.sampled_from(("", "caption", "pull-quote", "related", "comments", "body", "meta byline"))


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.lists(inner, min_size=1, max_size=5).map("".join)
    return st.builds(lambda tag, named, words: f'<{tag} class="{named}">{words}</{tag}>', TAGS, CLASSES, parts)


BODIES = st.recursive(WORDS, element, max_leaves=25)


@settings(max_examples=150, deadline=None)
@given(st.lists(BODIES, min_size=1, max_size=6), WORDS.map(lambda words: " ".join(words.split())))
def test_the_offsets_of_pages_of_chance(bodies: list[str], title: str) -> None:
    html = page(f"<article><h1>{title}</h1><p>{LEAD}</p>{''.join(bodies)}<p>{THIRD}</p></article>", title=title)
    first, again = items(html.encode(), "a.html"), items(html.encode(), "a.html")
    assert first == again
    for found in first:
        if isinstance(found, Report):
            check(found)
