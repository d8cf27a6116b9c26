"""A page without a story is refused, and the reason says what it looks like; a short story is none of these."""

from __future__ import annotations

import pytest

from dateline.model import Report
from tests.read.reading import rejected, report
from tests.read.test_pages_live import teasers
from tests.read.webpages import LEAD, SECOND, article, page, paragraphs, structured

LOST = article(
    paragraphs("We are sorry, but the page that you were looking for does not exist any more."),
    heading="Page not found",
)
LOGIN = article(paragraphs("Please log in or subscribe to continue reading this story and all the others on our site."))
COOKIES = article(
    paragraphs("We and our partners use cookies to show you more of what you like; you can accept or manage them.")
)
LINKS = (
    "<ul>"
    + "".join(f'<li><a href="/{place}">Soldiers and dockers meet again in harbour</a></li>' for place in range(9))
    + "</ul>"
)


@pytest.mark.parametrize(
    ("body", "title", "looks"),
    [
        (LOST, "Page not found", "an error page"),
        (LOST, "404 - Not found", "an error page"),
        (LOGIN, "Dockers killed at Port Vell checkpoint", "a request to log in or to subscribe"),
        ('<form><input name="u"><input type="password"></form>', "Harbour Gazette", "a request to log in"),
        (COOKIES, "Before you go on", "a request to accept cookies"),
        ('<main><video src="a.mp4"></video></main>', "Watch the harbour", "a page of a video"),
        (f"<main>{LINKS}</main>", "World", "a list of links"),
        (f"<main>{teasers(8)}</main>", "World", "a list of teasers"),
        ("<main></main>", "World", "no story that can be told"),
    ],
)
def test_what_is_no_story(body: str, title: str, looks: str) -> None:
    found = rejected(page(body, title=title).encode(), "a.html")
    assert found.reason == "no-text"
    assert looks in found.detail


@pytest.mark.parametrize(
    "html",
    [
        page(article(paragraphs(LEAD))),
        page(article(paragraphs(LEAD, SECOND)) + LOGIN.replace("main", "div")),
        page(article(paragraphs(LEAD, SECOND)) + COOKIES.replace("main", "div")),
        page(article(paragraphs(LEAD, SECOND), '<video src="a.mp4"></video>')),
        page(article(paragraphs(LEAD, SECOND)) + LINKS),
        page(
            article(
                paragraphs(
                    "Browsers will ask before they accept cookies of others, the council said on Monday.", SECOND, LEAD
                )
            )
        ),
        page(
            article(paragraphs(LEAD, SECOND), heading="Missing files: 404 pages lost"),
            title="Missing files: 404 pages lost",
        ),
        page(
            f"<main>{teasers(8)}</main>",
            head=structured({"@type": "NewsArticle", "headline": "Eight days in the harbour"}),
        ),
    ],
)
def test_a_story_is_not_refused(html: str) -> None:
    assert isinstance(report(html.encode(), "a.html"), Report)
