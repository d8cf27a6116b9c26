"""A page's blocks are lines of the report, and what is no story among them is marked or left out."""

from __future__ import annotations

import pytest

from dateline.model import Report
from dateline.read import story_spans
from tests.read.reading import report
from tests.read.webpages import FOURTH, LEAD, SECOND, THIRD, article, page, paragraphs, structured


def read(html: str) -> Report:
    return report(html.encode(), "a.html")


def lines(found: Report) -> list[str]:
    return found.text[found.title_end + 1 :].split("\n")


def marked(found: Report) -> list[tuple[str, str]]:
    return [(one.kind, one.span.of(found.text)) for one in found.furniture]


def story(found: Report) -> str:
    return "\n".join(span.of(found.text) for span in story_spans(found) if span.start >= found.title_end)


def test_a_paragraph_is_a_line() -> None:
    found = read(page(article(paragraphs(LEAD, SECOND), f"<div>{THIRD}</div>", f"<p>{FOURTH}<br><br>{SECOND}</p>")))
    assert lines(found) == [LEAD, SECOND, THIRD, FOURTH, SECOND]


def test_white_space_and_marks_without_width_are_made_one_space_or_none() -> None:
    found = read(page(article(f"<p>\n  Two  drivers\n died\u00ad. {LEAD}\u200b</p>", paragraphs(SECOND, THIRD))))
    assert lines(found)[0] == f"Two drivers died. {LEAD}"
    assert {mend.kind for mend in found.mends} == {"soft-hyphen", "invisible"}


def test_items_and_headings_are_lines() -> None:
    items = "<ul><li>Two drivers were killed.</li><li>One soldier was hurt by a stone.</li></ul>"
    found = read(page(article(paragraphs(LEAD), "<h2>What is known</h2>", items, paragraphs(SECOND, THIRD))))
    assert lines(found) == [
        LEAD,
        "What is known",
        "Two drivers were killed.",
        "One soldier was hurt by a stone.",
        SECOND,
        THIRD,
    ]


def test_a_table_of_data_is_kept_and_marked() -> None:
    table = "<table><tr><th>Day</th><th>Killed</th></tr><tr><td>Monday</td><td>2</td></tr></table>"
    found = read(page(article(paragraphs(LEAD, SECOND), table, paragraphs(THIRD))))
    assert marked(found) == [("table", "Day\tKilled"), ("table", "Monday\t2")]
    assert "Killed" not in story(found)


def test_a_table_that_lays_the_page_out_is_no_table() -> None:
    laid_out = f"<table><tr><td><a href='/x'>Home</a></td><td>{paragraphs(LEAD, SECOND, THIRD)}</td></tr></table>"
    found = read(page(laid_out))
    assert story(found).split("\n") == [LEAD, SECOND, THIRD]


@pytest.mark.parametrize(
    "caption",
    [
        "<figure><img src='a.jpg'><figcaption>{}</figcaption></figure>",
        "<div class='photo-caption'>{}</div>",
        "<div class='media'><img src='a.jpg'><span class='imageCaption'>{}</span></div>",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_caption_is_marked(caption: str, first: bool) -> None:  # noqa: FBT001 - a parameter of the test
    words = "Soldiers stand at the gate of the harbour in Port Vell"
    inner = (caption.format(words), paragraphs(LEAD, SECOND, THIRD))
    found = read(page(article(*(inner if first else (paragraphs(LEAD), inner[0], paragraphs(SECOND, THIRD))))))
    assert marked(found) == [("caption", words)]
    assert story(found).split("\n") == [LEAD, SECOND, THIRD]


@pytest.mark.parametrize(
    "quote",
    [
        "<aside>had shown their papers and had been waved on</aside>",
        "<blockquote><p>“The drivers had shown their papers and had been waved on.”</p></blockquote>",
        "<div class='pull-quote'>They had shown their papers</div>",
        "<p class='pullquote'>They had shown their papers</p>",
    ],
)
def test_a_pull_quote_is_marked(quote: str) -> None:
    found = read(page(article(paragraphs(LEAD, SECOND), quote, paragraphs(THIRD, FOURTH))))
    assert [kind for kind, _ in marked(found)] == ["pull-quote"]
    assert story(found).split("\n") == [LEAD, SECOND, THIRD, FOURTH]


def test_a_quotation_that_repeats_nothing_is_story() -> None:
    quote = "<blockquote><p>We will not come back to the quays, the union wrote to the army.</p></blockquote>"
    found = read(page(article(paragraphs(LEAD, SECOND), quote, paragraphs(THIRD))))
    assert marked(found) == []
    assert "We will not come back to the quays" in story(found)


@pytest.mark.parametrize(
    "box",
    [
        "<div class='related-stories'><h3>Read more</h3><p>{}</p></div>",
        "<aside><h3>More on this story</h3><ul><li><a href='/x'>{}</a></li></ul></aside>",
        "<section class='newsletter-signup'><p>{}</p></section>",
        "<p><a href='/x'>{}</a></p>",
        "<p>READ MORE: <a href='/x'>{}</a></p>",
    ],
)
def test_what_leads_to_other_stories_is_no_story(box: str) -> None:
    other = "Army denies that its soldiers fired at anyone in the harbour"
    found = read(page(article(paragraphs(LEAD, SECOND), box.format(other), paragraphs(THIRD, FOURTH))))
    assert story(found).split("\n") == [LEAD, SECOND, THIRD, FOURTH]


def test_a_story_in_pieces_is_put_together() -> None:
    pieces = [
        f"<div class='wrap'><div class='chunk'>{paragraphs(text, text[:-1] + ' again.')}</div></div>"
        for text in (LEAD, SECOND)
    ]
    advert = "<div class='ad-slot'><p>Buy two boats and get a third one for nothing, this week only.</p></div>"
    found = read(
        page(article(f"{pieces[0]}{advert}{pieces[1]}<div class='wrap'><div class='chunk'><p>{THIRD}</p></div></div>"))
    )
    assert [text in story(found) for text in (LEAD, SECOND, THIRD)] == [True, True, True]
    assert "boats" not in found.text


def test_comments_are_no_story() -> None:
    comments = "<section id='comments'><p>I was there that night, and I saw nothing of the kind at all.</p></section>"
    found = read(page(article(paragraphs(LEAD, SECOND, THIRD)) + comments))
    assert lines(found) == [LEAD, SECOND, THIRD]


def test_a_story_that_only_the_structured_data_hold() -> None:
    body = f"{LEAD}\n{SECOND}\n{THIRD}\n{FOURTH}\n{LEAD}\n{SECOND}"
    data = structured({"@type": "NewsArticle", "headline": "Dockers killed", "articleBody": body})
    assert lines(read(page("<div id='root'></div>", head=data))) == body.split("\n")


def test_a_teaser_in_the_structured_data_does_not_cut_the_story() -> None:
    data = structured({"@type": "NewsArticle", "articleBody": LEAD[:60] + "…"})
    assert lines(read(page(article(paragraphs(LEAD, SECOND, THIRD)), head=data))) == [LEAD, SECOND, THIRD]


def test_the_headline_in_the_body_is_left_out() -> None:
    found = read(page(article(paragraphs(LEAD, SECOND, THIRD))))
    assert found.text == f"Dockers killed at Port Vell checkpoint\n{LEAD}\n{SECOND}\n{THIRD}"


def test_what_is_not_shown_is_not_read() -> None:
    hidden = "<p hidden>Buy boats here, and buy them now, said nobody.</p><p style='display: none'>Boats, boats and boats were sold.</p>"
    assert lines(read(page(article(paragraphs(LEAD), hidden, paragraphs(SECOND, THIRD))))) == [LEAD, SECOND, THIRD]


def test_words_beside_the_paragraphs_are_story() -> None:
    found = read(
        page(f"<table><tr><td><font>{LEAD}</font>{paragraphs(SECOND)}{THIRD}{paragraphs(FOURTH)}</td></tr></table>")
    )
    assert lines(found) == [LEAD, SECOND, THIRD, FOURTH]


def test_words_without_spaces_are_counted_too() -> None:
    texts = (
        "周一，士兵在港口附近的检查站开枪，打死两名司机，州长说。她告诉记者，司机们出示了证件，被放行。",
        "军队与码头工人工会的谈判将于周四在港口城恢复，官员补充说。工会表示，其成员将远离码头。",
    )
    found = read(page(article(paragraphs(*texts)) + f"<div class='related-news'>{paragraphs(texts[1][:30])}</div>"))
    assert lines(found) == list(texts)
