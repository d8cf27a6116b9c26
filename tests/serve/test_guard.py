"""Who may ask the server, for how much and how often."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from dateline.serve.guard import Rates
from dateline.serve.run import listening
from tests.serve.conftest import Serve, Server

PAGES = "https://team.example"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    from tests.serve.conftest import a_world

    path = a_world(tmp_path_factory.mktemp("guard") / "news.db")
    server = Server(path, "--rate", "100000", "--allow-host", "news.team", "--allow-origin", PAGES)
    yield server
    server.end()


def asked(server: Server, **headers: str) -> httpx.Response:
    return server.client.get("/health", headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:1", "127.0.0.1:8750", "[::1]:80", "news.team", "NEWS.team:80"]
)
def test_a_server_answers_to_its_names(shared: Server, host: str) -> None:
    assert asked(shared, Host=host).status_code == 200


@pytest.mark.parametrize(
    "host", ["rebound.example", "localhost.rebound.example", "127.0.0.2", "", "[", "a@localhost.b"]
)
def test_a_server_answers_to_no_other_name(shared: Server, host: str) -> None:
    answer = asked(shared, Host=host)
    assert answer.status_code == 421
    assert answer.json()["mend"]


def test_pages_of_other_origins_are_refused(shared: Server) -> None:
    for origin in ("https://evil.example", "null", "https://team.example.evil.example", "http://team.example"):
        answer = asked(shared, Origin=origin)
        assert answer.status_code == 403
        assert "access-control-allow-origin" not in answer.headers


def test_pages_of_its_own_and_of_allowed_origins_are_answered(shared: Server) -> None:
    own = asked(shared, Origin=shared.root)
    assert own.status_code == 200
    assert "access-control-allow-origin" not in own.headers
    foreign = asked(shared, Origin=PAGES)
    assert foreign.headers["access-control-allow-origin"] == PAGES
    assert "Origin" in foreign.headers["vary"]
    before = shared.client.options("/health", headers={"Origin": PAGES, "Access-Control-Request-Method": "GET"})
    assert (before.status_code, before.headers["access-control-allow-origin"]) == (204, PAGES)


def test_a_page_that_may_not_ask_learns_nothing_before_it_asks(shared: Server) -> None:
    evil = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    assert shared.client.options("/health", headers=evil).status_code == 403


def test_every_answer_has_strict_headers(shared: Server) -> None:
    for path, host in (
        ("/health", "localhost"),
        ("/no", "localhost"),
        ("/health", "evil.example"),
        ("/events", "localhost"),
    ):
        headers = shared.client.get(path, headers={"Host": host}).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_a_query_and_a_body_have_a_largest_size(shared: Server) -> None:
    assert shared.client.get("/events", params={"text": "a" * 9000}).status_code == 414
    assert shared.client.get("/events", params={"text": "a" * 201}).status_code == 400


def test_a_client_is_slowed_down_and_others_are_not(serve: Serve) -> None:
    server = serve("--rate", "12")
    statuses = [server.client.get("/health").status_code for _ in range(6)]
    assert statuses == [200, 200, 429, 429, 429, 429]
    assert server.client.get("/health").headers["retry-after"] == "1"


def test_rates_fill_again_and_tell_clients_apart() -> None:
    rates = Rates(60)
    assert [rates.lets_pass("192.0.2.1", now=0.0) for _ in range(11)] == [True] * 10 + [False]
    assert rates.lets_pass("192.0.2.2", now=0.0)
    assert [rates.lets_pass("192.0.2.1", now=1.5), rates.lets_pass("192.0.2.1", now=1.6)] == [True, False]
    assert [rates.lets_pass(f"2001:db8::{number}", now=0.0) for number in range(11)] == [True] * 10 + [False]
    assert rates.lets_pass("2001:db8:0:1::1", now=0.0)


def test_a_server_on_loopback_is_on_loopback_only(shared: Server) -> None:
    port = int(shared.root.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="refused"), socket.create_connection(("127.0.0.2", port), timeout=2):
        pass


def test_an_answer_does_not_wait_for_an_acknowledgement() -> None:
    with listening("127.0.0.1", 0) as at, socket.create_connection(at.getsockname()), at.accept()[0] as taken:
        # By this asyncio tells that small pieces are to be sent at once.
        assert taken.proto == socket.IPPROTO_TCP
    with pytest.raises(OSError, match="address"):
        listening("192.0.2.1", 0)


def test_it_ends_at_once_and_says_where_it_was(serve: Serve) -> None:
    server = serve()
    assert server.root.startswith("http://127.0.0.1:")
    since = time.monotonic()
    assert server.end() in {0, -15}
    assert time.monotonic() - since < 10
