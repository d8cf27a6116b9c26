"""The commands that ask an archive: tables and JSON agree, filters filter, what is not a fact is marked."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import msgspec
import pytest

from dateline.cli.errors import Exit
from dateline.cli.filters import Options
from dateline.export import CLAIM_COLUMNS, EVENT_COLUMNS, ClaimLine
from dateline.model import Event
from tests.cli.conftest import Cli, Process

ASKING = ("events", "claims", "timeline", "export")


@pytest.fixture
def full(cli: Cli, reports: Path) -> Cli:
    """Give a command line whose archive holds the sample reports."""
    assert cli("add", reports, "--coder", "sample").code == 0
    return cli


def test_events_as_json_are_events(full: Cli) -> None:
    events = [msgspec.json.decode(line, type=Event) for line in full("events", "--json").out.splitlines()]
    assert {event.type for event in events} == {"ASSAULT", "CONSULT", "MOBILIZE"}
    attack = next(event for event in events if event.type == "ASSAULT")
    assert attack.reports == 3
    assert attack.status == "corroborated"


@pytest.mark.parametrize("width", ["80", "120"])
def test_tables_fit_their_width_and_mark_what_is_no_fact(
    full: Cli, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    for command in ("events", "claims", "timeline"):
        out = full(command).out
        assert max(map(len, out.splitlines())) <= int(width)
        assert "PLANNED" in out
        assert "POSSIBLE" in out
        assert "2021-03-01" in out
    events, claims = full("events").out, full("claims").out
    assert "headline" in events
    assert "sentence" in claims
    assert ("100 columns and more also show: who → whom, where" in events) == (width == "80")
    assert ("100 columns and more also show: who → whom, where, source" in claims) == (width == "80")


def test_what_states_no_date_is_shown_by_its_report_and_labelled(full: Cli) -> None:
    out = full("events", "--type", "mobilize").out
    assert "reported" in out
    assert "2021-03-02" in out
    assert "No date is stated" in full("timeline", "--type", "mobilize").out
    assert full("events", "--type", "mobilize", "--dated").out.endswith("0 events\n")


@pytest.mark.parametrize(
    ("arguments", "types"),
    [
        (["--type", "assault"], {"ASSAULT"}),
        (["--factuality", "planned"], {"CONSULT"}),
        (["--status", "corroborated"], {"ASSAULT"}),
        (["--actor", "marland"], {"MOBILIZE"}),
        (["--place", "Orvale"], {"ASSAULT"}),
        (["--country", "mlt", "--place", "orvale"], {"ASSAULT"}),
        (["--country", "Malta", "--type", "assault"], {"ASSAULT"}),
        (["--country", "Iraq"], set()),
        (["--place", "Malta"], {"ASSAULT", "CONSULT"}),
        (["--place", "rvale"], set()),
        (["--text", "drones"], {"MOBILIZE"}),
        (["--text", "rebels"], {"ASSAULT"}),
        (["--since", "2021", "--until", "2021-03-01", "--dated"], {"ASSAULT"}),
        (["--until", "2021-02", "--dated"], set()),
    ],
)
def test_filters_give_what_they_name(full: Cli, arguments: list[str], types: set[str]) -> None:
    found = {row["type"] for row in full("events", "--json", *arguments).rows()}
    assert found == types


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--type", "war"], "--type cannot be 'WAR' (choose from AGREE, "),
        (["--factuality", "true"], "--factuality cannot be 'true' (choose from occurred, "),
        (["--status", "good"], "--status cannot be 'good' (choose from reported, "),
        (["--country", "XQZ"], "--country cannot be 'XQZ' (give a country by name or by its ISO 3166-1 code"),
        (["--country", "Atlantis"], "--country cannot be 'Atlantis' (give a country"),
        (["--dated", "--undated"], "--dated and --undated contradict each other"),
        (["--since", "last week"], "--since cannot be 'last week' (give a day, month or year"),
        (["--until", "2021-02-30"], "--until cannot be '2021-02-30'"),
        (["--since", "2021", "--until", "2020"], "--since 2021-01-01 is after --until 2020-12-31 (swap them)"),
    ],
)
def test_a_filter_that_cannot_be_used_is_told_in_one_line(cli: Cli, arguments: list[str], said: str) -> None:
    done = cli("events", *arguments)
    assert done.code == 2
    assert done.err.startswith(f"dateline: error: {said}")
    assert done.err.count("\n") == 1


def test_a_window_holds_what_can_only_lie_in_it_and_says_what_else_may(cli: Cli, tmp_path: Path) -> None:
    rows = [
        {"date": "2021-03-10", "text": "Veltia attacked rebels in Orvale on 2021-03-09, officials said."},
        {"date": "2021-03-10", "text": "Marland may send drones to the border post within days, officials said."},
    ]
    path = tmp_path / "r.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    cli("add", path, "--coder", "sample")
    window = ("--since", "2021-03-09", "--until", "2021-03-10")
    assert [row["type"] for row in cli("events", "--json", *window).rows()] == ["ASSAULT"]
    both = cli("claims", "--json", "--undated", *window).rows()
    assert [row["claim"]["type"] for row in both] == ["ASSAULT", "MOBILIZE"]
    for command in ("events", "claims", "timeline"):
        assert cli(command, *window).out.endswith(
            "\n1 more states no date and may lie in these days: --undated shows what does\n"
        )
        assert "no date and may" not in cli(command, "--undated", *window).out
        assert "no date and may" not in cli(command, "--dated", *window).out
        assert "no date and may" not in cli(command).out
    told = cli("export", "--format", "csv", *window)
    assert told.err.startswith("1 more states no date")
    assert len(told.out.splitlines()) == 2


@pytest.mark.parametrize("command", ["events", "claims", "timeline", "rejects", "show r1", "export --format=csv"])
def test_the_archive_may_be_named_behind_the_command(full: Cli, tmp_path: Path, command: str) -> None:
    (tmp_path / "a.db").rename(tmp_path / "b.db")
    done = full(*command.split(), "--archive", tmp_path / "b.db")
    assert done.code == 0
    assert done.out
    assert full(*command.split()).code == 1


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("command", ["events", "events --json", "claims", "timeline", "export --format=csv", "rejects"])
def test_a_reader_that_leaves_ends_the_command_without_a_word(process: Process, command: str) -> None:
    running = process(*command.split())
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait(timeout=60) == Exit.PIPE_CLOSED


@pytest.mark.parametrize("command", ASKING)
def test_every_asking_command_has_every_filter(cli: Cli, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    out = cli(command, "--help").out
    assert all(f"--{name}" in out for name in Options.__struct_fields__)


@pytest.mark.parametrize("command", ["events", "claims", "timeline", "rejects", "show x"])
def test_an_archive_that_is_not_there_is_told_with_what_helps(cli: Cli, command: str, tmp_path: Path) -> None:
    done = cli(*command.split())
    assert done.code == 1
    assert done.err.startswith("dateline: error: ")
    assert "dateline add" in done.err
    assert not (tmp_path / "a.db").exists()


def test_a_table_says_that_there_are_more(full: Cli) -> None:
    assert full("claims", "--limit", "2").out.endswith(
        "2 claims; there are more: --limit N shows N of them, --json all\n"
    )
    assert len(full("claims", "--limit", "2", "--json").rows()) == 2


def test_show_takes_an_event_a_claim_and_a_report_by_the_beginning_of_its_id(full: Cli) -> None:
    (event,) = full("events", "--type", "ASSAULT", "--json").rows()
    story = full("show", event["id"][:8], "--json").rows()[0]
    assert story["event"] == event
    assert len(story["claims"]) == 3
    assert story["links"]
    other = next(id_ for id_ in event["claims"] if id_ != event["id"])
    assert msgspec.json.decode(full("show", other[:12], "--json").out, type=ClaimLine).claim.id == other
    assert f"part of event {event['id']}" in full("show", other).out
    report = full("show", "r2", "--json").rows()[0]
    assert report["report"]["source"]["given_id"] == "r2"
    assert len(report["claims"]) == 3


def test_show_marks_the_words_with_brackets_where_there_is_no_colour(full: Cli) -> None:
    (event,) = full("events", "--type", "ASSAULT", "--json").rows()
    out = " ".join(full("show", event["id"]).out.split())
    assert (
        "[actor: Veltia] [trigger: attacked] [recipient: rebels] in [place: Orvale] on [time: 2021-03-01], "
        "killing [killed: 7], [source: officials] said"
    ) in out
    assert "“Orvale” → Orvale (MLT, town) 0.80: the only place of this name" in out
    assert "according to officials" in out
    assert "same event" in out
    assert "\x1b" not in out


def test_show_uses_styles_and_a_legend_where_there_is_colour(full: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    out = full("show", "r1").out
    assert "\x1b[" in out
    assert "[trigger:" not in out
    assert "recipient" in out
    monkeypatch.setenv("NO_COLOR", "1")
    plain = full("show", "r1").out
    assert "[trigger: attacked]" in plain
    assert "\x1b[3" not in plain


def test_show_of_nothing_says_so(full: Cli) -> None:
    done = full("show", "zzzz")
    assert done.code == 1
    assert done.err.count("\n") == 1


def test_rejects_lists_what_was_set_aside_and_what_was_not_read(full: Cli) -> None:
    assert {row["reason"] for row in full("rejects", "--json").rows()} == {"not-text", "not-english"}
    out = full("rejects").out
    assert "/x.txt: byte 1 is 0" in out
    assert out.endswith("2 set aside or not read\n")


def test_timeline_draws_bars_and_then_the_days(full: Cli) -> None:
    lines = full("timeline").out.splitlines()
    assert lines[0].strip() == "█"
    assert lines[1] == "2021-03-01 to 2021-03-01, a bar a day, the highest 1"
    assert "2021-03-01 Monday" in lines
    assert lines[-1].startswith("1 dated, ")


@pytest.mark.parametrize(("what", "columns"), [("events", EVENT_COLUMNS), ("claims", CLAIM_COLUMNS)])
def test_csv_has_the_documented_columns_and_all_rows(full: Cli, what: str, columns: tuple[object, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(full("export", "--format", "csv", "--what", what).out)))
    assert len(rows[0]) == len(columns)
    assert len(rows) == len(full(what, "--json").rows())


def test_jsonl_is_what_the_listing_gives(full: Cli) -> None:
    assert full("export", "--format", "jsonl", "--what", "claims").out == full("claims", "--json").out


def test_geojson_is_written_whole_to_its_file(full: Cli, tmp_path: Path) -> None:
    path = tmp_path / "map.geojson"
    done = full("export", "--format", "geojson", "--type", "ASSAULT", "--output", path)
    collection = json.loads(path.read_text())
    assert (done.code, done.out) == (0, "")
    assert done.err == f"wrote 1 events to {path}\n"
    assert [feature["geometry"]["coordinates"] for feature in collection["features"]] == [[-3.5, 12.3]]


def test_a_place_that_cannot_be_written_is_told(full: Cli, tmp_path: Path) -> None:
    done = full("export", "--format", "csv", "--output", tmp_path / "no" / "where.csv")
    assert done.code == 1
    assert done.err.startswith("dateline: error: cannot write ")


def test_words_of_reports_cannot_steer_the_terminal(cli: Cli, tmp_path: Path) -> None:
    row = {
        "id": "evil",
        "title": "A \x1b[2J headline",
        "text": "Veltia attacked rebels in Orvale, officials said. [red]x",
    }
    path = tmp_path / "evil.jsonl"
    path.write_text(json.dumps(row))
    cli("add", path, "--coder", "sample")
    for command in ("events", "claims", "timeline", "show evil"):
        assert "\x1b" not in cli(*command.split()).out
