"""Takes lines of an article that a database exported; gives its date, language, author and paragraphs: what exports share."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, Final

import msgspec

from dateline.model import Published, Rejected, Source
from dateline.read.desk import MAX_DOCUMENT_BYTES, MAX_TEXT_BYTES, Draft, inside, whole
from dateline.read.encoding import decoded
from dateline.read.rejects import rejected

_MONTH_NAMES: Final = (
    "jan january januar janvier enero ene gennaio gen janeiro januari",
    "feb february februar février fevrier févr fév febrero febbraio febb fevereiro fev februari",
    "mar march märz maerz mrz mars marzo março marco maart",
    "apr april avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "jun june juni juin junio giugno giu junho",
    "jul july juli juillet juil julio luglio lug julho",
    "aug august août aout agosto ago augustus",
    "sep sept september septembre septiembre setiembre set settembre setembro",
    "oct october oktober okt octobre octubre ottobre ott outubro out",
    "nov november novembre noviembre novembro",
    "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
_MONTHS: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_OF = r"(?:\s+(?:de[l]?|di))?"
_LEAD = (
    r"\s*(?:(?:[^\W\d]{3,7}day|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|[^\W\d]{3,7}tag|mittwoch|sonnabend|le|el|il|den"
    r"|[^\W\d]{3,5}di|dimanche|lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo|[^\W\d]{3,6}dì|sabato|domenica"
    r"|[^\W\d]{5,7}-feira|[^\W\d]{3,6}dag)[.,]?\s+){0,2}"
)
"""What may stand before a date: a weekday, an article (`le mardi`)."""

_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)(?!\d)"
_DATES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LEAD}(?P<day>[0-3]?\d)(?:\.|er|st|nd|rd|th|º|°|ª)?{_OF}\s+{_MONTH},?{_OF}\s+{_YEAR}",
        rf"{_LEAD}{_MONTH}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?{_OF}\s+{_YEAR}",
        rf"\s*{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"\s*{_MONTH},?{_OF}\s+{_YEAR}",
    )
)
LONGEST_DATE_LINE: Final = 120
"""Characters beyond which a line that begins with a date is a sentence: with weekday, hour and edition it has under 90."""

_WORLD_TIME = re.compile(r"\b\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[AP]\.?M\.?)?\s*\(?(?:GMT|UTC)\b(?![+-])", re.IGNORECASE)

_LANGUAGE_NAMES: Final = {
    "ar": "arabic arabe arabisch العربية",
    "bg": "bulgarian",
    "ca": "catalan català",
    "cs": "czech tschechisch čeština",
    "da": "danish dänisch dansk",
    "de": "german deutsch allemand alemán tedesco alemão duits",
    "el": "greek griechisch",
    "en": "english englisch anglais inglés ingles inglese inglês engels",
    "es": "spanish spanisch espagnol español espanol spagnolo espanhol",
    "et": "estonian",
    "fa": "farsi persian",
    "fi": "finnish finnisch suomi",
    "fr": "french französisch français francais francés francese francês",
    "he": "hebrew hebräisch",
    "hr": "croatian kroatisch",
    "hu": "hungarian ungarisch magyar",
    "id": "indonesian bahasa",
    "it": "italian italienisch italien italiano",
    "ja": "japanese japanisch 日本語",
    "ko": "korean koreanisch 한국어",
    "ms": "malay",
    "nl": "dutch niederländisch néerlandais nederlands neerlandés olandese",
    "no": "norwegian norwegisch norsk",
    "pl": "polish polnisch polski",
    "pt": "portuguese portugiesisch portugais portugués português portoghese",
    "ro": "romanian rumänisch",
    "ru": "russian russisch russe ruso russo русский",
    "sk": "slovak",
    "sl": "slovenian",
    "sr": "serbian serbisch",
    "sv": "swedish schwedisch svenska",
    "th": "thai",
    "tr": "turkish türkisch türkçe",
    "uk": "ukrainian ukrainisch",
    "ur": "urdu",
    "vi": "vietnamese",
    "zh": "chinese chinesisch chinois 中文",
}
_LANGUAGES: Final = {name: code for code, names in _LANGUAGE_NAMES.items() for name in names.split()}

_SCRIPTS: Final = frozenset({"simplified", "traditional", "modern"})

RIGHTS: Final = re.compile(
    r"\s*(?:(?:©|\(c\)|copyright\b).{0,120}?\b(?:1[89]|20)\d\d\b|\ball rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos"
    r"|tutti i diritti|todos os direitos)",
    re.IGNORECASE,
)
"""How a line of rights begins."""

_BY = re.compile(r"(?:by|von|par|por|di|da|door)\s+(?=\S)", re.IGNORECASE)

WRAPPED_SHARE: Final = 0.25
"""Share of lines going on in lower case from which the lines of an export count as broken at a fixed width.

Exports broken at 80 columns have 0.4 (German, with its capital nouns) to 0.8, those with a line a paragraph under 0.05.
"""

_BREAK_HYPHEN = re.compile(r"\w-$")


class Part(msgspec.Struct, frozen=True):
    """The lines of one document of an export, with its number and, where the export says it, of how many."""

    lines: tuple[str, ...]
    number: int
    total: int | None = None
    too_long: bool = False

    @property
    def place(self) -> str:
        """How the document is called in a locator."""
        return f"document {self.number} of {self.total}" if self.total else f"document {self.number}"


class Gathered:
    """The lines of the document that is being read, no more of them than one report may have."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._left = MAX_TEXT_BYTES

    def add(self, line: str) -> None:
        """Take a line in, unless the document is too long by now."""
        self._left -= len(line) + 1
        if self._left >= 0:
            self.lines.append(line)

    def part(self, number: int, total: int | None = None) -> Part:
        """Give what was gathered."""
        return Part(tuple(self.lines), number, total, self._left < 0)

    @property
    def characters(self) -> int:
        """How many characters the lines have without the white space around them."""
        return sum(len(line.strip()) for line in self.lines)


Articles = Callable[[Iterable[str], Source], Iterator[Draft | Rejected]]
"""How the articles of an export's lines are read."""


def articles_of(stream: BinaryIO, here: Source, articles: Articles) -> Iterator[Draft | Rejected]:
    """Read the articles of an export that is a text file.

    Raises:
        Refusal: the file is too large, or its encoding cannot be told.
    """
    text, mend = decoded(whole(stream, MAX_DOCUMENT_BYTES))
    for found in articles((line.rstrip("\r\n") for line in io.StringIO(text, newline=None)), here):
        yield msgspec.structs.replace(found, mends=(mend,)) if mend and isinstance(found, Draft) else found


def too_long(part: Part, here: Source) -> Rejected:
    """Say that a document of an export is longer than a report."""
    detail = f"it has more than {MAX_TEXT_BYTES:,} characters, too many for one report"
    return rejected("too-large", inside(here, part.place), detail)


def export_date(line: str) -> Published | None:
    """Read the date that a line begins with, a weekday before or behind it; None where it is none or not in a calendar."""
    if len(line) > LONGEST_DATE_LINE:
        return None
    for pattern in _DATES:
        if found := pattern.match(line):
            return _published(found, line)
    return None


def _published(found: re.Match[str], line: str) -> Published | None:
    words, named = found["month"].lower(), found.groupdict()
    month = int(words) if words.isdecimal() else _MONTHS[words]
    try:
        day = dt.date(int(found["year"]), month, int(named.get("day") or 1))
    except ValueError:
        return None
    zone = "+00:00" if _WORLD_TIME.search(line, found.end()) else None
    return Published(day, "day" if "day" in named else "month", "metadata", zone=zone)


def language_named(words: str) -> str | None:
    """Give the code of a language that an export names (`ENGLISH`, `GERMAN; Deutsch`); None for one it has no name for."""
    return next((code for word in re.split(r"[\s;,/]+", words.lower()) if (code := _LANGUAGES.get(word))), None)


def is_language(words: str) -> bool:
    """Tell whether a line is the name of a language and nothing else (`English`, `Chinese (Simplified)`)."""
    names = re.findall(r"\w+", words.lower())
    return 0 < len(names) <= 3 and names[0] in _LANGUAGES and set(names[1:]) <= _LANGUAGES.keys() | _SCRIPTS


def author_named(words: str) -> str | None:
    """Give the names of a byline without its `By`, parted by commas; None where it is empty."""
    names = (name.strip() for name in _BY.sub("", words.strip(), count=1).split(";"))
    return ", ".join(name for name in names if name) or None


def blocks_of(lines: Iterable[str]) -> Iterator[list[str]]:
    """Give the runs of lines between empty lines."""
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def paragraphs_of(lines: Sequence[str], *, wrapped: bool | None = None) -> list[str]:
    """Give the paragraphs of an export's lines: blocks where lines are broken at a fixed width, else each line.

    Whether they are is told from the lines where `wrapped` does not say it.
    """
    blocks = list(blocks_of(lines))
    if wrapped or (wrapped is None and _is_wrapped(blocks)):
        return [joined(block) for block in blocks]
    return [line.strip() for block in blocks for line in block]


def joined(lines: Iterable[str]) -> str:
    """Join the lines of a paragraph; a hyphen at a line's end is the word's own, since exports divide no words."""
    text = ""
    for line in map(str.strip, lines):
        glued = _BREAK_HYPHEN.search(text) and line[:1].isalnum()
        text = text + line if glued or not text else f"{text} {line}"
    return text


def _is_wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    following = [line.lstrip() for block in blocks for line in block[1:]]
    return bool(following) and sum(line[:1].islower() for line in following) >= WRAPPED_SHARE * len(following)


def with_dateline(dateline: str, paragraphs: Sequence[str]) -> list[str]:
    """Put a dateline that the export keeps in a field of its own back before the first sentence."""
    if not dateline or not paragraphs or paragraphs[0].casefold().startswith(dateline.casefold()):
        return list(paragraphs)
    return [f"{dateline.rstrip(' -–—')} - {paragraphs[0]}", *paragraphs[1:]]


def drafted(
    part: Part,
    here: Source,
    title: str,
    paragraphs: Sequence[str],
    *,
    outlet: str | None,
    author: str | None,
    date_line: str | None,
    language: str | None,
    given_id: str | None = None,
    url: str | None = None,
) -> Draft | Rejected:
    """Make the draft of an exported article, or say that nothing of its story is there."""
    source = msgspec.structs.replace(inside(here, part.place), given_id=given_id)
    if not any(paragraphs):
        return rejected("no-text", source, "the export holds its header and no story")
    date = export_date(date_line) if date_line else None
    return Draft(
        title=title,
        body="\n".join(paragraphs),
        url=url,
        outlet=outlet or None,
        author=author,
        language=language,
        dates=(date,) if date else (),
        unread_date=date_line[:60] if date_line and not date else None,
        source=source,
    )
