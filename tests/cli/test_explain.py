"""`dateline explain`: all that is told of a claim is what the archive keeps, in the order of the text."""

from __future__ import annotations

import datetime as dt
import json
import math
import os
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive import Archive
from dateline.cli.explanation import _TAKEN, Choice, Explanation
from dateline.cli.explanation_page import OTHERS
from dateline.code import claims_of
from dateline.code.encoder import EncoderCoder
from dateline.export import ClaimLine
from dateline.ground import Grounder
from dateline.ground.inherit import REASON
from dateline.ground.same import pairs
from dateline.ground.where.store import GazetteerError
from dateline.ground.who import ActorContext, BookError, ReportActors, resolve_actor
from dateline.mark import Marker
from dateline.model import (
    Actor,
    Claim,
    Location,
    Origin,
    Party,
    Place,
    Published,
    Report,
    Resolution,
    Span,
    Timing,
    claim_id,
)
from dateline.read import make_report
from tests.cli.conftest import Cli

GOLDEN = Path(__file__).parent / "golden" / "explain.json"
STORY = (
    "Turkish jets bombed a village near Sinjar on Tuesday, killing four fighters of the Kurdistan Workers' Party, Iraqi "
    "officials said.\n"
    "The air strikes also wounded two Yazidi farmers.\n"
    "Iraq's foreign ministry condemned the bombing on Wednesday and summoned the Turkish ambassador in Baghdad.\n"
    "President Recep Tayyip Erdogan said that Turkey may send troops to Sinjar next month. He denied that any civilian had "
    "been killed in the bombing."
)


@pytest.fixture
def coded(cli: Cli, tmp_path: Path) -> Cli:
    """Give a command line whose archive holds a report of ours, coded by the encoder that ships."""
    row = {"id": "sinjar", "title": "Turkey bombs Sinjar", "date": "2018-08-16", "outlet": "Radio Vell", "text": STORY}
    path = tmp_path / "sinjar.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert cli("add", path).code == 0
    return cli


def explained(cli: Cli, id_: str) -> Explanation:
    """Explain a claim as JSON, checked against the types."""
    done = cli("explain", id_, "--json")
    assert (done.code, done.err, done.out.count("\n")) == (0, "", 1)
    return msgspec.json.decode(done.out, type=Explanation)


def choices_of(found: Explanation) -> list[Choice[Any]]:
    return [*found.actors, *found.recipients, *found.places, found.time, *found.speakers]


def lines_of(cli: Cli) -> list[ClaimLine]:
    return [msgspec.json.decode(line, type=ClaimLine) for line in cli("claims", "--json").out.splitlines()]


def test_every_choice_is_the_one_that_the_archive_keeps(coded: Cli) -> None:
    lines = lines_of(coded)
    assert len(lines) > 3
    for line in lines:
        found, claim = explained(coded, line.claim.id), line.claim
        assert (found.claim, found.report, found.event.id) == (claim.id, line.report, line.event)
        assert (found.what.type, found.what.mode, found.what.factuality) == (claim.type, claim.mode, claim.factuality)
        assert found.what.confidence == claim.confidence
        assert {(c.span, c.text, c.resolution) for c in found.actors} == {
            (p.span, p.text, p.actor) for p in claim.actors
        }
        assert {(c.span, c.resolution) for c in found.recipients} == {(p.span, p.actor) for p in claim.recipients}
        assert {(c.span, c.resolution) for c in found.places} == {(p.span, p.place) for p in claim.places}
        assert (found.time.span, found.time.resolution) == (claim.timing.span, claim.timing.when)
        by_level = sorted(found.speakers, key=lambda speaker: speaker.level)
        assert [(c.span, c.resolution) for c in by_level] == [(v.span, v.actor) for v in claim.attribution]
        assert {said.part for said in found.said} == {
            part for part in ("killed", "injured", "quantity", "instrument") if getattr(claim, part)
        }


def test_lists_are_in_text_order_and_sentences_hold_what_they_mark(coded: Cli) -> None:
    text = f"Turkey bombs Sinjar\n{STORY}"
    for line in lines_of(coded):
        found = explained(coded, line.claim.id)
        listed = (found.sentences, found.actors, found.recipients, found.places, found.speakers, found.said)
        for spans in ([item.span or Span(0, 0) for item in items] for items in listed):
            assert spans == sorted(spans)
        for sentence in found.sentences:
            assert sentence.span.of(text) == sentence.text
            assert all(sentence.span.holds(mark.span) for mark in sentence.marks)
        marked = {mark.span for sentence in found.sentences for mark in sentence.marks}
        said = {choice.span for choice in choices_of(found) if choice.span} | {each.span for each in found.said}
        assert said | {line.claim.trigger} == marked


def test_the_encoder_is_asked_again_for_what_the_archive_does_not_keep(coded: Cli) -> None:
    for line in lines_of(coded):
        found = explained(coded, line.claim.id)
        weighed = found.coding.weighed
        assert weighed is not None, found.coding.note
        assert next(option.value for option in weighed.types if option.value) == line.claim.type
        assert weighed.modes[0].value == line.claim.mode
        assert weighed.factualities[0].value == line.claim.factuality
        for options in (weighed.types, weighed.modes, weighed.factualities):
            assert sum(option.score for option in options) == pytest.approx(1, abs=0.02)
        own = [choice for choice in choices_of(found) if choice.span and choice.taken_from is None]
        assert all(choice.role_score for choice in own)


def test_what_joined_claims_of_one_report_adds_up(coded: Cli) -> None:
    lines = lines_of(coded)
    joined = 0
    for line in lines:
        found = explained(coded, line.claim.id)
        told = {other.claim.id for other in lines if other.claim.event == line.claim.event} - {line.claim.id}
        assert {other.claim for other in found.others} >= told
        for other in found.others:
            assert other.same_report
            assert other.links or other.join
            if other.join is not None:
                odds = sum(reason.weight for reason in other.join.reasons)
                assert other.join.probability == pytest.approx(1 / (1 + math.exp(-odds)), abs=0.001)
                joined += 1
    assert joined, "the report tells of the bombing more than once"


def test_claims_are_compared_as_the_coder_compared_them(coded: Cli, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", read_only=True, create=False) as archive:
        (report,) = archive.reports()
    coder = EncoderCoder()
    alone = Grounder().each(report, claims_of(report, Marker().mark(report), coder.origin))
    known = {frozenset((pair.first, pair.second)): pair.chance for pair in pairs(report, alone)}
    for line in lines_of(coded):
        for other in explained(coded, line.claim.id).others:
            if other.join is not None:
                assert other.join.probability == round(known[frozenset((line.claim.id, other.claim))], 4)


def test_where_nothing_is_chosen_every_candidate_is_told(cli: Cli) -> None:
    (choice,) = cli("explain", "--json", "--text", "Springfield", "--as", "place").rows()
    out = " ".join(cli("explain", "--text", "Springfield", "--as", "place").out.split())
    assert choice["resolution"]["choice"] is None
    candidates = choice["resolution"]["candidates"]
    assert len(candidates) > 2
    for candidate in candidates:
        assert f"in {candidate['value']['admin1']} {candidate['score']:.2f}" in out


def test_the_same_claim_is_explained_with_the_same_bytes(coded: Cli) -> None:
    id_ = lines_of(coded)[0].claim.id
    assert coded("explain", id_, "--json").out == coded("explain", id_[:9], "--json").out.replace(
        f'"asked":"{id_[:9]}"', f'"asked":"{id_}"'
    )


def test_the_page_says_what_the_json_says(coded: Cli) -> None:
    for line in lines_of(coded):
        found = explained(coded, line.claim.id)
        out = " ".join(coded("explain", line.claim.id[:10]).out.split())
        assert f"“{line.trigger}” → {line.claim.type}" in out
        assert f"[trigger: {line.trigger}]" in out
        for choice in choices_of(found):
            assert f"“{choice.text}”" in out or choice.text is None
            assert choice.resolution is not None
            for reason in choice.resolution.reasons:
                assert " ".join(reason.split()) in out or choice.taken_from
        assert "\x1b" not in out


def test_json_is_what_it_was(cli: Cli, reports: Path) -> None:
    """The JSON form is stable; `EXPLAIN_GOLDEN=1` writes the file anew where a change is meant."""
    cli("add", reports / "r1.jsonl", "--coder", "sample")
    claim = next(line.claim for line in lines_of(cli) if line.claim.type == "ASSAULT")
    told = json.dumps(json.loads(cli("explain", claim.id, "--json").out), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("EXPLAIN_GOLDEN"):
        GOLDEN.write_text(told, encoding="utf-8")
    assert told == GOLDEN.read_text(encoding="utf-8")


def test_a_coder_that_keeps_no_record_is_told_as_such(cli: Cli, reports: Path) -> None:
    cli("add", reports, "--coder", "sample")
    found = explained(cli, next(line.claim.id for line in lines_of(cli) if line.claim.type == "ASSAULT"))
    assert found.coding.weighed is None
    assert "not kept" in found.coding.note
    assert len(found.others) == 2
    for other in found.others:
        assert not other.same_report
    assert any(other.links and other.links[0].reasons for other in found.others)


TEXT = "Rebels shelled Orvale on Monday.\nThe shelling stopped."
ORVALE = Place(id="place:1", name="Orvale", country="MLT", lat=12.3, lon=-3.5, precision="town", radius_km=4.0)


def by_hand(report: Report, word: str, origin: Origin, **fields: Any) -> Claim:  # noqa: ANN401 - any field of a claim
    start = report.text.index(word)
    trigger = Span(start, start + len(word))
    line = Span(report.text.rfind("\n", 0, start) + 1, report.text.find(".", start) + 1)
    id_ = claim_id(report.id, trigger, "ASSAULT")
    base = Claim(
        id=id_,
        report_id=report.id,
        event=id_,
        type="ASSAULT",
        mode=None,
        factuality="occurred",
        trigger=trigger,
        quote=line,
        sentence=line,
        confidence=0.7,
        origin=origin,
    )
    return msgspec.structs.replace(base, **fields)


def told_twice(path: Path, origin: Origin) -> Claim:
    """Fill an archive with a shelling told twice; the second claim, which is given, has its place from the first."""
    report = make_report(title="Shells", body=TEXT, published=Published(dt.date(2021, 3, 2)))
    start = report.text.index("Orvale")
    span = Span(start, start + 6)
    rebels = Span(report.text.index("Rebels"), report.text.index("Rebels") + 6)
    first = by_hand(report, "shelled", origin, places=(Location(span, "Orvale", Resolution(choice=ORVALE, score=0.8)),))
    first = msgspec.structs.replace(first, actors=(Party(rebels, "Rebels", Resolution(choice=Actor(name="Rebels"))),))
    taken = Resolution(choice=ORVALE, score=0.8, reasons=("the only one", REASON.format(first.trigger.start)))
    second = by_hand(
        report, "shelling", origin, places=(Location(span, "Orvale", taken),), event=first.id, timing=Timing(None, None)
    )
    with Archive.open(path) as archive:
        archive.add(report, (first, second), origin)
    return second


def test_what_was_taken_from_another_claim_is_named(cli: Cli, tmp_path: Path) -> None:
    claim = told_twice(tmp_path / "a.db", Origin("hand", "1"))
    found = explained(cli, claim.id)
    (place,) = found.places
    assert place.taken_from is not None
    assert place.taken_from.trigger == "shelled"
    assert [sentence.text for sentence in found.sentences] == TEXT.split("\n")
    assert [mark.part for mark in found.sentences[0].marks] == ["place"]
    out = cli("explain", claim.id).out
    assert "Rebels shelled [place: Orvale] on Monday." in out
    assert f"from “shelled” (claim {place.taken_from.claim[:8]}), which tells of the same event" in out
    assert "at offset" not in out
    assert "not said" in out
    assert "told twice in one report" in out


def test_a_claim_of_another_version_is_told_as_it_was_kept(cli: Cli, tmp_path: Path) -> None:
    claim = told_twice(tmp_path / "a.db", Origin("encoder", "0.0.1+0"))
    found = explained(cli, claim.id)
    assert found.coding.weighed is None
    assert found.coding.origin == Origin("encoder", "0.0.1+0")
    assert "is installed and may choose otherwise" in found.coding.note
    out = " ".join(cli("explain", claim.id).out.split())
    assert "coder encoder 0.0.1+0" in out
    assert "is installed and may choose otherwise" in out


def test_the_id_of_a_claim_that_a_later_coding_replaced_leads_to_the_new_one(cli: Cli, tmp_path: Path) -> None:
    report = make_report(title="Shells", body=TEXT, published=Published(dt.date(2021, 3, 2)))
    first, second = Origin("hand", "1"), Origin("hand", "2")
    old = by_hand(report, "shelled", first)
    new = msgspec.structs.replace(by_hand(report, "Rebels shelled", second), mode="heavy-weapons")
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add(report, (old,), first)
        archive.add(report, (new,), second)
    found = explained(cli, old.id)
    assert (found.asked, found.claim, found.what.mode) == (old.id, new.id, "heavy-weapons")
    assert f"{old.id} was replaced by {new.id}" in " ".join(cli("explain", old.id).out.split())


def test_a_page_names_a_few_of_many_claims_and_says_how_many_more(cli: Cli, tmp_path: Path) -> None:
    words = [f"shelled{number}" for number in range(OTHERS + 3)]
    report = make_report(title="Shells", body=f"Rebels {' '.join(words)} Orvale.", published=None)
    origin = Origin("hand", "1")
    claims = [by_hand(report, f"{word} ", origin) for word in words]
    claims = [msgspec.structs.replace(claim, event=claims[0].id) for claim in claims]
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add(report, claims, origin)
    out = cli("explain", claims[0].id).out
    assert out.count(" (claim ") == OTHERS
    assert "and 2 more; --json has all" in out
    assert len(explained(cli, claims[0].id).others) == OTHERS + 2


@given(st.integers(min_value=0, max_value=10**9))
def test_the_reason_that_grounding_leaves_is_understood(offset: int) -> None:
    match = _TAKEN.fullmatch(REASON.format(offset))
    assert match is not None
    assert int(match[1]) == offset


@pytest.mark.parametrize("arguments", [["zzzz"], ["zzzz", "--json"], [""]])
def test_an_id_of_nothing_is_told_in_one_line(coded: Cli, arguments: list[str]) -> None:
    done = coded("explain", *arguments)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("dateline: error: Nothing here has the id ")
    assert "nearest ids are" in done.err
    assert done.err.count("\n") == 1


def test_without_an_archive_a_claim_cannot_be_explained(cli: Cli) -> None:
    done = cli("explain", "abc")
    assert done.code == 1
    assert "dateline add" in done.err


@pytest.mark.parametrize("arguments", [[], ["abc", "--text", "Iran"]])
def test_either_a_claim_or_a_phrase_is_asked_for(cli: Cli, arguments: list[str]) -> None:
    done = cli("explain", *arguments)
    assert done.code == 2
    assert done.err == (
        "dateline: error: explain takes either a claim or a phrase (give the id of a claim, or --text PHRASE)\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Sharif", "--day", "2015-01-01"], "less in office than Nawaz Sharif on 2015-01-01"),
        (["they"], "stands for someone named elsewhere"),
        (["Kenyan soldiers"], "the noun 'soldiers' says MIL"),
        (["Springfield", "--as", "place"], "the name of several places"),
        (["Qwrtville", "--as", "place"], "no place in the gazetteer bears the name"),
        (["Paris", "--as", "place"], "falls behind Paris"),
        (["last Tuesday", "--as", "time", "--day", "2020-01-08"], "2020-01-07"),
        (["last Tuesday", "--as", "time"], "the report's day, which is unknown"),
    ],
)
def test_a_phrase_is_explained_without_an_archive(cli: Cli, arguments: list[str], said: str, tmp_path: Path) -> None:
    done = cli("explain", "--text", *arguments)
    assert (done.code, done.err) == (0, "")
    assert said in " ".join(done.out.split())
    (choice,) = cli("explain", "--json", "--text", *arguments).rows()
    assert choice["text"] == arguments[0]
    assert said.removeprefix("2020-") in json.dumps(choice["resolution"])
    assert not (tmp_path / "a.db").exists()


@pytest.mark.parametrize(
    ("kind", "where", "error"),
    [
        ("place", "dateline.ground.where.resolve_place", GazetteerError("the file is damaged (make it anew)")),
        ("actor", "dateline.ground.who.resolve_actor", BookError("book", "the file is damaged", "make it anew")),
    ],
)
def test_a_damaged_file_is_told_in_one_line(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, kind: str, where: str, error: Exception
) -> None:
    def damaged(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(where, damaged)
    done = cli("explain", "--text", "Paris", "--as", kind)
    assert done.code == 1
    assert re.fullmatch(
        "dateline: error: .*the file is damaged.* \\(dateline doctor says what is missing\\)\n", done.err
    )


def test_a_claim_is_told_as_it_was_kept_where_a_file_is_damaged(coded: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        raise GazetteerError("the file is damaged")

    monkeypatch.setattr("dateline.code.again.Grounder", damaged)
    found = explained(coded, lines_of(coded)[0].claim.id)
    assert (found.coding.weighed, "the file is damaged" in found.coding.note) == (None, True)


def test_why_a_country_was_not_taken_from_the_report_is_told() -> None:
    text = "Police in Peru, Chile, Ghana and Japan met. Police arrested ten marchers."
    at = text.rindex("Police")
    context = ActorContext(day=dt.date(2020, 1, 8), at=at, report=ReportActors.of(text))
    found = resolve_actor("Police", context=context)
    assert found.choice is not None
    assert found.choice.country is None
    assert any(reason.startswith("no country: the phrase names none") for reason in found.reasons)
