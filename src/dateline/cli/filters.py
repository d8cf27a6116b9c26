"""Filter options enter, a checked `Filters` leaves: the same options for every command that asks the archive."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from typing import Annotated, Literal, TypeVar, get_args

import msgspec
import typer

from dateline.cli import late
from dateline.cli.errors import usage
from dateline.cli.signature import parameters_of, with_signature
from dateline.model import EventType, Factuality, Status

V = TypeVar("V", bound=str)

Undated = Literal["within", "touching", "none"]
"""What is shown of what states no day: what can only lie in the days asked for, what may lie there, or nothing."""

ReportStatus = Literal["coded", "aside"]
REPORT_STATUS: tuple[ReportStatus, ...] = get_args(ReportStatus)
"""Whether a report is coded or kept uncoded."""

_DAY = re.compile(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?")


def _listed(choices: object) -> str:
    *first, last = get_args(choices)
    return f"{', '.join(first)} or {last}"


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """The filter options as they are typed; each field is one option of every asking command."""

    actor: Annotated[str | None, typer.Option(help="Who acted or was acted on, by any name (Iran, Tehran).")] = None
    country: Annotated[
        str | None, typer.Option(help="Country of a party or place, by name or ISO 3166-1 alpha-3 (Iraq, IRQ).")
    ] = None
    type: Annotated[str | None, typer.Option(help="PLOVER type (ASSAULT, CONSULT, …).")] = None
    factuality: Annotated[str | None, typer.Option(help=f"{_listed(Factuality)}.")] = None
    place: Annotated[
        str | None, typer.Option(help="Where: a place by name, or all that lies in a country (Basra, Iraq, IRQ).")
    ] = None
    since: Annotated[
        str | None,
        typer.Option(
            help="From this day, month or year on (2020-03-01, 2020-03, 2020). What states no date is given only where "
            "it can lie nowhere else."
        ),
    ] = None
    until: Annotated[str | None, typer.Option(help="To the end of this day, month or year.")] = None
    text: Annotated[str | None, typer.Option(help="Words in the sentences that say so.")] = None
    status: Annotated[str | None, typer.Option(help=f"{_listed(Status)}.")] = None
    dated: Annotated[bool, typer.Option("--dated", help="Only what states a date.")] = False
    undated: Annotated[
        bool, typer.Option("--undated", help="Also what states no date and may lie in the days asked for.")
    ] = False
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive is asked for; None asks for all.

    `since` and `until` are both included; `country` is a code; `as_of` is the day whose state is asked for.
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
    undated: Undated = "within"
    as_of: dt.date | None = None
    limit: int | None = None


def checked(options: Options) -> Filters:
    """Check the options.

    Raises:
        UserError: One of them cannot be used; the error lists what can.
    """
    filters = Filters(
        actor=options.actor,
        country=_country(options.country),
        type=one_of(options.type and options.type.upper(), get_args(EventType), "--type"),
        factuality=one_of(options.factuality and options.factuality.lower(), get_args(Factuality), "--factuality"),
        place=options.place,
        since=day_of(options.since, "--since", last=False),
        until=day_of(options.until, "--until", last=True),
        text=options.text,
        status=one_of(options.status and options.status.lower(), get_args(Status), "--status"),
        undated=_undated(options),
        limit=options.limit,
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise usage(f"--since {filters.since} is after --until {filters.until}", "swap them")
    return filters


def one_of(value: str | None, choices: tuple[V, ...], option: str) -> V | None:
    """Check a value that must be one of a few.

    Raises:
        UserError: it is none of them; the error lists them.
    """
    if not value:
        return None
    for choice in choices:
        if choice == value:
            return choice
    raise usage(f"{option} cannot be {value!r}", f"choose from {', '.join(choices)}")


def _undated(options: Options) -> Undated:
    if options.dated and options.undated:
        raise usage("--dated and --undated contradict each other", "give one of them")
    if options.dated:
        return "none"
    return "touching" if options.undated else "within"


def _country(value: str | None) -> str | None:
    if not value:
        return None
    if code := late.country_of(value):
        return code
    raise usage(f"--country cannot be {value!r}", "give a country by name or by its ISO 3166-1 code: Iraq, IRQ")


def day_of(value: str | None, option: str, *, last: bool) -> dt.date | None:
    """Read a day; a month or year gives its first or last day.

    Raises:
        UserError: it is none.
    """
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
    own = {name: parameter for name, parameter in parameters_of(command).items() if name != "filters"}
    added = parameters_of(Options)

    def with_filters(**values: object) -> None:
        typed = msgspec.convert({name: values[name] for name in added}, Options)
        command(filters=checked(typed), **{name: values[name] for name in own})

    return with_signature(command, with_filters, [*own.values(), *added.values()])
