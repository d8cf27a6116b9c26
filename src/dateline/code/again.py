"""A report and a claim that the encoder made of it enter, what the encoder weighed for that claim leaves.

The archive keeps a claim's choices and not what the encoder thought of the other labels. The encoder gives the same
for the same report, so it is asked again; whether it is the same encoder is for the caller to compare by `installed`.
"""

from __future__ import annotations

from collections.abc import Container, Iterable

from dateline.code.claims import claims_of
from dateline.code.encoder import origin_of
from dateline.code.weighed import Join, Option, Weighed
from dateline.ground import Grounder
from dateline.ground.alike import WEIGHTS, features, probability
from dateline.ground.same import THRESHOLD
from dateline.ground.told import Told, kinds
from dateline.mark import Marker
from dateline.mark.labels import FACTUALITY, FIRST_TYPE, MODES, TYPES
from dateline.mark.marker import Floats, check_folder, default_folder, softmax
from dateline.model import Claim, Edge, Origin, Reason, Report

# Options below this are not told: they say nothing but that there are other labels.
_LEAST = 0.0005


def installed() -> Origin:
    """Give the name and version of the encoder that ships with the package.

    Raises:
        ModelError: a file of the model is missing or damaged.
    """
    return origin_of(check_folder(default_folder()))


def weighed(report: Report, claim: Claim, joined: Container[str]) -> Weighed | None:
    """Say what the installed encoder weighs for a claim; None where it does not make that claim of the report.

    `joined` are the ids of the report's claims that were joined with it.

    Raises:
        ModelError: a file of the model is missing or damaged.
    """
    marker = Marker()
    reading = marker.mark(report)
    made = claims_of(report, reading, installed())
    trigger = next((one for one in reading.triggers if one.span == claim.trigger and one.type == claim.type), None)
    scores = _scores_at(marker, report, claim.trigger.start)
    if trigger is None or scores is None or all(one.id != claim.id for one in made):
        return None
    tags, modes, facts = scores
    return Weighed(
        types=_types(softmax(tags)),
        modes=_modes(modes, claim),
        factualities=_ranked(zip(FACTUALITY, softmax(facts), strict=True)),
        roles=_in_text_order(trigger.edges),
        joins=_joins(report, claim, made, joined),
    )


def _scores_at(marker: Marker, report: Report, start: int) -> tuple[Floats, Floats, Floats] | None:
    """Give the tag, mode and factuality scores of the word that begins at an offset."""
    for window in marker.windows(report):
        at = next((n for n in window.words() if window.pieces[n].start == start), None)
        if at is not None:
            tags, modes, facts, _, _ = marker.scores(window)
            return tags[at], modes[at], facts[at]
    return None


def _types(chances: Floats) -> tuple[Option, ...]:
    none = 1.0 - float(chances[FIRST_TYPE:].sum())
    return _ranked([*zip(TYPES, chances[FIRST_TYPE:], strict=True), (None, none)])


def _modes(scores: Floats, claim: Claim) -> tuple[Option, ...]:
    own = [n for n, (type_, _) in enumerate(MODES) if type_ == claim.type]
    return _ranked(zip((MODES[n][1] for n in own), softmax(scores[own]), strict=True))


def _ranked(pairs: Iterable[tuple[str | None, float]]) -> tuple[Option, ...]:
    options = [Option(value, round(float(score), 4)) for value, score in pairs if score >= _LEAST]
    return tuple(sorted(options, key=lambda option: (-option.score, option.value or "")))


def _in_text_order(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    return tuple(sorted(edges, key=lambda edge: (edge.span, edge.role)))


def _joins(report: Report, claim: Claim, made: tuple[Claim, ...], joined: Container[str]) -> tuple[Join, ...]:
    """Compare a claim with those that it was joined with as the coder did: grounded, and before any is filled."""
    alone = Grounder().each(report, made)
    for kind in kinds(report, alone):
        own = next((told for told in kind if told.id == claim.id), None)
        if own is not None:
            return tuple(_join(own, told) for told in kind if told.id in joined and told.id != own.id)
    return ()


def _join(own: Told, other: Told) -> Join:
    first, second = sorted((own, other), key=lambda told: told.start)
    found = features(first, second)
    return Join(other.id, round(probability(found), 4), THRESHOLD, _reasons(found))


def _reasons(found: dict[str, float]) -> tuple[Reason, ...]:
    """Say what counted, the weightiest first."""
    weights = {name: WEIGHTS[name] * value for name, value in found.items() if value}
    order = sorted(weights, key=lambda name: (-abs(weights[name]), name))
    return tuple(Reason(name, round(weights[name], 4), "") for name in order)
