"""Filters and a format enter, a file leaves as it is written: the formats of `dateline export` in one stream."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, BinaryIO, Final, get_args

import msgspec
from litestar import get
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIResponse, Operation, Schema
from litestar.params import QueryParameter, SkipValidation
from litestar.response import Stream

from dateline.archive import Archive
from dateline.export import FlatForm, ToldForm, write_claims, write_events, write_told
from dateline.serve.pipe import Writers
from dateline.serve.problems import RETRY_SECONDS, Refused, documented
from dateline.serve.questions import FILTERS, Asked

AT_ONCE: Final = 4
"""Exports that are written at once: each holds a processor as long as its client takes what it writes."""

_MEDIA: Final[dict[FlatForm | ToldForm, tuple[str, str]]] = {
    "csv": ("text/csv; charset=utf-8", "csv"),
    "jsonl": ("application/x-ndjson", "jsonl"),
    "geojson": ("application/geo+json", "geojson"),
    "gdelt": ("text/tab-separated-values; charset=utf-8", "tsv"),
    "polecat": ("text/tab-separated-values; charset=utf-8", "tsv"),
    "acled": ("text/csv; charset=utf-8", "csv"),
    "ged": ("text/csv; charset=utf-8", "csv"),
    "ftm": ("application/x-ndjson", "jsonl"),
    "atom": ("application/atom+xml; charset=utf-8", "atom"),
}
"""What each format is called on the wire, and the ending of its files."""

Whole = NamedDependency[SkipValidation[Archive]]
"""The archive, asked for as long as it takes."""

Running = NamedDependency[SkipValidation[Writers]]
"""The exports that are being written."""


@dataclass
class _Files(Operation):
    """What the schema says of an operation that answers with a file: one of these kinds."""

    def __post_init__(self) -> None:
        """Tell the kinds in the place of a stream of nothing known."""
        anything = OpenAPIMediaType(schema=Schema())
        kinds = {media.partition(";")[0]: anything for media, _ in _MEDIA.values()}
        if self.responses:
            self.responses["200"] = OpenAPIResponse(description="The file.", content=kinds)


@get("/export/events", dependencies=FILTERS, responses=documented(), operation_class=_Files)
async def export_events(
    whole: Whole,
    exports: Running,
    filters: Asked,
    format: Annotated[  # noqa: A002 - the parameter's name
        FlatForm | ToldForm, QueryParameter(description="As what the file is written.")
    ] = "jsonl",
) -> Stream:
    """Write all events that the filters find, whatever their number, in a format of `dateline export`."""
    if format in get_args(FlatForm):
        flat = msgspec.convert(format, FlatForm)
        return await _streamed(exports, flat, "events", lambda stream: write_events(stream, whole, filters, flat))
    told = msgspec.convert(format, ToldForm)
    return await _streamed(exports, told, "events", lambda stream: write_told(stream, whole, filters, told))


@get("/export/claims", dependencies=FILTERS, responses=documented(), operation_class=_Files)
async def export_claims(
    whole: Whole,
    exports: Running,
    filters: Asked,
    format: Annotated[  # noqa: A002 - the parameter's name
        FlatForm, QueryParameter(description="As what the file is written.")
    ] = "jsonl",
) -> Stream:
    """Write all claims that the filters find, whatever their number."""
    return await _streamed(exports, format, "claims", lambda stream: write_claims(stream, whole, filters, format))


async def _streamed(
    exports: Writers, form: FlatForm | ToldForm, what: str, write: Callable[[BinaryIO], object]
) -> Stream:
    if exports.busy():
        headers = {"Retry-After": str(RETRY_SECONDS)}
        raise Refused(503, f"{AT_ONCE} exports are being written.", "Ask again when one is done.", headers)
    media, ending = _MEDIA[form]
    named = {"Content-Disposition": f'attachment; filename="dateline-{what}.{ending}"'}
    return Stream(await exports.run(write), media_type=media, headers=named)


ROUTES: Final = (export_events, export_claims)
