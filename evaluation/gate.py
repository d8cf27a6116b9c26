"""Holds figures above their floors: figures and floors enter, the list of what fell leaves; floors only rise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from evaluation.report import Measured
from evaluation.sets import SETS

FLOORS = Path(__file__).with_name("floors.json")
# A floor is broken when a figure falls below it by more than this many standard errors…
BAND = 0.5
# …or by this much where no standard error is known (figures given a fixed set do not move by chance at all).
FIXED = 0.002


class Floor(msgspec.Struct, frozen=True):
    """The best figure that was accepted, and the band below it that is taken for noise."""

    value: float
    band: float


def load() -> dict[str, dict[str, Floor]]:
    """Read the floors, by set and figure."""
    return msgspec.json.decode(FLOORS.read_bytes(), type=dict[str, dict[str, Floor]])


def broken(measured: Mapping[str, Measured], floors: Mapping[str, Mapping[str, Floor]]) -> list[str]:
    """Say which figures fell below their floors, and which gated figures have none."""
    out = [
        f"{gold.name} {figure.key}: no floor"
        for gold in SETS
        for figure in gold.figures
        if figure.gated and figure.key not in floors.get(gold.name, {})
    ]
    for name, held in floors.items():
        if name not in measured:
            out.append(f"{name}: not measured")
            continue
        for key, floor in held.items():
            value = measured[name].figures.get(key, 0.0)
            if value < floor.value - floor.band:
                out.append(f"{name} {key}: {value:.4f} is below {floor.value:.4f} - {floor.band:.4f}")
    return out


def raised(measured: Mapping[str, Measured], floors: Mapping[str, Mapping[str, Floor]]) -> dict[str, dict[str, Floor]]:
    """Give the floors with every better figure taken over; none is ever lowered."""
    out = {name: dict(held) for name, held in floors.items()}
    for gold in SETS:
        if gold.name not in measured:
            continue
        row, held = measured[gold.name], out.setdefault(gold.name, {})
        for figure in gold.figures:
            if not figure.gated:
                continue
            value = round(row.figures[figure.key], 4)
            band = round(BAND * row.noise[figure.key], 4) if figure.key in row.noise else FIXED
            if figure.key not in held or value > held[figure.key].value:
                held[figure.key] = Floor(value, band)
    return {name: held for name, held in out.items() if held}


def save(floors: Mapping[str, Mapping[str, Floor]]) -> None:
    """Write the floors."""
    FLOORS.write_bytes(msgspec.json.format(msgspec.json.encode(floors), indent=2) + b"\n")
