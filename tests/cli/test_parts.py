"""The parts that commands are made of: marking, bars, days, errors, batches, interrupts, the doctor."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive import assembly, meetings
from dateline.cli import late, pool
from dateline.cli.density import LONGEST, bars, density
from dateline.cli.errors import Exit, UserError
from dateline.cli.highlight import Mark, bracketed, highlighted
from dateline.cli.interrupt import Interrupt
from dateline.cli.mending import Mending
from dateline.cli.render import (
    FACTUALITY,
    STATUS,
    course_words,
    day_words,
    interval_words,
    plain,
    range_words,
    status_text,
)
from dateline.code.coder import Coded
from dateline.model import Factuality, Interval, Origin, Rejected, Report, Source, Span, Status, Turn
from dateline.weave import weights
from dateline.weave.reports import rarity
from tests.cli.conftest import Cli, Process
from tests.export.samples import attack, drones, event, report

spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=6)


@given(st.text(st.characters(categories=["L", "Z"]), min_size=40, max_size=40), spans)
def test_brackets_change_no_letter_of_the_sentence(sentence: str, places: list[tuple[int, int]]) -> None:
    marks = sorted(
        (Mark(Span(at, at + size), "actor") for at, size in places), key=lambda m: (m.span.start, -m.span.end)
    )
    marked = bracketed(sentence, marks)
    assert marked.count("[actor: ") == marked.count("]")
    assert marked.replace("[actor: ", "").replace("]", "") == sentence


def test_nested_marks_are_kept_and_crossing_ones_left_out() -> None:
    marks = [Mark(Span(0, 10), "actor"), Mark(Span(0, 3), "place"), Mark(Span(8, 12), "time")]
    assert bracketed("abcdefghijklm", marks) == "[actor: [place: abc]defghij]klm"


def test_marks_outside_the_sentence_are_not_drawn() -> None:
    sample = report()
    claim = drones(sample)
    shown = highlighted(claim.sentence.of(sample.text), claim.sentence.start, claim, colour=False)
    assert shown.plain == "[actor: The army] may [trigger: send] [instrument: drones]."


def test_styles_mark_the_same_words_as_brackets() -> None:
    sample = report()
    claim = attack(sample)
    styled = highlighted(claim.sentence.of(sample.text), claim.sentence.start, claim, colour=True)
    words = {styled.plain[span.start : span.end] for span in styled.spans}
    assert {"Gunmen", "attacked", "the Veltish army", "Orvale", "on Monday", "a police officer"} <= words


def interval(start: dt.date, days: int = 0) -> Interval:
    return Interval(start, start + dt.timedelta(days=days), "range" if days else "day", "text")


days = st.dates(dt.date(1, 1, 1), dt.date(9990, 12, 31))


@given(st.lists(st.builds(interval, days, st.integers(0, 800)), min_size=1, max_size=20))
def test_every_interval_is_in_one_bar_or_counted_as_wide(intervals: list[Interval]) -> None:
    found = density(intervals)
    assert found is not None
    assert sum(found.counts) + found.wide == len(intervals)
    assert len(found.starts) == len(found.counts) <= LONGEST[found.unit] + 1
    assert all(early < late_ for early, late_ in itertools.pairwise(found.starts))


def test_an_interval_wider_than_a_bar_is_in_none() -> None:
    found = density([interval(dt.date(2021, 3, 1)), interval(dt.date(2021, 3, 1), 6)])
    assert found is not None
    assert (found.unit, found.counts, found.wide) == ("day", (1,), 1)


def test_a_long_time_is_drawn_by_weeks_months_and_years() -> None:
    start = dt.date(2021, 1, 1)
    units = []
    for length in (61, 300, 1500, 9000):
        found = density([interval(start), interval(start + dt.timedelta(days=length))])
        assert found is not None
        units.append(found.unit)
    assert units == ["day", "week", "month", "year"]


def test_bars_show_the_highest_and_never_hide_a_one() -> None:
    assert bars([0, 1, 100], fancy=True) == " ▁█"
    assert bars([0, 1, 100], fancy=False) == " .#"
    assert bars([], fancy=True) == ""


def test_a_day_of_report_is_never_said_to_be_the_events() -> None:
    day = dt.date(2021, 3, 2)
    assert day_words(None, day) == "reported 2021-03-02"
    assert day_words(interval(day), day) == "2021-03-02"
    assert day_words(None, None) == "no date"
    assert day_words(Interval(dt.date(2021, 3, 1), dt.date(2021, 3, 31), "month", "text"), day) == "2021-03"
    assert day_words(Interval(dt.date(2021, 1, 1), dt.date(2021, 12, 31), "year", "text"), day) == "2021"
    assert day_words(interval(day, 6), day) == "2021-03-02 –2021-03-08"
    assert interval_words(Interval(dt.date(2021, 3, 1), dt.date(2021, 3, 31), "month", "text")) == (
        "2021-03-01 to 2021-03-31 (month)"
    )


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [(3, 3, "3"), (3, 5, "3 to 5"), (3, None, "at least 3"), (None, 5, "at most 5"), (None, None, "?")],
)
def test_ranges_are_said_with_their_open_ends(low: int | None, high: int | None, said: str) -> None:
    assert range_words(low, high) == said


def test_what_is_no_plain_report_is_said_in_capitals() -> None:
    assert status_text(event(status="disputed")).plain == "DISPUTED"
    assert status_text(event(status="reported")).plain == "reported"
    for words, _ in (*STATUS.values(), *FACTUALITY.values()):
        assert words.lower() in {*get_args(Status), *get_args(Factuality)}, "what is shown can be asked for"


def test_every_status_and_factuality_is_said_in_words_of_its_own() -> None:
    assert set(STATUS) == set(get_args(Status))
    assert set(FACTUALITY) == set(get_args(Factuality))
    for said in (STATUS, FACTUALITY):
        assert len(set(said.values())) == len({words for words, _ in said.values()}) == len(said)


@given(st.text())
def test_plain_text_keeps_its_length_and_has_no_control_characters(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert not re.search("[\x00-\x1f\x7f-\x9f]", plain(text))


def test_an_error_is_one_line_whatever_it_is_made_of() -> None:
    assert str(UserError("It broke.\nBadly.", "Mend it.")) == "It broke. Badly (Mend it)"


class Counting:
    """A coder that notes how large its batches are."""

    origin = Origin("counting", "1")

    def __init__(self) -> None:
        self.batches: list[int] = []

    def code_batch(self, reports: Iterator[Report]) -> Iterator[Coded]:
        """Note a batch."""
        some = list(reports)
        self.batches.append(len(some))
        yield from (Coded(one, (), self.origin) for one in some)


def test_a_wish_to_stop_ends_coding_after_the_running_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    coder = Counting()
    monkeypatch.setattr(late, "load_coder", lambda _: coder)
    pool.coder_of.cache_clear()
    sample = [report(f"Title {number}\nWords.") for number in range(10)]
    asked = itertools.count()
    batches = pool.coded_batches(sample, "counting", jobs=1, stop=lambda: next(asked) >= 2, batch=3)
    assert [len(batch) for batch in batches] == [3, 3]
    assert coder.batches == [3, 3]
    pool.coder_of.cache_clear()


def test_the_first_press_asks_and_the_second_stops(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), Interrupt() as interrupt:
        _press_twice(interrupt)
    assert signal.getsignal(signal.SIGINT) is before
    assert "finishing the running batch" in capsys.readouterr().err


def _press_twice(interrupt: Interrupt) -> None:
    seen = [interrupt.asked]
    signal.raise_signal(signal.SIGINT)
    seen.append(interrupt.asked)
    assert seen == [False, True]
    signal.raise_signal(signal.SIGINT)


def source_of(path: str, line: int | None = None) -> Source:
    return Source(path, f"line {line}" if line else None)


def refused(path: str, line: int | None = None, reason: str = "bad-json") -> Rejected:
    return Rejected(source=source_of(path, line), reason=reason, detail="found", mend="mend")


def read_well(path: str, line: int | None = None) -> Report:
    return msgspec.structs.replace(report(), source=source_of(path, line))


def test_nothing_is_mended_before_its_path_is_read_to_the_end() -> None:
    old = [
        refused("/f/a", 1),
        refused("/f/a", 3),
        refused("/f", None, "empty-folder"),
        refused("/g", None, "unreadable"),
    ]
    mending = Mending(old)
    assert mending.met(read_well("/f/a", 1)) == []
    assert mending.met(refused("/f/a", 3)) == []
    assert mending.met(refused("/f/b")) == [old[0], old[2]]
    assert mending.end() == []


def test_a_path_that_is_refused_again_mends_no_folder_and_standard_input_is_never_mended() -> None:
    mending = Mending([refused("/f", None, "unreadable"), refused("/f/a", None, "unreadable"), refused("-", 2)])
    assert mending.met(refused("/f/a", None, "unreadable")) == []
    assert mending.met(read_well("-", 1)) == []
    assert mending.met(read_well("-", 2)) == []
    assert mending.end() == []


def test_help_names_every_command_and_imports_nothing_slow() -> None:
    script = (
        "import sys; sys.argv = ['dateline', '--help']\n"
        "import atexit; atexit.register(lambda: print([m for m in "
        "('onnxruntime', 'trafilatura', 'sqlalchemy', 'numpy', 'tokenizers', 'lxml') if m in sys.modules]))\n"
        "from dateline.cli.main import run; run()"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    for command in ("add", "code", "events", "claims", "show", "timeline", "export", "rejects", "doctor"):
        assert re.search(rf"\b{command}\b", done.stdout)
    assert "Exit codes" in done.stdout


def test_version_is_printed(cli: Cli) -> None:
    import dateline

    assert cli("--version").out == f"dateline {dateline.__version__}\n"


def test_a_command_that_there_is_not_is_code_two(cli: Cli) -> None:
    done = cli("frobnicate")
    assert done.code == Exit.USAGE
    assert "Traceback" not in done.err


def test_the_doctor_names_what_is_missing_and_what_mends_it(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> tuple[str, int]:
        raise UserError("no model", "pip install it")

    monkeypatch.setattr(late, "model", missing)
    done = cli("doctor", "--json")
    (checkup,) = done.rows()
    found = {finding["what"]: finding for finding in checkup["findings"]}
    assert done.code == 1
    assert checkup["well"] is False
    assert found["model"] == {"what": "model", "state": "missing", "found": "no model", "mend": "pip install it"}
    assert found["archive"]["state"] == "absent"
    assert found["sqlite"]["state"] == "ok"
    assert found["msgspec"]["state"] == "ok"
    assert "mypy" not in found


def test_the_doctor_is_content_where_all_is_there(cli: Cli, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "model", lambda: ("1", 1_000_000))
    monkeypatch.setattr(late, "gazetteer", lambda: (1000, 1_000_000))
    monkeypatch.setattr(late, "actor_book", lambda: 10)
    cli("add", reports, "--coder", "sample")
    done = cli("doctor")
    assert done.code == 0
    assert "all that is required is there" in done.out
    told = " ".join(done.out.split())
    assert "4 reports, 9 claims" in told
    assert "no group and no block was too large" in told


def test_what_was_cut_for_its_size_is_told(cli: Cli, reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "CAP", 0)
    monkeypatch.setattr(meetings, "MOST", 0)
    cli("add", reports, "--coder", "sample")
    (checkup,) = cli("doctor", "--json").rows()
    (bounds,) = [finding for finding in checkup["findings"] if finding["what"] == "bounds"]
    assert "too large to be woven whole" in bounds["found"]
    assert "blocks of reports too large to compare every two of them" in bounds["found"]
    told = " ".join(cli("events").out.split())
    ids = [event["id"][:8] for event in cli("events", "--json").rows()]
    assert f"{len(ids)} of them lie in a group that was too large to be woven whole ({', '.join(ids[:5])}" in told
    assert "too large" not in cli("events", "--as-of", "2100-01-01").out


@pytest.fixture
def uncached() -> Iterator[None]:
    weights.weights.cache_clear()
    rarity.table.cache_clear()
    yield
    weights.weights.cache_clear()
    rarity.table.cache_clear()


@pytest.mark.usefixtures("uncached")
@pytest.mark.parametrize(("what", "module"), [("weights", weights), ("rarity", rarity)])
def test_the_doctor_finds_a_damaged_table(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, module: ModuleType
) -> None:
    damaged = tmp_path / "table"
    damaged.write_bytes(module.TABLE.read_bytes()[:-9])
    monkeypatch.setattr(module, "TABLE", damaged)
    (checkup,) = cli("doctor", "--json").rows()
    (found,) = [finding for finding in checkup["findings"] if finding["what"] == what]
    assert found["state"] == "missing"
    assert found["found"].startswith(f"{damaged} cannot be read")
    assert found["mend"] == late.REINSTALL


def test_a_terminal_that_is_not_unicode_gets_its_tables_all_the_same(cli: Cli, process: Process, reports: Path) -> None:
    cli("add", reports, "--coder", "sample")
    for command in (["events"], ["timeline"], ["show", "r1"], ["events", "--json"]):
        out, err = process(*command, PYTHONIOENCODING="ascii").communicate(timeout=60)
        assert err == b""
        assert out.isascii()
        assert b"Veltia" in out


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ([("planned", 1), ("occurred", 3)], "planned, then occurred"),
        ([("possible", 1), ("planned", 2), ("occurred", 3)], "possible, then planned, then occurred"),
        ([("planned", 1), ("negated", 2)], "planned, then called off"),
        ([("planned", 1), ("negated", 1)], "planned, then called off"),
        ([("planned", 1), ("negated", 2), ("planned", 3)], "planned, then called off, then planned"),
        ([("negated", 1), ("occurred", 2)], "negated, then occurred"),
        ([("planned", 1), ("possible", 2)], ""),
        ([("planned", 3), ("occurred", 3)], ""),
        ([("occurred", 1), ("planned", 2)], ""),
        ([("occurred", 1), ("denied", 2)], ""),
        ([("planned", 1)], ""),
    ],
)
def test_a_course_is_said_as_what_was_told_before(told: list[tuple[Factuality, int]], said: str) -> None:
    course = tuple(Turn(factuality=kind, said=dt.date(2021, 3, day), claims=("0a" * 10,)) for kind, day in told)
    assert course_words(event(course=course)) == said
