"""Takes the bytes of a text and what is said of their encoding; gives the text, and a `Mend` where it had to be found out.

The order is that of browsers: a byte order mark, then the declaration, then UTF-8. Only what is none of these is
judged by what it looks like, and where two readings are about as likely nothing is guessed.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from charset_normalizer import CharsetMatch, from_bytes

from dateline.model import Mend
from dateline.read.desk import Refusal
from dateline.read.language import language_of

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE: Final = {"utf-32-le": 4, "utf-32-be": 4, "utf-16-le": 2, "utf-16-be": 2}
"""Encodings of two or four bytes a sign, with that number."""

_LABELS: Final = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "iso88591", "latin-1", "latin1", "l1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("ansi", "x-ansi", "ansi_x3.4-1968", "cp819", "x-cp1252"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "iso8859-9", "latin5", "l5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "iso8859-11", "tis-620", "windows-874", "dos-874"), "cp874"),
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "chinese", "csgb2312"), "gb18030"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "ms_kanji"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "korean", "windows-949"), "cp949"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("macintosh", "x-mac-roman", "mac"), "mac_roman"),
    **dict.fromkeys(("utf-16", "unicode", "ucs-2", "iso-10646-ucs-2"), "utf-16-le"),
    **dict.fromkeys(("unicode-1-1-utf-8", "x-unicode20utf8", "utf8mb4"), "utf-8"),
    **dict.fromkeys(("iso-8859-8-i", "logical", "visual"), "iso8859-8"),
    **{f"x-cp125{digit}": f"cp125{digit}" for digit in range(9)},
    "x-mac-cyrillic": "mac_cyrillic",
    "utf-32": "utf-32-le",
}
"""What a label means on the web (WHATWG Encoding) where the codecs of Python take it for something narrower, or for nothing."""

_OF_TEXTS: Final = re.compile(
    r"(?:utf-(?:8|16|32)|iso8859|iso2022|cp\d|koi8|mac|gb|big5|shift_jis|euc_|johab|kz1048|hz)"
)
"""Codecs of written text; others that can be named (`utf-7`, `punycode`, `unicode_escape`) turn harmless bytes into others."""

_NAMES: Final = {
    **{f"cp125{digit}": f"windows-125{digit}" for digit in range(9)},
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "cp874": "windows-874",
    "cp866": "ibm866",
    "mac_roman": "macintosh",
    "big5hkscs": "big5",
}

_WESTERN: Final = "en de fr es pt it nl sv da no nb nn fi is ca eu gl af id ms sw ga".split()
_CENTRAL: Final = "pl cs sk hu sl hr bs ro sq".split()
_HOMES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(_WESTERN, ("cp1252", "iso8859_15", "mac_roman", "cp850")),
    **dict.fromkeys(_CENTRAL, ("cp1250", "iso8859_2")),
    **dict.fromkeys(("tr", "az"), ("cp1254",)),
    **dict.fromkeys(("lt", "lv", "et"), ("cp1257", "iso8859_13")),
    **dict.fromkeys(
        ("ru", "be", "uk", "bg", "mk", "sr"), ("cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "mac_cyrillic")
    ),
    "el": ("cp1253", "iso8859_7"),
    "he": ("cp1255",),
    "ar": ("cp1256", "iso8859_6"),
    "fa": ("cp1256",),
    "ur": ("cp1256",),
    "vi": ("cp1258",),
    "th": ("cp874",),
}
"""The encodings that texts of a language are in, the commonest first."""

_LETTERS: Final = {
    "de": "äöüß",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "es": "áéíñóúü",
    "pt": "áâãàçéêíóôõúü",
    "it": "àèéìíîòóùú",
    "nl": "áéëïíóöüú",
    "sv": "åäöé",
    "da": "åæøé",
    "no": "åæøéòô",
    "nb": "åæøéòô",
    "fi": "äöåšž",
    "is": "áðéíóúýþæö",
    "ca": "àçéèíïóòúü",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "sl": "čćđšž",
    "hr": "čćđšž",
    "bs": "čćđšž",
    "ro": "ăâîşţ",
    "sq": "çë",
    "tr": "çğıöşüâîû",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "et": "äõöüšž",
}
"""The letters beyond ASCII of languages that share them among encodings."""

_CANDIDATES: Final = sorted(
    {encoding for homes in _HOMES.values() for encoding in homes}
    | {"iso8859_3", "iso8859_4", "iso8859_10", "iso8859_14", "iso8859_16"}
    | {"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"}
)

_SAMPLE: Final = 64 * 1024
"""Bytes of lines with signs beyond ASCII that are judged."""

_MARGIN: Final = 0.05
"""Difference in disorder (of 0 to 1) within which two readings are as likely: short texts of our own in 24 languages
differ by 0.06 or more between the right reading and one in another script."""

_COHERENT: Final = 0.15
"""Difference in likeness to a language from which one of two readings in order is taken: letters of the right script in
a wrong order differ from the language by 0.3 and more, two readings of a few accents by less than 0.05."""

_FEW: Final = 20
"""Letters beyond ASCII up to which a heading in capitals may be all there is."""

_STRAY: Final = 4
"""Sequences of UTF-8 for each byte that is none from which a text is UTF-8 with faults."""

_PRINTED = re.compile(rb"[\0\t\n\r\x20-\x7e]*")
"""Plain text with a stray NUL in it; of Latin text in two bytes a sign every other byte is one."""
_SHIFTED = re.compile(rb"\x1b\$[@B]")
_BEHIND = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f]")
_LATIN = re.compile(r"[A-Za-z]")
_JAMO = re.compile(r"[\u3131-\u318e]")
_BEYOND: Final = bytes(range(0x80, 0x100))
_APOSTROPHES: Final = "’‘ʼ·\u00ad\u2010\u2011\u200c\u200d"


def recoded(data: bytes, declared: str | None) -> bytes:
    """Give what the head of a web server's answer declares as UTF-8 with its mark, which every reader takes before all else.

    As in browsers the head wins over what a page says of itself; where the bytes are not what the head says, or where
    they have a mark of their own, they stay as they are and their reader finds out.
    """
    if declared is None:
        return data
    try:
        text, mend = decoded(data, declared)
    except Refusal:
        return data
    return data if mend else codecs.BOM_UTF8 + text.encode("utf-8")


def decoded(data: bytes, declared: str | None = None) -> tuple[str, Mend | None]:
    """Decode `data`, of which `declared` is the label of the encoding that is stated for it, if there is one.

    Raises:
        Refusal: the encoding is not stated, is not UTF-8 and cannot be told.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data.removeprefix(mark), encoding)
    stated = _codec(declared or "")
    if stated and (text := _strictly(data, stated)) is not None:
        return text, None
    told = wide(data) or ("iso2022_jp" if _SHIFTED.search(data) else None)
    if told and (text := _strictly(data, told)) is not None:
        return text, _mend(told)
    text = _strictly(data, "utf-8")
    return (text, None) if text is not None else _with_faults(data) or _by_looks(data)


def wide(data: bytes) -> str | None:
    """Tell the encoding of text in two or four bytes a sign, with a byte order mark or without; None where it is none."""
    for mark, encoding in _MARKS[1:]:
        if data.startswith(mark):
            return encoding
    nuls = data.count(0)
    if not nuls or (nuls * 4 < len(data) and _PRINTED.fullmatch(data)):
        return None
    readings = (
        (encoding, _strictly(data[: len(data) - len(data) % width], encoding)) for encoding, width in _WIDE.items()
    )
    plain = {encoding: _plain(text) for encoding, text in readings if text and _is_text(text)}
    # Latin letters with their bytes turned round are Chinese ones, so spaces and line breaks decide.
    return max(plain, key=lambda encoding: plain[encoding]) if any(plain.values()) else None


def _plain(text: str) -> int:
    return sum(map(text.count, " \n,.、。，"))


def _codec(label: str) -> str | None:
    """Give the codec of a label as the web reads it, or None where there is none."""
    name = label.strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(_LABELS.get(name, name)).name
    except (LookupError, ValueError):  # the second for a label with a NUL in it
        return None
    return _LABELS.get(codec, codec) if _OF_TEXTS.match(codec) else None


def _strictly(data: bytes, encoding: str) -> str | None:
    if encoding in _WIDE and b"\0" not in data:
        return None  # a page that says in ASCII that it is UTF-16 is not
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _marked(data: bytes, encoding: str) -> tuple[str, Mend | None]:
    text = data.decode(encoding, "replace")
    if "\ufffd" not in text:
        return text, None
    if not _is_text(text):
        raise Refusal("unknown-encoding", f"its byte order mark is that of {encoding}, and it is none")
    return text, Mend("encoding", text.count("\ufffd"), f"{encoding} with faults")


def _is_text(text: str) -> bool:
    """Tell whether at most one sign in 50 is unassigned, a control or unreadable, and half are letters or space."""
    kinds = [unicodedata.category(sign) for sign in text[:_SAMPLE]]
    bad = sum(kind in {"Cc", "Cn", "Co", "Cs"} for kind in kinds) - sum(map(text[:_SAMPLE].count, "\t\n\r\x0c"))
    good = sum(kind[0] in "LM" or kind == "Zs" for kind in kinds)
    return bad + text.count("\ufffd", 0, _SAMPLE) <= max(1, len(kinds) // 50) and good * 2 >= len(kinds)


def _with_faults(data: bytes) -> tuple[str, Mend] | None:
    """Read as UTF-8 what is so for the most part: a file that was cut inside a sign, or put together of two."""
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    if len(text) - len(text.encode("ascii", "ignore")) - faults < _STRAY * faults:
        return None
    return text, Mend("encoding", faults, "utf-8 with faults")


def _by_looks(data: bytes) -> tuple[str, Mend]:
    tied = _likeliest(data)
    language = _language(data, tied)
    if len(tied) > 1:
        tied = _at_home(tied, language) or tied
    if len(tied) != 1 or (text := _strictly(data, tied[0].encoding)) is None:
        raise Refusal("unknown-encoding", _found(data, [_called(match, language) for match in tied]))
    return text, _mend(_called(tied[0], language))


def _called(match: CharsetMatch, language: str | None) -> str:
    """Choose the name where several encodings give the same text: the one that the language is at home in."""
    return next(
        (home for home in _HOMES.get(language or "", ()) if home in match.could_be_from_charset), match.encoding
    )


def _language(data: bytes, matches: Sequence[CharsetMatch]) -> str | None:
    """Tell the language if all readings agree on it, else by the plain letters where they are most."""
    languages = {language_of(str(match)) for match in matches}
    if len(languages) == 1:
        return languages.pop()
    plain = data.decode("ascii", "ignore")
    return language_of(plain) if len(plain) * 5 >= len(data) * 4 else None


def _likeliest(data: bytes) -> list[CharsetMatch]:
    """Give the readings that are as likely as the best, the most coherent first."""
    matches = list(
        from_bytes(_sample(data), cp_isolation=_CANDIDATES, preemptive_behaviour=False, enable_fallback=False)
    )
    disorder = {match.encoding: match.chaos + _flaws(str(match)) for match in matches}
    least = min(disorder.values(), default=0.0)
    near = sorted(
        (match for match in matches if disorder[match.encoding] <= least + _MARGIN),
        key=lambda match: (-match.coherence, _CANDIDATES.index(match.encoding)),
    )
    return [match for match in near if match.coherence > near[0].coherence - _COHERENT]


def _sample(data: bytes) -> bytes:
    """Give the first lines that have signs beyond ASCII; the rest says nothing of the encoding."""
    lines, size = [], 0
    for line in data.splitlines(keepends=True):
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > _SAMPLE:
            break
    sample = b"".join(lines)
    return sample if size <= _SAMPLE else sample[:_SAMPLE].rstrip(_BEYOND) or sample[:_SAMPLE]


def _flaws(text: str) -> float:
    """Give the share of signs beyond ASCII that stand as no writer sets them; capitals throughout are a slight one."""
    beyond = [sign for sign in text if not sign.isascii()]
    if not beyond:
        return 0.0
    flaws = sum(_is_flaw(text, found.start()) for found in _BEHIND.finditer(text)) + len(_JAMO.findall(text))
    letters = [sign for sign in beyond if sign.isalpha()]
    shouted = len(letters) > _FEW and all(map(str.isupper, letters))
    return flaws / len(beyond) + (2 * _MARGIN if shouted else 0.0)


def _is_flaw(text: str, place: int) -> bool:
    """Tell a symbol inside a word, a capital behind a small letter, and an unspaced script's sign behind a Latin letter."""
    before, sign, after = text[place - 1], text[place], text[place + 1 : place + 2]
    kind = unicodedata.category(sign)
    if kind[0] not in "LM":
        return sign not in _APOSTROPHES and after.isalpha()
    return (sign.isupper() and before.islower()) or (kind == "Lo" and _LATIN.match(before) is not None)


def _at_home(matches: Sequence[CharsetMatch], language: str | None) -> list[CharsetMatch]:
    """Give the reading whose letters are most those of the language, in an encoding that the language is at home in."""
    homes = _HOMES.get(language or "", ())
    own = _LETTERS.get(language or "", "")

    def fit(match: CharsetMatch) -> tuple[int, float, int]:
        text = str(match)
        return (
            sum(sign in own for sign in text.lower()),
            -round(_flaws(text), 2),
            -homes.index(_called(match, language)),
        )

    at_home = [match for match in matches if _called(match, language) in homes]
    return [max(at_home, key=fit)] if at_home else []


def _mend(encoding: str) -> Mend:
    return Mend("encoding", 1, _NAMES.get(encoding, encoding.replace("iso8859_", "iso-8859-").replace("_", "-")))


def _found(data: bytes, candidates: Sequence[str]) -> str:
    """Say which byte is no UTF-8, in which line, and what it may be instead."""
    start = next(iter(_faulty(data)))
    line = data.count(b"\n", 0, start) + 1
    names = ", ".join(str(_mend(encoding).what) for encoding in candidates)
    other = f"it may be {names}" if names else "no other encoding fits it"
    return f"byte {start + 1:,} (line {line:,}), {data[start]:#04x}, is no UTF-8; {other}"


def _faulty(data: bytes) -> Iterator[int]:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        yield error.start
