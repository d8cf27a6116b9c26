"""What a model wrote and the part it was shown enter, the triggers that stand in the report leave, and what was dropped.

Nothing that a model writes is taken on trust: a code counts only where the ontology has it, words only where the part
has them. So a report that tells the model what to answer can bring forth nothing but its own words.
"""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

from dateline.code.coder import Dropped
from dateline.code.llm.parts import Line, Part
from dateline.model import Edge, EventType, Factuality, Role, Span, Trigger
from dateline.ontology import ontology

UNCALIBRATED: Final = 0.5
"""The confidence of every claim: a model's own idea of how sure it is has been checked against nothing."""

TRIGGER_WORDS: Final = 6
"""Words of the longest trigger, as of the encoder's."""

ROLES: Final[dict[str, Role]] = {
    "actors": "actor",
    "recipients": "recipient",
    "places": "place",
    "time": "time",
    "attribution": "source",
    "cue": "cue",
    "killed": "killed",
    "injured": "injured",
    "instrument": "instrument",
    "quantity": "quantity",
}
"""The fields of an answer that hold words of the report, and the roles that they name."""

T = TypeVar("T")
Fields = dict[str, msgspec.Raw]
_NULL = msgspec.Raw(b"null")
_FIELDS = msgspec.json.Decoder(Fields)
_TYPE: msgspec.json.Decoder[EventType] = msgspec.json.Decoder(EventType)
_FACTUALITY: msgspec.json.Decoder[Factuality] = msgspec.json.Decoder(Factuality)
_WORDS = msgspec.json.Decoder(str)
_ONE_OR_MORE: msgspec.json.Decoder[str | list[msgspec.Raw] | None] = msgspec.json.Decoder(
    str | list[msgspec.Raw] | None
)
_NUMBER = msgspec.json.Decoder(int, strict=False)
_LABEL: msgspec.json.Decoder[str | int | None] = msgspec.json.Decoder(str | int | None)
# Far above what is asked for; what a hostile endpoint can make us search for is bounded.
_MOST_CLAIMS, _MOST_WORDS = 500, 50


class Told(msgspec.Struct, frozen=True):
    """A trigger, and the label of its event: claims of one part with one label and type tell of one event."""

    trigger: Trigger
    label: str | None


class Answer(msgspec.Struct, frozen=True):
    """What of an answer stands in the report, in the order of the answer."""

    told: tuple[Told, ...]
    dropped: tuple[Dropped, ...]


class _Whole(msgspec.Struct):
    claims: list[msgspec.Raw]


def read_answer(content: str, part: Part) -> Answer | None:
    """Read an answer; None where it is not the JSON object that was asked for."""
    whole = _whole(content)
    return _Reader(part).read(whole.claims) if whole else None


def _whole(content: str) -> _Whole | None:
    """Find the object in an answer, behind a model's thoughts and between the fences that some put around it."""
    if not content.lstrip("`json \r\n").startswith("{"):  # else the object may hold these very words of a report
        content = content.rpartition("</think>")[2]
    found = content[content.find("{") : content.rfind("}") + 1]
    try:
        return msgspec.json.decode(found, type=_Whole)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return None


class _ClaimDropped(Exception):  # noqa: N818 - a way out of a claim, not an error
    """The claim at hand cannot be kept."""


class _Reader:
    """Reads the claims of one answer; `dropped` gathers what is left out."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._dropped: list[Dropped] = []
        self._seen: set[tuple[Span, EventType]] = set()

    def read(self, claims: list[msgspec.Raw]) -> Answer:
        told = []
        for raw in claims[:_MOST_CLAIMS]:
            try:
                told.append(self._claim(raw))
            except _ClaimDropped as dropped:
                self._dropped.append(dropped.args[0])
        self._dropped += [Dropped("claim", "too long")] * len(claims[_MOST_CLAIMS:])
        return Answer(tuple(told), tuple(self._dropped))

    def _claim(self, raw: msgspec.Raw) -> Told:
        fields = _needed(_FIELDS, raw, Dropped("claim", "malformed"))
        type_ = _needed(_TYPE, fields.get("type"), Dropped("type", "unknown"))
        factuality = _needed(_FACTUALITY, fields.get("factuality"), Dropped("factuality", "unknown"))
        line = self._line(fields)
        span = self._trigger(fields, line)
        if (span, type_) in self._seen:
            raise _ClaimDropped(Dropped("claim", "repeated"))
        self._seen.add((span, type_))
        trigger = Trigger(
            span=span,
            sentence=line.sentence,
            type=type_,
            mode=self._mode(fields, type_),
            factuality=factuality,
            score=UNCALIBRATED,
            factuality_score=UNCALIBRATED,
            edges=self._edges(fields, span, line.sentence),
        )
        label = _decoded(_LABEL, fields.get("event"))
        return Told(trigger, None if label is None else str(label))

    def _line(self, fields: Fields) -> Line:
        number = _needed(_NUMBER, fields.get("sentence"), Dropped("sentence", "malformed"))
        line = self._part.line(number)
        if line is None:
            raise _ClaimDropped(Dropped("sentence", "unknown"))
        return line

    def _trigger(self, fields: Fields, line: Line) -> Span:
        """Find the trigger in its sentence: within the quote, where that tells which of several is meant."""
        words = _needed(_WORDS, fields.get("trigger"), Dropped("trigger", "malformed"))
        if len(words.split()) > TRIGGER_WORDS:
            raise _ClaimDropped(Dropped("trigger", "too long"))
        hits = list(line.find(words))
        if not hits:
            raise _ClaimDropped(Dropped("trigger", "not verbatim"))
        quotes = [span for quote in self._strings(fields, "quote") for span in self._quoted(quote, line)]
        return next((hit for hit in hits for quote in quotes if quote.holds(hit)), hits[0])

    def _quoted(self, quote: str, line: Line) -> list[Span]:
        found = list(line.find(quote))
        if not found:
            self._dropped.append(Dropped("quote", "not verbatim"))
        return found

    def _mode(self, fields: Fields, type_: EventType) -> str | None:
        given = self._strings(fields, "mode")
        mode = next((mode for mode in given if mode in ontology().types[type_].modes), None)
        if given and mode is None:
            self._dropped.append(Dropped("mode", "unknown"))
        return mode

    def _edges(self, fields: Fields, trigger: Span, sentence: Span) -> tuple[Edge, ...]:
        edges = set()
        for name, role in ROLES.items():
            for words in self._strings(fields, name):
                span = self._part.nearest(words, trigger, sentence)
                if span is None:
                    self._dropped.append(Dropped(name, "not verbatim"))
                else:
                    edges.add((span, role))
        return tuple(Edge(role, span, UNCALIBRATED) for span, role in sorted(edges))

    def _strings(self, fields: Fields, name: str) -> list[str]:
        """Give the words of a field, which may be one string or a list; what is neither is dropped."""
        raw = fields.get(name, _NULL)
        given = _decoded(_ONE_OR_MORE, raw)
        if not isinstance(given, list):
            if given is None and raw != _NULL:
                self._dropped.append(Dropped(name, "malformed"))
            return [given] if given and given.strip() else []
        words = [_decoded(_WORDS, each) for each in given[:_MOST_WORDS]]
        self._dropped += [Dropped(name, "malformed") for one in words if one is None]
        self._dropped += [Dropped(name, "too long")] * len(given[_MOST_WORDS:])
        return [one for one in words if one and one.strip()]


def _decoded(decoder: msgspec.json.Decoder[T], raw: msgspec.Raw | None) -> T | None:
    try:
        return decoder.decode(_NULL if raw is None else raw)
    except (msgspec.DecodeError, RecursionError):
        return None


def _needed(decoder: msgspec.json.Decoder[T], raw: msgspec.Raw | None, dropped: Dropped) -> T:
    """Decode a field that no claim can be without."""
    value = _decoded(decoder, raw)
    if value is None:
        raise _ClaimDropped(dropped)
    return value
