"""Takes an open stream and its name; gives drafts of its reports by the form that it is in: the one list of readers."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import BinaryIO, Final, Protocol, cast

import msgspec

from dateline.model import Rejected, Source
from dateline.read.desk import Desk, Draft, Read, Refusal
from dateline.read.encoding import wide
from dateline.read.rejects import rejected

SNIFFED_BYTES: Final = 4096
"""Bytes at the start of a stream by which its form is told."""


LONGEST_DETAIL: Final = 200
"""Characters of a library's complaint that are told."""


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form that reports come in: how it is told, the module of `dateline.read.forms` that reads it, what is kept.

    A stream is of the form whose `magic` its first bytes are (those from `magic_at` on), whatever its name says; else of the form whose `endings`
    its name has; else of the form whose `head` is found at its start. Where several forms share a magic or an ending,
    `head` decides between them, and the first without one is for all that is left. `example` is a file of
    `examples/forms`; `keeps` and `loses` stand in `docs/forms.md`.
    """

    name: str
    title: str
    module: str
    endings: tuple[str, ...] = ()
    magic: tuple[bytes, ...] = ()
    magic_at: int = 0
    head: re.Pattern[bytes] | None = None
    example: str
    keeps: str
    loses: str


_PAGE: Final = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|frameset|meta|title|\?xml[^>]*\?>\s*<(?:!doctype\s+html|html))\b",
    re.IGNORECASE | re.DOTALL,
)
_FEED: Final = re.compile(
    rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*)?>)*+<(?:[\w.-]+:)?(?:rss|RDF|feed|urlset|sitemapindex)[\s/>]",
    re.DOTALL,
)
_JSON_FEED: Final = re.compile(rb'\s*\{.*?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org', re.DOTALL)
_MAILBOX: Final = re.compile(rb"From [^\r\n]{1,300}\d\d:\d\d[^\r\n]*\r?\n[!-9;-~]+:")
_MAIL: Final = re.compile(
    rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*+)*?"
    rb"(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|DKIM-Signature|X-Mozilla-Status|List-Id):",
    re.IGNORECASE,
)
_OBJECT: Final = re.compile(rb'\s*\{\s*(?:\}|"(?:[^"\\]|\\.)*+"\s*:|"(?:[^"\\]|\\.)*+\Z)', re.DOTALL)

_ONE_OF = rb"(?:\d+ (?:of|von|de|di|van) \d+ (?i:documents?|dokumenten?|documentos|documenti|documenten)|Dokument \d+ von \d+)"
_WORDS_LONG = rb"\d[\d.,]* (?:words?|W\xc3\xb6rter|mots?|palabras|parole|palavras|woorden)[ \t]*\r?\n"
_NEXIS: Final = re.compile(
    rb".*?^[ \t]*" + _ONE_OF + rb"[ \t]*\r?$"
    rb"|.*?^(?:Length|L\xc3\xa4nge|Longueur|Section|Byline|Copyright)\b.*?^(?:Body)[ \t]*\r?$"
    rb"|\s*(?:Download Request|Date and Time)\s*:.*?^(?:Time Of Request|Job Number|Terms)\s*:",
    re.DOTALL | re.MULTILINE,
)
_FACTIVA: Final = re.compile(
    rb".*?^" + _WORDS_LONG + rb"(?:[ \t]*\r?\n)*[ \t]*\d{1,2}\.? [^\n]{3,30}\d{4}[ \t]*\r?$"
    rb"|.*?^HD\s+\S.*?^(?:WC\s+\d|PD\s+\d|SN\s+\S)",
    re.DOTALL | re.MULTILINE,
)
_WORD_PARTS: Final = re.compile(rb"(?s)PK\x03\x04.*?\x00word/[\w/]+\.xml")
_TABLE: Final = re.compile(
    rb"""(?=(?:(?:\A|[^\r\n]{0,400}?[,;\t|])["']?(?:text|body|content|article|full[_ ]?text|story|title|headline|url|link|date|id)"""
    rb"""["']?(?=[,;\t|\r\n])){2})(?:["']?[\w .()-]{0,40}["']?[,;\t|]){1,80}["']?[\w .()-]{0,40}["']?\r?\n""",
    re.IGNORECASE,
)
"""A first line of short names, two of them usual ones: what tells a table from a text."""

_WORKBOOK: Final = re.compile(
    rb"PK\x03\x04.{0,4000}?xl/(?:workbook|worksheets/|_rels/|theme/|styles|sharedStrings)", re.DOTALL
)

FORMS: Final[tuple[Form, ...]] = (
    Form(
        name="html",
        title="a web page",
        module="html",
        endings=(".html", ".htm", ".xhtml"),
        head=_PAGE,
        example="page.html",
        keeps="main text, headline, captions, tables, outlet, authors, address, publication date; each entry of a live blog",
        loses="navigation, comments, links to other stories, scripts, pictures",
    ),
    Form(
        name="tar",
        title="a tar archive",
        module="tar",
        endings=(".tar",),
        magic=(b"ustar",),
        magic_at=257,
        example="reports.tar",
        keeps="every file in it, each by its own form",
        loses="links, devices, hidden files",
    ),
    Form(
        name="gzip",
        title="a gzip file",
        module="compressed",
        endings=(".gz", ".tgz"),
        magic=(b"\x1f\x8b",),
        example="reports.jsonl.gz",
        keeps="what is packed, by its own form",
        loses="nothing",
    ),
    Form(
        name="zstd",
        title="a zstd file",
        module="compressed",
        endings=(".zst", ".zstd", ".tzst"),
        magic=(b"\x28\xb5\x2f\xfd",),
        example="reports.jsonl.zst",
        keeps="what is packed, by its own form",
        loses="nothing",
    ),
    Form(
        name="bzip2",
        title="a bzip2 file",
        module="compressed",
        endings=(".bz2", ".tbz", ".tbz2"),
        magic=(b"BZh",),
        example="reports.jsonl.bz2",
        keeps="what is packed, by its own form",
        loses="nothing",
    ),
    Form(
        name="xz",
        title="an xz file",
        module="compressed",
        endings=(".xz", ".txz"),
        magic=(b"\xfd7zXZ\x00",),
        example="reports.jsonl.xz",
        keeps="what is packed, by its own form",
        loses="nothing",
    ),
    Form(
        name="warc",
        title="a web archive (WARC)",
        module="warc",
        endings=(".warc",),
        magic=(b"WARC/0.", b"WARC/1."),
        example="pages.warc",
        keeps="pages, texts and PDF documents fetched whole, address, day of fetching, record id; the rest counted",
        loses="requests, pictures, scripts, redirects, errors, what was not fetched anew",
    ),
    Form(
        name="wacz",
        title="a web archive in a ZIP (WACZ)",
        module="wacz",
        endings=(".wacz",),
        magic=(b"PK\x03\x04",),
        head=re.compile(rb"(?s)PK\x03\x04.*?archive/[^\x00]+?\.warc"),
        example="pages.wacz",
        keeps="what its web archives hold",
        loses="indexes, lists of pages",
    ),
    Form(
        name="zip",
        title="a ZIP archive",
        module="zip",
        endings=(".zip",),
        magic=(b"PK\x03\x04", b"PK\x05\x06"),
        example="reports.zip",
        keeps="every file in it, each by its own form",
        loses="links, hidden files",
    ),
    Form(
        name="feed",
        title="a feed (RSS, Atom)",
        module="feed",
        endings=(".rss", ".atom", ".rdf", ".xml"),
        head=_FEED,
        example="feed.rss",
        keeps="each entry: title, full text or else its teaser, address, id, author, date, the outlet that it is from",
        loses="a teaser where there is full text, categories, comments, sounds and pictures; a sitemap holds no text",
    ),
    Form(
        name="jsonfeed",
        title="a JSON Feed",
        module="jsonfeed",
        endings=(".json",),
        head=_JSON_FEED,
        example="feed.json",
        keeps="each item: title, full text or else its summary, address, id, authors, date, the feed's title as the outlet",
        loses="a summary where there is full text, tags, attachments, pictures",
    ),
    Form(
        name="jsonl",
        title="JSON Lines",
        module="jsonl",
        endings=(".jsonl", ".ndjson", ".json"),
        head=_OBJECT,
        example="reports.jsonl",
        keeps="text and title to the letter, id, date, outlet, address, author, language",
        loses="other fields",
    ),
    Form(
        name="mbox",
        title="a mailbox",
        module="mbox",
        endings=(".mbox", ".mbx"),
        head=_MAILBOX,
        example="mailbox.mbox",
        keeps="each message as a mail message, one at a time",
        loses="what a mail message loses",
    ),
    Form(
        name="eml",
        title="a mail message",
        module="eml",
        endings=(".eml",),
        head=_MAIL,
        example="message.eml",
        keeps="subject, text, sender, date, id, a newsletter's name as the outlet; each forwarded message and attachment",
        loses="the HTML where there is plain text, other headers, pictures in the text, calendar entries",
    ),
    Form(
        name="lexisnexis",
        title="a Nexis export",
        module="lexisnexis",
        endings=(".txt", ".text"),
        head=_NEXIS,
        example="lexisnexis.txt",
        keeps="each article: headline, outlet, byline, date, language, highlight, story, correction, the dateline put back",
        loses="cover, section, length, captions, day of loading, subject terms, rights",
    ),
    Form(
        name="factiva",
        title="a Factiva export",
        module="factiva",
        endings=(".txt", ".text"),
        head=_FACTIVA,
        example="factiva.txt",
        keeps="each article: headline, outlet, byline, date, language, accession number, story",
        loses="section, length, codes, edition, page, subject terms, rights, the search",
    ),
    Form(
        name="docx",
        title="a Word document",
        module="docx",
        endings=(".docx", ".docm"),
        magic=(b"PK\x03\x04",),
        head=_WORD_PARTS,
        example="statement.docx",
        keeps="headline, paragraphs, lists, insertions, text boxes; tables and captions as furniture; of a Nexis or Factiva export each article",
        loses="deletions, comments, notes, headers, footers, hidden text, numbers of lists, pictures",
    ),
    Form(
        name="pdf",
        title="a PDF document",
        module="pdf",
        endings=(".pdf",),
        magic=(b"%PDF-",),
        example="statement.pdf",
        keeps="the text in reading order, column by column, its large first line as the headline, divided words joined",
        loses="running titles, page numbers, pictures, and text that is only a picture (no OCR)",
    ),
    Form(
        name="csv",
        title="a table in text: CSV, TSV, semicolons, bars",
        module="delimited",
        endings=(".csv", ".tsv", ".tab", ".txt"),
        head=_TABLE,
        example="reports.csv",
        keeps="text, title, date, outlet, address, author, language, id",
        loses="other columns",
    ),
    Form(
        name="excel",
        title="an Excel workbook",
        module="excel",
        endings=(".xlsx", ".xlsm"),
        magic=(b"PK\x03\x04",),
        head=_WORKBOOK,
        example="reports.xlsx",
        keeps="of each sheet: text, title, date, outlet, address, author, language, id",
        loses="other columns, formulas, colours, pictures, comments",
    ),
    Form(
        name="parquet",
        title="a Parquet table",
        module="parquet",
        endings=(".parquet",),
        magic=(b"PAR1",),
        example="reports.parquet",
        keeps="text, title, date, outlet, address, author, language, id",
        loses="other columns",
    ),
    Form(
        name="text",
        title="plain text",
        module="text",
        endings=(".txt", ".text", ".md"),
        example="report.txt",
        keeps="the text, its first line as the headline where it looks like one",
        loses="nothing",
    ),
)
"""Every form, the more special before the more general; the last takes what is no other."""

_REFUSED: Final = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"filedesc://", "an ARC web archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old office document, or one with a password: save it as .docx or .xlsx without one",
    ),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a sound, a film or a picture"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or a film"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "a database"),
)
"""First bytes of what is not read, whatever its name says."""

_COULD_BE_WORDS: Final = (b"MZ", b"BZh", b"ID3", b"RIFF", b"PAR1", b"GIF8", b"OggS", b"ustar")
"""Those of the first bytes, refused or a form's, that could begin a word: they need a control character near by."""

_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_XML: Final = re.compile(rb"\s*<(?:\?xml|rss|feed|urlset)\b", re.IGNORECASE)
_BOM: Final = b"\xef\xbb\xbf"


def read_stream(stream: BinaryIO, here: Source, name: str, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read the reports of `stream`, whose form its first bytes, the ending of `name` or its content tell.

    What the whole stream is refused for comes as one `Rejected`. The stream itself is left open.
    """
    if isinstance(stream, io.BufferedReader):
        yield from _read_sniffed(cast("Peekable", stream), here, name, desk)
        return
    buffered = io.BufferedReader(cast("io.RawIOBase", stream))
    try:
        yield from _read_sniffed(cast("Peekable", buffered), here, name, desk)
    finally:
        buffered.detach()  # or the caller's stream would be closed with this one


class Peekable(Protocol):
    """A buffered stream."""

    def peek(self, size: int, /) -> bytes:
        """Give bytes that come next and leave them there."""


def _read_sniffed(stream: Peekable, here: Source, name: str, desk: Desk) -> Iterator[Draft | Rejected]:
    try:
        head = stream.peek(SNIFFED_BYTES)[:SNIFFED_BYTES]
        form = form_of(head, PurePosixPath(name).suffix.lower())
        source = Source(
            here.path, here.locator, here.given_id, f"{here.form} > {form.name}" if here.form else form.name
        )
        yield from reader_of(form)(cast("BinaryIO", stream), source, desk.called(name))
    except Refusal as refusal:
        yield rejected(refusal.reason, here, refusal.detail)
    except OSError:
        raise  # the system failed to deliver the file: whoever opened it says so
    except Exception as fault:  # noqa: BLE001 - a fault of one reader, or of a library under it, must not end a run of thousands
        yield rejected("reader-fault", here, f"{type(fault).__name__}: {fault}"[:LONGEST_DETAIL])


def reader_of(form: Form) -> Read:
    """Load the reader of a form; not before it is wanted, since the libraries of some take as long as 200 reports."""
    module = importlib.import_module(f"dateline.read.forms.{form.module}")
    return cast("Read", module.read)


def read_as(name: str, title: str, stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read what its reader has found to be of another form than its own; `title` says what it is.

    Raises:
        Refusal: there is no reader of that form.
    """
    form = next((form for form in FORMS if form.name == name), None)
    if form is None:
        raise Refusal("not-text", f"it is {title}, which is not read")
    around, _, _ = (here.form or "").rpartition(" > ")
    here = msgspec.structs.replace(here, form=f"{around} > {name}" if around else name)
    yield from reader_of(form)(stream, here, desk)


def form_of(head: bytes, ending: str) -> Form:
    """Tell the form of a stream by its first bytes and the ending of its name (`.txt`, in lower case, or empty).

    Raises:
        Refusal: it is empty, or of no form that is read.
    """
    if not head:
        raise Refusal("empty-file", "there is nothing in it")
    control = _CONTROL.search(head)
    binary = control is not None
    if marked := [form for form in FORMS if _is_marked(head, form, binary=binary or ending in form.endings)]:
        return _best([form for form in marked if ending in form.endings] or marked, head)
    for magic, title in _REFUSED:
        if _has_magic(head, (magic,), binary=binary):
            raise Refusal("not-text", f"its first bytes are those of {title}")
    encoding = wide(head)
    words = head.decode(encoding, "ignore").encode() if encoding else head
    texts = [form for form in FORMS if not form.magic]
    named = [form for form in texts if ending in form.endings]
    form = _best(named, words) if named else _by_content(texts, words)
    if form is FORMS[-1]:  # `.txt` is what any text is saved as, pages and feeds too
        form = _best([form for form in texts if form.head or form is FORMS[-1]], words)
    _check_text(words, form, encoding)
    return form


def _by_content(forms: Sequence[Form], head: bytes) -> Form:
    if _XML.match(head) and not _PAGE.match(head) and not _FEED.match(head):
        raise Refusal("not-text", "it is XML, which is not read")
    return _best(forms, head)


def _best(forms: Sequence[Form], head: bytes) -> Form:
    """Give the form whose head is found, else the first that is for all that is left, else the last."""
    bare = head.removeprefix(_BOM)
    headed = (form for form in forms if form.head and form.head.match(bare))
    plain = (form for form in forms if not form.head)
    return next(headed, None) or next(plain, None) or forms[-1]


def _is_marked(head: bytes, form: Form, *, binary: bool) -> bool:
    return _has_magic(head[form.magic_at :], form.magic, binary=binary)


def _has_magic(head: bytes, magics: tuple[bytes, ...], *, binary: bool) -> bool:
    return any(head.startswith(magic) and (binary or magic not in _COULD_BE_WORDS) for magic in magics)


def _check_text(head: bytes, form: Form, encoding: str | None) -> None:
    """Refuse what is no text, and JSON Lines in another encoding than their own."""
    if form.name == "jsonl":
        if encoding:
            raise Refusal("invalid-utf8", f"it is {encoding}, not UTF-8")
    elif b"\0" in head:
        raise Refusal("not-text", f"byte {head.index(0) + 1} is 0, which no text has")
