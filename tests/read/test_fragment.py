"""Pieces of HTML become lines of words, whatever is broken in them, in time that grows with their length alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dateline.read.fragment import fragment_text

LONG = 400_000


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Soldiers left.</p><p>Dockers <b>st</b>ayed.</p>", "Soldiers left.\nDockers stayed."),
        ("One<br>two<BR/>three", "One\ntwo\nthree"),
        ("<ul><li>first<li>second</ul>after", "first\nsecond\nafter"),
        ("<table><tr><td>Port Vell</td><td>3 dead</td></tr></table>", "Port Vell\n3 dead"),
        ("Fish &amp; chips &#8211; &eacute;&nbsp;x<i></i>", "Fish & chips – é\u00a0x"),
        ("<p>broken\n   over\n lines</p>", "broken over lines"),
        ("<pre>kept\nas it is</pre>and <i>on\n</i>", "kept\nas it is\nand on"),
        ("a<script>if (1 < 2) x('</p>')</script>b<style>p {}</style>c", "abc"),
        ("a<!-- <p>hidden</p> -->b", "ab"),
        ("a<![CDATA[x]]>b<?php y ?>c<!DOCTYPE html>d", "abcd"),
        ('<p title="a > b" class=x>in</p>', "in"),
        ("<p title=don't>can't</p>", "can't"),
        ("3 < 5 and 7 > 6<br>", "3 < 5 and 7 > 6"),
        ('cut in the middle <a href="https://gazette.exa', "cut in the middle"),
        ('<div style="color:red; DISPLAY : none">preview <div>x</div> y</div>shown', "shown"),
        ('<span hidden>no</span><span title="the hidden port">yes</span>', "yes"),
        ("<p hidden>an end tag that may be left out<p>hides nothing", "an end tag that may be left out\nhides nothing"),
        ("plain\ntext &amp; its\r\nlines ", "plain\ntext & its\r\nlines"),
        ("no tag <b and <p style is one & ends", "no tag <b and <p style is one & ends"),
        ("<p>cut</p>in one </p", "cut\nin one"),
        ("", ""),
        ("<p> \n\u00a0</p>", ""),
    ],
)
def test_words_are_kept_and_blocks_end_lines(html: str, text: str) -> None:
    assert fragment_text(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * LONG,
        "<div hidden>" * LONG,
        "<a " * LONG,
        '<a ="' * LONG,
        "<a ='\"" * LONG,
        "<!--" * LONG,
        "<!" * LONG,
        "<script>" * LONG,
        "</p" * LONG + ">",
        "<p style = 'display " + "display " * LONG + ">",
        "<div style='" * LONG,
        "&" * LONG,
        "&#" * LONG + "<p>",
        "<" * LONG + "p>",
        "<pre>" + "\n" * LONG,
        "<p " + "a=b " * LONG + ">x",
    ],
    ids=range(16),
)
def test_time_grows_with_length_alone(html: str) -> None:
    start = time.process_time()
    fragment_text(html)
    assert time.process_time() - start < 5


@settings(deadline=None)
@given(some.text(alphabet="<>/!-='\" apbrdivscriptyleh&;#x0\n", max_size=200))
def test_whatever_is_broken_lines_are_trimmed_and_none_is_empty(html: str) -> None:
    assert all(line and line == line.strip() for line in fragment_text(f"<p>first</p>{html}").split("\n"))


@settings(deadline=None)
@given(some.lists(some.text(alphabet="abc déf,.", min_size=1).filter(str.strip), min_size=1, max_size=8))
def test_paragraphs_come_out_as_they_went_in(paragraphs: list[str]) -> None:
    html = "".join(f"<p>{words}</p>" for words in paragraphs)
    assert fragment_text(html) == "\n".join(" ".join(words.split()) for words in paragraphs)
