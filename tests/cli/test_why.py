"""`why` says what holds an event together and what keeps two apart, in 80 columns and without colour."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

import msgspec
import pytest
from rich.console import Console, RenderableType

from dateline.archive import Apart, Why
from dateline.archive.records import Near, UnusedLink
from dateline.cli.errors import Exit
from dateline.cli.waterfall import waterfall
from dateline.cli.why_page import Account, accounts_of, apart_page, why_page
from dateline.export import ClaimLine, ReportRef
from dateline.model import Event, Link, Reason
from dateline.weave import Comparison, assemble, evidence_of
from dateline.weave.why import Compared, Hindrance
from tests.cli.conftest import Cli
from tests.weave.builders import claim, report

DAY = dt.date(2020, 4, 1)
SENTENCES = (
    "Veltia shelled Orvale on Wednesday.",
    "Orvale was shelled, and seven people died.",
    "Shells hit the mill of Orvale, Marland said.",
)


def told_of(sentences: tuple[str, ...], after: int = 0) -> tuple[Event, dict[str, Account]]:
    """An event of one claim for each sentence, as reported by outlets of its own, in their order."""
    lines: list[ClaimLine] = []
    evidence = []
    for number, sentence in enumerate(sentences, start=after + 1):
        of = report(sentence, outlet=f"Outlet {number}", day=DAY)
        found = claim(of, next(word for word in ("shelled", "Shells") if word in sentence))
        evidence.append(evidence_of(of, found))
        ref = ReportRef(id=of.id, name=of.id, outlet=of.outlet, published=DAY, url=None)
        lines.append(ClaimLine(event=None, claim=found, report=ref, trigger="", sentence=sentence))
    return assemble(evidence), accounts_of(lines, after=after)


def link(
    one: str, other: str, score: float, *reasons: Reason, by: str = "machine:9", on: dt.date | None = None
) -> Link:
    left, right = sorted((one, other))
    judged = dt.datetime.combine(on, dt.time(), dt.UTC) if on else None
    return Link(left=left, right=right, same=True, score=score, reasons=reasons, judge=by, judged=judged)


def drawn(page: RenderableType, width: int = 80) -> str:
    """The page as a plain terminal of that width shows it, without what it pads lines with."""
    stream = io.StringIO()
    Console(file=stream, width=width, color_system=None, markup=False, emoji=False, highlight=False).print(page)
    # Ids follow from texts; what matters is where they stand.
    text = re.sub(r"\b(?:[0-9a-f]{20}|[0-9a-f]{8})\b", lambda found: "#" * len(found[0]), stream.getvalue())
    return "\n".join(line.rstrip() for line in text.splitlines())


REASONS = (
    Reason("prior", -4.0, "two claims that meet"),
    Reason("place", 2.5, "Orvale"),
    Reason("date", 2.0, "same day"),
    Reason("toll", -0.5, "7 against 9"),
    Reason("wording", 3.0, "5 of 6 words"),
)

GOLDEN = """\
ASSAULT · corroborated · event ####################
Attack

   claims    when                 outlet    sentence
────────────────────────────────────────────────────────────────────────────────
1  ########  reported 2020-04-01  Outlet 1  Veltia shelled Orvale on Wednesday.
2  ########  reported 2020-04-01  Outlet 2  Orvale was shelled, and seven people
                                            died.
3  ########  reported 2020-04-01  Outlet 3  Shells hit the mill of Orvale,
                                            Marland said.

Held together by 2 links (1 by the machine, 1 by people), strongest first:

1 – 2  0.95 (machine:9)
  prior   -4.00 ░░░░░░░░░░░░░          -4.00 two claims that meet
  place   +2.50 █████████   │          -1.50 Orvale
  date    +2.00         ███████        +0.50 same day
  toll    -0.50             ░░░        +0.00 7 against 9
  wording +3.00             ██████████ +3.00 5 of 6 words

2 – 3  one event, says anna on 2021-03-12 (judgement 4: the same mill)

1 more link: --all shows every one.

Links that lead out and are not used:
1 – ########  0.97  to event ########: judgement 5 keeps them apart

Nearest events that are not joined:
0.62  ########  Shelling of Marland
`dateline why ######## ########` tells why not."""


@pytest.fixture
def shelling() -> tuple[Why, dict[str, Account]]:
    """What holds three claims together: a link of the machine's, a person's judgement, and a link to spare."""
    event, told = told_of(SENTENCES)
    one, two, three = told
    why = Why(
        event=event,
        holds=(
            link(one, two, 0.95, *REASONS),
            link(
                two,
                three,
                1.0,
                Reason("judgement", 1.0, "judgement 4: the same mill"),
                by="anna",
                on=dt.date(2021, 3, 12),
            ),
        ),
        agree=(link(one, three, 0.91, *REASONS),),
        unused=(UnusedLink(link(one, "f" * 20, 0.97), "e" * 20, Hindrance("judgement 5 keeps them apart")),),
        near=(Near("d" * 20, "Shelling of Marland", Compared(one, "d" * 20, Comparison(0.62, REASONS))),),
    )
    return why, told


def test_the_page_of_an_event(shelling: tuple[Why, dict[str, Account]]) -> None:
    why, told = shelling
    lines = drawn(why_page(why, told, claim=None, every=False)).splitlines()
    golden = GOLDEN.splitlines()
    # Headlines are made elsewhere.
    assert lines[0] == golden[0]
    assert lines[2:] == golden[2:]


def test_all_shows_every_link_and_one_claim_its_own(shelling: tuple[Why, dict[str, Account]]) -> None:
    why, told = shelling
    every = drawn(why_page(why, told, claim=None, every=True))
    assert "1 – 3  0.91" in every
    assert "--all" not in every
    _, _, three = told
    own = drawn(why_page(why, told, claim=three, every=False))
    assert "How 3 hangs on the others:" in own
    assert "1 – 2" not in own
    assert "1 – 3  0.91" in own


@pytest.mark.parametrize("width", [60, 80, 120])
def test_pages_fit_their_width(shelling: tuple[Why, dict[str, Account]], width: int) -> None:
    why, told = shelling
    assert max(map(len, drawn(why_page(why, told, claim=None, every=True), width).splitlines())) <= width


def test_the_bars_of_a_waterfall_follow_the_sums() -> None:
    up, down = drawn(waterfall([Reason("a", 2.0, ""), Reason("b", -1.0, "")])).splitlines()
    assert up.count("█") > down.count("░") > 0
    assert "+2.00" in up
    assert "+1.00" in down


def apart(one: str, other: str, comparison: Comparison, told: dict[str, Account], events: tuple[Event, Event]) -> str:
    found = Apart(one=events[0], other=events[1], asked=0.9, compared=(Compared(one, other, comparison),))
    return drawn(apart_page(found, told, every=False))


def test_two_events_are_told_apart_by_what_keeps_them_so() -> None:
    event, told = told_of(SENTENCES[:1])
    other, more = told_of(SENTENCES[1:2], after=1)
    (one,), (two,) = told, more
    events = event, other
    assert "the likest claims have a chance of 0.620, and 0.900 is asked for" in apart(
        one, two, Comparison(0.62, REASONS), told | more, events
    )
    out = apart(one, two, Comparison(0.0, contradiction="days apart"), told | more, events)
    assert "all that the two tell is ruled out" in out
    assert "Ruled out: days apart (1 – 2)." in out
    assert "never met" in apart(one, two, Comparison(0.97, REASONS), told | more, events)


@pytest.fixture
def full(cli: Cli, reports: Path) -> Cli:
    """Give a command line whose archive holds the sample reports."""
    assert cli("add", reports, "--coder", "sample").code == 0
    return cli


def attack(cli: Cli) -> Event:
    """The event that three reports tell."""
    (row,) = cli("events", "--type", "assault", "--json").rows()
    return msgspec.convert(row, Event)


def test_why_tells_what_holds_an_event_and_splits_and_merges_it(full: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    event = attack(full)
    out = full("why", event.id[:8]).out
    assert "Held together by" in out
    assert "machine" in out
    (held,) = full("why", event.id, "--json").rows()
    assert {end for each in held["holds"] for end in (each["left"], each["right"])} == set(event.claims)
    visit = full("events", "--type", "consult", "--json").rows()[0]["id"]
    assert "Ruled out: different types of event" in full("why", event.id, visit).out


def test_a_split_is_told_listed_explained_and_taken_back(full: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("DATELINE_AUTHOR", "anna")
    event = attack(full)
    *rest, last = sorted(event.claims)
    done = full("split", event.id, last, "--note", "another town")
    assert done.code == 0
    assert "Judgement 1 by anna: split: 1 claim apart from" in done.out
    assert "`dateline undo 1` takes it back." in done.out
    assert f"The claims that you named are event {last[:8]} now, the rest {rest[0][:8]}." in done.out
    assert len(full("events", "--type", "assault", "--json").rows()) == 2
    listed = full("judgements").out
    assert "in force" in listed
    assert "another town" in listed
    assert "anna judged so (judgement 1): another town" in full("why", rest[0], last).out
    alone = full("why", last).out
    assert "judgement 1 keeps them apart" in alone
    assert re.search(r"1  anna, \d{4}-\d\d-\d\d: split: .* “another town” \(in force\)", alone)
    assert "is taken back by anna" in full("undo").out
    assert attack(full).claims == event.claims
    assert "taken back by anna" in full("judgements").out
    (row,) = full("judgements", "--json").rows()
    assert row["state"] == "withdrawn"


def test_a_merge_is_told_and_drawn_as_a_person_s(full: Cli) -> None:
    rows = full("events", "--json").rows()
    one, other = (next(row["id"] for row in rows if row["type"] == type_) for type_ in ("ASSAULT", "CONSULT"))
    done = full("merge", one, other, "--author", "ben", "--note", "one campaign")
    assert "is now 1 event" in done.out
    assert re.search(r"one event, says ben on \d{4}-\d\d-\d\d \(judgement 1: one campaign\)", full("why", one).out)
    (verdict,) = full("undo", "--author", "ben", "--json").rows()
    assert len(verdict["after"]) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("merge", "{event}"), "name one event (Name two events or more)"),
        (("merge", "{event}", "{event}"), "name one event (Name two events or more)"),
        (("merge", "{event}", "ffffffff"), "Nothing here has the id 'ffffffff' (The nearest ids are "),
        (("split", "{event}", "{visit}"), "is not of event {event} but of "),
        (("undo", "7"), "There is no judgement 7 (Nothing has been judged yet)"),
        (("undo", "--author", "ben"), "ben has no judgement that could be taken back"),
        (("split", "{event}", "{event}", "--author", " "), "it is not known who does it (say so with --author NAME"),
    ],
)
def test_errors_name_the_thing_and_the_mend(full: Cli, arguments: tuple[str, ...], said: str) -> None:
    rows = full("events", "--json").rows()
    ids = {"event": attack(full).id, "visit": next(row["id"] for row in rows if row["type"] == "CONSULT")}
    done = full(*(argument.format(**ids) for argument in arguments))
    assert done.code in {Exit.FAILED, Exit.USAGE}
    assert said.format(**ids) in done.err


def test_judging_makes_no_archive(cli: Cli, tmp_path: Path) -> None:
    assert "There is no archive" in cli("merge", "a", "b").err
    assert not (tmp_path / "a.db").exists()


def test_judgements_of_one_archive_are_adopted_by_another(full: Cli, tmp_path: Path, reports: Path) -> None:
    event = attack(full)
    full("split", event.id, event.id, "--author", "anna")
    judged = tmp_path / "judged.jsonl"
    judged.write_text(full("judgements", "--json").out, encoding="utf-8")
    other = ("--archive", tmp_path / "b.db")
    assert full(*other, "add", reports, "--coder", "sample").code == 0
    assert "1 judgement taken over, 0 known already" in full(*other, "adopt", judged).out
    assert full(*other, "events", "--json").out == full("events", "--json").out
    assert "0 judgements taken over, 1 known already" in full(*other, "adopt", judged).out


def test_a_file_without_judgements_is_refused(full: Cli, tmp_path: Path) -> None:
    path = tmp_path / "judged.jsonl"
    assert "judged.jsonl cannot be read" in full("adopt", path).err
    path.write_text("{}\n", encoding="utf-8")
    assert "line 1 of" in full("adopt", path).err
    assert full("judgements", "--json").out == ""
