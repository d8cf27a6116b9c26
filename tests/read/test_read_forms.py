"""Plain text, JSON Lines and HTML become reports whose text, offsets and metadata are exact."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from lxml.html import fromstring

from dateline.model import Published, Rejected, Report, Source, digest
from dateline.read import headline_span, read, story_spans
from dateline.read.forms.jsonl import MAX_LINE_BYTES
from dateline.read.pagedate import page_date
from tests.read.reading import rejected as none
from tests.read.reading import report as one
from tests.read.stories import PAGE, STORY


def rows(*lines: object) -> list[Report | Rejected]:
    """Read JSON Lines: bytes as they are, other things as JSON."""
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return list(read(["-"], stdin=io.BytesIO(data)))


def row(**fields: object) -> Report:
    """Read one row of JSON Lines."""
    (found,) = rows(fields)
    assert isinstance(found, Report)
    return found


def plain(text: str, encoding: str = "utf-8") -> Report:
    """Read one plain-text file."""
    return one(text.encode(encoding), "a.txt")


def page(html: str | bytes) -> Report:
    """Read one page."""
    return one(html if isinstance(html, bytes) else html.encode(), "a.html")


def test_a_row_keeps_title_and_text_exactly() -> None:
    text = "  Soldiers\u00a0left\r\nthe harbour\u2028on \U0001f6a2 Monday.\n\n "
    report = row(title="Port\u00a0Vell ", text=text)
    assert report.text == "Port\u00a0Vell \n" + text
    assert report.title == "Port\u00a0Vell "


def test_a_row_without_a_title_begins_with_a_newline() -> None:
    for report in (
        row(text="Soldiers left."),
        row(title="", text="Soldiers left."),
        row(title=None, text="Soldiers left."),
    ):
        assert report.text == "\nSoldiers left."
        assert report.title == ""


def test_a_row_keeps_what_is_known_of_it() -> None:
    report = row(
        id=17,
        title="Soldiers leave",
        text="They left.",
        date="2020-04-01T10:00:00Z",
        outlet="Gazette",
        url="https://gazette.example/1",
        author=["Lena Brandt", "Ali Kotar"],
        category="world",
    )
    assert report.published == Published(dt.date(2020, 4, 1), "day", "metadata", "likely", "+00:00")
    assert (report.outlet, report.url, report.author) == (
        "Gazette",
        "https://gazette.example/1",
        "Lena Brandt, Ali Kotar",
    )
    assert report.source == Source("-", "line 1", "17", "jsonl")
    assert report.id == digest(report.text, "Gazette", "https://gazette.example/1", "2020-04-01")
    assert report.text_id == digest(report.text)


@pytest.mark.parametrize("name", ["date", "published", "pubdate"])
def test_the_date_of_a_row_has_three_names(name: str) -> None:
    assert row(text="They left.", **{name: "2020-04"}).published == Published(
        dt.date(2020, 4, 1), "month", "metadata", "likely"
    )


def test_a_row_whose_date_is_none_is_kept_without_one() -> None:
    for date in ("", " ", None):
        assert row(text="They left on Monday.", date=date).published is None
    assert row(text="They left on Monday.").published is None


@pytest.mark.parametrize("date", ["2020-02-30", "2020-13-01", "unknown", "03/04/2020", 7, 0])
def test_a_date_that_cannot_be_read_is_said_beside_the_report(date: object) -> None:
    report, told = rows({"id": "r", "text": "They left on Monday.", "date": date})
    assert isinstance(report, Report)
    assert report.published is None
    assert isinstance(told, Rejected)
    assert (told.reason, told.source) == ("bad-date", report.source)
    assert repr(str(date)) in told.detail


def test_one_date_that_can_be_read_is_enough() -> None:
    assert row(text="They left.", date="last spring", pubdate="2020-04-01").published == Published(
        dt.date(2020, 4, 1), "day", "metadata", "likely"
    )


def test_a_row_dated_by_its_address_alone() -> None:
    report = row(text="They left.", url="https://gazette.example/2020/04/01/left")
    assert report.published == Published(dt.date(2020, 4, 1), "day", "url", "likely")


def test_each_bad_line_is_rejected_and_the_rest_goes_on() -> None:
    found = rows(
        {"text": "One."},
        b'{"text": "Tw',
        {"title": "no text"},
        b'{"text": "\xff"}',
        b"",
        {"text": 3},
        ["a"],
        {"text": " "},
        b'{"text": "\\ud800"}',
        {"text": "Two."},
    )
    assert [one.reason if isinstance(one, Rejected) else one.text for one in found] == [
        "\nOne.",
        "bad-json",
        "bad-row",
        "invalid-utf8",
        "bad-row",
        "bad-row",
        "no-text",
        "bad-json",
        "\nTwo.",
    ]
    lines = [one.source.locator for one in found if one.source]
    assert lines == ["line 1", "line 2", "line 3", "line 4", "line 6", "line 7", "line 8", "line 9", "line 10"]


def test_a_line_beyond_the_limit_is_passed_over() -> None:
    found = rows({"text": "a" * MAX_LINE_BYTES}, {"text": "Two."})
    assert [one.reason if isinstance(one, Rejected) else one.text for one in found] == ["too-large", "\nTwo."]


def test_a_text_file_with_a_headline_is_its_own_text() -> None:
    text = "Dockers killed at Port Vell checkpoint\n\n" + STORY
    report = plain(text)
    assert report.text == text
    assert report.title == "Dockers killed at Port Vell checkpoint"


def test_a_text_file_without_a_headline_gets_an_empty_title() -> None:
    report = plain(STORY)
    assert report.text == "\n" + STORY
    assert report.title == ""


@pytest.mark.parametrize(
    "first",
    [
        "Soldiers opened fire on Monday.",
        "BAGHDAD, April 1 (Reuters) - Two men died, the army said.",
        "01 April, 2020",
        "By Jane Doe",
        "3 min read",
        "Harbour",
        "soldiers in the harbour",
        "https://gazette.example/1",
        "Soldiers, the governor said,",
    ],
)
def test_a_first_line_that_is_no_headline(first: str) -> None:
    assert plain(f"{first}\n\n{STORY}").title == ""


@pytest.mark.parametrize("first", ["Who killed the dockers?", "Army says ‘no soldier fired’", "KILLED AT THE GATE"])
def test_a_first_line_that_is_a_headline(first: str) -> None:
    assert plain(f"{first}\n\n{STORY}").title == first


def test_line_ends_and_odd_characters_of_a_file_survive() -> None:
    text = "Dockers killed at the gate\r\n\r\nSoldiers\u00a0left.\r\nThey came\u2029back \U0001f6a2 on Monday, the army said.\r\n"
    report = plain(text)
    assert report.text == text
    assert report.title == "Dockers killed at the gate"
    assert [span.of(report.text)[:8] for span in story_spans(report)] == ["Dockers ", "Soldiers"]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert plain(STORY, "utf-8-sig").text == "\n" + STORY


def test_text_broken_at_a_fixed_width_has_no_headline() -> None:
    assert (
        plain(
            "Soldiers opened fire on a checkpoint near\nthe harbour on Monday, killing two\ndrivers, the army said.\n"
        ).title
        == ""
    )


def test_a_page_gives_story_title_outlet_author_and_date() -> None:
    report = page(PAGE)
    assert report.title == "Dockers killed at Port Vell checkpoint"
    assert (report.outlet, report.author) == ("Harbour Gazette", "Lena Brandt")
    assert report.url == "https://gazette.example/world/dockers-killed"
    assert report.published == Published(dt.date(2021, 3, 9), "day", "metadata", "likely", "+02:00")
    assert report.language == "en"
    story = " ".join(span.of(report.text) for span in story_spans(report))
    assert "Soldiers opened fire" in story
    assert "officials added." in story
    for furniture in ("Home", "Follow us", "All rights", "never run"):
        assert furniture not in story


@pytest.mark.parametrize(
    ("old", "new", "published"),
    [
        ('<meta property="article:published_time" content="2021-03-09T08:15:00+02:00">', "", None),
        (
            '<meta property="article:published_time" content="2021-03-09T08:15:00+02:00">',
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2021-03-09"}</script>',
            Published(dt.date(2021, 3, 9), "day", "metadata", "likely"),
        ),
        (
            "<h1>",
            '<time datetime="2021-03-08">8 March</time><h1>',
            Published(dt.date(2021, 3, 9), "day", "metadata", "unsure", "+02:00"),
        ),
        ("/world/dockers-killed", "/2021/03/08/dockers-killed", Published(dt.date(2021, 3, 8), "day", "url", "unsure")),
        ("/world/dockers-killed", "/2019/01/08/dockers-killed", Published(dt.date(2019, 1, 8), "day", "url", "unsure")),
    ],
)
def test_where_a_page_states_its_date(old: str, new: str, published: Published | None) -> None:
    assert old in PAGE
    assert page(PAGE.replace(old, new)).published == published


@pytest.mark.parametrize(
    ("element", "published"),
    [
        ('<time datetime="2021-03-08T10:00">8 March</time>', dt.date(2021, 3, 8)),
        ('<span class="post-date">Monday 8 March 2021</span>', dt.date(2021, 3, 8)),
        ('<span itemprop="datePublished" content="2021-03-08">yesterday</span>', dt.date(2021, 3, 8)),
        ('<aside><time datetime="2021-03-08">8 March</time></aside>', None),
        ('<p class="lead">It began on 8 March 2021.</p>', None),
        ("<!-- saved 2021-03-08 -->", None),
    ],
)
def test_a_date_on_a_page_counts_only_where_it_is_marked_as_the_date(element: str, published: dt.date | None) -> None:
    bare = PAGE.replace('<meta property="article:published_time" content="2021-03-09T08:15:00+02:00">', "")
    found = page(bare.replace("<h1>", f"{element}<h1>")).published
    assert (found and found.day) == published
    assert found is None or found.known == "page"


def test_the_date_of_a_change_is_no_publication_date() -> None:
    tree = fromstring('<div><span class="updated-date">8 March 2021</span><p>Soldiers left.</p></div>')
    assert page_date(tree, None, ()) == ()


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-1", "utf-8", "koi8-r", "utf-16"])
def test_a_page_is_read_in_the_charset_that_it_declares(charset: str) -> None:
    name = "Амина" if charset == "koi8-r" else "Amína"
    html = PAGE.replace('charset="utf-8"', f'charset="{charset}"').replace("Amina", name)
    assert f"The governor, {name} Kotar" in page(html.encode(charset)).text


def test_a_wrong_charset_is_found_out() -> None:
    html = PAGE.replace('charset="utf-8"', 'charset="utf-8"').replace("Amina", "Amína").encode("windows-1252")
    assert "The governor, Am" in page(html).text
    assert "Kotar, told reporters" in page(PAGE.replace('charset="utf-8"', 'charset="no-such"').encode()).text


def test_the_golden_offsets_of_a_report() -> None:
    report = row(
        title="Two shot", text="Army\u00a0fires \U0001f6a2\r\n3 min read\r\nPORT VELL, May 3 (AFP) - Two died."
    )
    assert [(found.span.start, found.span.end, found.kind) for found in report.furniture] == [(23, 33, "reading-time")]
    assert report.dateline is not None
    assert (report.dateline.span.start, report.dateline.span.end) == (35, 59)
    assert (report.dateline.place.start, report.dateline.place.end) == (35, 44)
    assert [(span.start, span.end) for span in story_spans(report)] == [(0, 8), (9, 21), (60, 69)]


def test_the_headline_is_the_title_or_a_first_line_that_looks_like_one() -> None:
    assert headline_span(row(title=" Two shot ", text="They died.")) is not None
    report = row(text="Two shot at the gate\n\nThey died in the harbour on Monday.")
    head = headline_span(report)
    assert head is not None
    assert head.of(report.text) == "Two shot at the gate"
    assert headline_span(row(text="They died in the harbour on Monday.")) is None


def test_text_by_its_name_is_read_as_what_it_is() -> None:
    assert one(PAGE.encode(), "saved.txt").text == page(PAGE).text
    assert one(b'{"text": "Dockers walked out."}\n', "rows.txt").text == "\nDockers walked out."
    assert one(b'{"Out" they cried}\n\nDockers walked out.', "a.txt").text.endswith("Dockers walked out.")


def test_a_page_in_an_encoding_that_it_does_not_declare_says_so() -> None:
    html = PAGE.replace("Amina", "Am\u00edna")
    found = page(html.encode("windows-1252"))
    assert "Am\u00edna" in found.text
    assert [(mend.kind, mend.what) for mend in found.mends] == [("encoding", "windows-1252")]


@pytest.mark.parametrize(
    "data", [b'[{"text": "One."}]', b'[{"text": "One."},\n{"text": "Two."}]', b"[\n1\n]", b"{\n}\n"]
)
def test_one_document_of_json_is_told_once(data: bytes) -> None:
    found = none(data, "rows.json")
    assert (found.reason, found.source.locator) == ("bad-json", "line 1")
    assert "jq" in found.detail
