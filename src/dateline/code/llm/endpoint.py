"""Messages enter, what the model wrote leaves: one endpoint, asked again where that may help, within a budget.

An address that refuses the key, or where there is no such model, ends the run; any other failure is one request's.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import http.client
import math
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from typing import Annotated, Final, Literal

import msgspec

from dateline.code.coder import CoderError
from dateline.code.llm.budget import Budget
from dateline.code.llm.settings import Settings

ANSWER_TOKENS: Final = 4096
"""The longest answer that is asked for, about forty claims; a part that has more is halved."""

MOST_BYTES: Final = 1 << 20
"""Bytes of a response that are read: an answer of that many tokens has far fewer."""

MOST_WAIT: Final = 60.0
"""Seconds to wait at most before a request is made again, whatever the endpoint asks for."""

# English has about four characters to a token; fewer here, so that the budget holds where tokens are not reported.
_TOKEN_CHARS = 3
_SHOWN = 200
_REFUSED_KEY, _FORBIDDEN = 401, 403
# Some answer 403 to what a report says (moderation, a web firewall), so that one says nothing of the next report.
_MOST_FORBIDDEN = 3
# 405: a page that can only be looked at.
_NOT_FOUND = frozenset({404, 405})
# The request is refused as it is: the report may be too long, or a setting unknown.
_REFUSED = frozenset({400, 422})
_LATER = frozenset({408, 409, 425, 429})


class Message(msgspec.Struct, frozen=True):
    """A turn of the conversation."""

    role: Literal["system", "user"]
    content: str


class Reply(msgspec.Struct, frozen=True):
    """What the model wrote, and whether it stopped because the answer grew too long."""

    content: str
    cut: bool


class NoAnswerError(Exception):
    """The endpoint gave no usable answer to a request; the message says what it gave instead."""


class _Body(msgspec.Struct, omit_defaults=True):
    model: str
    messages: Sequence[Message]
    max_tokens: int
    # A default would be left out, and with it what keeps answers alike.
    temperature: float
    response_format: dict[str, str] | None = None


class _Written(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Written
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: msgspec.Raw = msgspec.Raw(b"null")


class _Usage(msgspec.Struct):
    prompt_tokens: Annotated[int, msgspec.Meta(ge=0)]
    completion_tokens: Annotated[int, msgspec.Meta(ge=0)]


class _Response(msgspec.Struct, frozen=True):
    status: int
    after: float
    body: bytes


class _Failure(msgspec.Struct, frozen=True):
    """Why a request gave nothing, whether another may, and after how many seconds at least."""

    why: str
    again: bool = False
    after: float = 0.0
    is_refusal: bool = False
    is_unreached: bool = False


class _AsItIs(urllib.request.HTTPErrorProcessor):
    """Gives every response as it is, a redirect too: key and report go to the address that was named and to no other."""

    def http_response(
        self,
        request: urllib.request.Request,  # noqa: ARG002 - the library's signature
        response: http.client.HTTPResponse,
    ) -> http.client.HTTPResponse:
        """Do nothing with it."""
        return response

    https_response = http_response


class Endpoint:
    """A chat-completions endpoint, for all threads of a run."""

    def __init__(self, settings: Settings, *, wait: Callable[[float], object] = time.sleep) -> None:
        """Take the settings; `wait` is called with the seconds to let pass before a request is made again."""
        self._settings = settings
        self._wait = wait
        self._budget = Budget(settings.budget)
        # A proxy for the world outside does not know what "localhost" is here.
        direct = [urllib.request.ProxyHandler({})] if settings.is_local else []
        self._opener = urllib.request.build_opener(_AsItIs(), *direct)
        self._takes_format = True
        self._was_reached = False
        self._forbidden = 0
        self._stopped: CoderError | None = None

    def ask(self, messages: Sequence[Message]) -> Reply:
        """Ask until there is an answer, as often as the settings allow.

        Raises:
            NoAnswerError: there was none.
            BudgetSpentError: the tokens that are left may not be enough.
            CoderError: no request can succeed: the key is refused, the address is wrong, nobody was ever there.
        """
        found = self._attempt(messages)
        for attempt in range(self._settings.retries):
            if isinstance(found, Reply) or not found.again:
                break
            self._wait(min(max(2.0**attempt, found.after), MOST_WAIT))
            found = self._attempt(messages)
        if isinstance(found, Reply):
            return found
        if found.is_unreached and not self._was_reached:
            raise self._stop(
                f"{self._settings.url} cannot be reached: {found.why}", "start it, or mend DATELINE_LLM_URL"
            )
        raise NoAnswerError(found.why)

    def _attempt(self, messages: Sequence[Message]) -> Reply | _Failure:
        """Ask once; where that is refused, ask once without the wish for JSON, which not every endpoint knows."""
        found = self._request(messages, as_json=self._takes_format)
        if isinstance(found, Reply) or not (found.is_refusal and self._takes_format):
            return found
        bare = self._request(messages, as_json=False)
        if isinstance(bare, Reply):
            self._takes_format = False
        return bare

    def _request(self, messages: Sequence[Message], *, as_json: bool) -> Reply | _Failure:
        if self._stopped:
            raise self._stopped
        body = self._body(messages, as_json=as_json)
        prompt = _tokens(sum(len(message.content) for message in messages))
        held = prompt + ANSWER_TOKENS
        self._budget.hold(held)
        # What a request that broke off has cost is not known.
        spent = held
        try:
            response = self._post(body)
            self._was_reached = True
            found, spent = self._judged(response, prompt)
        except urllib.error.URLError as error:  # before the request was there
            spent = 0
            return _Failure(_plain(str(error.reason)), again=True, is_unreached=True)
        except TimeoutError:
            return _Failure(f"no answer within {self._settings.timeout:g} seconds", again=True)
        except (OSError, http.client.HTTPException) as error:
            return _Failure(f"the connection broke ({type(error).__name__})", again=True)
        finally:
            self._budget.settle(held, spent)
        return found

    def _body(self, messages: Sequence[Message], *, as_json: bool) -> bytes:
        body = _Body(
            model=self._settings.model,
            messages=messages,
            max_tokens=ANSWER_TOKENS,
            temperature=0,
            response_format={"type": "json_object"} if as_json else None,
        )
        return msgspec.json.encode(body)

    def _post(self, body: bytes) -> _Response:
        """Send a request and read what comes back, of whatever status, up to a byte more than `MOST_BYTES`."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._settings.key:
            headers["Authorization"] = f"Bearer {self._settings.key}"
        request = urllib.request.Request(self._settings.endpoint, body, headers)  # noqa: S310 - the settings allow http only
        deadline = time.monotonic() + self._settings.timeout
        read = bytearray()
        with self._opener.open(request, timeout=self._settings.timeout) as response:
            while len(read) <= MOST_BYTES and (some := response.read1(1 << 16)):
                read += some
                if time.monotonic() > deadline:
                    raise TimeoutError
            after = _seconds(response.headers.get("Retry-After", ""), response.headers.get("Date", ""))
            return _Response(response.status, after, bytes(read))

    def _judged(self, response: _Response, prompt: int) -> tuple[Reply | _Failure, int]:
        """Tell what a response means, and the tokens that it cost.

        Raises:
            CoderError: every other request would be answered alike.
        """
        status = response.status
        self._forbidden = self._forbidden + 1 if status == _FORBIDDEN else 0
        if 200 <= status < 300:
            return _reply(response.body, prompt)
        said = f"{status}: {self._excerpt(response.body)}"
        if status == _REFUSED_KEY or self._forbidden >= _MOST_FORBIDDEN:
            refused = "the key" if self._settings.key else "requests without a key"
            raise self._stop(f"{self._settings.url} refuses {refused} ({said})", "set DATELINE_LLM_KEY")
        if status in _NOT_FOUND:
            what = f"{self._settings.endpoint} is not there, or has no model {self._settings.model!r} ({said})"
            raise self._stop(what, "mend DATELINE_LLM_URL, which often ends in /v1, or DATELINE_LLM_MODEL")
        if 300 <= status < 400:
            what = f"{self._settings.url} sends on to another address ({status}), which is not followed"
            raise self._stop(what, "set DATELINE_LLM_URL to where the endpoint is")
        again = status >= 500 or status in _LATER
        return _Failure(said, again, response.after, is_refusal=status in _REFUSED), 0

    def _stop(self, what: str, mend: str) -> CoderError:
        """Let no other request begin."""
        self._stopped = CoderError(what, mend)
        return self._stopped

    def _excerpt(self, body: bytes) -> str:
        """Give the beginning of what an endpoint says, without the key, which some repeat."""
        said = body.decode(errors="replace")
        return _plain(said.replace(self._settings.key, "***") if self._settings.key else said)


def _reply(body: bytes, prompt: int) -> tuple[Reply | _Failure, int]:
    if len(body) > MOST_BYTES:
        return _Failure(f"the answer is larger than {MOST_BYTES:,} bytes"), prompt + ANSWER_TOKENS
    try:
        completion = msgspec.json.decode(body, type=_Completion)
        choice = completion.choices[0]
    except (msgspec.DecodeError, RecursionError, IndexError):
        return _Failure("the answer is no chat completion", again=True), prompt + ANSWER_TOKENS
    content = choice.message.content or ""
    spent = _used(completion.usage)
    return Reply(content, choice.finish_reason == "length"), prompt + _tokens(len(content)) if spent is None else spent


def _used(raw: msgspec.Raw) -> int | None:
    """Give the tokens that the endpoint says it has used, if it says so."""
    try:
        usage = msgspec.json.decode(raw, type=_Usage)
    except (msgspec.DecodeError, RecursionError):
        return None
    return usage.prompt_tokens + usage.completion_tokens


def _tokens(chars: int) -> int:
    return math.ceil(chars / _TOKEN_CHARS)


def _seconds(retry_after: str, date: str) -> float:
    """Read a Retry-After: seconds, or a moment, reckoned from the endpoint's own clock where it tells that; else none."""
    if retry_after.isascii() and retry_after.strip().isdecimal():
        return float(retry_after)
    until, now = _moment(retry_after), _moment(date) or dt.datetime.now(dt.UTC)
    return (until - now).total_seconds() if until else 0.0


def _moment(words: str) -> dt.datetime | None:
    """Read an HTTP date."""
    try:
        found = email.utils.parsedate_to_datetime(words)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _plain(words: str) -> str:
    """Put what a server says on one short line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:_SHOWN]
