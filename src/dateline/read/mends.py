"""Takes a text as a source gives it; gives it without what its way here did to it, and says what was changed.

What the writer wrote stays: quotation marks, dashes, accents, widths and line breaks are never made uniform. Clean text
comes back as it is, and mending a text twice changes nothing more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from ftfy import ExplanationStep, fix_encoding_and_explain
from ftfy.badness import is_bad

from dateline.model import Mend, MendKind

_LIGATURES: Final = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

_CONTROLS: Final = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_MARKS: Final = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u206f\u2060-\u2064\ufeff\u180e\ufff9-\ufffb"
"""Marks of direction, joints without width, invisible operators, and a byte order mark inside a text."""

_NAMES: Final = {"utf-8-variants": "utf-8", "latin-1": "iso-8859-1"}

_JOINING: Final = "\u0600-\u08ff\u0900-\u0fff\u1000-\u109f\u1780-\u18af\ua840-\ua8ff\ua980-\uaadf\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc"
"""Scripts from Arabic to Mongolian in which a joiner or non-joiner behind a letter belongs to the spelling."""

_EMOJI: Final = "\u00a9\u00ae\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
"""Pictures and what varies them: a joiner between two makes one of them."""

_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0f00-\u0fff"
"""Scripts without spaces (Thai, Lao, Burmese, Khmer, Tibetan), where a space without width parts words."""

_INVISIBLE = re.compile(
    rf"[{_CONTROLS}{_MARKS}]"
    rf"|\u200b(?:(?<![{_UNSPACED}]\u200b)|(?![{_UNSPACED}]))"
    rf"|\u200c(?<![{_JOINING}]\u200c)"
    rf"|\u200d(?<![{_JOINING}]\u200d)(?:(?<![{_EMOJI}]\u200d)|(?![{_EMOJI}]))"
)
_CONTROL = re.compile(f"[{_CONTROLS}]")
_LIGATURE = re.compile(f"[{''.join(_LIGATURES)}]")
_SOFT_HYPHEN = re.compile(r"\u00ad(?:[ \t]*(?:\r\n|[\r\n])[ \t]*(?=[^\W\d_]))?")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_PARTING = frozenset("\x0b\x0c\x1c\x1d\x1e")
"""Controls that part pages, lines and records: a line break takes their place, lest two words become one."""

_Counts = Counter[tuple[MendKind, str | None]]


def mended(text: str) -> tuple[str, tuple[Mend, ...]]:
    """Give `text` mended, and what was changed, how often."""
    if text.isascii() and not _CONTROL.search(text):
        return text, ()
    counts: _Counts = Counter()
    before = None
    while text != before:  # what is taken away may uncover a confusion that it stood in
        before = text
        for step in (_with_pairs, _decoded, _spelt_out, _unhyphenated, _visible):
            text = step(text, counts)
    return text, _as_mends(counts)


def summed(mends: Iterable[Mend]) -> tuple[Mend, ...]:
    """Give one mend for all of one kind and source."""
    counts: _Counts = Counter()
    for mend in mends:
        counts[mend.kind, mend.what] += mend.count
    return _as_mends(counts)


def _as_mends(counts: _Counts) -> tuple[Mend, ...]:
    return tuple(Mend(kind, count, what) for (kind, what), count in counts.items() if count)


def _with_pairs(text: str, counts: _Counts) -> str:
    """Join halves of characters (surrogates), which cannot be written down; a lone half becomes U+FFFD."""
    if text.isascii() or not (halves := len(_SURROGATE.findall(text))):
        return text
    counts["mojibake", "UTF-16 read by halves"] += halves
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _decoded(text: str, counts: _Counts) -> str:
    """Undo confusions of encodings line by line, since one text may hold lines from many sources."""
    if text.isascii() or not is_bad(text):
        return text
    return _LINE.sub(lambda line: _decoded_line(line.group(), counts), text)


def _decoded_line(line: str, counts: _Counts) -> str:
    fixed, steps = fix_encoding_and_explain(line)
    if fixed == line:
        return line
    kept = set(fixed.split())
    changed = [word for word in line.split() if word not in kept]
    # Where a line mixes good and bad the library does not say what it undid; one bad word alone tells.
    alone = (_confusion(fix_encoding_and_explain(word)[1]) for word in changed)
    counts["mojibake", _confusion(steps) or next(filter(None, alone), None)] += len(changed) or 1
    return fixed


def _confusion(steps: list[ExplanationStep] | None) -> str | None:
    """Say as what the text was read that it is not."""
    named = {step.action: _NAMES.get(step.parameter, step.parameter.removeprefix("sloppy-")) for step in steps or ()}
    return f"{named['decode']} read as {named['encode']}" if "encode" in named and "decode" in named else None


def _spelt_out(text: str, counts: _Counts) -> str:
    return _replaced(_LIGATURE, lambda found: _LIGATURES[found.group()], "ligature", text, counts)


def _unhyphenated(text: str, counts: _Counts) -> str:
    return _replaced(_SOFT_HYPHEN, lambda _: "", "soft-hyphen", text, counts)


def _visible(text: str, counts: _Counts) -> str:
    return _replaced(_INVISIBLE, lambda found: "\n" if found.group() in _PARTING else "", "invisible", text, counts)


def _replaced(
    pattern: re.Pattern[str], by: Callable[[re.Match[str]], str], kind: MendKind, text: str, counts: _Counts
) -> str:
    text, count = pattern.subn(by, text)
    counts[kind, None] += count
    return text
