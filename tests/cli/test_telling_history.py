"""`history` says what was said of an event on a day, what changed since, and why."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline.archive import Archive
from dateline.cli.errors import Exit
from tests.archive.test_judgements import ELSEWHERE, ONE, TWO, id_of
from tests.cli.conftest import Cli
from tests.weave.builders import ORIGIN


def ticking() -> Callable[[], dt.datetime]:
    """A clock that is a day later whenever it is asked."""
    days = itertools.count()
    return lambda: dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC) + dt.timedelta(days=next(days))


@pytest.fixture
def week(cli: Cli, tmp_path: Path) -> Cli:
    """An archive that one thing was done to on each day from 10 March 2026 on."""
    with Archive.open(tmp_path / "a.db", clock=ticking()) as archive:
        archive.add(*ONE, ORIGIN)
        archive.add(*TWO, ORIGIN)
        archive.add(*ELSEWHERE, ORIGIN)
        archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="anna")
        archive.undo(1, author="ben")
    return cli


def test_each_change_is_told_with_its_day_cause_and_fields(week: Cli) -> None:
    out = week("history", id_of(ONE)).out
    causes = [line for line in out.splitlines() if line.startswith("2026-03-")]
    assert [line[:10] for line in causes] == ["2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13", "2026-03-14"]
    assert causes[1].endswith(f"report {TWO[0].id} added")
    assert causes[3].endswith("judgement 1 by anna")
    assert causes[4].endswith("judgement 1 by anna taken back by ben")
    assert re.search("outlets +[+] Herald B", out)
    assert re.search("reports +1 → 2", out)
    assert re.search(rf"claims +- {id_of(ELSEWHERE)[:8]}", out)


def test_which_event_took_in_which_is_told(cli: Cli, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", clock=ticking()) as archive:
        archive.add(*ONE, ORIGIN)
        archive.add_many([TWO, ELSEWHERE], ORIGIN)
        archive.merge([id_of(ONE), id_of(ELSEWHERE)], author="anna")
    one, other = id_of(ONE)[:8], id_of(ELSEWHERE)[:8]
    first, second, third = cli("history", one).out.split("\n2026-")[1:]
    assert "events" not in first
    # What came with the second report came by itself, and is no piece of the event that is there already.
    assert f"events   {other} is new" in second
    assert f"report {TWO[0].id} added" in second
    assert f"report {ELSEWHERE[0].id} added" in second
    assert "reports  1 → 2" in second
    assert f"events   {one} took in {other}" in third
    assert "7 → 7" not in second + third
    cli("undo", "1", "--author", "ben")
    assert f"events    {other} was part of {one}" in cli("history", other).out
    cli("merge", one, other)
    assert f"{other} split off from {one}" in cli("history", one).out


def test_what_was_said_on_a_day_and_what_changed_since(week: Cli) -> None:
    out = week("history", id_of(ONE), "--as-of", "2026-03-10").out
    said, since = out.split("Changed since:")
    assert "Said on 2026-03-10:" in said
    assert "reported" in said.split("Said on")[1]
    assert "2026-03-10 " not in since
    assert "2026-03-11 " in since
    assert "Nothing was said of it on 2026-03-09." in week("history", id_of(ONE), "--as-of", "2026-03-09").out
    assert "Nothing has changed since." in week("history", id_of(ONE), "--as-of", "2026-03").out


def test_history_as_json_has_the_events_of_that_day(week: Cli) -> None:
    (told,) = week("history", id_of(ELSEWHERE), "--as-of", "2026-03-13", "--json").rows()
    (then,) = told["then"]
    assert set(then["claims"]) == {id_of(ONE), id_of(TWO), id_of(ELSEWHERE)}
    (change,) = told["changes"]
    assert change["cause"] == "judgement 1 by anna taken back by ben"


def test_a_day_that_is_none_is_refused(week: Cli) -> None:
    done = week("history", id_of(ONE), "--as-of", "March")
    assert done.code == Exit.USAGE
    assert "--as-of cannot be 'March'" in done.err
