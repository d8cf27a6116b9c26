"""What a page says of its story: headline without the site, outlet, authors as names, a whole address, its language."""

from __future__ import annotations

import pytest

from dateline.model import Report
from tests.read.reading import report
from tests.read.webpages import LEAD, SECOND, THIRD, article, page, paragraphs, structured


def read(
    head: str = "", body: str | None = None, title: str = "Dockers killed at Port Vell checkpoint", lang: str = "en"
) -> Report:
    inner = article(paragraphs(LEAD, SECOND, THIRD)) if body is None else body
    return report(page(inner, title=title, head=head, lang=lang).encode(), "a.html")


@pytest.mark.parametrize(
    "title",
    [
        "Dockers killed at gate",
        "Dockers killed at gate - Harbour Gazette",
        "Dockers killed at gate | World | Harbour Gazette",
        "Dockers killed at gate – harbourgazette",
    ],
)
def test_the_name_of_the_site_is_no_part_of_the_headline(title: str) -> None:
    found = read(body=f"<main>{paragraphs(LEAD, SECOND, THIRD)}</main>", title=title)
    assert found.title in {"Dockers killed at gate", "Dockers killed at gate | World"}


def test_a_headline_with_a_dash_of_its_own_stays() -> None:
    title = "Dockers killed - and nobody knows why"
    assert read(body=f"<main>{paragraphs(LEAD, SECOND, THIRD)}</main>", title=title).title == title


def test_the_headline_is_the_one_that_readers_see() -> None:
    head = '<meta property="og:title" content="You will not believe what soldiers did at the Port Vell checkpoint to dockers killed there">'
    assert read(head).title == "Dockers killed at Port Vell checkpoint"


def test_a_heading_that_is_not_the_headline_is_passed_over() -> None:
    body = f"<h1>Harbour Gazette</h1><main>{paragraphs(LEAD, SECOND, THIRD)}</main>"
    assert read(body=body).title == "Dockers killed at Port Vell checkpoint"


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="By Lena Brandt and Ali Kotar">', "Lena Brandt, Ali Kotar"),
        (
            '<meta name="author" content="Lena Brandt"><meta name="author" content="Ali Kotar">',
            "Lena Brandt, Ali Kotar",
        ),
        ('<meta property="article:author" content="https://social.example/gazette">', None),
        ('<meta name="author" content="lena@gazette.example">', None),
        ('<meta name="author" content="admin">', None),
        ('<meta name="author" content="Harbour Gazette">', None),
        (
            structured({"@type": "NewsArticle", "author": [{"@type": "Person", "name": "Lena Brandt"}, "Ali Kotar"]}),
            "Lena Brandt, Ali Kotar",
        ),
        (structured({"@graph": [{"@type": ["NewsArticle"], "author": {"name": "Lena Brandt"}}]}), "Lena Brandt"),
        ("", None),
    ],
)
def test_authors_are_names(head: str, author: str | None) -> None:
    assert read(head).author == author


def test_an_author_marked_in_the_page() -> None:
    body = article('<p class="byline">By <span>Lena Brandt</span></p>', paragraphs(LEAD, SECOND, THIRD))
    assert read(body=body).author == "Lena Brandt"


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel="canonical" href=" https://gazette.example/a ">', "https://gazette.example/a"),
        (
            '<link rel="canonical" href="/a"><meta property="og:url" content="https://gazette.example/b">',
            "https://gazette.example/b",
        ),
        ('<link rel="canonical" href="/a">', None),
        ('<link rel="canonical" href="//gazette.example/a">', None),
        ('<link rel="canonical" href="file:///a">', None),
        ('<link rel="canonical" href="https://[bad/a">', None),
        ('<link rel="alternate" href="https://gazette.example/a">', None),
    ],
)
def test_the_address_is_a_whole_one_or_none(head: str, url: str | None) -> None:
    assert read(head).url == url


def test_the_outlet_is_the_site_else_the_publisher_else_the_host() -> None:
    assert read().outlet == "Harbour Gazette"
    bare = page(article(paragraphs(LEAD, SECOND, THIRD))).replace('property="og:site_name"', 'name="none"')
    data = structured({"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": "Port News"}})
    link = '<link rel="canonical" href="https://www.gazette.example/a">'
    assert report(bare.replace("</head>", f"{data}</head>").encode(), "a.html").outlet == "Port News"
    assert report(bare.replace("</head>", f"{link}</head>").encode(), "a.html").outlet == "gazette.example"


def test_a_declared_language_counts_where_the_words_do_not_tell() -> None:
    assert read(lang="de").language == "en"
    assert (
        read(
            body="<main><article><p>Port Vell 1945, 1946, 1947, 1948, 1950, 1951, 1952, 1953, 1954, 1955, 1957.</p></article></main>",
            lang="de-DE",
            title="1945",
        ).language
        == "de"
    )


def test_structured_data_that_is_no_json_is_passed_over() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "author": </script>'
    deep = f'<script type="application/ld+json">{"[" * 5000}</script>'
    found = read(broken + deep + '<meta name="author" content="Lena Brandt">')
    assert found.author == "Lena Brandt"


def test_names_that_are_set_side_by_side_are_parted() -> None:
    body = article('<p class="byline">By <b>Lena Brandt, Ali</b><i>Kotar</i></p>', paragraphs(LEAD, SECOND, THIRD))
    assert read(body=body).author == "Lena Brandt, Ali Kotar"
