"""The shipped int8 files say what the float model said when they were made (`training/probe.py` wrote it down)."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from dateline.mark import Marker
from dateline.mark.labels import FIRST_TYPE
from dateline.mark.marker import softmax
from dateline.mark.windows import Piece, Window

PROBE = Path(__file__).with_name("probe.json")


class Probed(msgspec.Struct, frozen=True):
    """One window and what the float model said of it."""

    ids: list[int]
    cases: list[int]
    words: list[int]
    chances: list[float]
    tags: list[int]
    roles: dict[int, list[int]]

    @property
    def window(self) -> Window:
        """The window, its pieces without their places in a text."""
        first = set(self.words)
        pieces = (
            Piece(id_, n, n, n in first, 0, case)
            for n, (id_, case) in enumerate(zip(self.ids, self.cases, strict=True))
        )
        return Window(tuple(pieces))


@pytest.fixture(scope="module")
def probes() -> list[Probed]:
    return msgspec.json.decode(PROBE.read_bytes(), type=list[Probed])


@pytest.fixture(scope="module")
def marker() -> Marker:
    return Marker()


def test_triggers_and_their_types_agree(probes: list[Probed], marker: Marker) -> None:
    away, same, likely = [], 0, 0
    for probe in probes:
        chances = softmax(marker.scores(probe.window)[0])[probe.words]
        away.append(np.abs(chances[:, FIRST_TYPE:].sum(axis=1) - np.array(probe.chances)))
        plain = np.array(probe.chances) >= 0.7
        likely += int(plain.sum())
        same += int((chances.argmax(axis=1) == np.array(probe.tags))[plain].sum())
    assert float(np.concatenate(away).mean()) < 0.01
    assert likely > 20
    assert same / likely > 0.95


def test_roles_agree(probes: list[Probed], marker: Marker) -> None:
    same = said = 0
    for probe in probes:
        if not probe.roles:
            continue
        _, _, _, left, right = marker.scores(probe.window)
        scores = marker.role_scores(left, right, list(probe.roles))
        scores[:, :, 0] -= marker.manifest.role_bias
        for found, wanted in zip(scores, probe.roles.values(), strict=True):
            best = found[probe.words].argmax(axis=1)
            either = (best > 0) | (np.array(wanted) > 0)
            same += int((best == np.array(wanted))[either].sum())
            said += int(either.sum())
    assert said > 50
    assert same / said > 0.9
