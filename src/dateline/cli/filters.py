"""Filter options enter, a checked `Filters` leaves: the same options for every command that asks the archive."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import inspect
import re
from collections.abc import Callable
from typing import Annotated, TypeVar, get_args

import msgspec
import typer

from dateline.cli.errors import usage
from dateline.model import EventType, Factuality, Status

V = TypeVar("V", bound=str)

_DAY = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?")


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The filter options as they are typed; each field is one option of every asking command."""

    actor: Annotated[str | None, typer.Option(help="Who acted or was acted on, by name or part of it.")] = None
    country: Annotated[str | None, typer.Option(help="A party's country, ISO 3166-1 alpha-3 (IRQ).")] = None
    type: Annotated[str | None, typer.Option(help="PLOVER type (ASSAULT, CONSULT, …).")] = None
    factuality: Annotated[str | None, typer.Option(help="occurred, planned, possible, negated, denied or unclear.")] = (
        None
    )
    place: Annotated[str | None, typer.Option(help="Where, by name or part of it.")] = None
    since: Annotated[str | None, typer.Option(help="From this day, month or year on (2020-03-01, 2020-03, 2020).")] = (
        None
    )
    until: Annotated[str | None, typer.Option(help="To the end of this day, month or year.")] = None
    text: Annotated[str | None, typer.Option(help="Words in the sentences that say so.")] = None
    status: Annotated[
        str | None, typer.Option(help="single, corroborated, disputed, planned, possible, negated or unclear.")
    ] = None
    dated: Annotated[bool, typer.Option("--dated", help="Only what states a date.")] = False
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive is asked for; None asks for all.

    `since` and `until` are both included; `undated` tells whether what states no date is given too.
    """

    actor: str | None = None
    country: str | None = None
    type: EventType | None = None
    factuality: Factuality | None = None
    place: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    text: str | None = None
    status: Status | None = None
    undated: bool = True
    limit: int | None = None


def checked(options: Options) -> Filters:
    """Check the options.

    Raises:
        UserError: One of them cannot be used; the error lists what can.
    """
    filters = Filters(
        actor=options.actor,
        country=_country(options.country),
        type=_one_of(options.type and options.type.upper(), get_args(EventType), "--type"),
        factuality=_one_of(options.factuality and options.factuality.lower(), get_args(Factuality), "--factuality"),
        place=options.place,
        since=_day(options.since, "--since", last=False),
        until=_day(options.until, "--until", last=True),
        text=options.text,
        status=_one_of(options.status and options.status.lower(), get_args(Status), "--status"),
        undated=not options.dated,
        limit=options.limit,
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise usage(f"--since {filters.since} is after --until {filters.until}", "swap them")
    return filters


def _one_of(value: str | None, choices: tuple[V, ...], option: str) -> V | None:
    if not value:
        return None
    for choice in choices:
        if choice == value:
            return choice
    raise usage(f"{option} cannot be {value!r}", f"choose from {', '.join(choices)}")


def _country(value: str | None) -> str | None:
    if value is None or re.fullmatch("[A-Za-z]{3}", value):
        return value and value.upper()
    raise usage(f"--country cannot be {value!r}", "give three letters of ISO 3166-1, such as IRQ, or use --place")


def _day(value: str | None, option: str, *, last: bool) -> dt.date | None:
    """Read a day; a month or year gives its first or last day."""
    if value is None:
        return None
    match = _DAY.fullmatch(value)
    try:
        year, month, day = (int(part) if part else None for part in match.groups()) if match else (0, None, None)
        month = month or (12 if last else 1)
        return dt.date(year or 0, month, day or (calendar.monthrange(year or 0, month)[1] if last else 1))
    except ValueError:
        raise usage(f"{option} cannot be {value!r}", "give a day, month or year: 2020-03-01, 2020-03 or 2020") from None


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the filter options: it takes `filters`, its command line takes each option of `Options`.

    The options are put into the signature that typer reads, so that they are written once for all commands.
    """
    own = {name: p for name, p in inspect.signature(command, eval_str=True).parameters.items() if name != "filters"}
    added = inspect.signature(Options, eval_str=True).parameters

    @functools.wraps(command)
    def with_filters(**values: object) -> None:
        typed = msgspec.convert({name: values[name] for name in added}, Options)
        command(filters=checked(typed), **{name: values[name] for name in own})

    parameters = [*own.values(), *added.values()]
    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    vars(with_filters).pop("__wrapped__")
    vars(with_filters)["__signature__"] = inspect.Signature(keyword)
    with_filters.__annotations__ = {parameter.name: parameter.annotation for parameter in keyword}
    return with_filters
