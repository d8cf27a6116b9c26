"""Takes the lines of a Nexis export, old or new; gives a draft for each of its articles, a `Rejected` for what is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from dateline.model import Rejected, Source
from dateline.read.desk import Draft, inside
from dateline.read.exports import (
    RIGHTS,
    Gathered,
    Part,
    author_named,
    blocks_of,
    drafted,
    export_date,
    joined,
    language_named,
    paragraphs_of,
    too_long,
    with_dateline,
)
from dateline.read.rejects import rejected

_NUMBERED = re.compile(
    r"\s*(?:(?P<number>\d{1,6})\s+(?:of|von|de|di|van|sur)\s+(?P<total>\d{1,6})\s+(?:DOCUMENT\w*|DOKUMENT\w*|DOCUMENTEN)"
    r"|(?:Do[ck]ument|Documento)\s+(?P<number_behind>\d{1,6})\s+(?:of|von|de|di|van|sur)\s+(?P<total_behind>\d{1,6}))\s*$",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s*(?:End of Document|Ende (?:des Dokuments|vom Dokument)|Fin du document|Fin del? documento|Fine del documento"
    r"|Fi[mn] do documento|Einde van (?:het )?document)\s*$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s*(?:Documents?|Dokumente?|Documentos?|Documenti|Documenten)\s*\(\s*(\d{1,6})\s*\)\s*$", re.IGNORECASE
)
_COVER = re.compile(r"\s*(?:Date and Time|Job Number|User Name|Time Of Request|Download Request)\s*:", re.IGNORECASE)

_FIELD_NAMES: Final = {
    "headline": "HEADLINE TITEL TITRE TITULAR TITOLO",
    "author": "BYLINE AUTHOR AUTOR AUTEUR AUTORE VERFASSER",
    "dateline": "DATELINE ORIGINE",
    "lead": "HIGHLIGHT LEITSATZ",
    "header": "SECTION LENGTH SERIES RUBRIK RUBRIQUE RUBRIEK SECCIÓN SEZIONE SEÇÃO LÄNGE LONGUEUR LONGITUD LUNGHEZZA"
    " COMPRIMENTO LENGTE SHOW ANCHOR ANCHORS GUEST GUESTS TYPE KICKER EDITION",
    "body": "BODY TEXT",
    "language": "LANGUAGE SPRACHE LANGUE IDIOMA LINGUA TAAL",
    "id": "ACC-NO ACCESSION-NO",
    "url": "URL",
    "correction": "CORRECTION KORREKTUR RECTIFICATION",
    "trailer": "LOAD-DATE CORRECTION-DATE PUBLICATION-TYPE PUBLICATION-DATE PUB-TYPE TYPE-PUBLICATION ZEITUNGS-CODE UPDATE"
    " DATE-CHARGEMENT FECHA-CARGA DATA-CARICAMENTO DATUM-LADEN GRAPHIC GRAPHICS GRAFIK GRAPHIQUE GRÁFICO GRAFICO NOTES"
    " SUBJECT PERSON COMPANY ORGANIZATION INDUSTRY TICKER STATE COUNTRY CITY GEOGRAPHIC JOURNAL-CODE DISTRIBUTION"
    " DOCUMENT-TYPE ISSN PUBLISHER LOADDATE TYPE-OF-MATERIAL NAME CATEGORY ENHANCEMENT",
}
_KINDS: Final = {name: kind for kind, names in _FIELD_NAMES.items() for name in names.split()}
_FIELD = re.compile(
    rf"\s*(?P<name>{'|'.join(sorted(map(re.escape, _KINDS), key=len, reverse=True))})\s*:(?:[\s\u00a0]+|$)(?P<value>.*)",
    re.DOTALL,
)
_NEW_FIELD = re.compile(_FIELD.pattern, re.IGNORECASE | re.DOTALL)
_HEADER_KINDS: Final = frozenset({"headline", "author", "dateline", "lead", "header", "language", "id", "url"})
_END_KINDS: Final = frozenset({"trailer", "language", "id", "url", "correction"})

_BODY = re.compile(r"\s*(?:Body|Textkörper|Corps|Cuerpo|Corpo|Hoofdtekst)\s*:?\s*$", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s*(?:Classification|Graphics?|Load-Date\s*:.*|Klassifizierung|Grafik|Bildmaterial)\s*$", re.IGNORECASE
)
"""What stands behind the story in the new form: headings alone in their line, and the day of loading."""

_EDITION = re.compile(r"\s*(?:[\w'-]{1,20}\s){0,4}Edition(?:\s?[-–]\s?\w{1,20})?\s*", re.IGNORECASE)

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""What tells a line in a date's place to be a date, though no calendar may have it."""

LEFT_OVER: Final = 200
"""Characters behind the last document from which they are a document that lost its end; a footer has fewer."""


class Fields(msgspec.Struct, frozen=True):
    """What the named fields of one article say, by kind; only the first of each kind counts."""

    values: dict[str, str] = {}

    def get(self, kind: str) -> str:
        """Give the words of a field, empty where the article has none of that kind."""
        return self.values.get(kind, "")


def is_nexis(lines: Sequence[str]) -> bool:
    """Tell whether the paragraphs of a document are a Nexis export."""
    ends, bodies = any(map(_END.match, lines)), any(map(_BODY.match, lines))
    return (ends and bodies) or any(map(_NUMBERED.match, lines))


def nexis_articles(lines: Iterable[str], here: Source) -> Iterator[Draft | Rejected]:
    """Read the articles of an export one by one, holding the lines of one article at a time."""
    found = False
    for part in _parts(lines, here):
        found = True
        if isinstance(part, Rejected):
            yield part
        else:
            yield too_long(part, here) if part.too_long else _article(part, here)
    if not found:
        yield rejected("bad-file", here, "no document of the export can be told from its cover")


def _parts(lines: Iterable[str], here: Source) -> Iterator[Part | Rejected]:
    """Split an export: the old form numbers each document at its start, the new one closes each at its end."""
    gathered, number, total = Gathered(), 0, None
    counted: int | None = None
    for line in lines:
        if found := _NUMBERED.match(line):
            if total:
                yield gathered.part(number, total)
            before, number = number, int(found["number"] or found["number_behind"])
            total = int(found["total"] or found["total_behind"])
            gathered = Gathered()
            if 0 < before < number - 1:
                yield _missing(before + 1, number - 1, here)
        elif _END.match(line):
            number += 0 if total else 1
            yield gathered.part(number, total or counted)
            gathered, total = Gathered(), None
        else:
            if not number and not counted and (cover := _COUNTED.match(line)):
                counted = int(cover[1])
            gathered.add(line)
    if total:
        yield gathered.part(number, total)
        return
    if gathered.characters >= LEFT_OVER:
        number += 1
        yield gathered.part(number, counted)
    if counted and 0 < number < counted:
        yield _missing(number + 1, counted, here)


def _missing(first: int, last: int, here: Source) -> Rejected:
    which = f"document {first}" if first == last else f"documents {first} to {last}"
    return rejected("bad-file", inside(here, which), "the export counts it and the file does not hold it")


def _article(part: Part, here: Source) -> Draft | Rejected:
    body = next((place for place, line in enumerate(part.lines) if _BODY.match(line)), None)
    if body is None or _FIELD.match(part.lines[body]):
        return _old_article(part, here)
    return _new_article(part, body, here)


def _new_article(part: Part, body: int, here: Source) -> Draft | Rejected:
    """Read an article of the new form: title, outlet, date, rights and fields, each a line, then `Body`."""
    header = [line.strip() for line in part.lines[:body] if line.strip()]
    # A cover may stand above the first article, so the header is read from its end.
    dated = next((n for n in range(len(header) - 1, -1, -1) if export_date(header[n])), None)
    if dated is None:
        dated = next(
            (n for n in range(len(header) - 1) if _YEAR.search(header[n]) and RIGHTS.match(header[n + 1])), None
        )
    behind = next((n for n in range(body + 1, len(part.lines)) if _BEHIND.match(part.lines[n])), len(part.lines))
    fields = _fields([[line] for line in (*header[(dated or 0) + 1 :], *part.lines[behind:])], _NEW_FIELD)
    title, outlet, date_line = _placed(header, dated)
    return _drafted(part, here, title, outlet, date_line, fields, paragraphs_of(part.lines[body + 1 : behind]))


def _placed(top: list[str], dated: int | None) -> tuple[str, str | None, str | None]:
    """Give title, outlet and date line by their places; where no date is found only the first line is sure."""
    if dated is None:
        sure = top and not any(map(_COVER.match, top))
        return (top[0] if sure else "", None, None)
    return (top[dated - 2] if dated >= 2 else "", top[dated - 1] if dated else None, top[dated])


def _old_article(part: Part, here: Source) -> Draft | Rejected:
    """Read an article of the old form, in blocks: outlet and date, the title, fields, the story, fields, the rights."""
    blocks = list(blocks_of(part.lines))
    start = next((n for n, block in enumerate(blocks) if _kind(block) in _HEADER_KINDS | {"body"}), None)
    if start is None:
        detail = "neither its length nor any other field tells its header from its story"
        return rejected("bad-file", inside(here, part.place), detail)
    top = [block for block in blocks[:start] if not RIGHTS.match(block[0])]
    stop = start
    while stop < len(blocks) and _kind(blocks[stop]) in _HEADER_KINDS:
        stop += 1
    story, behind = _story(blocks[stop:])
    fields = _fields([*blocks[start:stop], *behind], _FIELD)
    dated = next((n for n, block in enumerate(top) if export_date(block[0].strip())), None)
    if dated is None and len(top) > 2 and _is_centred(top[1][0]) and _YEAR.search(top[1][0]):
        dated = 1
    outlet = joined(top[dated - 1]) if dated else joined(top[0]) if dated is None and len(top) > 1 else None
    date_line = top[dated][0].strip() if dated is not None else None
    above = top[1 if dated is None and len(top) > 1 else (dated or -1) + 1 :]
    if len(above) > 1 and _EDITION.fullmatch(above[0][0]):
        above = above[1:]  # in Word it stands in a paragraph of its own
    title = " ".join(map(joined, above))
    return _drafted(part, here, title, outlet, date_line, fields, [joined(block) for block in story])


def _story(blocks: list[list[str]]) -> tuple[list[list[str]], list[list[str]]]:
    """Part the blocks behind the header into story and fields; `BODY:` may stand before the story or in its first line."""
    if blocks and _kind(blocks[0]) == "body":
        found = _FIELD.match(blocks[0][0])
        rest = [found["value"] if found else "", *blocks[0][1:]]
        blocks = [rest if rest[0].strip() else rest[1:], *blocks[1:]]
    end = next((n for n, block in enumerate(blocks) if _kind(block) in _END_KINDS), len(blocks))
    while end and (not blocks[end - 1] or _is_rights(blocks[end - 1][0])):
        end -= 1
    return [block for block in blocks[:end] if block], blocks[end:]


def _is_rights(line: str) -> bool:
    """Tell whether a line behind the story is one of rights, which the old form sets in the middle."""
    return _is_centred(line) and RIGHTS.match(line) is not None


def _is_centred(line: str) -> bool:
    return line.startswith("     ")


def _kind(block: Sequence[str]) -> str | None:
    found = _FIELD.match(block[0]) if block else None
    return _KINDS[found["name"]] if found else None


def _fields(blocks: Iterable[Sequence[str]], pattern: re.Pattern[str]) -> Fields:
    values: dict[str, str] = {}
    for block in blocks:
        if found := pattern.match(block[0]):
            kind = _KINDS[found["name"].upper()]
            values.setdefault(kind, joined([found["value"], *block[1:]]))
    return Fields(values)


def _drafted(
    part: Part,
    here: Source,
    title: str,
    outlet: str | None,
    date_line: str | None,
    fields: Fields,
    story: list[str],
) -> Draft | Rejected:
    paragraphs = with_dateline(fields.get("dateline"), story)
    if paragraphs:
        lead, correction = fields.get("lead"), fields.get("correction")
        paragraphs = [*([lead] if lead else []), *paragraphs, *([f"Correction: {correction}"] if correction else [])]
    url = fields.get("url")
    return drafted(
        part,
        here,
        fields.get("headline") or title,
        paragraphs,
        outlet=outlet,
        author=author_named(fields.get("author")),
        date_line=date_line,
        language=language_named(fields.get("language")),
        given_id=fields.get("id") or None,
        url=url if url.startswith(("http://", "https://")) else None,
    )
