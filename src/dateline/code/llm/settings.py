"""Environment variables enter, the checked settings of an endpoint leave; the key is shown by nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import SplitResult, urlsplit

from dateline.code.coder import CoderError

TIMEOUT = 300.0
"""Seconds for one answer: a large model on a small machine writes for minutes."""

RETRIES = 4
"""With waits of 1, 2, 4 and 8 seconds this outlives a restarting server, not a dead one."""

_PATH = "/chat/completions"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_EXAMPLE = "http://localhost:8000/v1"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the model is and what a run may cost.

    `url` is the base address of the endpoint, `budget` the most tokens of a run (None: no limit), `timeout` the seconds
    that one answer may take, `retries` how often a request is made again, `parallel` how many are made at once.
    """

    url: str
    model: str
    # Kept out of the repr, and so out of every log and traceback that shows settings.
    key: str | None = field(default=None, repr=False)
    budget: int | None = None
    timeout: float = TIMEOUT
    retries: int = RETRIES
    parallel: int = 1

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Read the `DATELINE_LLM_…` variables.

        Raises:
            CoderError: one that is needed is not set, or one cannot be used; no message shows the key or the address.
        """
        budget = _number(environment, "DATELINE_LLM_BUDGET", 0, 1, 10**15)
        return cls(
            url=_url(_needed(environment, "DATELINE_LLM_URL", _EXAMPLE)),
            model=_needed(environment, "DATELINE_LLM_MODEL", "the name that the endpoint knows the model by"),
            key=_key(environment.get("DATELINE_LLM_KEY", "")),
            budget=int(budget) or None,
            timeout=_number(environment, "DATELINE_LLM_TIMEOUT", TIMEOUT, 0.001, 86_400),
            retries=int(_number(environment, "DATELINE_LLM_RETRIES", RETRIES, 0, 100)),
            parallel=int(_number(environment, "DATELINE_LLM_PARALLEL", 1, 1, 256)),
        )

    @property
    def endpoint(self) -> str:
        """The address that requests go to."""
        return self.url if self.url.endswith(_PATH) else self.url + _PATH

    @property
    def is_local(self) -> bool:
        """Whether the endpoint is on this machine."""
        return urlsplit(self.url).hostname in _LOOPBACK


def _needed(environment: Mapping[str, str], name: str, example: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise CoderError(f"the coder llm needs {name}", f"set it, for example: {example}")
    return value


def _url(value: str) -> str:
    """Check the base address; one with a name and password in it is refused, since addresses are shown in errors."""
    mend = f"give an address such as {_EXAMPLE}; a key goes into DATELINE_LLM_KEY"
    try:
        parts = urlsplit(value)
        usable = value.isascii() and value.isprintable() and " " not in value and _is_plain(parts)
    except ValueError:  # a port that is no number, a bracket that is not closed
        usable = False
    if not usable:
        raise CoderError("DATELINE_LLM_URL is not a plain http or https address", mend)
    return value.rstrip("/")


def _is_plain(parts: SplitResult) -> bool:
    known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    return known and "@" not in parts.netloc and not parts.query and not parts.fragment


def _key(value: str) -> str | None:
    """Check that the key can stand in a header: the error of the HTTP library would show it."""
    value = value.strip()
    if not (value.isascii() and value.isprintable()):
        raise CoderError("DATELINE_LLM_KEY has characters that no key has", "set it again, on one line")
    return value or None


def _number(environment: Mapping[str, str], name: str, default: float, least: float, most: float) -> float:
    words = environment.get(name, "").strip()
    try:
        value = float(words) if words else default
    except ValueError:
        value = math.nan
    if words and not least <= value <= most:  # not-a-number is in no range
        raise CoderError(
            f"{name} is no number that can be used", f"set one from {least:,} to {most:,}, or leave it out"
        )
    return value
