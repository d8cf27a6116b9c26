"""Reports with marked toponyms go in; how well their places are found and resolved comes out, as numbers by name.

`python -m evaluation.places PATH...` scores data sets; each path holds a `data.jsonl` with `text` and `toponyms`
(`start`, `end`, `lat`, `lon`). Weights were fitted on the reports in even positions (`half=0`); give `--half 1` for
the others.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from dateline.ground.where.gazetteer import Gazetteer, shipped
from dateline.ground.where.globe import distance_km
from dateline.ground.where.resolve import resolve_document
from dateline.ground.where.scan import find_places
from dateline.model import Place, Resolution, Span

NEAR_KM = 161.0
_NOWHERE_KM = 20_038.0  # half the way around the globe: the error of having no answer


class Toponym(msgspec.Struct, frozen=True):
    """A marked name; one without coordinates is neither asked for nor counted as a false find."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None


class Document(msgspec.Struct, frozen=True):
    """A report with its marked names."""

    text: str
    toponyms: tuple[Toponym, ...]


class Answer(msgspec.Struct, frozen=True):
    """One resolved toponym: kilometres from the marked place, and whether the resolver stood by its answer."""

    error_km: float
    chosen: bool


def read(path: Path, half: int | None) -> Iterator[Document]:
    """Read the reports of a `data.jsonl` or of the one in a folder: all, or those in even (0) or odd (1) positions."""
    with (path / "data.jsonl" if path.is_dir() else path).open(encoding="utf-8") as file:
        for at, line in enumerate(file):
            if half is None or at % 2 == half:
                yield msgspec.json.decode(line, type=Document)


def score(path: Path, half: int | None = None) -> dict[str, float]:
    """Score resolution given the span (`acc161`, …) and recognition (`f1`, …) on one data set, in 0 to 1 or km.

    `acc161` is the share within 161 km, the best candidate counting where none was chosen; `acc161_chosen` and
    `coverage` are for what was chosen. Names without coordinates are left out of recognition on both sides.
    """
    gazetteer = shipped()
    areas = {gazetteer.id(row): row for row in range(gazetteer.listed)}
    answers: list[Answer] = []
    counts = [0, 0, 0]
    for document in read(path, half):
        asked = [each for each in document.toponyms if each.lat is not None]
        spans = [Span(each.start, each.end) for each in asked]
        resolutions = resolve_document(document.text, spans, gazetteer=gazetteer)
        answers += [_answer(*pair, areas, gazetteer) for pair in zip(asked, resolutions, strict=True)]
        counts = [sum(pair) for pair in zip(counts, _found(document, gazetteer), strict=True)]
    return {**_resolved(answers), **_recognised(counts)}


def _answer(gold: Toponym, resolution: Resolution[Place], areas: dict[str, int], gazetteer: Gazetteer) -> Answer:
    best = resolution.choice or next((each.value for each in resolution.candidates), None)
    if best is None or gold.lat is None or gold.lon is None:
        return Answer(_NOWHERE_KM, chosen=False)
    point = point_of(best, areas, gazetteer)
    return Answer(distance_km(point, (gold.lat, gold.lon)), chosen=resolution.choice is not None)


def point_of(place: Place, areas: dict[str, int], gazetteer: Gazetteer) -> tuple[float, float]:
    """Give a place's coordinates; those of a state or region, which it does not show, from the gazetteer's inside."""
    if place.lat is not None and place.lon is not None:
        return place.lat, place.lon
    return gazetteer.centre(areas[(place.id or "").split("#")[0]])


def _found(document: Document, gazetteer: Gazetteer) -> list[int]:
    """Count right finds, false finds and misses of one report, by exact span."""
    wanted = {(each.start, each.end) for each in document.toponyms if each.lat is not None}
    ignored = {(each.start, each.end) for each in document.toponyms} - wanted
    found = {(each.span.start, each.span.end) for each in find_places(document.text, gazetteer=gazetteer)} - ignored
    return [len(found & wanted), len(found - wanted), len(wanted - found)]


def _resolved(answers: Sequence[Answer]) -> dict[str, float]:
    chosen = [each for each in answers if each.chosen]
    errors = [each.error_km for each in answers]
    return {
        "n": float(len(answers)),
        "acc161": _share(answers),
        "acc161_chosen": _share(chosen),
        "coverage": len(chosen) / max(1, len(answers)),
        "mean_km": statistics.fmean(errors) if errors else 0.0,
        "median_km": statistics.median(errors) if errors else 0.0,
    }


def _share(answers: Sequence[Answer]) -> float:
    return sum(each.error_km <= NEAR_KM for each in answers) / max(1, len(answers))


def _recognised(counts: Sequence[int]) -> dict[str, float]:
    right, false, missed = counts
    precision, recall = right / max(1, right + false), right / max(1, right + missed)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


def main() -> None:
    """Score the data sets named on the command line and print one line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+", help="folders with a data.jsonl")
    parser.add_argument("--half", type=int, choices=(0, 1), default=None, help="only reports in even or odd positions")
    given = parser.parse_args()
    for path in given.paths:
        rounded = {name: round(value, 4) for name, value in score(path, given.half).items()}
        print(path.name, msgspec.json.encode(rounded).decode())


if __name__ == "__main__":
    main()
