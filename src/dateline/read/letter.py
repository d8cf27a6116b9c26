"""Takes the text of a message; gives what its writer says and what is forwarded in it, each with what is quoted or signed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

import msgspec

from dateline.model import Furniture, FurnitureKind, Span
from dateline.read.mime import MAX_VALUE

MAX_FORWARDS: Final = 100
"""Forwarded messages in one that are told apart; what is behind stays with the last."""

MOST_SIGNED: Final = 12
"""Lines of a signature or of a mailing list's footer; what stands below such a mark and has more is a part of the text."""

_FORWARD: Final = re.compile(
    r"[ \t>]*(?:-{3,} ?(?:Forwarded message|Original message|Weitergeleitete Nachricht|Message transf[ée]r[ée]|Mensaje reenviado) ?-{3,}"
    r"|Begin forwarded message:|Start of forwarded message:)[ \t]*",
    re.IGNORECASE,
)
_ORIGINAL: Final = re.compile(r"[ \t>-]*original message", re.IGNORECASE)
_FIELD: Final = re.compile(
    r"\*?(?P<name>From|Date|Sent|Subject|To|Cc|Reply-To)\*?:\*?[ \t]*(?P<value>.*)", re.IGNORECASE
)
_QUOTED: Final = re.compile(r"[ \t]*>")
_LEVEL: Final = re.compile(r"[ \t]*>[ \t]?")
_ATTRIBUTION: Final = re.compile(
    r"(?:On|Am|Le|El|Il|Op)\b.{4,200}\b(?:wrote|writes|schrieb|écrit|escribió|ha scritto|schreef)\b.{0,80}:\s*"
)
_SIGNATURE: Final = re.compile(r"-- ?|_{30,}[ \t]*")
_ADDRESS: Final = re.compile(r"(?:(?<!\S)|[<\[(])[<\[(]?(?:mailto:)?[^\s@]++@[^\s@]++\Z")


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What one person says: the text, what of it is a quotation or a signature, and the heading of a forwarded one."""

    body: str
    furniture: tuple[Furniture, ...] = ()
    forwarded: bool = False
    subject: str = ""
    author: str = ""
    date: str = ""

    @property
    def says_something(self) -> bool:
        """Tell whether there is more in it than quotations and signatures."""
        at = 0
        for found in self.furniture:
            if self.body[at : found.span.start].strip():
                return True
            at = found.span.end
        return bool(self.body[at:].strip())


def letters_of(text: str, *, forward: bool) -> Iterator[Letter]:
    """Give the writer's own letter, then each one that is forwarded in it.

    `forward` says that the message is sent as a forward: else an `Original Message` below a reply is a quotation.
    """
    lines = text.splitlines()
    marks = [order for order, line in enumerate(lines) if _is_forward(line, forward=forward)][:MAX_FORWARDS]
    ends = [*marks, len(lines)]
    yield _letter(lines[: ends[0]])
    for mark, end in pairwise(ends):
        yield _forwarded(lines[mark + 1 : end])


def _is_forward(line: str, *, forward: bool) -> bool:
    return _FORWARD.fullmatch(line) is not None and (forward or not _ORIGINAL.match(line))


def _forwarded(lines: Sequence[str]) -> Letter:
    first = next((line for line in lines if line.strip()), "")
    if _QUOTED.match(first):
        lines = [_LEVEL.sub("", line, count=1) for line in lines]
    start = next((order for order, line in enumerate(lines) if line.strip()), 0)
    fields: dict[str, str] = {}
    while start < len(lines) and (found := _FIELD.fullmatch(lines[start].strip())):
        fields.setdefault(found["name"].lower(), found["value"].strip()[:MAX_VALUE])
        start += 1
    author = fields.get("from", "")
    letter = _letter(lines[start:])
    return msgspec.structs.replace(
        letter,
        forwarded=True,
        subject=fields.get("subject", ""),
        author=_ADDRESS.sub("", author).strip(" \"'*") or author,
        date=fields.get("date") or fields.get("sent", ""),
    )


def _letter(lines: Sequence[str]) -> Letter:
    """Put lines together so that a quotation and what is said never stand in one paragraph, and mark the quotations."""
    body = ""
    furniture: list[Furniture] = []
    for kind, stretch in _stretches(lines):
        words = "\n".join(stretch).strip("\n")
        if not words.strip():
            continue
        body += "\n\n" if body else ""
        if kind:
            furniture.append(Furniture(Span(len(body), len(body) + len(words)), kind))
        body += words
    return Letter(body=body, furniture=tuple(furniture))


def _stretches(lines: Sequence[str]) -> Iterator[tuple[FurnitureKind | None, list[str]]]:
    signed = next(
        (
            order
            for order in range(max(0, len(lines) - MOST_SIGNED - 1), len(lines))
            if _SIGNATURE.fullmatch(lines[order])
        ),
        len(lines),
    )
    below = next((order for order, line in enumerate(lines) if _is_forward(line, forward=True)), len(lines))
    kinds: list[FurnitureKind | None] = []
    for order, line in enumerate(lines):
        if order >= min(signed, below):
            kinds.append("quoted" if below <= signed else "signature")
        elif not line.strip():
            kinds.append(kinds[-1] if kinds else None)
        else:
            kinds.append("quoted" if _QUOTED.match(line) or _is_attribution(lines, order) else None)
    for kind, group in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0]):
        yield kind, [line for _, line in group]


def _is_attribution(lines: Sequence[str], order: int) -> bool:
    """Tell whether a line, or it and the one before or behind it, says who wrote the quotation below."""
    windows = ((order, order + 1), (order, order + 2), (max(order - 1, 0), order + 1))
    return any(_attributes(lines, start, end) for start, end in windows)


def _attributes(lines: Sequence[str], start: int, end: int) -> bool:
    below = next((line for line in lines[end : end + 3] if line.strip()), "")
    return bool(_QUOTED.match(below)) and bool(_ATTRIBUTION.fullmatch(" ".join(map(str.strip, lines[start:end]))))
