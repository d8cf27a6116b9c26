"""Takes a mail message; gives the draft of what it says, of each message forwarded in it, and what is attached."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, Final

import msgspec

from dateline.model import Furniture, Mend, Rejected, Source, Span
from dateline.read.dates import iso_date
from dateline.read.desk import MAX_DOCUMENT_BYTES, MAX_TEXT_BYTES, Desk, Draft, Refusal, inside, whole
from dateline.read.encoding import decoded
from dateline.read.fragment import fragment_text
from dateline.read.letter import Letter, letters_of
from dateline.read.maildate import day_at_latest, moment
from dateline.read.mime import Part, message_of, people, words
from dateline.read.rejects import rejected

STUB: Final = 0.1
"""Share of the HTML part's words below which the plain part is a stub that points at it; a true one has about as many."""

LONGEST_SHOWN: Final = 60
"""Characters of a date that cannot be read, or of a name, that are shown."""

_LOCKED: Final = frozenset({"multipart/encrypted", "application/pgp-encrypted"})
_SEALED: Final = re.compile(r"application/(?:x-)?pkcs7-mime")
_SIGNED: Final = re.compile(r"application/(?:pgp-signature|(?:x-)?pkcs7-signature|pgp-keys|ics)")
_ARMOUR: Final = re.compile(r"\s*-----BEGIN PGP MESSAGE-----")
_NOTICES: Final = re.compile(
    r"message/(?:delivery-status|disposition-notification|external-body|partial|feedback-report)|text/(?:calendar|x-vcard|vcard|rfc822-headers)"
)
_FORWARDED: Final = re.compile(r"\s*(?:fwd?|wg|tr|rv|i)\s*:", re.IGNORECASE)
_LIST: Final = re.compile(r"<[^<>]*>\s*$")
_ENDINGS: Final = {
    "text/html": ".html",
    "text/plain": ".txt",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "text/xml": ".xml",
    "application/xml": ".xml",
    "application/json": ".json",
    "message/rfc822": ".eml",
}
"""Endings for what is attached without a name and not told by its first bytes."""


class Found(msgspec.Struct):
    """What the parts of a message are: texts in order, attachments, and those that hold no report."""

    texts: list[Part] = []
    attached: list[Part] = []
    passed: int = 0
    locked: int = 0


def read(stream: BinaryIO, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    """Read the message's own text as one report, each forwarded one as another, and each attachment by its form.

    Raises:
        Refusal: the message is too large, or has too many parts or headers.
    """
    message = message_of(whole(stream, MAX_DOCUMENT_BYTES))
    if not message.headers:
        raise Refusal("bad-file", "it does not begin with the headers of a message")
    found = Found()
    _sort(message, found)
    texts: list[str] = []
    mends: list[Mend] = []
    for part in found.texts:
        try:
            text, mend = _text(part)
        except Refusal as refusal:
            yield rejected(refusal.reason, here, f"a text of the message: {refusal.detail}")
            continue
        if _ARMOUR.match(text):
            found.locked += 1
            continue
        texts.append(text)
        mends.extend([mend] if mend else [])
    if found.locked:
        yield rejected("encrypted", here, "the message, or a part of it, is encrypted")
    if any(text.strip() for text in texts) or not (found.locked or found.attached or found.passed):
        yield from _drafts(message, "\n\n".join(text for text in texts if text.strip()), tuple(mends), here)
    for number, part in enumerate(found.attached, 1):
        yield from _attached(part, number, here, desk)
    if found.passed:
        detail = f"pictures in the text, calendar entries, signatures and notices of delivery in the message: {found.passed:,}"
        yield rejected("passed-over", here, detail)


def _sort(part: Part, found: Found) -> None:
    """Put each part where it belongs; of parts that say the same, the plain text, and of that only."""
    if part.kind in _LOCKED or (_SEALED.match(part.kind) and "signed" not in words(part, "content-type")):
        found.locked += 1
    elif part.kind == "multipart/alternative":
        _sort_alternatives(part, found)
    elif part.parts:
        for inner in part.parts:
            _sort(inner, found)
    elif (
        _SIGNED.match(part.kind)
        or _NOTICES.match(part.kind)
        or part.kind.startswith("multipart/")
        or (part.kind.startswith(("image/", "audio/", "video/")) and not part.attached)
    ):
        found.passed += 1
    elif part.kind in {"text/plain", "text/html"} and not part.attached and not part.name:
        found.texts.append(part)
    else:
        found.attached.append(part)


def _sort_alternatives(part: Part, found: Found) -> None:
    offered: list[Found] = []
    for inner in part.parts:
        offered.append(Found())
        _sort(inner, offered[-1])
    plain = next((one for one in offered if one.texts and one.texts[0].kind == "text/plain"), None)
    marked = next((one for one in offered if one.texts and one.texts[0].kind == "text/html"), None)
    chosen = marked if plain is None or (marked and _is_stub(plain.texts[0], marked.texts[0])) else plain
    for one in offered:
        found.texts.extend(one.texts if one is chosen else ())
        found.attached.extend(one.attached)
        found.passed += one.passed
        found.locked += one.locked


def _is_stub(plain: Part, marked: Part) -> bool:
    try:
        return len(_text(plain)[0].split()) < STUB * len(_text(marked)[0].split())
    except Refusal:
        return True


def _text(part: Part) -> tuple[str, Mend | None]:
    """Give the words of a text.

    Raises:
        Refusal: it is too large, or in an encoding that cannot be told.
    """
    content = part.content()
    if len(content) > MAX_TEXT_BYTES:
        raise Refusal("too-large", f"it has more than {MAX_TEXT_BYTES:,} bytes, too many for one report")
    label = None if (part.charset or "").lower() in {"us-ascii", "ascii"} else part.charset
    text, mend = decoded(content, label)
    return (fragment_text(text) if part.kind == "text/html" else text.replace("\r\n", "\n")), mend


def _drafts(message: Part, text: str, mends: tuple[Mend, ...], here: Source) -> Iterator[Draft]:
    subject = words(message, "subject")
    stated = words(message, "date")
    date = iso_date(stated, "metadata")
    received = _received(message, stated)
    own, *forwarded = letters_of(text, forward=bool(_FORWARDED.match(subject)))
    if own.says_something or not forwarded:
        sender = next(iter(people(message, "from")), None)
        author = (sender[0] or sender[1]) if sender else words(message, "from")
        yield Draft(
            title=subject,
            body=own.body,
            outlet=_outlet(message, author),
            author=author or None,
            dates=(msgspec.structs.replace(date, sure="likely"),) if date else (),
            unread_date=stated[:LONGEST_SHOWN] if stated and not date else None,
            not_after=received,
            source=msgspec.structs.replace(here, given_id=words(message, "message-id").strip("<> ") or None),
            furniture=_placed(own, subject),
            mends=mends,
        )
    for number, letter in enumerate(forwarded, 1):
        yield _forwarded(letter, subject, mends, received, inside(here, f"forwarded {number}"))


def _forwarded(letter: Letter, subject: str, mends: tuple[Mend, ...], received: dt.date | None, here: Source) -> Draft:
    """Make the draft of a forwarded message, which has its own subject and date where they stand above it."""
    title = letter.subject or _FORWARDED.sub("", subject, count=1).strip()
    date = iso_date(letter.date, "metadata")
    return Draft(
        title=title,
        body=letter.body,
        author=letter.author or None,
        dates=(msgspec.structs.replace(date, sure="likely"),) if date else (),
        unread_date=letter.date[:LONGEST_SHOWN] if letter.date and not date else None,
        not_after=received,
        source=here,
        furniture=_placed(letter, title),
        mends=mends,
    )


def _placed(letter: Letter, title: str) -> tuple[Furniture, ...]:
    """Give the furniture of a letter as it stands behind the title; one that is nothing but quotation has none."""
    if not letter.says_something:
        return ()
    shift = len(title) + 1
    return tuple(
        Furniture(Span(found.span.start + shift, found.span.end + shift), found.kind) for found in letter.furniture
    )


def _outlet(message: Part, author: str) -> str | None:
    """Give the outlet of a newsletter: the list, where readers post to it themselves; else its sender."""
    listed = words(message, "list-id")
    if not listed and "list-unsubscribe" not in message.headers:
        return None
    posts = words(message, "list-post")
    if listed and posts and not posts.lower().startswith("no"):
        return _LIST.sub("", listed).strip(' "') or listed.strip("<> ")
    return author or None


def _received(message: Part, sent: str) -> dt.date | None:
    """Give the day of the last server on the way, the reader's own: the one that can be trusted."""
    last = words(message, "received").rpartition(";")[2]
    reached = moment(last.strip())
    return day_at_latest(reached, moment(sent)) if reached else None


def _attached(part: Part, number: int, here: Source, desk: Desk) -> Iterator[Draft | Rejected]:
    name = PurePosixPath((part.name or "").replace("\\", "/").replace("\0", "")).name[-LONGEST_SHOWN:]
    place = inside(here, f"attachment {number}, {name}" if name else f"attachment {number}")
    called = name or f"attachment{_ENDINGS.get(part.kind, '')}"
    if part.kind == "message/rfc822" and PurePosixPath(called).suffix.lower() != ".eml":
        called += ".eml"
    yield from desk.member(io.BytesIO(part.content()), place, called)
