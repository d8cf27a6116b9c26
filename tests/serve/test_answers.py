"""What the API answers is what the archive answers, page for page and byte for byte."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import Any

import httpx
import msgspec
import pytest

from dateline.archive import Archive, Query, ReportSearch
from tests.serve.conftest import Server


@pytest.fixture
def archive(served: Server) -> Iterator[Archive]:
    with Archive.open(served.archive, read_only=True) as opened:
        yield opened


def plain(value: object) -> Any:  # noqa: ANN401 - JSON is of any type
    """Give a value as JSON gives it."""
    return json.loads(msgspec.json.encode(value))


def pages(served: Server, path: str, **parameters: str | int) -> Iterator[Any]:
    after = None
    while True:
        page = served.get(path, **parameters, **({"after": after} if after else {}))
        yield from page["items"]
        after = page["next"]
        if after is None:
            return


def test_pages_of_events_and_claims_join_to_the_whole(served: Server, archive: Archive) -> None:
    assert list(pages(served, "/events", limit=17)) == plain(list(archive.events()))
    assert list(pages(served, "/claims", limit=50)) == plain(list(archive.claims()))


@pytest.mark.parametrize(
    ("parameters", "query"),
    [
        ({"actor": "general ARL"}, {"actor": "general ARL"}),
        ({"country": "cyn", "type": "ASSAULT"}, {"country": "cyn", "type": "ASSAULT"}),
        ({"place": "port dor", "factuality": "occurred"}, {"place": "port dor", "factuality": "occurred"}),
        ({"since": "2020-01-08", "until": "2020-01-12"}, {"since": "2020-01-08", "until": "2020-01-12"}),
        (
            {"since": "2020-01-08", "until": "2020-01-12", "undated": "touching"},
            {"since": "2020-01-08", "until": "2020-01-12", "undated": "touching"},
        ),
        ({"text": '"<script>" OR NEAR('}, {"text": '"<script>" OR NEAR('}),
        ({"status": "disputed"}, {"status": "disputed"}),
    ],
)
def test_every_filter_is_the_archives(
    served: Server, archive: Archive, parameters: dict[str, str], query: dict[str, str]
) -> None:
    asked = msgspec.convert(query, Query)
    assert list(pages(served, "/events", **parameters)) == plain(list(archive.events(asked)))
    assert list(pages(served, "/claims", **parameters)) == plain(list(archive.claims(asked)))


def test_an_event_is_told_whole(served: Server, archive: Archive) -> None:
    event = max(archive.events(), key=lambda event: len(event.claims))
    for given in (event.id, event.id[:12], event.claims[-1]):
        assert served.get(f"/events/{given}") == plain(event)
    assert served.get(f"/events/{event.id}/claims") == plain(archive.claims_of(event))
    assert served.get(f"/events/{event.id}/versions") == plain(archive.versions(event))
    assert served.get(f"/events/{event.id}/why") == plain(archive.why(event.id))
    assert served.get(f"/events/{event.id}/history") == plain(archive.history(event.id))
    assert served.get(f"/events/{event.id}/causes") == plain(archive.causes_of(event))
    assert served.get(f"/events/{event.id}/as-of/1999-01-01") == []
    assert served.get(f"/events/{event.id}/as-of/9999-12-31") == [plain(event)]
    assert served.get("/events", as_of="1999-01-01")["items"] == []
    assert served.get(f"/claims/{event.claims[0]}") == plain(archive.claim(event.claims[0]))


def test_reports_are_searched_with_snippets(served: Server, archive: Archive) -> None:
    assert served.get("/totals") == plain(archive.counts())
    (found,) = served.get("/search", q="sang script")["items"]
    assert [found["snippet"]["text"][hit["start"] : hit["end"]] for hit in found["snippet"]["hits"]] == [
        "script",
        "script",
        "sang",
    ]
    assert served.get(f"/reports/{found['id']}")["text"] == archive.report("odd/one").text
    assert served.get(f"/reports/{found['id']}/related") == plain(archive.related(found["id"]))
    assert [one["id"] for one in pages(served, "/reports", limit=7)] == [one.id for one in archive.search_reports()]
    assert [one["id"] for one in pages(served, "/reports", outlet="daily", limit=3)] == [
        one.id for one in archive.search_reports(ReportSearch(outlet="daily"))
    ]


def test_where_a_report_lies_on_the_machine_is_not_told(served: Server, archive: Archive) -> None:
    assert archive.report("odd/one").source is not None
    of = archive.report("odd/one").id
    assert served.get(f"/reports/{of}")["source"]["path"] == "news.jsonl"


def test_an_answer_that_is_known_is_not_sent_again(served: Server) -> None:
    first = served.client.get("/events")
    tag = first.headers["etag"]
    again = served.client.get("/events", headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert served.client.get("/events", params={"limit": 2}, headers={"If-None-Match": tag}).status_code == 200


def test_an_answer_is_packed_for_those_who_take_it_and_the_same_each_time(served: Server) -> None:
    def wire(accepted: str) -> tuple[httpx.Headers, bytes]:
        with served.client.stream("GET", "/events", headers={"Accept-Encoding": accepted}) as answer:
            return answer.headers, b"".join(answer.iter_raw())

    headers, packed = wire("br, gzip")
    bare, unpacked = wire("gzip;q=0, identity")
    assert headers["content-encoding"] == "gzip"
    assert "content-encoding" not in bare
    assert gzip.decompress(packed) == unpacked
    assert wire("gzip")[1] == packed
    assert headers["etag"] == bare["etag"]
    assert "Accept-Encoding" in headers["vary"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/events/ffffffffffffffffffff", 404, "Nothing here has the id"),
        ("/events/0", 409, "Several ids begin with"),
        ("/events/XYZ", 400, "event: "),
        ("/events?type=WAR", 400, "type: Invalid enum value 'WAR'"),
        ("/events?limit=1001", 400, "limit: "),
        ("/events?after=x", 400, "after: "),
        ("/reports/no such", 404, "Nothing here has the id"),
        ("/search", 400, "q"),
        ("/nothing", 404, "Not Found"),
    ],
)
def test_every_error_is_a_problem(served: Server, path: str, status: int, words: str) -> None:
    answer = served.client.get(path)
    problem = answer.json()
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert problem["status"] == status
    assert words in problem["detail"]
    assert problem["mend"]


def test_the_schema_is_made_from_the_same_types(served: Server) -> None:
    schema = httpx.get(f"{served.root}/openapi.json").json()
    events = schema["paths"]["/api/v1/events"]["get"]
    assert {one["name"] for one in events["parameters"]} >= {*Query.__struct_fields__} - {"report"}
    assert set(schema["components"]["schemas"]["Event"]["properties"]) == set(
        plain(next(iter(served.get("/events")["items"])))
    )
    assert schema["paths"]["/api/v1/events/{event}"]["get"]["responses"]["404"]["content"].keys() == {
        "application/problem+json"
    }
