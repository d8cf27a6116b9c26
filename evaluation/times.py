"""Texts with annotated time expressions, or claims with dates, enter; how well times are found and placed leaves.

The measures are TempEval-3's: an expression is found strictly where its span is the annotated one, relaxed where the
two overlap; the value score counts those found (relaxed) whose TIMEX3 value is the annotated one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from dateline.ground.when import TimexValue, resolve_time, tense_of, times_of
from dateline.model import Factuality, Published, Resolution, Span, When

T = TypeVar("T")


class Timex(msgspec.Struct):
    """An annotated time expression; offsets count in the row's text."""

    start: int
    end: int
    type: str
    value: str = ""


class Row(msgspec.Struct):
    """A text with its creation date and its time expressions."""

    id: str
    dct: str
    text: str
    timexes: list[Timex]


class Tally(msgspec.Struct):
    """Counts over texts: annotated, found, and how many of both agree in what."""

    gold: int = 0
    found: int = 0
    relaxed: int = 0
    strict: int = 0
    value: int = 0
    type: int = 0


def score(path: Path) -> dict[str, float]:
    """Score the finder and the values on a `data.jsonl`, or a folder that holds one; shares in 0 to 1."""
    return scores_of(tally(rows(path)))


def rows(path: Path) -> list[Row]:
    """Read the rows of a `data.jsonl`, or of the one in a folder."""
    file = path / "data.jsonl" if path.is_dir() else path
    return _lines(file, Row)


def tally(texts: Iterable[Row]) -> Tally:
    """Count agreements over texts."""
    total = Tally()
    for row in texts:
        published = Published(dt.date.fromisoformat(row.dct[:10])) if row.dct[:10] else None
        _count(row.timexes, times_of(row.text, published), total)
    return total


def _count(gold: Sequence[Timex], found: Sequence[TimexValue], total: Tally) -> None:
    total.gold += len(gold)
    total.found += len(found)
    for timex, mine in paired(gold, found):
        span = mine.mention.span
        total.relaxed += 1
        total.strict += (span.start, span.end) == (timex.start, timex.end)
        total.value += mine.value == timex.value
        total.type += mine.mention.kind == timex.type


def paired(gold: Sequence[Timex], found: Sequence[TimexValue]) -> list[tuple[Timex, TimexValue]]:
    """Pair expressions that overlap, one to one, in text order."""
    left = list(found)
    pairs = []
    for timex in sorted(gold, key=lambda timex: timex.start):
        hit = next((mine for mine in left if mine.mention.span.overlaps(Span(timex.start, timex.end))), None)
        if hit is not None:
            left.remove(hit)
            pairs.append((timex, hit))
    return pairs


def scores_of(total: Tally) -> dict[str, float]:
    """Give precision, recall and F1 of counts; the value's and type's F1 are over all expressions, as in TempEval-3."""
    out = {"gold": float(total.gold), "found": float(total.found)}
    for name, right in (
        ("span", total.relaxed),
        ("strict", total.strict),
        ("value", total.value),
        ("type", total.type),
    ):
        out[f"{name}_precision"] = round(right / total.found, 4) if total.found else 0.0
        out[f"{name}_recall"] = round(right / total.gold, 4) if total.gold else 0.0
        out[f"{name}_f1"] = round(2 * right / (total.gold + total.found), 4) if total.gold + total.found else 0.0
    out["value_accuracy"] = round(total.value / total.relaxed, 4) if total.relaxed else 0.0
    return out


class GoldClaim(msgspec.Struct):
    """What the claim gold says of time: the quote, the words that give the date, and the days."""

    quote: str
    factuality: Factuality
    date: tuple[dt.date, dt.date] | None = None
    time_text: str | None = None


class GoldReport(msgspec.Struct):
    """The claims of one report."""

    id: str
    claims: list[GoldClaim]


class Story(msgspec.Struct):
    """A report of the claim gold."""

    id: str
    text: str
    title: str | None = None
    date: str | None = None

    @property
    def whole(self) -> str:
        """Title, newline and text: what quotes are found in."""
        return f"{self.title or ''}\n{self.text}"


class Answer(msgspec.Struct):
    """One phrase of the gold with the days it stands for and what the resolver made of it."""

    phrase: str
    published: str | None
    gold: tuple[dt.date, dt.date]
    found: Resolution[When]

    @property
    def right(self) -> bool:
        """Whether the days overlap by half."""
        stated = self.found.choice.stated if self.found.choice is not None else None
        return stated is not None and overlap(self.gold, (stated.start, stated.end)) >= 0.5


def overlap(left: tuple[dt.date, dt.date], right: tuple[dt.date, dt.date]) -> float:
    """Give the days that two stretches share as a share of the days from the first start to the last end."""
    shared = (min(left[1], right[1]) - max(left[0], right[0])).days + 1
    return max(0, shared) / ((max(left[1], right[1]) - min(left[0], right[0])).days + 1)


def answers(folder: Path, name: str, *, told: bool = True) -> list[Answer]:
    """Resolve every `time_text` with a date of `NAME.claims.jsonl`; `told` gives the tense that factuality settles."""
    stories = {s.id: s for s in _lines(folder / f"{name}.jsonl", Story)}
    return [
        _answer(stories[report.id], claim, claim.time_text, claim.date, told=told)
        for report in _lines(folder / f"{name}.claims.jsonl", GoldReport)
        for claim in report.claims
        if claim.date is not None and claim.time_text
    ]


def _answer(story: Story, claim: GoldClaim, phrase: str, gold: tuple[dt.date, dt.date], *, told: bool) -> Answer:
    result = resolve_time(
        phrase,
        published=Published(dt.date.fromisoformat(story.date[:10])) if story.date else None,
        context=_sentence(story.whole, phrase, claim.quote),
        tense=tense_of(claim.factuality) if told else None,
    )
    return Answer(phrase, story.date, gold, result)


def _sentence(text: str, phrase: str, quote: str) -> str:
    """Give the line or sentence that holds the occurrence of `phrase` nearest to the quote."""
    near = text.find(quote)
    places = [match.start() for match in re.finditer(re.escape(phrase), text)]
    if not places:
        return ""
    at = min(places, key=lambda place: abs(place - near))
    start = max(text.rfind(". ", 0, at) + 2, text.rfind("\n", 0, at) + 1)
    ends = [end for mark in (". ", "\n") if (end := text.find(mark, at + len(phrase))) >= 0]
    return text[start : min(ends, default=len(text)) + 1]


def _lines(file: Path, kind: type[T]) -> list[T]:
    decoder = msgspec.json.Decoder(kind)
    return [decoder.decode(line) for line in file.read_bytes().splitlines() if line.strip()]


def score_phrases(folder: Path, name: str = "train") -> dict[str, float]:
    """Score the resolver on the claim gold: the share of phrases placed right (half overlap), and left open."""
    out: dict[str, float] = {}
    for label, told in (("told_tense", True), ("own_tense", False)):
        given = answers(folder, name, told=told)
        right = sum(answer.right for answer in given)
        placed = sum(answer.found.choice is not None for answer in given)
        out[f"{label}_right"] = round(right / len(given), 4) if given else 0.0
        out[f"{label}_precision"] = round(right / placed, 4) if placed else 0.0
        out[f"{label}_abstained"] = round(1 - placed / len(given), 4) if given else 0.0
        out["phrases"] = float(len(given))
    return out


def main() -> None:
    """Print the scores of a file as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="a data.jsonl, its folder, or with --phrases the folder of the gold")
    parser.add_argument("--phrases", action="store_true", help="score phrases of the claim gold instead")
    given = parser.parse_args()
    print(json.dumps(score_phrases(given.path) if given.phrases else score(given.path), indent=2))


if __name__ == "__main__":
    main()
