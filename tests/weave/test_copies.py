"""Prints of one text are told from forms, digests, footers and follow-ups, however the text was changed."""

from __future__ import annotations

import random
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Furniture, Report, Span
from dateline.weave.reports.copies import Match, copied, copy_keys
from dateline.weave.reports.forms import forms_of
from dateline.weave.reports.words import text_of, words_of
from tests.archive.prints import article, reprint
from tests.weave.builders import report

FOOTER = (
    "Our reporters work day and night so that you need not. Sign up to the morning letter, follow us on your telephone and "
    "tell us what you think of our pages. Every week a hundred thousand readers of all ages take part in our great quiz and "
    "win books, bicycles and journeys to the sea. All rights reserved; nothing may be reprinted without our consent."
)
SITUATION = (
    "Situation of the day\nThe ministry said on {day} that {a} people were killed and {b} injured in the past day. In the north "
    "{c} houses were damaged and {d} families left their homes, and {e} of them were taken in by schools. Aid for {f} people "
    "reached the south and {g} lorries are waiting at the border, where the road has been closed since the fighting began."
)


def compared(one: Report, other: Report, days_apart: int | None = 0) -> Match | None:
    """What comparing two reports gives, the same from either side."""
    left, right = words_of(one), words_of(other)
    found = copied(left, right, days_apart)
    assert copied(right, left, days_apart) == found
    return found


def meet(one: Report, other: Report) -> bool:
    """Whether two reports share a key."""
    return not set(copy_keys(words_of(one).text)).isdisjoint(copy_keys(words_of(other).text))


def body(of: Report) -> str:
    """The text under the headline."""
    return of.text[of.title_end + 1 :]


@given(st.integers(0, 400), st.sampled_from([1.0, 0.7, 0.4]), st.sampled_from([0.0, 0.05, 0.12]))
def test_cut_and_reworded_prints_are_found(number: int, keep: float, changed: float) -> None:
    one = article(number)
    other = reprint(one, random.Random(number), outlet="Herald B", keep=keep, changed=changed)
    assert compared(one, other)


def test_prints_meet_under_a_key_and_other_articles_do_not() -> None:
    dice = random.Random(1)
    articles = [article(number) for number in range(200)]
    for share, keep, changed in ((0.99, 0.4, 0.0), (0.99, 1.0, 0.05), (0.93, 0.7, 0.12)):
        prints = [reprint(one, dice, outlet="Herald B", keep=keep, changed=changed) for one in articles]
        assert sum(map(meet, articles, prints)) >= share * len(articles)
    assert not any(map(meet, articles, articles[1:]))


@given(st.integers(0, 200), st.integers(201, 400))
def test_different_articles_are_not_taken_for_copies(one: int, other: int) -> None:
    assert compared(article(one), article(other)) is None


def test_a_form_filled_in_with_other_numbers_is_another_report() -> None:
    monday = report(SITUATION.format(day="Monday", a=12, b=40, c=211, d=90, e=31, f=5400, g=17))
    tuesday = report(SITUATION.format(day="Tuesday", a=3, b=19, c=87, d=44, e=12, f=3100, g=60))
    assert compared(monday, tuesday, 1) is None
    assert compared(monday, report(f"Aid waits\n{body(monday)}"), 0)


def test_what_an_outlet_sets_under_its_stories_makes_no_copies() -> None:
    first, second = (article(number, sentences=3) for number in (1, 2))
    one, other = (report(f"{of.text}\n{FOOTER}") for of in (first, second))
    assert compared(one, other) is None
    assert compared(one, first)


def test_the_items_of_a_digest_are_not_copies_of_it_but_its_first_may_be() -> None:
    items = [article(number, sentences=2) for number in range(10, 15)]
    digest = report("News in brief\n" + "\n".join(map(body, items)))
    assert [compared(item, digest) is not None for item in items[1:]] == [False] * 4


def test_a_follow_up_that_keeps_old_paragraphs_is_new() -> None:
    old, new = article(20), article(21)
    halves = body(new).split("\n")[:9], body(old).split("\n")[9:]
    assert compared(old, report("The day after\n" + "\n".join([*halves[0], *halves[1]])), 1) is None


def test_quotation_marks_case_and_dashes_do_not_count() -> None:
    one = article(30)
    text = re.sub(r"\b(said that)\b", r"“\1”", body(one)).replace(", ", " – ")
    match = compared(one, report(f"ANOTHER HEADLINE\n{text}"))
    assert match
    assert match.score == 1


def test_furniture_and_headlines_are_no_part_of_what_is_compared() -> None:
    one = article(40)
    text = f"{one.text}\n{FOOTER}"
    furnished = msgspec.structs.replace(
        report(text), furniture=(Furniture(Span(len(one.text), len(text)), "notice"),), title_end=one.title_end
    )
    assert words_of(furnished) == words_of(one)


@pytest.mark.parametrize(("other", "same"), [("two", True), ("three", False)])
def test_short_texts_must_agree_in_every_number_and_name(other: str, same: bool) -> None:  # noqa: FBT001 - a case
    number = {"two": 2, "three": 3}[other]
    one = report(
        "Blast in Karmin\nA blast hit the market of Karmin on Monday, and 2 people were taken to hospital there."
    )
    text = f"A blast hit the market of Karmin on Monday, and {number} people were taken to hospital there."
    assert (compared(one, report(f"Blast in Karmin\n{text}")) is not None) is same


def test_a_text_taken_up_again_much_later_must_be_nearly_the_same() -> None:
    one = article(50)
    other = reprint(one, random.Random(3), outlet="Post D", keep=1.0, changed=0.2)
    assert compared(one, other, 1)
    assert compared(one, other, 30) is None
    assert compared(one, reprint(one, random.Random(3), outlet="Post D", keep=1.0, changed=0.01), 30)


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    one = report(
        "标题\n"
        + "军队周一袭击了北部的一个村庄造成多人伤亡当地官员说救援人员正在废墟中搜寻幸存者医院已经人满为患政府呼吁国际社会提供援助"
        * 2
    )
    other = report("另一个标题\n" + one.text[3:100])
    assert compared(one, other)
    assert meet(one, other)


@given(st.text(st.characters(codec="utf-8"), max_size=400))
def test_the_words_that_keys_are_made_of_are_those_that_are_compared(text: str) -> None:
    of = report(f"Über den Fluß\n{text}")
    assert tuple(text_of(forms_of(of))) == words_of(of).text


def test_keys_are_the_same_everywhere() -> None:
    """What an archive was keyed by must be found again: where the library or the rules change these, `WEAVER` must too."""
    keys = copy_keys(words_of(report("Blast\nA blast hit the market of Karmin on Monday morning.")).text)
    assert keys[:2] == [-2309900502498771431, -1047150744534604869]
    assert copy_keys(words_of(report("")).text) == []
