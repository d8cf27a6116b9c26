"""The commands that tell stories: what they print and what they give as JSON agree, and what is not there is said."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from dateline.cli.errors import Exit
from dateline.model import Story
from tests.cli.conftest import Cli


@pytest.fixture
def full(cli: Cli, reports: Path) -> Cli:
    """Give a command line whose archive holds the sample reports."""
    assert cli("add", reports, "--coder", "sample").code == 0
    return cli


def test_the_timeline_shows_the_key_events_that_json_marks(full: Cli) -> None:
    listed = [msgspec.json.decode(line, type=Story) for line in full("stories", "--json").out.splitlines()]
    (largest, *_) = sorted(listed, key=lambda one: -len(one.events))
    seed = largest.events[0].event.id
    told = msgspec.json.decode(full("story", seed, "--json").out, type=Story)
    keys = [one for one in told.events if one.key]
    assert keys
    page = " ".join(full("story", seed[:8]).out.split())
    for one in keys:
        assert one.event.headline in page
        assert "; ".join(one.why) in page
    assert all(str(day.day) in page for day in told.days)


@pytest.mark.parametrize("width", ["80", "120"])
def test_stories_fit_the_terminal(full: Cli, width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    listed = full("stories").out
    seed = listed.splitlines()[2].split()[0]
    for out in (listed, full("story", seed).out):
        assert max(map(len, out.splitlines())) <= int(width)


def test_what_no_event_names_is_said(full: Cli) -> None:
    done = full("story", "Peru")
    assert done.code == Exit.FAILED
    assert "No event here is about Peru" in done.err
    assert "Try one name alone" in done.err


def test_days_the_wrong_way_round_are_refused(full: Cli) -> None:
    done = full("story", "Iran", "--since", "2021", "--until", "2020")
    assert done.code == Exit.USAGE
    assert "swap them" in done.err


def test_a_period_without_events_has_no_stories(full: Cli) -> None:
    assert "no event lies in these days" in full("stories", "--until", "1900").out
