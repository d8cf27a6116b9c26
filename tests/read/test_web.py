"""Addresses given by hand are fetched within limits, as the sites wish, and never from where they may not be."""

from __future__ import annotations

import datetime as dt
import gzip
import ipaddress
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.model import Rejected, Report, Source
from dateline.read import FORMS, Options, read
from dateline.read.desk import DEFAULTS, Desk, Notes, Refusal
from dateline.read.registry import read_stream
from dateline.read.web import Fetcher, anything, public, read_url
from dateline.read.web.addresses import Address, allowed_addresses
from dateline.read.web.fetch import Limits
from dateline.read.web.robots import robots_of
from tests.fuzz.checks import EXAMPLES
from tests.read.server import Answer, Asked, Site, page, redirect, serving
from tests.read.stories import PAGE

QUICK = Limits(timeout=2, deadline=2, pause=0, most=2_000_000)

OWN = Options(private=True, today=dt.date(2021, 3, 20))


def loopback_only(address: Address) -> bool:
    """Allow the one address that the tests serve on."""
    return address == ipaddress.ip_address("127.0.0.1")


def fetched(url: str, *, limits: Limits = QUICK) -> bytes:
    with Fetcher(loopback_only, limits).fetch(url) as found:
        return found.stream.read()


def refused(url: str, *, limits: Limits = QUICK) -> Refusal:
    with pytest.raises(Refusal) as caught:
        fetched(url, limits=limits)
    return caught.value


@pytest.fixture
def plain() -> Iterator[Site]:
    with serving({"/story": page(PAGE.encode())}) as site:
        yield site


def test_a_page_is_read_from_its_address(plain: Site) -> None:
    (found,) = read([plain.url("/story")], options=OWN)
    assert isinstance(found, Report)
    assert found.title == "Dockers killed at Port Vell checkpoint"
    assert found.url == "https://gazette.example/world/dockers-killed"
    assert found.source == Source(plain.url("/story"), form="html")
    assert plain.seen[-1][1]["User-Agent"].startswith("Dateline/")


def test_the_charset_of_the_answer_wins_over_the_page() -> None:
    body = PAGE.replace("Dockers killed", "Окер убит").encode("cp1251")
    with serving({"/story": page(body, Content_Type="text/html; charset=windows-1251")}) as site:
        (found,) = read([site.url("/story")], options=OWN)
        assert isinstance(found, Report)
        assert found.title.startswith("Окер убит")


def test_a_page_without_an_address_of_its_own_gets_the_one_that_answered() -> None:
    bare = PAGE.replace('<link rel="canonical" href="https://gazette.example/world/dockers-killed">', "")
    with serving({"/short": redirect("/story"), "/story": page(bare.encode())}) as site:
        (found,) = read([site.url("/short")], options=OWN)
        assert isinstance(found, Report)
        assert found.url == site.url("/story")


@pytest.mark.parametrize("name", [form.example for form in FORMS])
def test_what_stands_there_is_read_by_its_own_form(name: str) -> None:
    with serving({f"/{name}": lambda asked: asked.give((EXAMPLES / name).read_bytes())}) as site:
        found = list(read([site.url(f"/{name}")], options=OWN))
        assert any(isinstance(item, Report) for item in found)
        assert {item.reason for item in found if isinstance(item, Rejected)} <= {"passed-over"}


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "2130706433", "0x7f.1", "0"],
)
def test_a_private_address_is_not_asked(plain: Site, host: str) -> None:
    (found,) = read([plain.url("/story", host=host)])
    assert isinstance(found, Rejected)
    assert (found.reason, found.source.path) == ("forbidden-address", plain.url("/story", host=host))
    assert not plain.seen


@pytest.mark.parametrize(
    "address",
    [
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "127.0.0.1", "0.0.0.1", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:a00:1::", "2001:db8::1", "2001:0:0:0:0:0:f5ff:fffe",
    ],
)  # fmt: skip
def test_these_are_no_public_addresses(address: str) -> None:
    assert not public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_these_are_public(address: str) -> None:
    assert public(ipaddress.ip_address(address))


def test_a_redirect_is_checked_as_the_first_address_was(plain: Site) -> None:
    with serving({"/out": redirect(plain.url("/story", host="127.0.0.2"))}) as site:
        assert refused(site.url("/out")).reason == "forbidden-address"
    assert not plain.seen


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/a", "gopher://127.0.0.1/a", "http://"])
def test_a_redirect_to_what_is_no_page_is_not_followed(to: str) -> None:
    with serving({"/out": redirect(to)}) as site:
        assert refused(site.url("/out")).reason == "not-fetched"


def test_it_connects_to_the_address_that_it_checked(plain: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means another address at the second look (DNS rebinding) is looked up once."""
    real = socket.getaddrinfo
    looked: list[str] = []

    def lookup(host: str, *args: object, **options: object) -> object:
        if host != "rebind.example":
            return real(host, *args, **options)  # type: ignore[arg-type]  # handed on as given
        looked.append(host)
        return real("127.0.0.1" if len(looked) <= 2 else "127.0.0.2", *args, **options)  # type: ignore[arg-type]  # as above

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    assert fetched(plain.url("/story", host="rebind.example"))
    # Once for robots.txt and once for the page: each connection goes where its own check went.
    assert len(looked) == 2
    assert plain.seen[-1][1]["Host"] == f"rebind.example:{plain.port}"


def test_one_forbidden_address_among_allowed_ones_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("10.0.0.1", "8.8.8.8")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    assert allowed_addresses("mixed.example", 80, public) == ("8.8.8.8",)


def drip(asked: Asked) -> None:
    asked.send_response(200)
    asked.end_headers()
    for _ in range(600):
        asked.wfile.write(b"x")
        asked.wfile.flush()
        time.sleep(0.1)


def drip_head(asked: Asked) -> None:
    for _ in range(600):
        asked.wfile.write(b"H")
        asked.wfile.flush()
        time.sleep(0.1)


def endless(asked: Asked) -> None:
    asked.send_response(200)
    asked.end_headers()
    while True:
        asked.wfile.write(b"<p>more</p>" * 1000)


def short(asked: Asked) -> None:
    asked.send_response(200)
    asked.send_header("Content-Length", "1000")
    asked.end_headers()
    asked.wfile.write(b"abc")


def many_fields(asked: Asked) -> None:
    asked.send_response(200)
    for number in range(1000):
        asked.send_header(f"X-{number}", "a")
    asked.end_headers()


def no_http(asked: Asked) -> None:
    asked.wfile.write(b"\x00\x01 no HTTP\r\n\r\n")


def nothing(_: Asked) -> None:
    pass


BOMB = gzip.compress(b"\0" * 50_000_000)

HOSTILE: list[tuple[Answer, str]] = [
    (drip, "not-fetched"),
    (drip_head, "not-fetched"),
    (endless, "too-large"),
    (page(BOMB, Content_Encoding="gzip"), "too-large"),
    (page(b"not gzip", Content_Encoding="gzip"), "not-fetched"),
    (short, "not-fetched"),
    (many_fields, "not-fetched"),
    (no_http, "not-fetched"),
    (nothing, "not-fetched"),
    (redirect("/hostile"), "not-fetched"),
    (lambda asked: asked.give(b"", status=302), "not-fetched"),
    (lambda asked: asked.give(b"gone", status=410), "not-fetched"),
    (page(b"\x89PNG", Content_Type="image/png"), "not-text"),
]


@pytest.mark.parametrize(("answer", "reason"), HOSTILE)
def test_a_hostile_answer_is_refused_in_time(answer: Answer, reason: str) -> None:
    with serving({"/hostile": answer}) as site:
        begun = time.monotonic()
        refusal = refused(site.url("/hostile"))
        assert refusal.reason == reason
        assert refusal.detail.isprintable()
        # Far from the minute that a slow answer would take, however busy the machine is.
        assert time.monotonic() - begun < 15 * QUICK.deadline


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert refused(f"http://127.0.0.1:{taken.getsockname()[1]}/a").reason == "not-fetched"


def test_plain_http_is_no_tls(plain: Site) -> None:
    assert refused(f"https://127.0.0.1:{plain.port}/story").reason == "not-fetched"


@pytest.mark.parametrize(
    "url", ["http://", "http://a b/", "http://user:secret@127.0.0.1/", "http://[::1", "http://nowhere.invalid/a"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    (found,) = read([url], options=OWN)
    assert isinstance(found, Rejected)
    assert found.reason == "not-fetched"


ROBOTS = b"User-agent: Dateline\nDisallow: /closed\nCrawl-delay: 7\n\nUser-agent: *\nDisallow: /\n"


def test_a_site_that_asks_not_to_be_fetched_is_not() -> None:
    with serving({"/robots.txt": page(ROBOTS), "/open": page(b"<p>a"), "/closed": page(b"<p>b")}) as site:
        assert refused(site.url("/closed")).reason == "forbidden-by-robots"
        assert [path for path, _ in site.seen] == ["/robots.txt"]


def test_a_site_is_asked_once_what_it_allows_and_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    with serving({"/robots.txt": page(ROBOTS), "/1": page(b"a"), "/2": page(b"b")}) as site:
        fetcher = Fetcher(loopback_only, QUICK)
        for path in ("/1", "/2"):
            with fetcher.fetch(site.url(path)):
                pass
        assert [path for path, _ in site.seen] == ["/robots.txt", "/1", "/2"]
    assert len(slept) == 1
    assert 6 < slept[0] <= 7


def test_a_site_out_of_order_allows_nothing_and_one_without_rules_all() -> None:
    assert robots_of(404, b"").allows("https://a.example/x", "Dateline")
    assert not robots_of(503, b"").allows("https://a.example/x", "Dateline")
    assert robots_of(200, b"\xff\xfe\x00 nonsense").allows("https://a.example/x", "Dateline")
    assert robots_of(200, b"User-agent: *\nCrawl-delay: 99999").delay("Dateline") == 60


def test_a_report_cannot_have_been_published_after_it_was_fetched(plain: Site) -> None:
    desk = Desk(Options(today=dt.date(2021, 3, 20)), Notes(), read_stream)
    (draft,) = read_url(plain.url("/story"), Fetcher(anything, QUICK), desk)
    assert not isinstance(draft, Rejected)
    assert draft.not_after == dt.date(2021, 3, 20)


def test_a_folder_named_like_an_address_is_still_a_folder(tmp_path: Path) -> None:
    (tmp_path / "http:").mkdir()
    (tmp_path / "http:" / "a.txt").write_text("Port reopened\n\nThe port reopened on Monday, officials said.\n")
    (found,) = read([tmp_path / "http:"], options=DEFAULTS)
    assert isinstance(found, Report)
