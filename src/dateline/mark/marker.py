"""The one pass of the language model: a `Report` enters, its `Reading` (sentences, triggers, roles) leaves.

Windows are run one at a time, so that the int8 scales of one report never depend on its neighbours: a report reads
the same alone, in any batch, in any order.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dateline.mark.labels import FACTUALITY, FIRST_TYPE, MODES, ROLES, TYPES
from dateline.mark.relevance import Relevance, Thresholds
from dateline.mark.sentences import sentences
from dateline.mark.windows import Window, pack, pieces_of
from dateline.model import Edge, EventType, Reading, Report, Sentence, Span, Trigger
from dateline.read import headline_span, story_spans

Floats = NDArray[np.float32]
_CLS, _SEP = 101, 102
# Scorers and readers expect a trigger to be a word or a short fixed phrase.
TRIGGER_WORDS = 6


class Manifest(msgspec.Struct, frozen=True):
    """What a model folder says of itself: version, SHA-256 of each file, and the numbers that decoding needs.

    `threshold` is the least trigger probability that gives a claim; `scale` and `shift` turn its log-odds into the
    calibrated confidence (Platt); `role_bias` is added to the score of "no role"; `relevance` holds
    the thresholds of the first filter.
    """

    version: str
    files: dict[str, str]
    threshold: float
    scale: float
    shift: float
    role_bias: float
    relevance: Thresholds


class ModelError(RuntimeError):
    """The model's files are missing or are not the ones that the manifest names."""


class Marker:
    """The encoder with its tokenizer and heads, loaded once and used for any number of reports."""

    def __init__(self, folder: Path | None = None) -> None:
        """Load a model folder (the shipped one where none is given).

        Raises:
            ModelError: a file is missing or its checksum is not the manifest's.
        """
        folder = folder or default_folder()
        self.manifest = check_folder(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._relevance = Relevance(folder / "relevance.npz", self.manifest.relevance)
        self._session = _session(folder / "encoder.onnx")
        self._roles = _session(folder / "roles.onnx")

    def mark(self, report: Report) -> Reading:
        """Read one report."""
        head = headline_span(report)
        spans = sentences(report.text, story_spans(report))
        triggers = [trigger for window in self._windows(report, spans) for trigger in self._triggers(window, spans)]
        marked = tuple(Sentence(span, head is not None and head.holds(span)) for span in spans)
        return Reading(report_id=report.id, sentences=marked, triggers=tuple(triggers))

    def windows(self, report: Report) -> list[Window]:
        """Give the windows in which a report is read."""
        return list(self._windows(report, sentences(report.text, story_spans(report))))

    def _windows(self, report: Report, spans: Sequence[Span]) -> Iterator[Window]:
        return pack(self._relevance.chosen(pieces_of(report.text, spans, self._tokenizer)))

    def scores(self, window: Window) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """Run the encoder on one window; rows are pieces, without the special tokens.

        Gives trigger tags, modes and factuality (scores, not probabilities) and the two pair projections.
        """
        ids = np.array([window.ids(_CLS, _SEP)], dtype=np.int64)
        cases = np.array([window.cases()], dtype=np.int64)
        tags, modes, facts, left, right = self._session.run(None, {"ids": ids, "cases": cases})
        return tags[1:-1], modes[1:-1], facts[1:-1], left[1:-1], right[1:-1]

    def _triggers(self, window: Window, spans: Sequence[Span]) -> list[Trigger]:
        tags, modes, facts, left, right = self.scores(window)
        chances = softmax(tags)
        words = window.words()
        marked = [(n, at) for n, at in enumerate(words) if chances[at, FIRST_TYPE:].sum() >= self.manifest.threshold]
        if not marked:
            return []
        roles = self.role_scores(left, right, [at for _, at in marked])
        out = []
        for (n, at), scores in zip(marked, roles, strict=True):
            type_ = TYPES[int(chances[at, FIRST_TYPE:].argmax())]
            known = softmax(facts[at])
            out.append(
                Trigger(
                    span=Span(window.pieces[at].start, _end(window, words, _last(tags, words, n))),
                    sentence=spans[window.pieces[at].sentence],
                    type=type_,
                    mode=_mode(modes[at], type_),
                    factuality=FACTUALITY[int(known.argmax())],
                    score=self.confidence(float(chances[at, FIRST_TYPE:].sum())),
                    factuality_score=round(float(known.max()), 4),
                    edges=tuple(_edges(window, words, softmax(scores[words]))),
                )
            )
        return out

    def confidence(self, chance: float) -> float:
        """Turn a trigger probability into a calibrated confidence, rounded so that it prints the same everywhere."""
        odds = np.log(max(chance, 1e-6) / max(1 - chance, 1e-6))
        return round(float(1 / (1 + np.exp(-(self.manifest.scale * odds + self.manifest.shift)))), 4)

    def role_scores(self, left: Floats, right: Floats, at: Sequence[int]) -> Floats:
        """Score the role tags of every piece for the triggers at pieces `at`: [triggers, pieces, ROLE_TAGS]."""
        where = np.array(at, dtype=np.int64)
        scores: Floats = self._roles.run(None, {"left": left[where], "right": right, "at": where})[0]
        scores[:, :, 0] += self.manifest.role_bias
        return scores


def _edges(window: Window, words: list[int], chances: Floats) -> list[Edge]:
    """Read the roles off the chances of the words' tags: a first word and the later words after it make an edge."""
    best = chances.argmax(axis=1)
    out: list[Edge] = []
    n = 0
    while n < len(words):
        tag = int(best[n])
        if tag == 0:
            n += 1
            continue
        role, stop = (tag - 1) // 2, n + 1
        home = window.pieces[words[n]].sentence
        while stop < len(words) and best[stop] == 2 * role + 2 and window.pieces[words[stop]].sentence == home:
            stop += 1
        span = Span(window.pieces[words[n]].start, _end(window, words, stop - 1))
        score = float(chances[n:stop, 2 * role + 1 : 2 * role + 3].sum(axis=1).mean())
        out.append(Edge(ROLES[role], span, round(score, 4)))
        n = stop
    return out


def softmax(scores: Floats) -> Floats:
    """Turn scores into probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return result


def _mode(scores: Floats, type_: EventType) -> str | None:
    own = [(float(score), mode) for score, (of, mode) in zip(scores, MODES, strict=True) if of == type_]
    return max(own, key=lambda pair: pair[0])[1]


def _last(tags: Floats, words: list[int], n: int) -> int:
    """Give the index (into words) of the last word of the trigger that begins at word n."""
    stop = min(n + TRIGGER_WORDS, len(words))
    while n + 1 < stop and tags[words[n + 1]].argmax() == 1:
        n += 1
    return n


def _end(window: Window, words: list[int], n: int) -> int:
    """Give where the n-th word of the window ends, with its continuation pieces."""
    stop = words[n + 1] if n + 1 < len(words) else len(window.pieces)
    return window.pieces[stop - 1].end


def default_folder() -> Path:
    """Give the folder of the model that ships with the package."""
    return Path(str(files("dateline.mark"))) / "weights"


@functools.cache
def check_folder(folder: Path) -> Manifest:
    """Verify a model folder against its manifest.

    Raises:
        ModelError: a file is missing or its checksum differs.
    """
    path = folder / "manifest.json"
    if not path.is_file():
        raise ModelError(f"no model in {folder} (reinstall dateline: pip install --force-reinstall dateline)")
    manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    for name, wanted in manifest.files.items():
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != wanted:
            raise ModelError(
                f"{file} is missing or damaged (reinstall dateline: pip install --force-reinstall dateline)"
            )
    return manifest


def _session(path: Path) -> Any:  # noqa: ANN401 - onnxruntime ships no types
    """Open the encoder on one thread: threads would race for two cores, processes share them better."""
    import onnxruntime as ort  # noqa: PLC0415 - half a second that commands without coding need not pay

    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
