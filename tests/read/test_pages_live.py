"""A live blog gives one report an entry; comments, teasers and time lines of a story do not make one."""

from __future__ import annotations

import datetime as dt

import pytest

from dateline.model import Rejected, Report
from dateline.read.page import live
from tests.fuzz.checks import EXAMPLES
from tests.read.reading import items, reports
from tests.read.webpages import FOURTH, LEAD, SECOND, THIRD, UPDATES, article, entry, page, paragraphs, structured

HEAD = '<link rel="canonical" href="https://gazette.example/live/port-vell">'


def read(body: str, head: str = HEAD, title: str = "Strike in Port Vell") -> list[Report]:
    return reports(page(body, title=title, head=head).encode(), "a.html")


def update(key: str, time: str, heading: str, text: str) -> dict[str, str]:
    address = f"https://gazette.example/live/port-vell#{key}"
    return {"@type": "BlogPosting", "headline": heading, "articleBody": text, "datePublished": time, "url": address}


DATA = structured(
    {"@type": "LiveBlogPosting", "headline": "Strike in Port Vell", "liveBlogUpdate": [update(*one) for one in UPDATES]}
)
ITEMS = "".join(
    f'<div itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting" id="{key}">'
    f'<meta itemprop="datePublished" content="{time}"><h3>{heading}</h3><p>{text}</p></div>'
    for key, time, heading, text in UPDATES
)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (article(*(entry(*one) for one in UPDATES)), HEAD),
        (article(*(entry(*one, tag="section") for one in UPDATES)), HEAD),
        (article("<ul>", *(entry(*one, tag="li") for one in UPDATES), "</ul>"), HEAD),
        (article("<div class='feed'>", *(entry(*one, tag="div") for one in UPDATES), "</div>"), HEAD),
        (article(), HEAD + DATA),
        (article(*(entry(*one) for one in UPDATES)), HEAD + DATA),
        (
            f'<main itemscope itemtype="https://schema.org/LiveBlogPosting"><h1>Strike in Port Vell</h1>{ITEMS}</main>',
            HEAD,
        ),
    ],
)
def test_each_entry_is_a_report(body: str, head: str) -> None:
    found = read(body, head)
    assert [one.title for one in found] == ["Union calls a strike", "Governor speaks", "Shots at the harbour"]
    assert [one.text[one.title_end + 1 :] for one in found] == [FOURTH, SECOND, LEAD]
    assert [one.url for one in found] == [f"https://gazette.example/live/port-vell#u{place}" for place in (3, 2, 1)]
    assert [one.source and one.source.locator for one in found] == [f"entry {place} of 3" for place in (1, 2, 3)]
    days = [one.published and one.published.day for one in found]
    assert days == [dt.date(2021, 3, 9), dt.date(2021, 3, 9), dt.date(2021, 3, 8)]
    assert {one.outlet for one in found} == {"Harbour Gazette"}


@pytest.mark.parametrize("head", [HEAD, HEAD + DATA])
def test_the_summary_is_a_report(head: str) -> None:
    points = "<ul><li>Two drivers were killed on Monday night.</li><li>A strike is to begin on Thursday.</li></ul>"
    first, *others = read(article(paragraphs(THIRD), points, *(entry(*one) for one in UPDATES)), head)
    assert first.source is not None
    assert first.source.locator == "summary"
    assert first.text.split("\n") == [
        "Strike in Port Vell",
        THIRD,
        "Two drivers were killed on Monday night.",
        "A strike is to begin on Thursday.",
    ]
    assert len(others) == 3


def test_an_entry_without_a_headline_has_that_of_the_page() -> None:
    parts = [f'<div><time datetime="{time}">{time[11:16]}</time><p>{text}</p></div>' for _, time, _, text in UPDATES]
    found = read(article(*parts, heading="Live: Strike in Port Vell"), title="Live: Strike in Port Vell")
    assert [one.title for one in found] == ["Live: Strike in Port Vell"] * 3
    assert [one.text[one.title_end + 1 :] for one in found] == [FOURTH, SECOND, LEAD]


@pytest.mark.parametrize(
    ("clocks", "days"),
    [
        (("16:40", "12:05", "09:10"), [dt.date(2021, 3, 9)] * 3),
        (("4.40pm GMT", "12.05pm GMT", "9.10am GMT"), [dt.date(2021, 3, 9)] * 3),
        (("01:10", "23:50", "22:00"), [None] * 3),
    ],
)
def test_clocks_alone_give_the_day_of_the_page_unless_they_pass_midnight(
    clocks: tuple[str, ...], days: list[dt.date | None]
) -> None:
    parts = [
        f"<div><h3>{clock}</h3><p>{text}</p></div>" for clock, text in zip(clocks, (LEAD, SECOND, THIRD), strict=True)
    ]
    stated = '<meta property="article:published_time" content="2021-03-09T08:15:00+02:00">'
    found = read(article(*parts, heading="Port Vell live"), HEAD + stated, title="Port Vell live")
    assert [one.published and one.published.day for one in found] == days


def test_a_clock_before_a_headline_is_no_part_of_it() -> None:
    parts = [
        f"<section><h3>{time[11:16]} – {heading}</h3><p>{text}</p></section>" for _, time, heading, text in UPDATES[:2]
    ]
    parts.append(f"<section><h3>09:00 – The army answers the governor</h3><p>{THIRD}</p></section>")
    assert [one.title for one in read(article(*parts))][-1] == "The army answers the governor"


def test_more_entries_than_are_read_are_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "MOST_ENTRIES", 2)
    *found, told = items(page(article(), title="Strike in Port Vell", head=HEAD + DATA).encode(), "a.html")
    assert [type(one) for one in found] == [Report, Report]
    assert isinstance(told, Rejected)
    assert (told.reason, told.detail) == ("too-large", "it has 3 entries, and no more than 2 are read")


def comments(count: int, around: str = "<section>{}</section>", inner: str = "") -> str:
    said = "I was there that night and I saw nothing of the kind, whatever the governor may be telling us now."
    parts = (
        f'<div class="item"><h4>reader {place}</h4><time datetime="2021-03-09T1{place}:00:00+02:00">1{place}:00</time>'
        f"<p>{said} So it went on for {place} hours, and then they all went home.</p>{inner}</div>"
        for place in range(count)
    )
    return around.format("".join(parts))


def teasers(count: int) -> str:
    texts = (LEAD, SECOND, THIRD, FOURTH)
    return "".join(
        f'<article><h3><a href="/world/{place}">Dockers and soldiers meet in the harbour again</a></h3>'
        f'<time datetime="2021-03-09T1{place}:00:00+02:00">1{place}:00</time><p>{texts[place % 4]}</p></article>'
        for place in range(count)
    )


STORY = article(paragraphs(LEAD, SECOND, THIRD, FOURTH))


@pytest.mark.parametrize(
    "body",
    [
        STORY + comments(6),
        STORY + comments(9, '<section class="comments">{}</section>'),
        STORY + comments(9, '<div id="disqus_thread">{}</div>'),
        STORY + comments(9, inner='<a href="#r">Reply</a>'),
        STORY + f"<div>{teasers(6)}</div>",
        STORY + f'<div class="related">{teasers(8)}</div>',
        article(
            paragraphs(LEAD, SECOND),
            "<h2>How it came about</h2><ul><li><time datetime='2021-03-01'>1 March</time> The union asks for more pay than last year.</li>"
            "<li><time datetime='2021-03-04'>4 March</time> The army sends two companies to the harbour.</li>"
            "<li><time datetime='2021-03-08'>8 March</time> Soldiers open fire on a checkpoint near the gate.</li></ul>",
            paragraphs(THIRD, FOURTH),
        ),
    ],
)
def test_a_story_with_dated_parts_is_not_split(body: str) -> None:
    (found,) = read(body)
    assert found.text.split("\n")[1] == LEAD


def test_a_page_of_comments_longer_than_its_story_is_not_split() -> None:
    assert len(read(article(paragraphs(LEAD, SECOND)) + comments(9))) == 1


def test_one_story_in_structured_data_is_not_split() -> None:
    data = structured({"@type": "LiveBlogPosting", "headline": "Strike in Port Vell", "liveBlogUpdate": []})
    (found,) = read(STORY, HEAD + data)
    assert found.text.split("\n")[1:] == [LEAD, SECOND, THIRD, FOURTH]


def test_the_example_of_a_live_blog() -> None:
    found = reports((EXAMPLES / "live.html").read_bytes(), "live.html")
    assert [one.source and one.source.locator for one in found] == [
        "summary",
        "entry 1 of 3",
        "entry 2 of 3",
        "entry 3 of 3",
    ]
    assert {one.author for one in found} == {"Lena Brandt"}
    assert [[one.kind for one in report.furniture] for report in found] == [[], ["caption"], ["table"] * 3, []]
    assert "“We will listen first,” she wrote to the union." in found[1].text
