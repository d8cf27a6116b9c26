"""Turns what the model saw into claims: a `Report` and its `Reading` enter, ungrounded `Claim`s in text order leave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dateline.code.tolls import toll
from dateline.model import (
    Claim,
    Location,
    Origin,
    Party,
    Phrase,
    Reading,
    Report,
    Role,
    Span,
    Timing,
    Trigger,
    Voice,
    claim_id,
)

# The guide asks for quotes of 4 to 25 words.
QUOTE_WORDS = 24
# Types that both sides do together: the other side of a meeting is an actor too.
_RECIPROCAL_VERBS = re.compile(r"^(?:met|meets?|meeting|talks?|clash\w*|negotiat\w*|sign\w*|summit)$", re.IGNORECASE)
_PARTICLE = r"(?:[Aa]l|[Ee]l|[Uu]l|[Aa]s|[Aa]d|[Aa]r|[Aa]n|[Aa]z|[Aa]sh|[Bb]in)"
_PART_BEFORE = re.compile(rf"(?:(?<!\w){_PARTICLE}-|(?<!\w)[\w-]+['’]|\w+)\Z")
_ENDS_OPEN = re.compile(rf"(?<!\w){_PARTICLE}\Z")
_EMPTY_WORDS = frozenset(
    "the a an of in on at to for by from with near and or as via s that which who its his her".split()
)
_MARKS = r"[\s,;:.\"“”'‘’()\[\]–—-]"
_LEADING = re.compile(rf"(?:{_MARKS}|(?:of|and|or|by|to|at|from|with|for|as)\b(?!-))+")
_TRAILING = re.compile(rf"(?:{_MARKS}|(?<![\w-])(?:of|and|or|by|to|at|from|with|for|the|in|on)(?=\s*\Z|{_MARKS}))+\Z")
_DOTTED = re.compile(r"(?:\b[A-Z]\.)+[A-Z]\Z")
_PART_AFTER = re.compile(r"-\w+")
_APOSTROPHE = re.compile(r"\w+|['’](?!s\b)\w+")


def claims_of(report: Report, reading: Reading, origin: Origin) -> tuple[Claim, ...]:
    """Make the claims of a report; two triggers at one place and type give one claim."""
    drafts: dict[str, Claim] = {}
    for trigger in _named_once(report.text, reading.triggers):
        claim = _claim(report, trigger, origin)
        drafts.setdefault(claim.id, claim)
    return tuple(sorted(drafts.values(), key=lambda c: (c.trigger.start, c.trigger.end, c.type)))


def _named_once(text: str, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Leave out the less sure of two triggers of one type that stand side by side ("drone strike" is one act)."""
    out: list[Trigger] = []
    for trigger in sorted(triggers, key=lambda t: t.span):
        before = out[-1] if out else None
        if before is None or before.type != trigger.type or text[before.span.end : trigger.span.start].strip(" -\n"):
            out.append(trigger)
        elif trigger.score > before.score:
            out[-1] = trigger
    return out


def _claim(report: Report, trigger: Trigger, origin: Origin) -> Claim:
    text = report.text
    actors, recipients = _parties(text, trigger, "actor"), _parties(text, trigger, "recipient")
    if trigger.type == "CONSULT" and _RECIPROCAL_VERBS.match(trigger.span.of(text)) and trigger.mode != "visit":
        actors, recipients = (*actors, *recipients), ()
    own = claim_id(report.id, trigger.span, trigger.type)
    return Claim(
        id=own,
        report_id=report.id,
        event=own,
        type=trigger.type,
        mode=trigger.mode,
        factuality=trigger.factuality,
        actors=actors,
        recipients=recipients,
        places=tuple(Location(span, span.of(text)) for span in _spans(text, trigger, "place")),
        timing=_timing(text, trigger),
        attribution=_voices(text, trigger),
        killed=toll(text, trigger, "killed", recipients),
        injured=toll(text, trigger, "injured", recipients),
        quantity=_phrase(text, trigger, "quantity"),
        instrument=_phrase(text, trigger, "instrument"),
        trigger=trigger.span,
        quote=quote(text, trigger.sentence, trigger.span),
        sentence=trigger.sentence,
        confidence=trigger.score,
        origin=origin,
    )


def _spans(text: str, trigger: Trigger, role: Role) -> list[Span]:
    """Give the whole, trimmed spans of a role, without those whose words were already given."""
    seen: set[str] = set()
    out = []
    whole = (whole_words(text, edge.span) for edge in trigger.edges if edge.role == role)
    for stretch in _joined(text, trigger.sentence, whole):
        span = trim(text, stretch)
        if span is None or not _says_something(span.of(text)):
            continue
        words = span.of(text).lower().removeprefix("the ")
        if words not in seen:
            seen.add(words)
            out.append(span)
    return out


def _says_something(words: str) -> bool:
    """Tell whether any word of a span is more than an article, a preposition or a mark."""
    return any(word.lower() not in _EMPTY_WORDS for word in re.findall(r"\w+", words))


def whole_words(text: str, span: Span) -> Span:
    """Grow a span that the encoder cut inside a word: at an apostrophe, or after the "al" of "al-Asad".

    Other hyphens and dashes join words of their own ("US-Iran talks").
    """
    left = _PART_BEFORE.search(text, max(0, span.start - 24), span.start)
    right = _PART_AFTER.match(text, span.end) if _ENDS_OPEN.search(text, span.start, span.end) else None
    more = right or _APOSTROPHE.match(text, span.end)
    return Span(left.start() if left else span.start, more.end() if more else span.end)


def _joined(text: str, sentence: Span, spans: Iterable[Span]) -> list[Span]:
    """Put spans together that share a character or have only white space between them.

    The encoder cuts a phrase here and there ("Port | Vila police"); the members of a list have a comma or an "and" between
    them and stay apart.
    """
    out: list[Span] = []
    for span in sorted(spans):
        if out and (span.start < out[-1].end or _is_joint(text, sentence, Span(out[-1].end, span.start))):
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def _is_joint(text: str, sentence: Span, gap: Span) -> bool:
    """Tell whether a gap is mere space; a line end is space only inside the trigger's own sentence (wrapped lines)."""
    space = " -\u00a0\r\n" if sentence.holds(gap) else " -\u00a0"
    return not gap.of(text).strip(space)


def trim(text: str, span: Span) -> Span | None:
    """Cut marks, white space, loose function words and a possessive ending off the ends; "U.S." keeps its dots."""
    start, end = span.start, span.end
    if lead := _LEADING.match(text, start, end):
        start = lead.end()
    if tail := _TRAILING.search(text, start, end):
        end = tail.start()
    if text.rfind("(", start, end) > text.rfind(")", start, end):
        end = end + 1 if text[end : end + 1] == ")" else text.rfind("(", start, end)
        return trim(text, Span(start, end)) if text[end - 1] != ")" else Span(start, end)
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    if text[end : end + 1] == "." and _DOTTED.search(text, start, end):
        end += 1
    return Span(start, end) if start < end else None


def _parties(text: str, trigger: Trigger, role: Role) -> tuple[Party, ...]:
    return tuple(Party(span, span.of(text)) for span in _spans(text, trigger, role))


def _timing(text: str, trigger: Trigger) -> Timing:
    """Take the time mention nearest to the trigger; two that touch are one phrase."""
    at = trigger.span
    spans = _spans(text, trigger, "time")
    spans.sort(key=lambda s: min(abs(s.start - at.end), abs(at.start - s.end)))
    return Timing(spans[0], spans[0].of(text)) if spans else Timing(None, None)


def _voices(text: str, trigger: Trigger) -> tuple[Voice, ...]:
    """Give the chain in text order with the cue nearest to each speaker; grounding puts outlets outermost."""
    cues = [span for edge in trigger.edges if edge.role == "cue" and (span := trim(text, edge.span))]
    return tuple(
        Voice(span, span.of(text), min(cues, key=lambda c: abs(c.start - span.start), default=None))
        for span in _spans(text, trigger, "source")
    )


def _phrase(text: str, trigger: Trigger, role: Role) -> Phrase | None:
    spans = _spans(text, trigger, role)
    return Phrase(spans[0], spans[0].of(text)) if spans else None


def quote(text: str, sentence: Span, trigger: Span) -> Span:
    """Cut a sentence to at most `QUOTE_WORDS` words around its trigger."""
    words = [
        Span(sentence.start + hit.start(), sentence.start + hit.end()) for hit in re.finditer(r"\S+", sentence.of(text))
    ]
    if len(words) <= QUOTE_WORDS:
        return sentence
    at = next(n for n, word in enumerate(words) if word.end > trigger.start)
    first = max(0, min(at - QUOTE_WORDS // 2, len(words) - QUOTE_WORDS))
    last = words[first + QUOTE_WORDS - 1]
    return Span(words[first].start, max(last.end, trigger.end))
