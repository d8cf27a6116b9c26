"""Events with their claims enter, an Atom feed (RFC 4287) leaves, an entry an event, in the order of the events.

An entry must say when it was last changed: that is the day of the last report, at midnight UTC. What no dated report
tells has no such day, so it is left out and counted.
"""

from __future__ import annotations

import datetime as dt
import html
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

import dateline
from dateline.export.told import point_of, web_address
from dateline.export.written import Written
from dateline.model import digest

if TYPE_CHECKING:
    from dateline.archive import StoredClaim, Told

NAMESPACE = uuid.UUID("9d0a5a3e-3f0c-5d0b-9c53-2b1f3e7a6c11")
"""What ids of entries are derived from, together with the ids of events; it never changes."""

IN_MEMORY = 1024 * 1024
"""Bytes of entries kept in memory until the head of the feed, which needs the last day, can be written."""

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:georss="http://www.georss.org/georss" xml:lang="en">\n'
)


def write_atom(stream: BinaryIO, rows: Iterable[Told]) -> Written:
    """Write a feed; its id is derived from that of its first event, so that it stays while events come at the end."""
    count = left_out = 0
    last, named = dt.date.min, ""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as entries:
        for told in rows:
            day = told.event.last_reported
            if day is None:
                left_out += 1
                continue
            count, last, named = count + 1, max(last, day), named or told.event.id
            entries.writelines(line.encode() + b"\n" for line in _entry(told, day))
        stream.write(_head(last if count else None, digest("feed", named)).encode())
        entries.seek(0)
        shutil.copyfileobj(entries, stream)
    stream.write(b"</feed>\n")
    return Written(count, left_out, "an entry needs a day, and no report of theirs has one")


def _head(last: dt.date | None, named: str) -> str:
    """Give the head; a feed without entries was last changed before all days."""
    return (
        f"{_HEAD}<title>Events</title>\n<id>{_urn(named)}</id>\n<updated>{_moment(last or dt.date(1970, 1, 1))}</updated>\n"
        f'<author><name>Dateline</name></author>\n<generator version="{dateline.__version__}">Dateline</generator>\n'
    )


def _entry(told: Told, day: dt.date) -> Iterator[str]:
    event = told.event
    yield "<entry>"
    yield f"<title>{_text(event.headline)}</title>"
    yield f"<id>{_urn(event.id)}</id>"
    yield f"<updated>{_moment(day)}</updated>"
    if event.first_reported:
        yield f"<published>{_moment(event.first_reported)}</published>"
    for scheme, term in (("type", event.type), ("mode", event.mode), ("status", event.status)):
        if term:
            yield f'<category scheme="urn:dateline:{scheme}" term={_attribute(term)}/>'
    for url in dict.fromkeys(url for one in told.claims if (url := web_address(one.url))):
        yield f'<link rel="via" href={_attribute(url)}/>'
    if (place := point_of(told)) is not None:
        yield f"<georss:point>{place.lat} {place.lon}</georss:point>"
    yield f'<content type="text">{_text(_content(told))}</content>'
    yield "</entry>"


def _content(told: Told) -> str:
    """Give the sentences of the reports, each with its outlet and day."""
    return "\n".join(dict.fromkeys(map(_line, told.claims)))


def _line(one: StoredClaim) -> str:
    by = ", ".join(word for word in (one.outlet, one.published.isoformat() if one.published else None) if word)
    return f"{one.sentence} ({by})" if by else one.sentence


def _urn(name: str) -> str:
    return uuid.uuid5(NAMESPACE, name).urn


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(words: str) -> str:
    """Write words as XML; signs that XML has no place for become the sign for such signs."""
    return html.escape(_ILLEGAL.sub("�", words), quote=False)


def _attribute(words: str) -> str:
    return f'"{html.escape(_ILLEGAL.sub("�", words))}"'
