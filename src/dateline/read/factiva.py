"""Takes the lines of a Factiva export, in fields or as shown; gives a draft for each article, a `Rejected` for what is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from dateline.model import Rejected, Source
from dateline.read.desk import Draft, inside
from dateline.read.exports import (
    RIGHTS,
    Gathered,
    Part,
    author_named,
    drafted,
    export_date,
    is_language,
    joined,
    language_named,
    paragraphs_of,
    too_long,
)
from dateline.read.rejects import rejected

_END = re.compile(r"\s*(?:AN\s+)?(?:Document|Dokument|Documento)\s+(?P<id>(?=\D*\d{6})[A-Za-z0-9]{12,40})\s*$")
_LENGTH = re.compile(r"\s*\d[\d.,\s]*\s(?:words?|Wörter|mots?|palabras?|parole|palavras?|woorden)\s*$", re.IGNORECASE)
_HOUR = re.compile(r"\s*\d{1,2}[:.]\d\d(?:\s*[AP]M)?(?:\s+\S{2,5})?\s*$", re.IGNORECASE)
_SUMMARY = re.compile(r"\s*(?:Search Summary|Suchzusammenfassung|Résumé de la recherche)\b", re.IGNORECASE)
_FOOT = re.compile(r"\s*(?:Page \d+ of \d+\s*)?©\s*\d{4}\s+Factiva\b.{0,80}$", re.IGNORECASE)
_BYLINE = re.compile(r"(?:By|BY|Von|Par|Por|Di)\s+\S.{0,150}")
_NAME = re.compile(
    r"[^\W\d_a-zß-ÿ][\w.'’-]*(?:,?\s+(?:(?:and|de|van|von|bin|al|el|der|la|y|et|und)\s+)?[^\W\d_a-zß-ÿ][\w.'’-]*){1,5}"
)

_BEFORE: Final = frozenset("SE CLM HD CR BY WC PD ET SN SC ED PG VOL LA CY LP TD".split())
"""Codes of the fields before and of the story; behind the story they are words of it."""

_AFTER: Final = frozenset("TD CT RF ART CO IN NS RE IPD IPC PUB AN DLN".split())
"""Codes of the fields from the story on."""

_CODED = re.compile(r"(?P<code>[A-Z]{2,3})(?P<gap>\s+|$)(?P<value>.*)", re.DOTALL)
_WORDS: Final = frozenset("CO IN RE ART CT".split())
"""Codes that a sentence of the story may begin with: with one blank behind them they need the sign of a code's list."""

_HEADER_LINES: Final = 10
"""Lines between the date and the story as Factiva shows them: hour, outlet, code, edition, page, language, rights."""

LEFT_OVER: Final = 200
"""Characters behind the last document from which they are a document that lost its end; a footer has fewer."""


def is_factiva(lines: Sequence[str]) -> bool:
    """Tell whether the paragraphs of a document are a Factiva export."""
    told = any(map(_LENGTH.match, lines)) or any(_code(line, _BEFORE) for line in lines)
    return told and any(map(_END.match, lines))


def factiva_articles(lines: Iterable[str], here: Source) -> Iterator[Draft | Rejected]:
    """Read the articles of an export one by one, holding the lines of one article at a time."""
    count = 0
    for part, given_id in _parts(lines):
        count += 1
        yield too_long(part, here) if part.too_long else _article(part, given_id, here)
    if not count:
        yield rejected("bad-file", here, "no document of the export can be told from the rest")


def _parts(lines: Iterable[str]) -> Iterator[tuple[Part, str | None]]:
    """Split an export behind each line that gives a document's number; what was searched for stands behind the last."""
    gathered, number, summary = Gathered(), 1, False
    for line in lines:
        if found := _END.match(line):
            yield gathered.part(number), found["id"]
            gathered, number, summary = Gathered(), number + 1, False
            continue
        summary = summary or _SUMMARY.match(line) is not None
        if not summary and not _FOOT.match(line):
            gathered.add(line)
    if gathered.characters >= LEFT_OVER:
        yield gathered.part(number), None


def _article(part: Part, given_id: str | None, here: Source) -> Draft | Rejected:
    if any(_code(line, _BEFORE) == "HD" for line in part.lines):
        return _tagged(part, given_id, here)
    return _shown(part, given_id, here)


def _code(line: str, codes: frozenset[str]) -> str | None:
    """Give the code of the field that a line begins, or None where its first word is none or one of the story's."""
    found = _CODED.match(line)
    if not found or found["code"] not in codes:
        return None
    if found["code"] in _WORDS and found["gap"] == " " and " : " not in line:
        return None
    return found["code"]


def _tagged(part: Part, given_id: str | None, here: Source) -> Draft | Rejected:
    """Read an article of which each field stands behind its code."""
    fields = _fields(part.lines)
    return drafted(
        part,
        here,
        joined(fields.get("HD", ())),
        [*paragraphs_of(fields.get("LP", ())), *paragraphs_of(fields.get("TD", ()))],
        outlet=joined(fields.get("SN", ())) or None,
        author=author_named(joined(fields.get("BY", ()))),
        date_line=joined([*fields.get("PD", ()), *fields.get("ET", ())]) or None,
        language=language_named(joined(fields.get("LA", ()))),
        given_id=given_id,
    )


def _fields(lines: Sequence[str]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    code, codes = "", _BEFORE
    for line in lines:
        if found := _code(line, codes):
            code = found
            codes = _AFTER if code in _AFTER or code == "LP" else codes
            fields.setdefault(code, []).append(line[len(code) :].strip())
        elif code:
            fields[code].append(line.strip())
    return fields


def _shown(part: Part, given_id: str | None, here: Source) -> Draft | Rejected:
    """Read an article as Factiva shows it: title, byline, length, date, outlet, code, language, rights, story."""
    lines = [(place, line.strip()) for place, line in enumerate(part.lines) if line.strip()]
    at = next(
        (n for n in range(1, len(lines) - 1) if _LENGTH.match(lines[n][1]) and export_date(lines[n + 1][1])), None
    )
    if at is None:
        detail = "no line gives its length and the next its date, so its header cannot be told from its story"
        return rejected("bad-file", inside(here, part.place), detail)
    header = [line for _, line in lines[at + 2 : at + 2 + _HEADER_LINES]]
    end = _header_end(header)
    if end is None:
        detail = "neither its language nor its rights tell where its story begins"
        return rejected("bad-file", inside(here, part.place), detail)
    named = [line for line in header[:end] if not _HOUR.match(line)]
    title, author, leads = _top([line for _, line in lines[:at]])
    first = lines[at + 2 + end][0] if at + 2 + end < len(lines) else len(part.lines)
    return drafted(
        part,
        here,
        title,
        [*leads, *paragraphs_of(part.lines[first:])],
        outlet=named[0] if named else None,
        author=author,
        date_line=" ".join([lines[at + 1][1], *(line for line in header[:1] if _HOUR.match(line))]),
        language=next((language_named(line) for line in header[1:end] if is_language(line)), None),
        given_id=given_id,
    )


def _header_end(header: list[str]) -> int | None:
    """Give the place behind the rights, else behind the language, in the lines that follow the date; None without both."""
    language = next((n for n, line in enumerate(header) if n and is_language(line)), None)
    rights = next((n for n, line in enumerate(header) if RIGHTS.search(line)), None)
    if rights is not None and (language is None or rights <= language + 2):
        language = rights if language is None else max(rights, language)
    return None if language is None else language + 1


def _top(lines: list[str]) -> tuple[str, str | None, list[str]]:
    """Tell title and byline among the lines above the length, after a section's name; what is neither is a standfirst."""
    author = None
    if len(lines) > 1 and (_BYLINE.fullmatch(lines[-1]) or (len(lines[0].split()) > 2 and _NAME.fullmatch(lines[-1]))):
        author = author_named(lines[-1])
        lines = lines[:-1]
    if len(lines) > 1 and len(lines[0].split()) <= 2:
        lines = lines[1:]
    return lines[0], author, lines[1:]
