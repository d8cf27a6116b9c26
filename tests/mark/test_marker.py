"""The encoder: what it sees, and that neighbours never change it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dateline.mark import Marker, ModelError
from dateline.mark.marker import check_folder, default_folder
from dateline.model import Report
from dateline.read import make_report

BODY = (
    "Rebels attacked an army post near the river on Friday, killing at least six soldiers, the defence ministry said.\n"
    "The president condemned the attack and said that reinforcements would be sent to the province next week.\n"
    "The home side won the cup final two goals to one after extra time."
)


@pytest.fixture(scope="module")
def marker() -> Marker:
    return Marker()


def report(body: str = BODY) -> Report:
    return make_report(title="Six soldiers killed in rebel attack", body=body)


def test_it_sees_the_attack_and_not_the_match(marker: Marker) -> None:
    one = report()
    reading = marker.mark(one)
    seen = {(trigger.type, trigger.span.of(one.text)) for trigger in reading.triggers}
    assert ("ASSAULT", "attacked") in seen
    assert ("ACCUSE", "condemned") in seen
    assert not [t for t in reading.triggers if t.span.start >= one.text.index("The home side")]


def test_every_span_lies_in_the_text(marker: Marker) -> None:
    one = report()
    for trigger in marker.mark(one).triggers:
        assert trigger.sentence.holds(trigger.span)
        assert all(0 <= e.span.start < e.span.end <= len(one.text) for e in trigger.edges)
        assert 0 <= trigger.score <= 1


def test_a_report_reads_the_same_whatever_was_read_before(marker: Marker) -> None:
    alone = Marker().mark(report())
    for other in ("Shells fell on the port.", BODY * 5, "Talks."):
        marker.mark(report(other))
    assert marker.mark(report()) == alone


def test_a_damaged_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "weights"
    shutil.copytree(default_folder(), folder)
    with (folder / "roles.onnx").open("ab") as roles:
        roles.write(b"x")
    with pytest.raises(ModelError, match=r"roles\.onnx is missing or damaged"):
        check_folder(folder)


def test_a_missing_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model in"):
        check_folder(tmp_path)
