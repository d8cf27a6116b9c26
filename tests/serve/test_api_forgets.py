"""Forgetting over HTTP: with a token of its own scope alone, and for good."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from tests.serve.conftest import Kept, Serve
from tests.serve.test_writing import Desk, bearer, new_report


@pytest.fixture
def desk(serve: Serve, tmp_path: Path) -> Desk:
    return Desk(serve, Kept(str(tmp_path / "written.db")))


def forget(desk: Desk, report: str, scope: str, **parameters: str) -> httpx.Response:
    headers = bearer(desk.tokens[scope])
    return desk.server.client.delete(f"/reports/{report}", params=parameters, headers=headers)


def test_it_takes_a_token_of_its_own_scope(desk: Desk) -> None:
    desk.post("/reports", "write", new_report(1))
    for scope in ("read", "write", "judge"):
        assert forget(desk, "api-1", scope).status_code == 403
    assert desk.server.client.delete("/reports/api-1").status_code == 401
    assert desk.server.get("/reports/api-1")["source"]["given_id"] == "api-1"


def test_a_report_is_erased_and_not_taken_again(desk: Desk) -> None:
    desk.post("/reports", "write", new_report(1))
    filed = desk.post("/reports", "write", new_report(2)).json()["reports"][0]
    answer = forget(desk, "api-2", "forget", reason="a wish")
    assert answer.status_code == 200, answer.text
    stone = answer.json()
    assert (stone["report"], stone["author"], stone["reason"]) == (filed["report"], "Ann forget", "a wish")
    assert desk.server.client.get(f"/reports/{filed['report']}").status_code == 404
    assert desk.server.client.get(f"/events/{filed['claims'][0]['event']}").status_code == 404
    assert desk.server.get("/totals")["reports"] == 1
    for path in desk.path.parent.glob("written.db*"):
        assert b"Number 2." not in path.read_bytes()
    again = desk.post("/reports", "write", new_report(2))
    (refused,) = again.json()["reports"]
    assert (again.status_code, refused["aside"]["reason"], refused["claims"]) == (200, "forgotten", [])
    assert desk.server.get("/totals")["reports"] == 1


def test_what_is_not_there_cannot_be_forgotten(desk: Desk) -> None:
    answer = forget(desk, "ffffffff", "forget")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
