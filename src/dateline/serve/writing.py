"""Reports and judgements of those who hold a token enter, what the archive makes of them leaves once it is kept."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Annotated, Final

import msgspec
from litestar import HttpMethod, Response, delete, post, route
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, PathParameter, QueryParameter, SkipValidation
from msgspec import Meta

from dateline.archive import Archive, Query, StoredClaim, Tombstone, Verdict
from dateline.code import Coder
from dateline.model import Published, Rejected, Report, Source
from dateline.read.desk import Draft, Options
from dateline.read.finish import finish
from dateline.read.rejects import rejected
from dateline.read.report import MOST_CHARACTERS, codable
from dateline.serve.access import OPEN, TOKEN, Holder
from dateline.serve.problems import documented
from dateline.serve.questions import ReportId

_FORM: Final = "api"
"""The form that a report from a client has, as its source tells."""

_MOST: Final = 100
"""Ids that one judgement may name."""

_Short = Annotated[str, Meta(max_length=200)]
_Note = Annotated[str, Meta(max_length=2000, description="Why, in your words.")]


class NewReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report as a client hands it over. Nothing is fetched: `url` only says where it was published."""

    text: Annotated[str, Meta(min_length=1, max_length=MOST_CHARACTERS)]
    title: Annotated[str, Meta(max_length=2000)] = ""
    id: _Short | None = None
    outlet: _Short | None = None
    author: _Short | None = None
    url: Annotated[str, Meta(max_length=2000)] | None = None
    published: dt.date | None = None
    language: Annotated[str, Meta(pattern="^[a-z]{2}$", description="ISO 639-1.")] | None = None


class FiledReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report that is kept: whether it was `new` to the coder, its claims, or why it is kept `aside` uncoded."""

    report: str
    new: bool
    aside: Rejected | None
    claims: tuple[StoredClaim, ...]


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a report: the reports made of it (several of a live blog), and what could not be used."""

    reports: tuple[FiledReport, ...]
    rejected: tuple[Rejected, ...]


class Merge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="merge"):
    """That events are one."""

    events: Annotated[list[str], Meta(min_length=2, max_length=_MOST)]
    note: _Note = ""


class Split(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind", tag="split"):
    """That these claims of an event are another event."""

    event: _Short
    claims: Annotated[list[str], Meta(min_length=1, max_length=_MOST)]
    note: _Note = ""


class Desk:
    """Takes in what clients hand over, one thing at a time: an archive has one writer."""

    def __init__(self, archive: Archive, coder: Coder) -> None:
        self._archive = archive
        self._coder = coder
        self._turn = threading.Lock()

    def file(self, new: NewReport, today: dt.date) -> Filed:
        """Read, code and keep a report."""
        source = Source("-", given_id=new.id, form=_FORM)
        draft = Draft(
            body=new.text,
            title=new.title,
            url=new.url,
            outlet=new.outlet,
            author=new.author,
            language=new.language,
            # As a client says it, and no surer: it is weighed as the date of any source is.
            dates=(Published(new.published, known="metadata"),) if new.published else (),
            source=source,
        )
        found = list(finish(draft, Options(today=today)))
        with self._turn:
            reports = tuple(self._keep(one) for one in found if isinstance(one, Report))
            unread = tuple(one for one in found if isinstance(one, Rejected))
            for one in unread:
                self._archive.reject(one)
        return Filed(reports=reports, rejected=unread)

    def judge(self, judgement: Merge | Split, author: str) -> Verdict:
        """Keep a judgement."""
        with self._turn:
            if isinstance(judgement, Merge):
                return self._archive.merge(judgement.events, author=author, note=judgement.note)
            return self._archive.split(judgement.event, judgement.claims, author=author, note=judgement.note)

    def take_back(self, number: int, author: str) -> Verdict:
        """Take a judgement back."""
        with self._turn:
            return self._archive.undo(number, author=author)

    def forget(self, report: str, author: str, reason: str) -> Tombstone:
        """Erase a report."""
        with self._turn:
            (stone,) = self._archive.forget([report], author=author, reason=reason)
            return stone

    def _keep(self, report: Report) -> FiledReport:
        for stone in self._archive.forgotten([report.id]):
            refused = rejected("forgotten", report.source or Source(report.name), stone.told)
            return FiledReport(report=report.id, new=False, aside=refused, claims=())
        aside = codable(report)
        if aside is not None:
            return FiledReport(report=report.id, new=self._archive.keep(report, aside), aside=aside, claims=())
        origin = self._coder.origin
        new = not self._archive.has(report.id, origin)
        if new:
            aside = self._code(report)
        claims = tuple(self._archive.claims(Query(report=report.id)))
        return FiledReport(report=report.id, new=new, aside=aside, claims=claims)

    def _code(self, report: Report) -> Rejected | None:
        """Code and keep a report; say why it is kept uncoded, or None."""
        for coded in self._coder.code_batch([report]):
            if coded.fault is None:
                return self._archive.add_many([(report, coded.claims)], coded.origin).unfit.get(report.id)
            self._archive.keep(report, coded.fault)
            return coded.fault
        return None


Taken = NamedDependency[SkipValidation[Desk]]


@post(
    "/reports",
    sync_to_thread=True,
    security=TOKEN,
    opt={"scope": "write"},
    responses={
        **documented(413),
        200: ResponseSpec(Filed, description="It was kept before.", generate_examples=False),
    },
)
def add_report(desk: Taken, data: JSONBody[NewReport]) -> Response[Filed]:
    """Read, code and keep a report; what is answered is kept. The same report is kept once, however often it is sent."""
    filed = desk.file(data, dt.datetime.now(dt.UTC).date())
    new = any(one.new for one in filed.reports)
    return Response(filed, status_code=201 if new else 200)


@post("/judgements", sync_to_thread=True, security=TOKEN, opt={"scope": "judge"}, responses=documented(404, 409, 413))
def add_judgement(desk: Taken, holder: Holder, data: JSONBody[Merge | Split]) -> Verdict:
    """Judge that events are one, or that claims of one are another; the author is whose token it is."""
    return desk.judge(data, holder)


@delete(
    "/judgements/{number:int}",
    status_code=200,
    sync_to_thread=True,
    security=TOKEN,
    opt={"scope": "judge"},
    responses=documented(404, 409),
)
def take_back_judgement(
    desk: Taken,
    holder: Holder,
    number: Annotated[int, PathParameter(ge=1, le=2**31 - 1, description="Of the judgement.")],
) -> Verdict:
    """Take a judgement back; it stays on record, with who took it back and when."""
    return desk.take_back(number, holder)


@delete(
    "/reports/{report:str}",
    status_code=200,
    sync_to_thread=True,
    security=TOKEN,
    opt={"scope": "forget"},
    responses=documented(404, 409),
)
def forget_report(
    desk: Taken,
    holder: Holder,
    report: ReportId,
    reason: Annotated[str, QueryParameter(max_length=2000, description="Why; it is kept with the tombstone.")] = "",
) -> Tombstone:
    """Erase a report with all that quotes it, from the file too, for good; a tombstone stays."""
    return desk.forget(report, holder, reason)


@route(
    "/reports/{report:str}",
    http_method=HttpMethod.OPTIONS,
    status_code=204,
    sync_to_thread=False,
    include_in_schema=False,
    opt=OPEN,
)
def methods_of_report(report: ReportId) -> Response[None]:  # noqa: ARG001 - it is part of the path
    """Tell what can be done with a report, for the same reason as `methods`."""
    return Response(None, headers={"Allow": "DELETE, GET, OPTIONS"})


@route(
    ["/reports", "/judgements"],
    http_method=HttpMethod.OPTIONS,
    status_code=204,
    sync_to_thread=False,
    include_in_schema=False,
    opt=OPEN,
)
def methods() -> Response[None]:
    """Tell what can be done with what is both listed and added to; Litestar would tell of the first alone."""
    return Response(None, headers={"Allow": "GET, OPTIONS, POST"})


# That which tells the methods comes first: Litestar makes one of its own for a path that has none yet.
ROUTES: Final = (methods, methods_of_report, add_report, add_judgement, take_back_judgement, forget_report)

STRICT: Final = (NewReport, Merge, Split)
"""Bodies with a field that is unknown are refused."""
