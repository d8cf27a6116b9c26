"""Causes named between the claims of a report are kept with their events, and go with a coding that is replaced."""

from __future__ import annotations

from pathlib import Path

from dateline.archive import Archive
from dateline.model import Claim, Origin, Report
from tests.weave.builders import ORIGIN, claim, report

STORY = report("Army shells valley\nArlen bombed the valley in retaliation for the ambush.", name="story-1")


def claims(of: Report, **changes: object) -> list[Claim]:
    bombed, ambush = "bombed", "ambush"
    return [claim(of, word, **changes) for word in (bombed, ambush)]  # type: ignore[arg-type] # passed on as they are


def test_an_event_tells_its_causes_and_what_it_led_to(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        effect, cause = claims(STORY)
        archive.add(STORY, [effect, cause], ORIGIN)
        (named,) = archive.causes_of(archive.event(effect.id))
        assert (named.effect, named.cause, named.report) == (effect.id, cause.id, STORY.id)
        assert named.said.span.of(STORY.text) == named.said.words == "in retaliation for"
        assert archive.causes_of(archive.event(cause.id)) == [named]
        before = archive.fingerprint()
        archive.rebuild()
        assert archive.fingerprint() == before


def test_a_later_coding_takes_the_causes_of_the_earlier_one_away(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        effect, cause = claims(STORY)
        archive.add(STORY, [effect, cause], ORIGIN)
        later = Origin("test", "2")
        archive.add(STORY, [claim(STORY, "bombed", origin=later)], later)
        assert archive.causes_of(archive.event(effect.id)) == []


def test_claims_that_are_one_event_are_not_each_others_cause(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "news.db") as archive:
        effect, cause = claims(STORY, told="one")
        archive.add(STORY, [effect, cause], ORIGIN)
        assert archive.causes_of(archive.event(effect.id)) == []
