"""The shipped coder: one report's fault is told and kept apart, and batches change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from dateline.code import load_coder
from dateline.code.encoder import EncoderCoder
from dateline.model import Report
from dateline.read import make_report

if TYPE_CHECKING:
    from dateline.code import Coded

BODIES = (
    "Rebels shelled the port of Berbera on Monday, killing nine people.",
    "",
    "The two presidents met in Nairobi. Police arrested four protesters in Kampala on Tuesday.",
    "The cup final ended in a draw.",
)


def reports() -> list[Report]:
    return [make_report(title=f"Report {n}", body=body) for n, body in enumerate(BODIES)]


def packed(coded: list[Coded]) -> list[bytes]:
    return [msgspec.json.encode(one) for one in coded]


def test_a_report_codes_to_the_same_bytes_alone_in_a_batch_and_in_any_order() -> None:
    coder = load_coder()
    together = packed(list(coder.code_batch(reports())))
    alone = [packed(list(load_coder().code_batch([one])))[0] for one in reports()]
    backwards = packed(list(coder.code_batch(reports()[::-1])))[::-1]
    assert together == alone == backwards


def test_one_reports_fault_is_told_and_the_rest_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    coder = EncoderCoder()
    mark = coder._marker.mark

    def failing(report: Report) -> object:
        if report.title == "Report 2":
            raise OverflowError("too large")
        return mark(report)

    monkeypatch.setattr(coder._marker, "mark", failing)
    coded = list(coder.code_batch(reports()))
    assert [one.fault is not None for one in coded] == [False, False, True, False]
    fault = coded[2].fault
    assert fault is not None
    assert (fault.reason, coded[2].claims) == ("coder-fault", ())
    assert "OverflowError" in fault.detail
    assert coded[0].claims
