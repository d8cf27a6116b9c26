"""Who counts as a source: copies, agencies, later versions, names that are not known."""

from __future__ import annotations

import datetime as dt

import msgspec

from dateline.weave import Evidence, assemble
from tests.weave.builders import evidence, report

FIRST = dt.date(2020, 4, 1)


def told(outlet: str | None, text: str = "They attacked.", *, later: int = 0, **fields: object) -> Evidence:
    return evidence(report(text, outlet=outlet, day=FIRST + dt.timedelta(days=later)), "attacked", **fields)


def print_of(one: Evidence, outlet: str, *, later: int = 0) -> Evidence:
    """The same text in another outlet."""
    other = told(outlet, "They attacked.", later=later)
    claim = msgspec.structs.replace(one.claim, id=other.claim.id, report_id=other.claim.report_id)
    return msgspec.structs.replace(other, claim=claim, text_id=one.text_id)


def test_prints_of_one_text_are_one_source() -> None:
    one = told("Daily A")
    event = assemble([one, print_of(one, "Herald B"), print_of(one, "Courier C", later=2)])
    assert (event.reports, event.outlets, event.origins) == (3, ("Courier C", "Daily A", "Herald B"), 1)
    assert event.status == "reported"


def test_light_rewrites_of_one_text_are_one_source() -> None:
    texts = ("They attacked.", "They attacked, it is said.")
    some = [told(outlet, text) for outlet, text in zip(("Daily A", "Herald B"), texts, strict=True)]
    assert assemble(some).origins == 2
    assert assemble([msgspec.structs.replace(one, family="f1") for one in some]).origins == 1


def test_all_texts_of_one_agency_are_one_source_whoever_prints_them() -> None:
    some = [told("Daily A", "They attacked."), told("Herald B", "They attacked at dawn.")]
    assert assemble([msgspec.structs.replace(one, origin="agency/x") for one in some]).origins == 1


def test_a_later_print_by_an_outlet_does_not_take_a_text_from_its_source() -> None:
    own, agency = told("Daily A", "They attacked at dawn."), told("Wire W")
    assert assemble([own, agency]).origins == 2
    assert assemble([own, agency, print_of(agency, "Daily A", later=1)]).origins == 2


def test_of_prints_of_one_day_whoever_prints_most_is_the_source() -> None:
    one, other = told("Daily A"), told("Daily A", "They attacked at dawn.")
    assert assemble([one, other, print_of(one, "Aaa First")]).origins == 1


def test_sources_without_a_name_count_as_one_and_as_none_beside_a_name() -> None:
    unknown = [told(None, "They attacked."), told(None, "They attacked at dawn.")]
    assert assemble(unknown).origins == 1
    assert assemble([*unknown, told("Daily A", "They attacked twice.")]).origins == 1


def test_a_replaced_version_is_no_source_and_speaks_only_where_the_later_one_is_silent() -> None:
    later = told("Daily A", "They attacked, it now says.", later=1, killed=(4, 4))
    earlier = told("Daily A", killed=(9, 9), mode="firearms", factuality="occurred")
    replaced = msgspec.structs.replace(earlier, replaced_by=later.claim.report_id)
    event = assemble([replaced, later])
    assert event.killed is not None
    assert (event.killed.low, event.killed.best, event.killed.high) == (4, 4, 4)
    assert event.mode == "firearms"
    assert (event.reports, event.origins, event.claims) == (1, 1, tuple(sorted((later.claim.id, earlier.claim.id))))
    assert (event.first_reported, event.last_reported) == (FIRST, FIRST + dt.timedelta(1))


def test_a_version_of_a_version_is_replaced_too() -> None:
    last = told("Daily A", "They attacked, third.", later=2, killed=(1, 1))
    second = told("Daily A", "They attacked, second.", later=1)
    first = told("Daily A", killed=(9, 9))
    chain = [
        msgspec.structs.replace(first, replaced_by=second.claim.report_id),
        msgspec.structs.replace(second, replaced_by=last.claim.report_id),
        last,
    ]
    killed = assemble(chain).killed
    assert killed is not None
    assert killed.high == 1


def test_an_event_that_only_replaced_versions_tell_stays_as_they_tell_it() -> None:
    event = assemble([msgspec.structs.replace(told("Daily A", killed=(2, 2)), replaced_by="elsewhere")])
    assert (event.reports, event.origins, event.status) == (1, 1, "reported")


def test_versions_that_replace_each_other_end() -> None:
    one, other = told("Daily A", killed=(2, 2)), told("Daily A", "They attacked again.", killed=(3, 3))
    event = assemble(
        [
            msgspec.structs.replace(one, replaced_by=other.claim.report_id),
            msgspec.structs.replace(other, replaced_by=one.claim.report_id),
        ]
    )
    assert event.reports == 2
