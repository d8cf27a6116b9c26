"""An endpoint that fails is asked again where that may help, and no further than the budget goes."""

from __future__ import annotations

import datetime as dt
import email.utils
import threading
from typing import Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.code import CoderError
from dateline.code.llm import Settings
from dateline.code.llm import endpoint as module
from dateline.code.llm.budget import Budget, BudgetSpentError
from dateline.code.llm.endpoint import ANSWER_TOKENS, Endpoint, Message, NoAnswerError, Reply
from tests.code.llm_server import Asked, More, Server, Step, said, serving, used

ASK = (Message("system", "Do this."), Message("user", "With that."))
GOOD = said({"claims": []})
CONTENT = '{"claims": []}'


def endpoint(server: Server, **settings: Unpack[More]) -> tuple[Endpoint, list[float]]:
    """Give an endpoint that does not wait, and the waits that it asked for."""
    waits: list[float] = []
    return Endpoint(server.settings(**settings), wait=waits.append), waits


def test_what_is_sent_asks_for_json_at_temperature_zero_with_the_key() -> None:
    with serving(GOOD) as server:
        asking, waits = endpoint(server)
        assert asking.ask(ASK) == Reply(CONTENT, cut=False)
    (asked,) = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == "Bearer sk-secret-1"
    assert asked.body == {
        "model": "tiny",
        "messages": [{"role": "system", "content": "Do this."}, {"role": "user", "content": "With that."}],
        "max_tokens": ANSWER_TOKENS,
        "temperature": 0,
        "response_format": {"type": "json_object"},
    }
    assert waits == []


def test_without_a_key_none_is_sent() -> None:
    with serving(GOOD) as server:
        endpoint(server, key=None)[0].ask(ASK)
    assert "Authorization" not in server.asked[0].headers


@pytest.mark.parametrize("status", [400, 422])
def test_an_endpoint_that_knows_no_json_mode_is_asked_without_from_then_on(status: int) -> None:
    def answers(asked: Asked) -> Step:
        return Step(status, b"response_format is not supported") if "response_format" in asked.body else GOOD

    with Server(answers).running() as server:
        asking, _ = endpoint(server)
        assert [asking.ask(ASK).content for _ in range(2)] == [CONTENT] * 2
    assert ["response_format" in asked.body for asked in server.asked] == [True, False, False]


def test_a_request_that_is_refused_either_way_is_a_fault_of_its_own() -> None:
    with serving(Step(400, b"context length exceeded"), Step(400, b"context length exceeded"), GOOD) as server:
        asking, waits = endpoint(server)
        with pytest.raises(NoAnswerError, match=r"^400: context length exceeded$"):
            asking.ask(ASK)
        assert asking.ask(ASK).content == CONTENT
    assert waits == []
    assert "response_format" in server.asked[2].body


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("7", 7.0),
        ("0", 1.0),
        ("86400", 60.0),
        ("9" * 400, 60.0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 1.0),
        ("Wed, 21 Oct 2099 07:28:00 GMT", 60.0),
        ("Wed, 99 Oct 2099 07:28:00 GMT", 1.0),
        ("", 1.0),
        ("²", 1.0),
        ("-5", 1.0),
    ],
)
def test_a_busy_endpoint_is_asked_again_when_it_says_but_not_in_a_day(retry_after: str, wait: float) -> None:
    with serving(Step(429, b"slow down", {"Retry-After": retry_after}), GOOD) as server:
        asking, waits = endpoint(server)
        assert asking.ask(ASK).content == CONTENT
    assert waits == [wait]


@pytest.mark.parametrize(
    ("retry_after", "date", "wait"),
    [
        ("Wed, 21 Oct 2026 07:28:30 GMT", "Wed, 21 Oct 2026 07:28:10 GMT", 20.0),
        ("Wed, 21 Oct 2026 07:28:30 -0000", "Wed, 21 Oct 2026 07:28:10 GMT", 20.0),
        ("30", "Wed, 21 Oct 2026 07:28:10 GMT", 30.0),
    ],
)
def test_a_moment_is_reckoned_from_the_clock_of_the_endpoint(retry_after: str, date: str, wait: float) -> None:
    assert module._seconds(retry_after, date) == wait


def test_without_a_clock_of_the_endpoint_ours_counts() -> None:
    soon = email.utils.format_datetime(dt.datetime.now(dt.UTC) + dt.timedelta(seconds=3_000), usegmt=True)
    assert 2_000 < module._seconds(soon, "") <= 3_000


@given(st.text(), st.text(st.sampled_from("0123456789 :,+-OctWedGMT")))
def test_any_retry_after_is_read(date: str, retry_after: str) -> None:
    module._seconds(retry_after, date)
    module._seconds(date, retry_after)


def test_waits_double_until_it_is_given_up() -> None:
    with serving(Step(503, b"loading \x1b[31m model\n")) as server:
        asking, waits = endpoint(server, retries=7)
        with pytest.raises(NoAnswerError, match=r"^503: loading \[31m model$"):
            asking.ask(ASK)
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0]
    assert len(server.asked) == 8


def test_a_server_that_stalls_is_given_up_after_the_timeout() -> None:
    with serving(Step(stalls=True)) as server:
        asking, waits = endpoint(server, timeout=0.05, retries=1)
        with pytest.raises(NoAnswerError, match=r"^no answer within 0\.05 seconds$"):
            asking.ask(ASK)
    assert (len(server.asked), waits) == (2, [1.0])


def test_a_server_that_drips_is_given_up_too() -> None:
    step = said({"claims": []})
    with serving(Step(body=step.body, drips=True)) as server:
        asking, _ = endpoint(server, timeout=0.1, retries=0)
        with pytest.raises(NoAnswerError, match="no answer within"):
            asking.ask(ASK)


@pytest.mark.parametrize(
    "broken", [Step(hangs_up=True), Step(body=GOOD.body[:-9], headers={"Content-Length": str(len(GOOD.body))})]
)
def test_a_connection_that_breaks_is_tried_again(broken: Step) -> None:
    with serving(broken, GOOD) as server:
        asking, waits = endpoint(server)
        assert asking.ask(ASK).content == CONTENT
    assert (len(server.asked), waits) == (2, [1.0])


def test_why_a_connection_broke_is_told() -> None:
    with serving(Step(hangs_up=True)) as server:
        asking, _ = endpoint(server, retries=0)
        with pytest.raises(NoAnswerError, match=r"^the connection broke \(RemoteDisconnected\)$"):
            asking.ask(ASK)


def test_nobody_there_ends_the_run() -> None:
    with serving(GOOD) as server:
        gone = server.settings(retries=2)
    waits: list[float] = []
    with pytest.raises(CoderError, match=f"{gone.url} cannot be reached: .*refused"):
        Endpoint(gone, wait=waits.append).ask(ASK)
    assert waits == [1.0, 2.0]


def test_an_endpoint_that_dies_on_the_way_is_a_fault_of_each_request() -> None:
    with serving(GOOD) as server:
        asking, _ = endpoint(server, retries=1)
        asking.ask(ASK)
    with pytest.raises(NoAnswerError, match="refused"):
        asking.ask(ASK)


@pytest.mark.parametrize(
    ("status", "key", "what"),
    [
        (401, "sk-secret-1", "refuses the key .401: no sk"),
        (401, None, "refuses requests without a key .*set DATELINE_LLM_KEY"),
        (404, "sk-secret-1", "has no model 'tiny' .*mend DATELINE_LLM_URL"),
        (405, "sk-secret-1", "is not there, .*mend DATELINE_LLM_URL"),
    ],
)
def test_what_every_request_would_be_told_ends_the_run_at_once(status: int, key: str | None, what: str) -> None:
    with serving(Step(status, b"no sk")) as server:
        asking, waits = endpoint(server, key=key)
        for _ in range(2):
            with pytest.raises(CoderError, match=what):
                asking.ask(ASK)
    assert (len(server.asked), waits) == (1, [])


def test_what_is_forbidden_to_one_report_is_not_to_the_next_but_thrice_ends_the_run() -> None:
    forbidden = Step(403, b"flagged")
    with serving(forbidden, forbidden, GOOD, forbidden) as server:
        asking, waits = endpoint(server)
        for _ in range(2):
            with pytest.raises(NoAnswerError, match=r"^403: flagged$"):
                asking.ask(ASK)
        asking.ask(ASK)
        for _ in range(2):
            with pytest.raises(NoAnswerError):
                asking.ask(ASK)
        with pytest.raises(CoderError, match=r"refuses the key \(403: flagged\)"):
            asking.ask(ASK)
    assert waits == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_neither_key_nor_report_follows_a_redirect(status: int) -> None:
    with serving(GOOD) as elsewhere, serving(Step(status, headers={"Location": elsewhere.url})) as server:
        asking, _ = endpoint(server)
        with pytest.raises(CoderError, match="sends on to another address"):
            asking.ask(ASK)
    assert elsewhere.asked == []


@pytest.mark.parametrize("where", ["http://[elsewhere", "file:///etc/passwd", ""])
def test_a_redirect_to_nowhere_ends_the_run_as_any_other(where: str) -> None:
    with serving(Step(302, headers={"Location": where})) as server:
        asking, _ = endpoint(server)
        with pytest.raises(CoderError, match="sends on to another address"):
            asking.ask(ASK)


@pytest.mark.parametrize("status", [401, 404, 418, 500])
def test_an_endpoint_that_repeats_the_key_does_not_get_it_printed(status: int) -> None:
    with serving(Step(status, b"bad key sk-secret-1; " + b"x" * 150 + b"sk-secret-1")) as server:
        asking, _ = endpoint(server, retries=0)
        with pytest.raises((CoderError, NoAnswerError), match=r"bad key \*\*\*") as told:
            asking.ask(ASK)
    assert "secret" not in repr(told.value)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Welcome</html>",
        b"",
        b"{}",
        b'{"choices": []}',
        b'{"choices": 7}',
        b'{"choices": [{"message": "hello"}]}',
        b'{"choices": [{"message": {"content": ["a"]}}]}',
        b"\xff\xfe",
        b"[" * 100_000,
        GOOD.body[:-5],
    ],
)
def test_what_is_no_completion_is_asked_for_again(body: bytes) -> None:
    with serving(Step(body=body), GOOD) as server:
        asking, waits = endpoint(server)
        assert asking.ask(ASK).content == CONTENT
    assert waits == [1.0]


def test_an_answer_of_nothing_is_empty_and_one_cut_off_says_so() -> None:
    nothing = Step(body=b'{"choices": [{"message": {"content": null}, "finish_reason": "length"}]}')
    with serving(nothing) as server:
        assert endpoint(server)[0].ask(ASK) == Reply("", cut=True)


def test_a_huge_answer_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 100_000)
    with serving(said("x" * 60_000_000)) as server:
        asking, _ = endpoint(server)
        with pytest.raises(NoAnswerError, match="larger than 100,000 bytes"):
            asking.ask(ASK)
    assert len(server.asked) == 1
    assert server.sent < 30_000_000


def test_the_budget_counts_what_the_endpoint_says() -> None:
    with serving(said({"claims": []}, usage=used(3_000, 1_000))) as server:
        asking, _ = endpoint(server, budget=14_200)
        for _ in range(3):
            asking.ask(ASK)
        with pytest.raises(
            BudgetSpentError, match="12,000 of 14,200 tokens are spent, and the next request may take 4,102"
        ):
            asking.ask(ASK)


@pytest.mark.parametrize(
    "usage", [None, {}, 7, "many", {"prompt_tokens": -9, "completion_tokens": 1}, {"prompt_tokens": "3"}]
)
def test_where_it_does_not_say_the_budget_counts_an_estimate(usage: object) -> None:
    long = (Message("user", "x" * 3_000),)
    with serving(said("y" * 3_000, usage=usage)) as server:
        asking, _ = endpoint(server, budget=2_000 + 1_000 + ANSWER_TOKENS)
        asking.ask(long)
        asking.ask(long)
        with pytest.raises(
            BudgetSpentError, match="4,000 of 7,096 tokens are spent, and the next request may take 5,096"
        ):
            asking.ask(long)
    assert len(server.asked) == 2


def test_a_request_that_broke_off_counts_in_full_and_one_that_was_refused_not_at_all() -> None:
    with serving(Step(503), Step(stalls=True), GOOD) as server:
        asking, _ = endpoint(server, budget=2 * ANSWER_TOKENS, timeout=0.05, retries=1)
        with pytest.raises(NoAnswerError, match="no answer within"):
            asking.ask(ASK)
        with pytest.raises(BudgetSpentError, match="4,102 of 8,192"):
            asking.ask(ASK)


def test_a_request_that_reached_nobody_costs_nothing() -> None:
    with serving(said({"claims": []}, usage=used(9, 1))) as server:
        asking, waits = endpoint(server, budget=ANSWER_TOKENS + 20, retries=3)
        asking.ask(ASK)
    with pytest.raises(NoAnswerError, match="refused"):
        asking.ask(ASK)
    assert waits == [1.0, 2.0, 4.0]


def test_an_address_that_swallows_everything_ends_the_run_and_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr("socket.create_connection", late)
    waits: list[float] = []
    asking = Endpoint(Settings("http://192.0.2.1/v1", "tiny", budget=ANSWER_TOKENS + 20, retries=1), wait=waits.append)
    with pytest.raises(CoderError, match="cannot be reached: timed out"):
        asking.ask(ASK)
    assert waits == [1.0]


def test_what_cannot_be_sent_costs_nothing() -> None:
    with serving(GOOD) as server:
        asking, _ = endpoint(server, budget=ANSWER_TOKENS + 20)
        with pytest.raises(UnicodeEncodeError):
            asking.ask((Message("user", "\ud800"),))
        assert asking.ask(ASK).content == CONTENT


def test_a_budget_waits_for_running_requests_before_it_refuses() -> None:
    budget = Budget(10)
    budget.hold(8)
    held = threading.Event()

    def second() -> None:
        budget.hold(5)
        held.set()

    waiting = threading.Thread(target=second, daemon=True)
    waiting.start()
    assert not held.wait(0.05)
    budget.settle(8, 4)
    assert held.wait(5)
    waiting.join()


@given(st.lists(st.tuples(st.integers(1, 50), st.integers(0, 50)), max_size=30), st.integers(1, 200))
def test_a_budget_is_never_exceeded_by_requests_that_keep_their_word(
    requests: list[tuple[int, int]], most: int
) -> None:
    budget, spent = Budget(most), 0
    for held, cost in requests:
        try:
            budget.hold(held)
        except BudgetSpentError:
            assert spent + held > most
            continue
        spent += min(held, cost)
        budget.settle(held, min(held, cost))
        assert spent <= most
