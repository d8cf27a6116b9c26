"""Whatever bytes come in, reading neither raises nor loses its place in the text."""

from __future__ import annotations

import io
import json

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dateline.model import Rejected, Report
from dateline.read import MENDS, codable, headline_span, make_report, read, story_spans

PIECES = st.sampled_from(
    [
        "Soldiers opened fire.",
        "Follow us on Twitter",
        "3 min read",
        "01 April, 2020",
        "By Jane Doe",
        "BAGHDAD (AFP) -",
        "[Getty]",
        "(Reuters) -",
        "Read more:",
        "Related stories",
        "© 2020",
        "\r\n",
        "\n\n",
        "\n    ",
        "\u00a0",
        "\u2028",
        "\U0001f6a2",
        " - ",
        "(",
        "/",
        "A",
        "the",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25).map("".join))
MARKUP = st.lists(
    st.sampled_from(
        [
            "<html>",
            "<body>",
            "<p>",
            "</p>",
            "<div class='date'>",
            "<time datetime='2020-04-01'>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<table><tr>",
            "&#xD800;",
            "&nbsp;",
            "<meta charset=utf-7>",
            "<meta name=date content='9999'>",
            "<h1>",
            "Soldiers opened fire on the harbour. ",
            "<",
            ">",
            '"',
            "<frameset>",
            '<script type=\'application/ld+json\'>{"datePublished": "2020-99-99"}</script>',
            "\x00",
            "<title>x</title>",
        ]
    ),
    max_size=30,
).map("".join)
MANY = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def hold(report: Report) -> None:
    """Check what must be true of every report."""
    length = len(report.text)
    assert report.text[report.title_end] in "\r\n\u2028\u2029"
    last = report.title_end
    for furniture in report.furniture:
        assert last <= furniture.span.start < furniture.span.end <= length
        last = furniture.span.end
    last = 0
    for span in story_spans(report):
        assert last <= span.start < span.end <= length
        assert span.of(report.text) == span.of(report.text).strip()
        assert not any(span.overlaps(furniture.span) for furniture in report.furniture)
        assert report.dateline is None or not span.overlaps(report.dateline.span)
        last = span.end
    if report.dateline:
        inner = (report.dateline.place, report.dateline.outlet, report.dateline.day)
        assert all(report.dateline.span.holds(span) for span in inner if span)
        assert not any(report.dateline.span.overlaps(furniture.span) for furniture in report.furniture)
    head = headline_span(report)
    assert head is None or head in story_spans(report)
    covered = [*story_spans(report), *(found.span for found in report.furniture)]
    if report.dateline:
        covered.append(report.dateline.span)
    kept = {place for span in covered for place in range(span.start, span.end)}
    assert all(character.isspace() for place, character in enumerate(report.text) if place not in kept)
    assert codable(report) is None or isinstance(codable(report), Rejected)


def check(data: bytes) -> None:
    """Read bytes from a stream and check all that comes."""
    for found in read(["-"], stdin=io.BytesIO(data)):
        if isinstance(found, Report):
            hold(found)
        else:
            assert found.reason in MENDS


@MANY
@given(title=TEXTS, body=TEXTS)
@example(title="", body="BAGHDAD (AFP) - [Getty]")
@example(title="Soldiers opened fire.", body="Soldiers opened fire. By Jane Doe")
@example(title="", body="AAA(AP) 0\n\n0")
def test_any_text_becomes_a_report_that_holds(title: str, body: str) -> None:
    report = make_report(title=title, body=body)
    assert report.text == f"{title}\n{body}".replace("\0", " ")
    hold(report)


@MANY
@given(title=TEXTS, text=TEXTS)
def test_any_row_keeps_its_text(title: str, text: str) -> None:
    line = json.dumps({"title": title, "text": text}).encode()
    (found,) = read(["-"], stdin=io.BytesIO(line))
    if isinstance(found, Report):
        assert found.text == f"{title}\n{text}".replace("\0", " ")
    else:
        assert not (title + text).strip() or any("\ud800" <= character <= "\udfff" for character in title + text)


@MANY
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_rejected(data: bytes) -> None:
    check(data)


@MANY
@given(TEXTS)
def test_any_plain_text_is_read_or_rejected(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@MANY
@given(MARKUP)
@example("<html><body><p>Soldiers opened fire on the harbour.&#xD800;&#0;</p></body></html>")
def test_any_markup_is_read_or_rejected(markup: str) -> None:
    check(b"<html>" + markup.encode())


@MANY
@given(st.binary(max_size=200))
def test_any_line_is_read_or_rejected(data: bytes) -> None:
    check(b'{"text": "' + data)
