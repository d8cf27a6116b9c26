"""Writing over HTTP: only with a token that is good for it, once, and never lost once it was acknowledged."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from dateline.archive import Archive
from dateline.serve.tokens import beside
from tests.serve.conftest import STARTED, Kept, Serve, Server

TEXT = "Riverians attacked Hillfolk in Orvale on 2021-03-0{day}, killing {number}, officials said. Number {number}."


def token(archive: Path | str, *words: str) -> dict[str, Any]:
    """Run `dateline token` and give what it tells."""
    command = [sys.executable, "-c", "from dateline.cli.main import run; run()", "--archive", str(archive), "token"]
    done = subprocess.run([*command, *words, "--json"], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def bearer(made: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {made['secret']}"}


def new_report(number: int) -> dict[str, str]:
    return {
        "id": f"api-{number}",
        "text": TEXT.format(day=number % 9 + 1, number=number),
        "outlet": f"Outlet {number % 5}",
        "published": "2021-03-10",
    }


class Desk:
    """A server that writes, with a token of each kind."""

    def __init__(self, serve: Serve, kept: Kept) -> None:
        self.archive = kept.archive
        self.tokens = {
            scope: token(kept.archive, "add", f"Ann {scope}", "--scope", scope, *kept.tokens)
            for scope in ("read", "write", "judge", "forget")
        }
        self.server = serve("--write", "--coder", "sample", "--rate", "100000", *kept.tokens, archive=kept.archive)

    @property
    def path(self) -> Path:
        """Where the archive is, for one in a file."""
        return Path(self.archive)

    def post(self, path: str, scope: str, body: object) -> httpx.Response:
        """Send a body with the token of a scope."""
        return self.server.client.post(path, json=body, headers=bearer(self.tokens[scope]))


@pytest.fixture
def desk(serve: Serve, tmp_path: Path) -> Desk:
    return Desk(serve, Kept(str(tmp_path / "written.db")))


@pytest.fixture
def any_desk(serve: Serve, kept: Kept) -> Desk:
    """A desk on each back end."""
    return Desk(serve, kept)


def test_a_report_is_read_coded_and_kept_once(any_desk: Desk) -> None:
    first = any_desk.post("/reports", "write", new_report(1))
    assert first.status_code == 201, first.text
    (filed,) = first.json()["reports"]
    assert filed["new"]
    assert [claim["claim"]["type"] for claim in filed["claims"]] == ["ASSAULT"]
    again = any_desk.post("/reports", "write", new_report(1))
    assert again.status_code == 200
    assert again.json()["reports"] == [{**filed, "new": False}]
    assert any_desk.server.get("/totals")["reports"] == 1
    assert any_desk.server.get(f"/events/{filed['claims'][0]['event']}")["killed"]["best"] == 1
    assert any_desk.server.get("/reports/api-1")["source"]["form"] == "api"


def test_a_report_in_another_language_is_kept_uncoded_and_nothing_is_fetched(desk: Desk) -> None:
    french = "Le gouvernement a annoncé mardi que les négociations avec les rebelles reprendraient. " * 4
    answer = desk.post("/reports", "write", {"text": french, "url": "http://127.0.0.1:1/never"})
    (filed,) = answer.json()["reports"]
    assert (filed["aside"]["reason"], filed["claims"]) == ("not-english", [])
    late = desk.post("/reports", "write", {**new_report(2), "published": "2999-01-01"}).json()
    assert [one["reason"] for one in late["rejected"]] == ["doubted-date"]


def test_judgements_have_the_name_of_the_token(desk: Desk) -> None:
    for number in (1, 2):
        desk.post("/reports", "write", new_report(number))
    one, other = (event["id"] for event in desk.server.get("/events")["items"])
    merged = desk.post("/judgements", "judge", {"kind": "merge", "events": [one, other], "note": "same raid"})
    assert merged.status_code == 201, merged.text
    judgement = merged.json()["judgement"]
    assert (judgement["author"], judgement["note"]) == ("Ann judge", "same raid")
    (event,) = desk.server.get("/events")["items"]
    split = desk.post("/judgements", "judge", {"kind": "split", "event": event["id"], "claims": event["claims"][:1]})
    assert len(split.json()["after"]) == 2
    client, headers = desk.server.client, bearer(desk.tokens["judge"])
    back = client.delete(f"/judgements/{judgement['number']}", headers=headers)
    assert back.json()["judgement"]["withdrawn"]["by"] == "Ann judge"
    assert client.delete(f"/judgements/{judgement['number']}", headers=headers).status_code == 409
    assert client.delete("/judgements/77", headers=headers).status_code == 404
    assert [stored["state"] for stored in desk.server.get("/judgements")] == ["withdrawn", "stands"]


def test_a_token_is_good_for_what_it_says_until_it_is_revoked(desk: Desk) -> None:
    client = desk.server.client
    nobody = client.post("/reports", json=new_report(1))
    assert (nobody.status_code, nobody.headers["www-authenticate"]) == (401, "Bearer")
    for headers in ({"Authorization": "Bearer dateline_x"}, {"Authorization": "Basic YTpi"}):
        assert client.post("/reports", json=new_report(1), headers=headers).status_code == 401
        assert client.get("/events", headers=headers).status_code == 401
    assert desk.post("/reports", "judge", new_report(1)).status_code == 403
    assert desk.post("/judgements", "write", {"kind": "merge", "events": ["a", "b"]}).status_code == 403
    assert desk.post("/reports", "write", new_report(1)).status_code == 201
    token(desk.path, "revoke", desk.tokens["write"]["id"])
    assert desk.post("/reports", "write", new_report(2)).status_code == 401


def test_secrets_are_kept_as_hashes_in_a_file_of_the_owners(desk: Desk) -> None:
    path = beside(desk.path)
    kept = path.read_text()
    assert all(made["secret"] not in kept for made in desk.tokens.values())
    assert path.stat().st_mode & 0o077 == 0
    assert b"Ann write" not in desk.path.read_bytes()


def test_a_server_that_only_reads_takes_nothing(serve: Serve, tmp_path: Path) -> None:
    made = token(tmp_path / "a.db", "add", "Ann", "--scope", "write")
    answer = serve().client.post("/reports", json=new_report(1), headers=bearer(made))
    assert (answer.status_code, answer.json()["mend"]) == (403, "Start it with `dateline serve --write`.")


def test_reading_can_take_a_token_too(serve: Serve, tmp_path: Path) -> None:
    made = token(tmp_path / "a.db", "add", "Ann")
    client = serve("--read-needs-token").client
    assert client.get("/events").status_code == 401
    assert client.get("/health").status_code == 200
    assert client.get("/events", headers=bearer(made)).status_code == 200


def test_a_body_that_cannot_be_used_is_told_apart(desk: Desk) -> None:
    too_long = {"text": "x" * (3 * 1024 * 1024)}
    wrong: list[tuple[object, int]] = [({"text": ""}, 400), ({"text": "x", "unheard": 1}, 400), ([], 400)]
    for body, status in (*wrong, ({"text": "x", "published": "soon"}, 400), (too_long, 413)):
        answer = desk.post("/reports", "write", body)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    headers = bearer(desk.tokens["write"]) | {"Content-Type": "application/json"}
    for raw, words in (
        (b'{"text": "\xff"}', "no UTF-8"),
        (b'{"text": "x", "author": 1}', "Expected `str"),
        (b"{", "truncated"),
    ):
        answer = desk.server.client.post("/reports", content=raw, headers=headers)
        assert answer.status_code == 400
        assert words in answer.json()["detail"]


def test_what_can_be_both_read_and_written_says_so(desk: Desk) -> None:
    for path in ("/reports", "/judgements"):
        assert desk.server.client.options(path).headers["allow"] == "GET, OPTIONS, POST"


def test_many_clients_at_once_lose_nothing(any_desk: Desk) -> None:
    with ThreadPoolExecutor(8) as pool:
        statuses = list(
            pool.map(lambda number: any_desk.post("/reports", "write", new_report(number)).status_code, range(40))
        )
    assert statuses == [201] * 40
    assert any_desk.server.get("/totals")["reports"] == 40


def test_kill_nine_loses_nothing_that_was_acknowledged(any_desk: Desk) -> None:
    kept: list[str] = []

    def send(from_: int) -> None:
        for number in range(from_, 10_000, 3):
            try:
                answer = any_desk.post("/reports", "write", new_report(number))
            except httpx.HTTPError:
                return
            kept.append(answer.json()["reports"][0]["report"])

    senders = [threading.Thread(target=send, args=(start,)) for start in range(3)]
    for sender in senders:
        sender.start()
    since = time.monotonic()
    while len(kept) < 12 and time.monotonic() - since < STARTED:
        time.sleep(0.01)
    any_desk.server.process.kill()
    for sender in senders:
        sender.join()
    assert len(kept) >= 12
    with Archive.open(any_desk.archive) as archive:
        assert archive.known(kept) == set(kept)
        assert archive.faults() == []
        before = archive.fingerprint()
        archive.rebuild()
        assert archive.fingerprint() == before


def test_what_is_new_is_told_as_it_comes(any_desk: Desk) -> None:
    any_desk.post("/reports", "write", new_report(1))
    told: list[dict[str, Any]] = []
    heard = threading.Event()

    def listen(server: Server, count: int, **headers: str) -> None:
        url = f"{server.root}/api/v1/news/stream"
        with httpx.stream("GET", url, headers=headers, timeout=30) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            for line in answer.iter_lines():
                heard.set()
                if line.startswith("data: "):
                    told.append(json.loads(line.removeprefix("data: ")))
                    if len(told) == count:
                        return

    listener = threading.Thread(target=listen, args=(any_desk.server, 2))
    listener.start()
    assert heard.wait(10)
    time.sleep(0.2)
    for number in (2, 3):
        any_desk.post("/reports", "write", new_report(number))
    listener.join(20)
    assert [one["number"] for one in told] == [2, 3]
    assert told == any_desk.server.get("/news", after=1)
    assert [one["number"] for one in any_desk.server.get("/news", limit=2)] == [1, 2]
    told.clear()
    # A client that lost the line goes on where it was.
    listen(any_desk.server, 3, **{"Last-Event-ID": "0"})
    assert [one["number"] for one in told] == [1, 2, 3]
