"""What the archive tells of an event with several reports: versions with their sources, and prints as one source."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from dateline.archive import Archive, errors
from dateline.model import Event
from tests.weave.builders import DAY, ORIGIN, actor, claim, days, place, report

ARMY = actor("Arlen Army", "ARL", "MIL", identity="ARL:army")
REBELS = actor("Moor Front", "BEN", "REB", identity="BEN:moor")
PORT = place("Port Arlen", "ARL", (10.0, 20.0), id_="arl-1")
TEXT = (
    "Army shells port\nThe army shelled the harbour at dawn and set two grain ships alight, harbour staff told by radio.\n"
    "Smoke stood over the town until noon while families walked to the hills with carts and goats, and no train ran."
)


def test_prints_of_one_text_are_reports_but_one_source(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db") as archive:
        for outlet, later in (("Daily A", 0), ("Herald B", 1), ("Courier C", 1)):
            of = report(TEXT, outlet=outlet, day=DAY + dt.timedelta(days=later))
            shelled = claim(
                of, "shelled", actors=[ARMY], recipients=[REBELS], places=[PORT], stated=days(DAY), killed=(2, 2)
            )
            archive.add(of, [shelled], ORIGIN)
        (event,) = archive.events()
        assert (event.reports, event.origins, event.status) == (3, 1, "reported")
        assert event.outlets == ("Courier C", "Daily A", "Herald B")
        assert {stored.origin for stored in archive.claims_of(event)} == {"Courier C", "Daily A", "Herald B"}
        (killed,) = archive.versions(event).killed
        assert (killed.reports, killed.origins, killed.claims) == (3, 1, event.claims)
        assert (killed.first, killed.last) == (DAY, DAY + dt.timedelta(1))


def test_versions_of_an_event_that_is_not_there_are_refused(tmp_path: Path) -> None:
    of = report(TEXT)
    with Archive.open(tmp_path / "a.db") as archive:
        archive.add(of, [claim(of, "shelled")], ORIGIN)
        (event,) = archive.events()
    with Archive.open(tmp_path / "b.db") as other, pytest.raises(errors.NotFound):
        other.versions(Event(**{name: getattr(event, name) for name in Event.__struct_fields__}))
