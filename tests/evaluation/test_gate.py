"""The gate: what falls is named, floors only rise, and the table shows what was measured."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evaluation.gate import Floor, broken, load, raised
from evaluation.report import Measured, table
from evaluation.sets import SETS

NAME = SETS[-1].name
ALL = [figure.key for figure in SETS[-1].figures]
KEYS = [figure.key for figure in SETS[-1].figures if figure.gated]


def measured(value: float, noise: float | None = None) -> dict[str, Measured]:
    return {NAME: Measured(dict.fromkeys(ALL, value), {} if noise is None else dict.fromkeys(ALL, noise))}


def test_a_figure_below_its_floor_is_named() -> None:
    floors = {NAME: {KEYS[0]: Floor(0.8, 0.01)}}
    wanted = f"{NAME} {KEYS[0]}: 0.7800 is below 0.8000 - 0.0100"
    assert wanted not in broken(measured(0.795), floors)
    assert wanted in broken(measured(0.78), floors)


def test_a_set_that_was_not_measured_breaks_the_gate() -> None:
    assert f"{NAME}: not measured" in broken({}, {NAME: {KEYS[0]: Floor(0.8, 0.01)}})


def test_a_gated_figure_without_a_floor_breaks_the_gate() -> None:
    assert f"{NAME} {KEYS[0]}: no floor" in broken(measured(0.9), {})


def test_every_gated_figure_has_a_floor() -> None:
    floors = load()
    assert floors.keys() == {gold.name for gold in SETS if any(figure.gated for figure in gold.figures)}
    for gold in SETS:
        assert {figure.key for figure in gold.figures if figure.gated} == floors.get(gold.name, {}).keys()


@given(st.floats(0, 1), st.floats(0, 1))
def test_floors_only_rise(before: float, now: float) -> None:
    floors = raised(measured(before), {})
    again = raised(measured(now), floors)
    for key in KEYS:
        assert again[NAME][key].value == max(round(before, 4), round(now, 4))


def test_the_table_shows_figure_and_noise() -> None:
    page = table(measured(0.4321, 0.0123))
    assert "| 0.432 | 0.012 |" in page
    assert SETS[0].title not in page
