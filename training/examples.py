"""Projects claims onto word pieces: annotated reports enter, windows with labels for each head leave."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from tokenizers import Tokenizer

from dateline.code.counts import find_counts
from dateline.mark.labels import FACTUALITY, FIRST_TYPE, INSIDE, MODES, ROLES, TYPES
from dateline.mark.sentences import sentences
from dateline.mark.windows import Window, windows
from dateline.model import Span
from dateline.read import make_report, story_spans
from training.sources import Annotated

IGNORE = -100


class TriggerLabels(msgspec.Struct, frozen=True):
    """What is known of one trigger: its piece, mode, factuality, role tags per piece, and the parts not known."""

    piece: int
    mode: int
    factuality: int
    roles: tuple[int, ...]
    event: str


class Example(msgspec.Struct, frozen=True):
    """One window with its trigger tags and the labels of its triggers."""

    report: str
    window: Window
    tags: tuple[int, ...]
    triggers: tuple[TriggerLabels, ...]
    surface: tuple[str, ...] = ()


def examples(report: Annotated, tokenizer: Tokenizer) -> list[Example]:
    """Make the labelled windows of a report."""
    text = report.text
    spans = sentences(text, story_spans(make_report(title=report.title, body=report.body)))
    return [_label(report, window, spans) for window in windows(text, spans, tokenizer)]


def _label(report: Annotated, window: Window, spans: list[Span]) -> Example:
    text, pieces = report.text, window.pieces
    tags = [0 if p.first else IGNORE for p in pieces]
    triggers: list[TriggerLabels] = []
    for claim in report.claims:
        span = trigger_span(text, claim)
        inside = [] if span is None else _covered(window, span)
        if not inside or span is None:
            continue
        for at in inside[1:]:
            if tags[at] == 0:
                tags[at] = INSIDE
        tags[inside[0]] = FIRST_TYPE + TYPES.index(claim["type"])
        triggers.append(_trigger(text, claim, span, inside[0], window, spans))
    return Example(report.id, window, tuple(tags), tuple(triggers))


def trigger_span(text: str, claim: dict[str, Any]) -> Span | None:
    """Find a claim's trigger in the text."""
    at = text.find(claim["quote"])
    if at < 0:
        return None
    start = at + claim["quote"].find(claim["trigger"])
    return Span(start, start + len(claim["trigger"]))


def _covered(window: Window, span: Span) -> list[int]:
    return [i for i, p in enumerate(window.pieces) if p.first and span.start <= p.start < span.end]


def _trigger(
    text: str, claim: dict[str, Any], trigger: Span, piece: int, window: Window, spans: list[Span]
) -> TriggerLabels:
    pair = (claim["type"], claim["mode"])
    mode = MODES.index(pair) if pair in MODES else MODES.index((claim["type"], None))
    roles = [0 if p.first else IGNORE for p in window.pieces]
    for role, span in _role_spans(text, claim, trigger, window, spans):
        for n, at in enumerate(_covered(window, span)):
            if roles[at] in (0, IGNORE):
                roles[at] = 1 + 2 * ROLES.index(role) + (1 if n else 0)
    return TriggerLabels(piece, mode, FACTUALITY.index(claim["factuality"]), tuple(roles), claim.get("event") or "")


def _role_spans(
    text: str, claim: dict[str, Any], trigger: Span, window: Window, spans: list[Span]
) -> list[tuple[str, Span]]:
    wanted: list[tuple[str, str]] = []
    wanted += [("actor", a["text"]) for a in claim["actors"]]
    wanted += [("recipient", a["text"]) for a in claim["recipients"]]
    wanted += [("place", p["text"]) for p in claim["places"]]
    wanted += [("source", s) for s in claim["attribution"]]
    for role, field in (("time", "time_text"), ("instrument", "instrument"), ("cue", "cue"), ("quantity", "quantity")):
        if claim.get(field):
            wanted.append((role, claim[field]))
    low, high = window.pieces[0].start, window.pieces[-1].end
    out = [(role, hit) for role, phrase in wanted if (hit := _nearest(text, phrase, trigger, Span(low, high), spans))]
    for field in ("killed", "injured"):
        if claim.get(field):
            out += [(field, hit) for hit in _counts(text, claim[field], trigger, Span(low, high), spans)]
    return out


def _nearest(text: str, phrase: str, trigger: Span, within: Span, spans: list[Span]) -> Span | None:
    """Find the occurrence of a phrase that lies nearest to the trigger, in its own sentence before any other."""
    home = _sentence(spans, trigger.start)
    best: tuple[int, Span] | None = None
    for hit in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text[within.start : within.end]):
        span = Span(within.start + hit.start(), within.start + hit.end())
        away = abs(_sentence(spans, span.start) - home)
        cost = away * 10_000 + abs(span.start - trigger.start)
        if best is None or cost < best[0]:
            best = (cost, span)
    return best[1] if best else None


def _sentence(spans: list[Span], at: int) -> int:
    for number, span in enumerate(spans):
        if at < span.end:
            return number
    return len(spans)


def _counts(text: str, value: list[int | None], trigger: Span, within: Span, spans: list[Span]) -> list[Span]:
    """Find the words of a toll: one number of that value, else two that add up to it, in the trigger's sentence."""
    home = spans[min(_sentence(spans, trigger.start), len(spans) - 1)]
    near = Span(max(home.start, within.start), min(home.end, within.end))
    found = sorted(find_counts(text, near), key=lambda c: abs(c.span.start - trigger.start))
    for count in found:
        if [count.low, count.high] == list(value) or (value[0] and count.low == value[0]):
            return [count.span]
    for i, one in enumerate(found):
        for two in found[i + 1 :]:
            if one.low and two.low and value[0] == one.low + two.low and value[0] > 2:
                return [one.span, two.span]
    return []
