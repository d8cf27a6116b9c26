"""Chooses texts that nobody annotated, for the teacher to label: the shared sets enter, windows of word pieces leave.

Three quarters of the windows hold a word of conflict, politics or diplomacy; the rest are drawn from everything, so that
the student also sees what is not news of that kind. Texts that share eight words in a row with a report of the dev gold
that is held out, or with the seed report, stay out; so do texts that were annotated.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer

from dateline.mark.sentences import sentences
from dateline.mark.windows import Window, windows
from dateline.read import make_report, story_spans
from evaluation.split import held
from training.sources import gold, rows
from training.standoff import SETS, annotated_keys, title_of

# The set, and how many of its windows the pool takes: about half by words, so that no set drowns the others.
SHARES = {"bulk_stream": 9_000, "timeline17": 3_500, "wcep": 7_000, "hrdsattack": 1_500, "giveme5w1h": 700, "re3d": 300}
FILES = {name: path for name, (path, _) in SETS.items()} | {"timeline17": "eval/timeline17/data.jsonl"}
PLAIN_SHARE = 0.25
SHINGLE = 8
PER_TEXT = 4
MOST_CHARS = 6000
# Sets of the bulk stream whose texts serve as a gold set elsewhere.
KEPT_OUT = {"polnear_train"}

CUES = re.compile(
    r"\b(?:kill|attack|bomb|troop|militar|soldier|rebel|militant|strike|protest|demonstrat|clash|fight|shell|missile|shot|"
    r"sanction|talks|negotiat|ceasefire|truce|treaty|agree|accord|embassy|ambassador|foreign minister|president|premier|"
    r"parliament|arrest|detain|jail|sentenc|convict|accus|condemn|threat|warn|demand|urge|call(?:ed|s)? (?:for|on)|reject|"
    r"refus|deny|denied|den(?:ies)|aid|refugee|hostage|kidnap|abduct|coup|election|vot(?:e|ed)|resign|expel|withdr[ae]w|"
    r"deploy|invade|occup|border|police|court|investigat|charge|peace|war\b|army|navy|air force|gunm[ae]n|terror|insurg|"
    r"nuclear|weapon|visit|summit|met with|meeting|support|pledge|vow|plan(?:s|ned) to|may|might|allege)",
    re.IGNORECASE,
)


def pool(shared: Path, tokenizer: Tokenizer) -> list[Window]:
    """Give the windows, the same for the same files."""
    barred = _barred(shared)
    chosen: list[Window] = []
    for name, most in SHARES.items():
        few = int(most * PLAIN_SHARE)
        room = {True: most - few, False: few}
        for cued, window in _windows(shared / FILES[name], annotated_keys(name), barred, tokenizer):
            if room[cued]:
                room[cued] -= 1
                chosen.append(window)
            elif not any(room.values()):
                break
    return chosen


def _windows(path: Path, seen: set[str], barred: set[bytes], tokenizer: Tokenizer) -> Iterator[tuple[bool, Window]]:
    """Yield windows, at most four of a text, in an order set by hashes; with each whether it holds a cue."""
    for row in sorted(rows(path), key=lambda row: _number(f"{path.name} {row['id']}")):
        if str(row["id"]) in seen or row.get("set") in KEPT_OUT or not row.get("text"):
            continue
        report = make_report(title=title_of(row), body=_joined(row["text"][:MOST_CHARS]))
        text = report.text
        if _shingles(text) & barred:
            continue
        packed = list(windows(text, sentences(text, story_spans(report)), tokenizer))
        numbered = sorted((_number(f"{row['id']} {n}"), n) for n in range(len(packed)))
        for _, n in numbered[:PER_TEXT]:
            pieces = packed[n].pieces
            yield CUES.search(text, pieces[0].start, pieces[-1].end) is not None, packed[n]


def _joined(text: str) -> str:
    """Put signs back at their words: some of the sets come with every token apart."""
    if " ," not in text:
        return text
    text = re.sub(r"`` ?| ?''(?!\w)", '"', text)
    return re.sub(r" (?=[,.;:?!%)\]]|'s\b|n't\b)|(?<=[(\[$]) ", "", text)


def _number(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=8, person=b"pool").digest()


def _shingles(text: str) -> set[bytes]:
    words = re.findall(r"\w+", text.lower())
    runs = (" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))
    return {hashlib.blake2b(run.encode(), digest_size=8).digest() for run in runs}


def _barred(shared: Path) -> set[bytes]:
    out = _shingles((shared / "seed" / "report.txt").read_text(encoding="utf-8"))
    for report in gold(shared, "dev"):
        if held(report.id):
            out |= _shingles(report.text)
    return out
