"""Environment variables enter, the checked settings of an endpoint leave; the key is shown by nothing."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from dateline.code.coder import CoderError

TIMEOUT = 300.0
"""Seconds for one answer: a large model on a small machine writes for minutes."""

RETRIES = 4
"""With waits of 1, 2, 4 and 8 seconds this outlives a restarting server, not a dead one."""

_PATH = "/chat/completions"
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

    def __post_init__(self) -> None:
        """Check what an error would show, the archive cannot keep, or the HTTP library trips over.

        Raises:
            CoderError: something cannot be used; no message shows the key or the address.
        """
        if not _is_plain(self.url):
            mend = f"give an address such as {_EXAMPLE}; a key goes into DATELINE_LLM_KEY"
            raise CoderError("DATELINE_LLM_URL is not a plain http or https address", mend)
        if not self.model.isprintable():
            raise CoderError("DATELINE_LLM_MODEL has characters that no name has", "set it again, on one line")
        if self.key and not (self.key.isascii() and self.key.isprintable()):
            raise CoderError("DATELINE_LLM_KEY has characters that no key has", "set it again, on one line")

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Read the `DATELINE_LLM_…` variables.

        Raises:
            CoderError: one that is needed is not set, or one cannot be used.
        """
        budget = _number(environment, "DATELINE_LLM_BUDGET", 0, 1, 10**15)
        return cls(
            url=_needed(environment, "DATELINE_LLM_URL", _EXAMPLE).rstrip("/"),
            model=_needed(environment, "DATELINE_LLM_MODEL", "the name that the endpoint knows the model by"),
            key=environment.get("DATELINE_LLM_KEY", "").strip() or None,
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
        host = urlsplit(self.url).hostname or ""
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return host == "localhost" or host.endswith(".localhost")
        return address.is_loopback or address.is_unspecified


def _needed(environment: Mapping[str, str], name: str, example: str) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise CoderError(f"the coder llm needs {name}", f"set it, for example: {example}")
    return value


def _is_plain(url: str) -> bool:
    """Tell whether an address can be used and shown: one with a name and password or a query in it cannot be shown."""
    if not (url.isascii() and url.isprintable()) or set(" ?#") & set(url):
        return False
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        return parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc and parts.port != 0
    except ValueError:  # a port that is no number, a bracket that is not closed, a name with two dots in a row
        return False


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
