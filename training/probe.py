"""Writes down what the float model says, so that a test can hold the shipped int8 files to it without torch.

The example reports enter; for each word the trigger probability and the best tag, and for each trigger the best role of
each word, leave as a JSON file beside the test.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import torch
from tokenizers import Tokenizer

from dateline.mark.labels import FIRST_TYPE
from dateline.mark.sentences import sentences
from dateline.mark.windows import Window, windows
from dateline.model import Report
from dateline.read import read, story_spans
from training.fit import encoded
from training.model import Encoder

EXAMPLES = Path("examples/reports")
PROBE = Path("tests/mark/probe.json")
# From this trigger probability on, the roles around a word are written down.
LIKELY = 0.5


class Probed(msgspec.Struct, frozen=True):
    """One window: piece ids and case classes, then for each word its index, trigger probability and best tag.

    `roles` gives, for the piece of each likely trigger, the best role tag of every word.
    """

    ids: list[int]
    cases: list[int]
    words: list[int]
    chances: list[float]
    tags: list[int]
    roles: dict[int, list[int]]


def write(model: Encoder, tokenizer: Tokenizer) -> None:
    """Run the float model over the windows of the example reports and write what it says."""
    model.eval()
    found: list[Probed] = []
    for report in read([EXAMPLES]):
        if isinstance(report, Report):
            spans = sentences(report.text, story_spans(report))
            found += [_probe(model, window) for window in windows(report.text, spans, tokenizer)]
    PROBE.write_bytes(b"[\n" + b",\n".join(msgspec.json.encode(one) for one in found) + b"\n]\n")


def _probe(model: Encoder, window: Window) -> Probed:
    ids, cases, mask = encoded([window])
    words = window.words()
    with torch.no_grad():
        x = model.encode(ids, cases, mask)
        tags = model.trigger(x)[0, 1:-1].softmax(-1)[words]
        chances = tags[:, FIRST_TYPE:].sum(-1)
        at = [words[n] for n in range(len(words)) if float(chances[n]) >= LIKELY]
        row = torch.zeros(len(at), dtype=torch.long)
        roles = model.roles(x, mask, row, torch.tensor(at, dtype=torch.long) + 1) if at else None
    best = {} if roles is None else {a: roles[n, 1:-1].argmax(-1)[words].tolist() for n, a in enumerate(at)}
    rounded = [round(float(c), 3) for c in chances]
    pieces = [p.id for p in window.pieces]
    return Probed(pieces, [p.case for p in window.pieces], words, rounded, tags.argmax(-1).tolist(), best)
