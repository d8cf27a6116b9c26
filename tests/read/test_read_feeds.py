"""Feeds become one report an entry, whatever prefix, encoding or version they are in; hostile ones cost nothing."""

from __future__ import annotations

import datetime as dt
import html
import time
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dateline.model import Rejected, Report
from dateline.read.dates import iso_date
from dateline.read.desk import MAX_TEXT_BYTES
from tests.read.reading import items, rejected, report, reports

BODY = "Soldiers opened fire near the harbour on Monday, the governor said."
RSS = '<rss version="2.0"><channel><title>Gazette</title><link>https://gazette.example/news/</link>{}</channel></rss>'
LONG = 100_000


def rss(*entries: str) -> bytes:
    """Make a feed of entries."""
    return RSS.format("".join(f"<item>{entry}</item>" for entry in entries)).encode()


def entry(fields: str) -> Report:
    """Read a feed of one entry."""
    return report(rss(fields), "a.rss")


def atom(fields: str, head: str = "") -> Report:
    """Read an Atom feed of one entry."""
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title>{head}<entry>{fields}</entry></feed>'
    return report(feed.encode(), "a.atom")


def body(found: Report) -> str:
    """Give what stands behind the title."""
    return found.text[found.title_end + 1 :]


def published(found: Report) -> tuple[str, str] | None:
    """Give day and sureness."""
    return (found.published.day.isoformat(), found.published.sure) if found.published else None


def test_an_entry_keeps_what_it_says() -> None:
    found = entry(
        "<title>Dockers killed</title><link>dockers?a=1&amp;b=2</link><guid isPermaLink='false'>g-1</guid>"
        f"<pubDate>Tue, 09 Mar 2021 23:15:00 EST</pubDate><author>x@y.example (Lena Brandt)</author>"
        f"<description>&lt;p&gt;{BODY}&lt;/p&gt;&lt;p&gt;Talks went on.</description>"
    )
    assert found.title == "Dockers killed"
    assert body(found) == f"{BODY}\nTalks went on."
    assert found.url == "https://gazette.example/news/dockers?a=1&b=2"
    assert (found.outlet, found.author) == ("Gazette", "Lena Brandt")
    assert found.source is not None
    assert (found.source.given_id, found.source.locator, found.source.form) == ("g-1", "entry 1", "feed")
    assert found.published is not None
    assert found.published.day.isoformat() == "2021-03-09"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("<description>teaser</description><content:encoded>full text</content:encoded>", "full text"),
        ("<description>teaser</description><content:encoded> </content:encoded>", "teaser"),
        ("<description><![CDATA[<p>one</p><p>two & <b>3</b>]]></description>", "one\ntwo & 3"),
        ("<description>a<![CDATA[ <b>b</b>]]> c</description>", "a b c"),
        (
            "<description>Fish &amp;amp; chips &#8211; caf&eacute; &nbsp;&unknown; R&D</description>",
            "Fish & chips – café \u00a0&unknown; R&D",
        ),
        (
            "<description>bare <p>one<p>two<br>three <3 four</description><guid>x</guid>",
            "bare\none\ntwo\nthree <3 four",
        ),
        ("<description>plain\nlines\nstay</description>", "plain\nlines\nstay"),
        ("<description>one <!-- <item> -->two</description>", "one two"),
        ("<description><![CDATA[of <item> and </item> in code]]></description>", "of and in code"),
        (
            "<media:title xmlns:media='http://search.yahoo.com/mrss/'>no</media:title><description>yes</description>",
            "yes",
        ),
        ("<x:encoded xmlns:x='http://purl.org/rss/1.0/modules/content/'>odd prefix</x:encoded>", "odd prefix"),
        ("<body xmlns='http://www.w3.org/1999/xhtml'><p>one</p><p>two</p></body>", "one\ntwo"),
        ("<description>" + "<p>" * 400 + "deep" + "</p>" * 400 + "</description>", "deep"),
        ("<description>control \x0b and \x02 signs &#11; &#xD800;</description>", "control  and  signs  \ufffd"),
    ],
)
def test_the_fullest_text_is_read(fields: str, text: str) -> None:
    assert body(entry(f"<title>T</title>{fields}")) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ("<summary>teaser</summary><content type='html'>&lt;p&gt;full&lt;/p&gt;</content>", "full"),
        ("<content type='text'>3 &lt; 5 &amp;amp; more</content>", "3 < 5 &amp; more"),
        ("<content type='text'>&lt;p&gt;said to be plain&lt;/p&gt;</content>", "said to be plain"),
        (
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a</p><p>b &lt; c</p></div></content>",
            "a\nb < c",
        ),
        ("<content type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:p>a</h:p>b</h:div></content>", "a\nb"),
        ("<content type='image/png'>iVBORw0KGgo</content><summary>words</summary>", "words"),
        ("<content src='https://gazette.example/1'/><summary>words</summary>", "words"),
    ],
)
def test_atom_says_what_its_texts_are(fields: str, text: str) -> None:
    assert body(atom(f"<title>T</title>{fields}")) == text


def test_atom_keeps_links_people_and_source() -> None:
    found = atom(
        "<title type='html'>Fish &amp;amp; &lt;i&gt;chips&lt;/i&gt;</title><id>tag:1</id>"
        "<link rel='enclosure' href='a.mp3'/><link rel='alternate' href='../b' xml:base='world/x/'/>"
        "<author><name>A</name><email>a@b.example</email></author><author><name>B</name></author>"
        f"<source><title>Coast Wire</title></source><summary>{BODY}</summary>",
        head="<link rel='self' href='https://feeds.example/f'/><link href='https://gazette.example/'/>",
    )
    assert found.title == "Fish & chips"
    assert found.url == "https://gazette.example/world/b"
    assert (found.author, found.outlet) == ("A, B", "Coast Wire")


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        (
            "<published>2021-03-09T23:30:00+02:00</published><updated>2021-04-01T00:00:00Z</updated>",
            ("2021-03-09", None),
        ),
        ("<updated>2021-04-01T00:00:00Z</updated>", ("2021-04-01", "unsure")),
        ("<published>soon</published><updated>2021-04-01</updated>", ("2021-04-01", "unsure")),
        ("<dc:date>2021-03-09</dc:date>", ("2021-03-09", None)),
    ],
)
def test_a_change_is_no_sure_publication(fields: str, day: tuple[str, str | None]) -> None:
    found = published(atom(f"<title>T</title><summary>{BODY}</summary>{fields}"))
    assert found is not None
    assert found[0] == day[0]
    assert (found[1] == "unsure") == (day[1] == "unsure")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("Tue, 9 Mar 99 08:00 GMT", "1999-03-09"),
        ("09 Mar 21 08:00:00 GMT", "2021-03-09"),
        ("2021-03-09T01:00Z", "2021-03-09"),
    ],
)
def test_years_of_two_digits_are_of_the_last_or_this_century(words: str, day: str) -> None:
    found = published(entry(f"<title>T</title><pubDate>{words}</pubDate>"))
    assert found is not None
    assert found[0] == day


@settings(deadline=None)  # the first loads the library
@given(
    some.text(alphabet="ab <>&;'\"é–\u4e00", min_size=1).filter(str.strip),
    some.sampled_from(["cdata", "escaped", "xhtml"]),
)
def test_words_come_out_as_they_went_in(words: str, way: str) -> None:
    inner = f"<p>{html.escape(words)}</p>"
    written = {"cdata": f"<![CDATA[{inner}]]>", "escaped": html.escape(inner), "xhtml": inner}[way]
    assert body(entry(f"<title>T</title><description>{written}</description>")).split() == words.split()


@settings(deadline=None)
@given(some.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2049, 12, 31)), some.integers(-12 * 60, 14 * 60))  # noqa: DTZ001 - the zone is drawn apart
def test_the_day_is_the_one_that_is_written(moment: dt.datetime, minutes: int) -> None:
    zoned = moment.replace(tzinfo=dt.timezone(dt.timedelta(minutes=minutes)))
    long = format_datetime(zoned)
    short = f"{zoned.day} {long[8:11]} {zoned.year % 100:02} {long[17:]}"
    for words in (zoned.isoformat(), long, short):
        found = iso_date(words, "metadata")
        assert found is not None
        assert found.day == moment.date(), words


def test_a_date_that_cannot_be_read_is_told() -> None:
    _, told = items(rss("<title>T</title><pubDate>the day after</pubDate>"), "a.rss")
    assert isinstance(told, Rejected)
    assert (told.reason, "the day after" in told.detail) == ("bad-date", True)


def test_rdf_and_old_atom_are_read() -> None:
    rdf = f"""<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:d="http://purl.org/dc/elements/1.1/"><channel r:about="https://g.example/"><title>Gazette</title>
        <items><r:Seq><r:li resource="https://g.example/1"/></r:Seq></items></channel>
        <image><title>Logo</title></image>
        <item r:about="https://g.example/1"><title>T</title><d:creator>Lena</d:creator><d:date>2021-03-09</d:date>
        <description>{BODY}</description></item></r:RDF>"""
    found = report(rdf.encode(), "a.rdf")
    assert (found.outlet, found.author, found.url) == ("Gazette", "Lena", "https://g.example/1")
    assert (published(found) or ("",))[0] == "2021-03-09"
    old = f"""<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Gazette</title><entry><title>T</title>
        <issued>2021-03-09T08:00:00Z</issued><modified>2021-05-01T00:00:00Z</modified>
        <content type="text/html" mode="escaped">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>"""
    found = report(old.encode(), "-")
    assert (body(found), (published(found) or ("",))[0]) == (BODY, "2021-03-09")


def test_encodings_are_read_as_declared_marked_or_found() -> None:
    words = "Губернатор сообщил, что двое водителей погибли у порта."
    text = RSS.format(f"<item><title>T</title><description>{words}</description></item>")
    declared = '<?xml version="1.0" encoding="{}"?>'
    for label, codec in [
        ("windows-1251", "cp1251"),
        ("KOI8-R", "koi8-r"),
        ("UTF-8", "utf-8-sig"),
        ("utf-16", "utf-16"),
    ]:
        assert body(report((declared.format(label) + text).encode(codec), "a.xml")) == words
    assert body(report((declared.format("utf-16") + text).encode("utf-8"), "a.xml")) == words
    mixed = rss("<title>T</title><description>one</description>", "<title>caf\xe9</title>").decode().encode("cp1252")
    assert [found.title for found in reports(declared.format("utf-8").encode() + mixed, "a.xml")] == ["T", "café"]


def test_a_feed_that_is_cut_keeps_what_stands_before_the_cut() -> None:
    feed = rss(*(f"<title>T{number}</title><description>{BODY}</description>" for number in range(3)))
    inside = items(feed[: feed.rindex(b"</description>")], "a.rss")
    assert [isinstance(found, Report) for found in inside] == [True, True, False]
    behind = items(feed[: feed.rindex(b"</channel>")], "a.rss")
    assert [isinstance(found, Report) for found in behind] == [True, True, True, False]
    for found, place in ((inside[-1], "entry 3"), (behind[-1], None)):
        assert isinstance(found, Rejected)
        assert (found.reason, found.source.locator) == ("bad-file", place)


def test_an_entry_that_is_not_closed_ends_at_the_next() -> None:
    feed = RSS.format("<item><title>one</title><item><title>two</title></item>").encode()
    assert [found.title for found in reports(feed, "a.rss")] == ["one", "two"]


def test_bad_entries_are_told_one_by_one() -> None:
    broken = f"<title>T</title></dateline-around></dateline-around><x>{BODY}</x>"
    found = items(
        rss("<title>one</title>", broken, "", "<title>" + "x" * MAX_TEXT_BYTES + "</title>", "<title>five</title>"),
        "a.rss",
    )
    told = [(each.source.locator, each.reason) for each in found if isinstance(each, Rejected)]
    assert told == [("entry 2", "bad-file"), ("entry 3", "no-text"), ("entry 4", "too-large")]
    assert [each.title for each in found if isinstance(each, Report)] == ["one", "five"]


def test_what_is_no_feed_says_so() -> None:
    assert rejected(b"<?xml version='1.0'?><tei><p>x</p></tei>", "a.xml").reason == "not-text"
    assert rejected(b"<rss><channel><title>x</title></channel></rss>", "a.rss").reason == "empty-file"
    sitemap = rejected(
        b"<urlset xmlns:news='n'>" + b"<url><loc>https://g.example/</loc><news:news/></url>" * 3 + b"</urlset>", "a.xml"
    )
    assert (sitemap.reason, "3 addresses" in sitemap.detail) == ("passed-over", True)


def test_no_entity_grows_or_names_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    kinds = f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY a0 "lol">{laughs}<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    feed = rss("<title>&a9;</title><description>&f; words</description>", "<title>two</title>").decode()
    first, second = reports(f"<?xml version='1.0'?>{kinds}{feed}".encode(), "a.rss")
    assert first.text == "&a9;\n&f; words"
    assert second.title == "two"


@pytest.mark.parametrize(
    "fields",
    [
        "<description>" + "<p>" * LONG + "words</description>",
        "<a>" * LONG,
        "<a " + " ".join(f'a{number}="x"' for number in range(10 * LONG // 2)) + "/>",
        " ".join(f'xmlns:a{number}="x"' for number in range(LONG)),
        "<title>" * LONG,
        "".join(f"<a{number}:title>" for number in range(LONG)),
        "<![CDATA[" * LONG,
        "<!--" * LONG,
        "&" * LONG * 10,
        "<description>" + "&lt;div>" * LONG * 3 + "</description>",
        "<item>" * (LONG // 10),
        "<link>http://[</link><link href='http://['/>",
        "<linkhttps:>x</linkhttps:><:a>y</:a><a:b:c/>",
    ],
    ids=range(13),
)
def test_hostile_entries_cost_little_time_and_leave_the_others(fields: str) -> None:
    start = time.process_time()
    found = items(rss("<title>first</title>", fields, "<title>last</title>"), "a.rss")
    assert time.process_time() - start < 20
    assert isinstance(found[0], Report)
    assert all(each.reason != "reader-fault" for each in found if isinstance(each, Rejected))


def test_reading_is_the_same_each_time() -> None:
    feed = rss("<title>a</title><description><b>x<i>y</description>", "<title>b")
    assert items(feed, "a.rss") == items(feed, "a.rss")


def test_the_zone_of_an_entry_is_kept() -> None:
    dates = (
        "Tue, 09 Mar 2021 23:30:00 +0200",
        "Tue, 09 Mar 2021 23:30:00 EST",
        "2021-03-09T23:30:00Z",
        "9 Mar 2021 23:30",
    )
    found = reports(
        rss(*(f"<title>T</title><description>{BODY}</description><pubDate>{date}</pubDate>" for date in dates)), "a.rss"
    )
    assert [each.published and each.published.zone for each in found] == ["+02:00", "-05:00", "+00:00", None]
    assert {each.published and each.published.day for each in found} == {dt.date(2021, 3, 9)}
