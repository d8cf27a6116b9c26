"""Rows of ECB+ and the claims coded in them enter, the event that annotators gave to each claim leaves.

A claim is aligned to the validated mention that its trigger overlaps most. Mentions of one event form a chain, across
documents too; a mention that belongs to none is an event of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from dateline.model import Claim, Report
from dateline.read import make_report


class Mention(msgspec.Struct, frozen=True):
    """Words that annotators marked as an event; `validated` ones stand in sentences that were annotated in full."""

    start: int
    end: int
    validated: bool
    coref: str | None = None


class Document(msgspec.Struct, frozen=True):
    """A document of ECB+; documents of one `topic` are about events of one kind, those of one `subtopic` about one."""

    id: str
    topic: int
    subtopic: str
    split: str
    text: str
    mentions: tuple[Mention, ...]

    @property
    def is_tuned_on(self) -> bool:
        """Whether weights are fitted on it: the odd topics of the training split."""
        return self.split == "train" and self.topic % 2 == 1

    def report(self) -> Report:
        """Give the document as a report; it has neither title nor day."""
        return make_report(title="", body=self.text)


def documents(path: Path) -> list[Document]:
    """Read all documents of a file, or of the `data.jsonl` of a folder."""
    file = path / "data.jsonl" if path.is_dir() else path
    decode = msgspec.json.Decoder(Document).decode
    return [decode(line) for line in file.read_bytes().splitlines() if line.strip()]


def chains(document: Document, report: Report, claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
    """Give the id of each claim that stands at a validated mention, with that mention's event."""
    shift = report.text.find(document.text)
    mentions = [mention for mention in document.mentions if mention.validated]
    for claim in claims:
        start, end = claim.trigger.start - shift, claim.trigger.end - shift
        shared = [(min(end, m.end) - max(start, m.start), -number) for number, m in enumerate(mentions)]
        most, number = max(shared, default=(0, 0))
        if most > 0:
            mention = mentions[-number]
            yield claim.id, mention.coref or f"{document.id} {mention.start}"
