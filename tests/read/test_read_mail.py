"""Messages and mailboxes become one report a message and one an attachment; broken ones are told and cost nothing."""

from __future__ import annotations

import base64
import io
import random
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from dateline.model import Rejected, Report, Source
from dateline.read.desk import DEFAULTS, MAX_DOCUMENT_BYTES, Desk, Draft, Notes
from dateline.read.forms import eml, mbox
from dateline.read.letter import letters_of
from dateline.read.registry import read_stream
from tests.read.reading import items, rejected, report

BODY = "Soldiers opened fire near the harbour on Monday, the governor said."
HEAD = "From: Lena Brandt <lena@gazette.example>\nSubject: Dockers killed\nDate: Tue, 9 Mar 2021 08:15:00 +0200\n"
LONG = 100_000


def mail(text: str, encoding: str = "utf-8") -> list[Report | Rejected]:
    """Read a message."""
    return items(text.encode(encoding), "a.eml")


def one(text: str, encoding: str = "utf-8") -> Report:
    """Read a message that is one report."""
    return report(text.encode(encoding), "a.eml")


def body(found: Report) -> str:
    """Give what stands behind the title."""
    return found.text[found.title_end + 1 :]


def drafts(text: str) -> list[Draft]:
    """Read the drafts of a message."""
    found = eml.read(io.BytesIO(text.encode()), Source("a.eml"), Desk(DEFAULTS, Notes(), read_stream))
    return [draft for draft in found if isinstance(draft, Draft)]


def told(found: list[Report | Rejected]) -> list[tuple[str | None, str]]:
    """Give place and reason of what was rejected."""
    return [(each.source.locator, each.reason) for each in found if isinstance(each, Rejected)]


def test_a_message_keeps_what_it_says() -> None:
    found = one(f"{HEAD}Message-ID: <1@gazette.example>\n\n{BODY}\n\nTalks went on.\n")
    assert (found.title, body(found)) == ("Dockers killed", f"{BODY}\n\nTalks went on.")
    assert (found.author, found.outlet) == ("Lena Brandt", None)
    assert found.source is not None
    assert (found.source.given_id, found.source.form) == ("1@gazette.example", "eml")
    assert found.published is not None
    assert (found.published.day.isoformat(), found.published.sure) == ("2021-03-09", "likely")


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?q?Caf=C3=A9_?=\n =?utf-8?b?YmxvY2tlZA==?=", "Café blocked"),
        ("Talks\n  resume\tat noon", "Talks resume at noon"),
        ("=?windows-1251?B?z+7w8g==?= closed", "Порт closed"),
        ("=?no-such-charset?q?Port?=", "Port"),
        ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
        ("caf\xe9 raw", "café raw"),
    ],
)
def test_headers_are_decoded(subject: str, title: str) -> None:
    assert one(f"Subject: {subject}\nFrom: a@b.example\n\n{BODY}").title == title


def test_headers_in_other_bytes_are_decoded_too() -> None:
    message = f"Subject: Überfall am Hafen\nFrom: Jörg Müller <j@b.example>\n\n{BODY}"
    assert one(message, "cp1252").author == "Jörg Müller"
    assert one(message, "cp1252").title == "Überfall am Hafen"


@pytest.mark.parametrize(
    ("headers", "content", "text"),
    [
        ("Content-Transfer-Encoding: base64", base64.b64encode(BODY.encode()), BODY),
        ("Content-Transfer-Encoding: BASE64", base64.b64encode(BODY.encode())[:-1] + b"!", BODY),
        (
            "Content-Transfer-Encoding: quoted-printable\nContent-Type: text/plain; charset=utf-8",
            b"Caf=C3=A9 bl=\nocked =ZZ",
            "Café blocked =ZZ",
        ),
        ("Content-Type: text/plain; charset=windows-1251", "Порт закрыт.".encode("cp1251"), "Порт закрыт."),
        ("Content-Type: text/plain; charset=us-ascii", "Café blocked".encode(), "Café blocked"),
        (
            "Content-Type: text/plain; charset=utf-8",
            "Le café du port est fermé depuis hier.".encode("cp1252"),
            "Le café du port est fermé depuis hier.",
        ),
        ("Content-Type: text/plain; charset=no-such", BODY.encode(), BODY),
        ("Content-Type: text/html", b"<html><head><title>x</title></head><p>one<p>two", "one\ntwo"),
        ("Content-Type: ;;;", BODY.encode(), BODY),
        ("Content-Type: multipart/mixed", BODY.encode(), BODY),
        ("Content-Type: multipart/mixed; boundary=there", BODY.encode(), BODY),
        ("Content-Type: multipart/mixed; boundary=there", b"--other\n\none\n--other--\n", "one"),
        ("Content-Type: multipart/mixed; boundary=there", b"preamble\n--there\n\none", "one"),
        ("Content-Type: multipart/mixed; boundary=a", b"--a\n\none\n--ab\ntwo\n--a--\nepilogue", "one\n--ab\ntwo"),
    ],
)
def test_content_is_unpacked_and_decoded(headers: str, content: bytes, text: str) -> None:
    assert body(report(f"{HEAD}{headers}\n\n".encode() + content, "a.eml")) == text


def test_missing_and_broken_headers_are_no_fault() -> None:
    assert one(f"X-Only: this\n\n{BODY}").text == f"\n{BODY}"
    assert one(f"From: (((((((((((((\nSubject: T\nno header at all\n\n{BODY}").title == "T"
    assert one("From: " + "(" * 5000 + f"\nSubject: T\n\n{BODY}").title == "T"
    found = mail(f"Date: the day after\nSubject: T\n\n{BODY}")
    assert told(found) == [(None, "bad-date")]
    assert rejected(f"\n{BODY}".encode(), "a.eml").reason == "bad-file"


def test_of_alternatives_one_is_read() -> None:
    message = EmailMessage()
    message["Subject"] = "T"
    message.set_content(BODY)
    message.add_alternative(f"<p>{BODY} As HTML.</p>", subtype="html")
    assert body(report(message.as_bytes(), "a.eml")) == BODY
    message = EmailMessage()
    message.set_content("Your program shows no HTML.")
    message.add_alternative(f"<p>{BODY}</p>" * 10, subtype="html")
    assert body(report(message.as_bytes(), "a.eml")).startswith(f"{BODY}\n{BODY}")


def test_attachments_are_read_by_their_own_forms() -> None:
    message = EmailMessage()
    message["Subject"] = "Statements"
    message.set_content(f"{BODY}\n")
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("Talks resumed in the port on Thursday.")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", BODY)
    message.add_attachment(inner)
    message.add_attachment(b'{"text": "A row."}', maintype="application", subtype="json", filename="rows.json")
    message.add_attachment("A statement.", filename="../../état.txt")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="scan.png")
    message.add_attachment("BEGIN:VCALENDAR", subtype="calendar")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", disposition="inline", cid="<1@x>")
    found = items(message.as_bytes(), "a.eml")
    titles = [each.text for each in found if isinstance(each, Report)]
    assert titles == [
        f"Statements\n{BODY}",
        "Inner\nTalks resumed in the port on Thursday.",
        "\nA row.",
        "\nA statement.\n",
    ]
    places = [each.source.locator for each in found if isinstance(each, Report) and each.source]
    assert places[1:] == ["attachment 1", "attachment 2, rows.json > line 1", "attachment 3, état.txt"]
    assert told(found) == [("attachment 4, scan.png", "not-text"), (None, "passed-over")]
    counted = found[-1]
    assert isinstance(counted, Rejected)
    assert counted.detail.endswith(": 2")


@pytest.mark.parametrize(
    "text",
    [
        "Content-Type: multipart/encrypted; boundary=a\n\n--a\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--a--\n",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n\nMIIB",
        "Content-Type: text/plain\n\n-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n",
    ],
)
def test_what_is_encrypted_says_so(text: str) -> None:
    assert [reason for _, reason in told(mail(HEAD + text))] == ["encrypted"]


def test_a_signed_message_is_read() -> None:
    text = "Content-Type: multipart/signed; boundary=a\n\n--a\n\nwords\n--a\nContent-Type: application/pgp-signature\n\nx\n--a--\n"
    found = mail(HEAD + text)
    assert isinstance(found[0], Report)
    assert body(found[0]) == "words"
    assert told(found) == [(None, "passed-over")]


@pytest.mark.parametrize(
    ("headers", "outlet"),
    [
        ("", None),
        ("List-Id: Daily <daily.gazette.example>\n", "Lena Brandt"),
        ("List-Unsubscribe: <mailto:x@y.example>\n", "Lena Brandt"),
        ('List-Id: "Harbour watch" <watch.example>\nList-Post: <mailto:watch@x.example>\n', "Harbour watch"),
        ("List-Id: Daily <daily.gazette.example>\nList-Post: NO\n", "Lena Brandt"),
    ],
)
def test_a_newsletter_is_its_own_outlet(headers: str, outlet: str | None) -> None:
    assert one(f"{HEAD}{headers}\n{BODY}").outlet == outlet


@pytest.mark.parametrize(
    ("sent", "received", "day"),
    [
        ("Tue, 9 Mar 2021 01:00:00 +0300", "Mon, 8 Mar 2021 22:01:00 +0000", "2021-03-09"),
        ("Tue, 9 Mar 2021 23:00:00 -0500", "Wed, 10 Mar 2021 04:01:00 +0000", "2021-03-09"),
        ("", "Mon, 8 Mar 2021 09:00:00 +0000", "2021-03-08"),
        ("", "Mon, 8 Mar 2021 11:00:00 +0000", "2021-03-09"),
        ("", "Fri, 31 Dec 9999 23:00:00 +0000", None),
        ("", "yesterday", None),
    ],
)
def test_no_message_is_later_than_it_was_received(sent: str, received: str, day: str | None) -> None:
    (draft,) = drafts(
        f"Received: from a by b; {received}\nReceived: from x; Mon, 1 Mar 2021 00:00:00 +0000\nDate: {sent}\n\n{BODY}"
    )
    assert (draft.not_after.isoformat() if draft.not_after else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "See below.\n\n---------- Forwarded message ---------\nFrom: Ivo Marek <ivo@coast.example>\nDate: Mon, 8 Mar 2021 at 07:00\nSubject: Port closed\nTo: a@b.example\n\n{}",
        "See below.\n\nBegin forwarded message:\n\n> From: Ivo Marek <ivo@coast.example>\n> Subject: Port closed\n> Date: March 8, 2021 at 7:00:00 AM GMT+2\n> To: a@b.example\n>\n> {}",
        "See below.\n\n-----Original Message-----\nFrom: Ivo Marek [mailto:ivo@coast.example]\nSent: Monday, March 8, 2021 7:00 AM\nSubject: Port closed\n\n{}",
    ],
)
def test_a_forwarded_message_keeps_its_own_subject_and_date(text: str) -> None:
    head = HEAD.replace("Subject: ", "Subject: Fwd: ")
    own, forwarded = [each for each in mail(f"{head}\n{text.format(BODY)}") if isinstance(each, Report)]
    assert (own.title, body(own)) == ("Fwd: Dockers killed", "See below.")
    assert (forwarded.title, body(forwarded), forwarded.author) == ("Port closed", BODY, "Ivo Marek")
    assert forwarded.published is not None
    assert forwarded.published.day.isoformat() == "2021-03-08"
    assert forwarded.source is not None
    assert forwarded.source.locator == "forwarded 1"


def test_a_bare_forward_is_one_report() -> None:
    found = one(f"{HEAD}\n---------- Forwarded message ---------\nSubject: Port closed\n\n{BODY}\n")
    assert (found.title, body(found)) == ("Port closed", BODY)


def furnished(text: str) -> list[tuple[str, str]]:
    """Give what is marked in a letter."""
    letter, *_ = letters_of(text, forward=False)
    return [(found.kind, found.span.of(letter.body)) for found in letter.furniture]


def test_quotations_and_signatures_are_marked_and_kept() -> None:
    text = f"I agree.\nOn Mon, 8 Mar 2021, Ivo Marek\n<ivo@coast.example> wrote:\n> {BODY}\n>\n> > older\nAnd more.\n-- \nLena Brandt\n"
    quoted = f"On Mon, 8 Mar 2021, Ivo Marek\n<ivo@coast.example> wrote:\n> {BODY}\n>\n> > older"
    assert furnished(text) == [("quoted", quoted), ("signature", "-- \nLena Brandt")]
    assert furnished("Yes.\n-----Original Message-----\nFrom: x\n\nold") == [
        ("quoted", "-----Original Message-----\nFrom: x\n\nold")
    ]
    assert furnished("one\n--\n" + "a line of the story\n" * 20) == []
    (draft,) = drafts(f"{HEAD}\n{text}")
    assert [found.span.of(f"{draft.title}\n{draft.body}") for found in draft.furniture] == [quoted, "-- \nLena Brandt"]
    (draft,) = drafts(f"{HEAD}\n> {BODY}\n")
    assert (draft.furniture, draft.exact) == ((), False)


LINES = ["> quoted", ">> older", "", "  ", "-- ", "On Monday Ivo Marek wrote:", "-----Original Message-----", "From: x"]
FORWARD = "---------- Forwarded message ---------"


@settings(deadline=None)
@given(some.lists(some.sampled_from([*LINES, FORWARD, "said"]), max_size=30), some.booleans())
def test_no_line_is_lost_and_every_mark_stands_in_its_letter(lines: list[str], forward: bool) -> None:  # noqa: FBT001 - drawn by chance
    numbered = [f"{line} {number}" if line == "said" else line for number, line in enumerate(lines)]
    letters = list(letters_of("\n".join(numbered), forward=forward))
    kept = [line for letter in letters for line in letter.body.splitlines() if line.startswith("said")]
    assert kept == [line for line in numbered if line.startswith("said")]
    for letter in letters:
        at = 0
        for found in letter.furniture:
            assert at <= found.span.start < found.span.end <= len(letter.body)
            at = found.span.end


@settings(deadline=None)  # the first loads the library
@given(
    some.recursive(
        some.text(alphabet="abc äß–.-=\n", min_size=1).filter(str.strip),
        lambda inner: some.lists(inner, min_size=1, max_size=3),
        max_leaves=8,
    )
)
def test_every_text_of_nested_parts_is_read(tree: object) -> None:
    texts: list[str] = []

    def made(node: object) -> EmailMessage:
        message = EmailMessage()
        if isinstance(node, list):
            message.make_mixed()
            for inner in node:
                message.attach(made(inner))
        else:
            texts.append(str(node))
            message.set_content(str(node))
        return message

    whole = made(tree)
    whole["Subject"] = "T"
    found = report(whole.as_bytes(), "a.eml")
    assert found.text.split()[1:] == " ".join(texts).split()


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        (
            "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000)),
            {"nested-too-deep"},
        ),
        ("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * LONG, {"too-large"}),
        ("Content-Type: message/rfc822\n\n" * 3000, {"nested-too-deep"}),
        ("".join(f"X-{n}: y\n" for n in range(LONG)) + "\nx", {"too-large"}),
        ("Subject: " + "x" * 50_000_000 + "\n\nx", {"too-large"}),
        ("\n" + "x" * 50_000_000, {"too-large"}),
        ("Content-Type: multipart/mixed; boundary=-\n\n" + "-" * LONG * 10, set()),
        ("To: " + "<" * LONG + "\n\nx", set()),
        ("\n" + "> " * LONG + "\n" + ">\n" * LONG, set()),
        ("\n" + "On x wrote\n" * LONG, set()),
        ("\n" + "---------- Forwarded message ---------\n" * LONG, {"no-text"}),
        ("Content-Transfer-Encoding: base64\n\n" + "=" * LONG * 10, {"no-text"}),
        ("Content-Type: text/html\n\n" + "<div>" * LONG, {"no-text"}),
    ],
    ids=range(13),
)
def test_bombs_are_refused_in_little_time(text: str, reasons: set[str]) -> None:
    start = time.process_time()
    found = mail(f"Subject: T\n{text}")
    assert time.process_time() - start < 20
    assert {reason for _, reason in told(found)} <= reasons | {"no-text"}
    assert not reasons or reasons <= {reason for _, reason in told(found)} | {"no-text"}


def mailbox(*messages: str) -> bytes:
    """Put messages into a mailbox."""
    return "".join(f"From a@b.example Tue Mar  9 08:15:0{n} 2021\n{text}\n" for n, text in enumerate(messages)).encode()


def test_a_mailbox_is_read_message_by_message() -> None:
    data = mailbox(
        f"{HEAD}\n{BODY}\n\nFrom the harbour came smoke.\n>From there too.\n>>From\n", "broken\n", f"{HEAD}\nsecond\n"
    )
    for name in ("a.mbox", "-"):
        found = items(data, name)
        assert told(found) == [("message 2", "bad-file")]
        first, last = (each for each in found if isinstance(each, Report))
        assert body(first) == f"{BODY}\n\nFrom the harbour came smoke.\nFrom there too.\n\n>>From"
        assert last.source is not None
        assert (body(last), last.source.locator, last.source.form) == ("second", "message 3", "mbox > eml")


def test_separators_of_other_programs_part_messages() -> None:
    for line in (
        "From - Sat Jan  3 01:05:34 1998",
        "From 1234@xxx Wed Oct 11 08:03:00 +0000 2017",
        "From a b Tue, 9 Mar 2021 08:15:00 +0200",
    ):
        assert len(items(f"{line}\r\n{HEAD}\none\r\n{line}\r\n{HEAD}\ntwo".encode(), "a.mbox")) == 2
    assert rejected(b"From the harbour came smoke.\n", "a.mbox").reason == "bad-file"


class Tape(io.RawIOBase):
    """A mailbox of small messages and one that is too large, made while it is read."""

    def __init__(self, messages: int) -> None:
        self.pieces = self.made(messages)
        self.rest = b""

    def made(self, messages: int) -> Iterator[bytes]:
        """Give the mailbox piece by piece."""
        line = b"x" * 999 + b"\n"
        for number in range(messages):
            yield mailbox(f"{HEAD}\n{BODY}\n")
            if number == 1:
                yield mailbox(HEAD)
                for _ in range(MAX_DOCUMENT_BYTES // 1_000_000 + 2):
                    yield line * 1000

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # the stub names a protocol of 3.12
        """Fill the buffer."""
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = piece
        size = min(len(buffer), len(self.rest))
        buffer[:size], self.rest = self.rest[:size], self.rest[size:]
        return size


def test_a_mailbox_of_any_size_is_read_in_the_memory_of_one_message() -> None:
    desk = Desk(DEFAULTS, Notes(), read_stream)
    tracemalloc.start()
    found = list(mbox.read(io.BufferedReader(cast("io.RawIOBase", Tape(2000))), Source("-"), desk))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [each.reason for each in found if isinstance(each, Rejected)] == ["too-large"]
    assert len(found) == 2001
    assert peak < 3 * MAX_DOCUMENT_BYTES


def test_reading_is_the_same_each_time() -> None:
    chance = random.Random(1)
    data = bytearray(mailbox(f"{HEAD}\n{BODY}\n" * 3, HEAD))
    for _ in range(20):
        data[chance.randrange(len(data))] = chance.randrange(256)
    assert items(bytes(data), "a.mbox") == items(bytes(data), "a.mbox")


def test_text_is_mended_and_what_is_quoted_stays_in_its_place() -> None:
    text = "It\u00e2\u20ac\u2122s over.\n\nOn Monday, Ivo Marek wrote:\n> They don\u00e2\u20ac\u2122t care.\n"
    found = one(f"{HEAD}Content-Type: text/plain; charset=utf-8\n\n{text}")
    assert [mark.span.of(found.text) for mark in found.furniture] == [
        "On Monday, Ivo Marek wrote:\n> They don\u2019t care."
    ]
    assert body(found).startswith("It\u2019s over.")
    assert [(mend.kind, mend.count) for mend in found.mends] == [("mojibake", 2)]


def test_the_zone_of_a_message_and_of_what_it_forwards_is_kept() -> None:
    forwarded = (
        "---------- Forwarded message ---------\nFrom: Ivo\nDate: Mon, 8 Mar 2021 23:30:00 +0200\n\nTalks failed.\n"
    )
    message = f"Subject: Fwd: T\nFrom: a@b.example\nDate: Tue, 9 Mar 2021 09:00:00 -0500\n\nSee below.\n\n{forwarded}"
    found = [each.published for each in mail(message) if isinstance(each, Report)]
    assert [date and (date.day.isoformat(), date.zone) for date in found] == [
        ("2021-03-09", "-05:00"),
        ("2021-03-08", "+02:00"),
    ]


@pytest.mark.parametrize("author", ["a@" * 100_000 + " b", " " * 200_000 + "x@y z", "<" * 200_000 + "@"])
def test_the_sender_of_what_is_forwarded_costs_no_time(author: str) -> None:
    start = time.perf_counter()
    mail(f"Subject: Fwd: T\n\n---------- Forwarded message ---------\nFrom: {author}\n\nTalks failed.\n")
    assert time.perf_counter() - start < 2


def test_a_live_blog_in_a_message_keeps_its_signature_in_its_place() -> None:
    entries = "".join(
        f"{hour}:15 GMT\nDockers blocked gate {hour}\nDockers blocked the gate for an hour, the harbour master said, and lorries turned back.\n\n"
        for hour in range(18, 9, -1)
    )
    found = mail(f"Subject: Live: strike at the harbour\nFrom: a@b.example\n\n{entries}-- \nLena Brandt\n")
    signed = [
        mark.span.of(each.text)
        for each in found
        if isinstance(each, Report)
        for mark in each.furniture
        if mark.kind == "signature"
    ]
    assert signed == ["-- \nLena Brandt"]
