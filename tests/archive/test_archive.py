"""What goes in comes out, typed and whole; the same again changes nothing; what cannot be done is said."""

from __future__ import annotations

import datetime as dt
import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.archive import Added, Archive, Query, errors, postgres, schema, sqlite
from dateline.model import Claim, Origin, Rejected, Report, Source
from dateline.weave import JUDGE
from tests.archive.worlds import world
from tests.weave.builders import DAY, ORIGIN, actor, claim, days, place, report

LATER = Origin("test", "2")
ARMY = actor("Arlen Army", "ARL", "MIL", identity="ARL:army")
REBELS = actor("Fróntier Moor", "BEN", "REB", identity="BEN:moor")
PORT = place("Port Arlen", "ARL", (10.0, 20.0), id_="arl-1")
FOREIGN = Rejected(source=Source("a.txt"), reason="language", detail="French", mend="add an English report")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def story() -> Report:
    return report("Army shells port\nThe army shelled the café at dawn.\nLater it met rebels.", name="story-1")


def shelling(of: Report, **changes: object) -> Claim:
    fields = {"actors": [ARMY], "recipients": [REBELS], "places": [PORT], "stated": days(DAY), "killed": (2, 3)}
    return claim(of, "shelled", **{**fields, **changes})  # type: ignore[arg-type] # passed on as they are


def test_what_goes_in_comes_out(archive: Archive, story: Report) -> None:
    one, two = shelling(story), claim(story, "met", "CONSULT", actors=[ARMY, REBELS])
    assert archive.add(story, [one, two], ORIGIN)
    assert archive.report(story.id) == story
    stored = archive.claim(one.id)
    assert stored.claim == one
    assert (stored.report_name, stored.outlet, stored.published) == ("story-1", "Daily A", DAY)
    assert stored.sentence == "The army shelled the café at dawn."
    assert (stored.title, stored.trigger) == ("Army shells port", "shelled")
    assert [found.claim for found in archive.claims()] == [one, two]
    assert (
        archive.event(stored.event).headline
        == "The Arlen Army attacked Fróntier Moor in Port Arlen, 1 Apr 2020, 2–3 killed"
    )


def test_the_same_report_again_changes_nothing(archive: Archive, story: Report) -> None:
    archive.add(story, [shelling(story)], ORIGIN)
    before = archive.fingerprint(), archive.counts()
    assert not archive.add(story, [shelling(story)], ORIGIN)
    assert archive.add_many([(story, [shelling(story)])] * 3, ORIGIN) == Added(0, {})
    assert (archive.fingerprint(), archive.counts()) == before


def test_a_report_without_claims_is_coded_too(archive: Archive, story: Report) -> None:
    assert archive.add(story, [], ORIGIN)
    assert archive.has(story.id, ORIGIN)
    assert not archive.has(story.id, LATER)
    assert archive.known([story.id, "0" * 20]) == {story.id}


def test_copies_share_their_text(archive: Archive) -> None:
    copies = [report("A long text that many ran", outlet=f"Outlet {at}") for at in range(5)]
    archive.add_many([(copy, [claim(copy, "ran")]) for copy in copies], ORIGIN)
    with archive._reading() as connection:
        assert len(connection.execute(schema.texts.select()).all()) == 1
    events = list(archive.events())
    assert [(event.reports, event.status) for event in events] == [(5, "reported")]


def test_a_later_run_replaces_an_earlier_one_and_keeps_it(archive: Archive, story: Report) -> None:
    other = report("Army shells port\nWitnesses: the army shelled Port Arlen.", outlet="Herald B")
    archive.add(story, [shelling(story), claim(story, "met", "CONSULT")], ORIGIN)
    archive.add(other, [shelling(other)], ORIGIN)
    assert len(list(archive.events(Query(type="ASSAULT")))) == 1
    recoded = shelling(story, origin=LATER, killed=(2, 9))
    assert archive.add(story, [recoded], LATER)
    assert [stored.claim for stored in archive.claims(Query(report=story.id))] == [recoded]
    (event,) = archive.events()
    assert event.killed is not None
    assert (event.reports, event.killed.high) == (2, 9)
    assert archive.counts().superseded == 2
    assert list(archive.claims(Query(text="met"))) == []
    assert not archive.add(story, [shelling(story)], ORIGIN), "an older coder does not come back"
    assert archive.faults() == []
    after = archive.fingerprint()
    archive.rebuild()
    assert archive.fingerprint() == after


def test_ids_once_shown_stay_good(archive: Archive, story: Report) -> None:
    other = report("Army shells port\nWitnesses: the army shelled Port Arlen.", outlet="Herald B")
    archive.add(story, [shelling(story)], ORIGIN)
    shown = next(iter(archive.events())).id
    archive.add(other, [shelling(other)], ORIGIN)
    (event,) = archive.events()
    assert set(event.claims) == {shelling(story).id, shelling(other).id}
    assert archive.event(shown) == archive.event(shelling(other).id) == archive.event(event.id[:8]) == event
    assert {stored.outlet for stored in archive.claims_of(event)} == {"Daily A", "Herald B"}
    assert [link.judge for link in archive.links_of(event)] == [JUDGE]
    # Another type is another id at the same words: the old id leads to the new claim.
    retyped = claim(story, "shelled", "COERCE", origin=LATER)
    archive.add(story, [retyped], LATER)
    assert archive.claim(shelling(story).id).claim == retyped
    archive.add(story, [], Origin("test", "3"))
    with pytest.raises(errors.NotFound, match="is not made by a later coding"):
        archive.claim(retyped.id)


def test_an_id_that_named_an_event_leads_to_it_for_good(archive: Archive, story: Report) -> None:
    other = report("Army shells port\nWitnesses: the army shelled Port Arlen.", outlet="Herald B")
    shown = set()
    for of in (story, other):
        archive.add(of, [shelling(of)], ORIGIN)
        shown |= {event.id for event in archive.events()}
    for of in (story, other):
        shown.add(shelling(of).id)
    assert all(archive.names_event(id_[:12]) for id_ in (event.id for event in archive.events()))
    (event,) = archive.events()
    younger = max(shelling(story).id, shelling(other).id)
    first = shelling(story).id
    assert archive.names_event(younger) == (younger == first)
    # The older name goes when the report that gave it is coded anew and says nothing of it.
    stays = other if event.id == first else story
    goes = story if stays is other else other
    archive.add(goes, [], LATER)
    assert archive.event(event.id).claims == (shelling(stays).id,)
    assert archive.names_event(event.id)
    archive.rebuild()
    assert archive.event(event.id).claims == (shelling(stays).id,)


def test_unknown_and_ambiguous_ids_are_answered_with_near_ones(archive: Archive) -> None:
    archive.add_many(world(1, 40), ORIGIN)
    ids = sorted(stored.claim.id for stored in archive.claims())
    with pytest.raises(errors.NotFound) as missing:
        archive.event("zzz")
    assert missing.value.near == tuple(ids[-2:])
    shared = next(one[0] for one, other in itertools.pairwise(ids) if one[0] == other[0])
    with pytest.raises(errors.Ambiguous) as several:
        archive.claim(shared)
    assert set(several.value.near) <= set(ids)
    with pytest.raises(errors.NotFound):
        archive.claim("")
    with pytest.raises(errors.NotFound):
        archive.report("nothing of that name")
    assert archive.report("story-7").name == "story-7"


def test_what_is_set_aside_or_rejected_is_kept_once(archive: Archive, story: Report) -> None:
    assert archive.reject(FOREIGN)
    assert not archive.reject(FOREIGN)
    assert archive.keep(story, FOREIGN)
    assert not archive.keep(story, FOREIGN)
    counts = archive.counts()
    assert (counts.rejects, counts.set_aside, counts.reports) == ({"language": 1}, {"language": 1}, 1)
    assert list(archive.rejects()) == [FOREIGN, FOREIGN]
    assert list(archive.reports()) == [story]
    archive.add(story, [shelling(story)], ORIGIN)
    assert archive.counts().set_aside == {}
    assert not archive.keep(story, FOREIGN), "what is coded is not set aside"


def test_one_unfit_report_of_a_batch_is_set_aside_and_the_others_are_kept(archive: Archive, story: Report) -> None:
    other = report("Another story\nThey marched.")
    one = shelling(story)
    added = archive.add_many([(other, [claim(other, "marched")]), (story, [one, one])], ORIGIN)
    assert (added.new, list(added.unfit)) == (1, [story.id])
    assert "one id" in added.unfit[story.id].detail
    assert list(archive.rejects()) == [added.unfit[story.id]]
    assert [stored.report_name for stored in archive.claims()] == [other.id]
    assert archive.add_many([(story, [one])], ORIGIN) == Added(1, {})
    assert list(archive.rejects()) == [], "what is coded well at last is no longer set aside"


def test_claims_that_contradict_their_report_are_refused(archive: Archive, story: Report) -> None:
    one = shelling(story)
    with pytest.raises(errors.Unfit, match="one id"):
        archive.add(story, [one, one], ORIGIN)
    with pytest.raises(errors.Unfit, match="was made by"):
        archive.add(story, [one], LATER)
    longer = report(story.text + " And then some more was shelled there.")
    beyond = claim(longer, "shelled there")
    with pytest.raises(errors.Unfit, match="outside the text"):
        archive.add(story, [_moved(beyond, story.id)], ORIGIN)


def _moved(of: Claim, report_id: str) -> Claim:
    import msgspec

    return msgspec.structs.replace(of, report_id=report_id)


@pytest.mark.backends("sqlite")
def test_opening_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(errors.FolderMissing):
        Archive.open(tmp_path / "none" / "news.db")
    with pytest.raises(errors.ArchiveMissing):
        Archive.open(tmp_path / "news.db", create=False)
    with pytest.raises(errors.ArchiveMissing):
        Archive.open(tmp_path / "news.db", read_only=True)
    with pytest.raises(errors.NotAnArchive, match="folder"):
        Archive.open(tmp_path)
    (tmp_path / "notes.txt").write_text("Not a data base. " * 100)
    with pytest.raises(errors.NotAnArchive):
        Archive.open(tmp_path / "notes.txt")


@pytest.mark.backends("sqlite")
def test_another_programs_data_base_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(errors.NotAnArchive) as refusal:
        Archive.open(path)
    assert refusal.value.mend
    assert path.read_bytes() == before


@pytest.mark.backends("sqlite")
def test_a_newer_schema_is_not_touched(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    with sqlite3.connect(tmp_path / "news.db") as plain:
        plain.execute("PRAGMA user_version = 99")
    plain.close()
    with pytest.raises(errors.NewerSchema, match="99"):
        Archive.open(tmp_path / "news.db")


@pytest.mark.backends("sqlite")
def test_damage_is_said(archive: Archive, tmp_path: Path) -> None:
    archive.add_many(world(1, 60), ORIGIN)
    archive.close()
    path = tmp_path / "news.db"
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    with pytest.raises(errors.Corrupt), Archive.open(path) as damaged:
        list(damaged.events())


@pytest.mark.backends("sqlite")
def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    (tmp_path / "news.db").touch()
    with Archive.open(tmp_path / "news.db") as opened:
        assert opened.counts().reports == 0


def test_readers_read_while_another_writes(
    archive: Archive, story: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(story, [shelling(story)], ORIGIN)
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(postgres, "WAITS", "50ms")
    path = tmp_path / "news.db"
    with archive._writing(), Archive.open(path, read_only=True) as reader, Archive.open(path) as second:
        assert len(list(reader.claims())) == 1
        with pytest.raises(errors.Locked):
            second.reject(FOREIGN)


def test_a_reader_does_not_write(archive: Archive, story: Report, tmp_path: Path) -> None:
    archive.close()
    with Archive.open(tmp_path / "news.db", read_only=True) as reader, pytest.raises(errors.ReadOnly):
        reader.add(story, [], ORIGIN)


@pytest.mark.backends("sqlite")
@pytest.mark.parametrize("writable", [True, False])
def test_a_reader_leaves_no_files_behind(
    archive: Archive, story: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, writable: bool
) -> None:
    archive.add(story, [shelling(story)], ORIGIN)
    archive.close()
    monkeypatch.setattr("os.access", lambda _path, _mode: writable)
    with Archive.open(tmp_path / "news.db", read_only=True) as reader:
        assert len(list(reader.claims())) == 1
        assert reader.faults() == []
    assert [file.name for file in tmp_path.iterdir()] == ["news.db"]


def test_a_reader_sees_one_state_while_it_reads(archive: Archive) -> None:
    archive.add_many(world(1, 30), ORIGIN)
    number = archive.counts().claims
    reading = iter(archive.claims())
    next(reading)
    archive.add_many(world(2, 30), ORIGIN)
    assert sum(1 for _ in reading) == number - 1


def test_a_report_without_a_day_is_kept_and_comes_last(archive: Archive, story: Report) -> None:
    timeless = report("They attacked somewhere", day=None)
    archive.add(timeless, [claim(timeless, "attacked")], ORIGIN)
    archive.add(story, [shelling(story)], ORIGIN)
    assert [event.first_reported for event in archive.events()] == [DAY, None]
    assert len(list(archive.events(Query(since=dt.date(1900, 1, 1))))) == 1
