"""Reports with their claims enter a transaction and are kept; nothing that was kept before is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from dateline.archive import coverage, judgements, schema, tombstones
from dateline.archive.derive import Kept, Left, add_missing, again, derive, forget, kept_of
from dateline.archive.errors import Unfit
from dateline.archive.history import Chronicle
from dateline.archive.reports import index_texts
from dateline.archive.rows import Row, chunks, claim_row, distinct, packed, report_row
from dateline.model import Claim, Origin, Rejected, Report, Source, digest
from dateline.weave import evidence_of

UNFIT = "unfit-claims"
"""Why a report is set aside whose claims contradict it or one another."""


class Addition(msgspec.Struct, frozen=True):
    """A report with the claims that one coder found in it."""

    report: Report
    claims: Sequence[Claim]


def add(connection: Connection, batch: Sequence[Addition], origin: Origin) -> list[str]:
    """Keep coded reports; give the ids of those that were not yet coded by that origin, nor forgotten.

    Raises:
        Unfit: where claims do not belong to their report or origin, or stand outside its text.
    """
    wanted: dict[str, Addition] = {}
    for addition in batch:
        wanted.setdefault(addition.report.id, addition)
    done = coded(connection, list(wanted), origin) | {stone.report for stone in tombstones.of(connection, wanted)}
    additions = [addition for id_, addition in wanted.items() if id_ not in done]
    fresh = [addition.report.id for addition in additions]
    for addition in additions:
        _check(addition, origin)
    moved = _add_reports(connection, [addition.report for addition in additions])
    chronicle = Chronicle(connection)
    left = _supersede(connection, fresh, chronicle)
    kept = _add_claims(connection, additions, origin)
    elsewhere = judgements.attach(connection, fresh) | claims_of(connection, moved.difference(fresh))
    derive(connection, kept, left.and_elsewhere(elsewhere), chronicle)
    chronicle.close()
    return fresh


def sift(batch: Sequence[Addition], origin: Origin) -> tuple[list[Addition], dict[str, Rejected]]:
    """Part what can be kept from reports whose claims are unfit: of these, by id, what is wrong."""
    fit: list[Addition] = []
    unfit: dict[str, Rejected] = {}
    for addition in batch:
        report = addition.report
        try:
            _check(addition, origin)
        except Unfit as error:
            source = report.source or Source(report.name)
            unfit[report.id] = Rejected(source=source, reason=UNFIT, detail=error.message, mend=error.mend)
        else:
            fit.append(addition)
    return fit, unfit


def coded(connection: Connection, report_ids: Sequence[str], origin: Origin) -> set[str]:
    """Give those of the reports that the origin has coded."""
    runs = schema.runs
    found: set[str] = set()
    for ids in chunks(report_ids):
        asked = select(runs.c.report_id).where(
            runs.c.report_id.in_(ids), runs.c.coder == origin.coder, runs.c.version == origin.version
        )
        found.update(connection.execute(asked).scalars())
    return found


def known(connection: Connection, report_ids: Sequence[str]) -> set[str]:
    """Give those of the reports that are kept, coded or set aside."""
    found: set[str] = set()
    for ids in chunks(report_ids):
        found.update(connection.execute(select(schema.reports.c.id).where(schema.reports.c.id.in_(ids))).scalars())
    return found


def put_aside(connection: Connection, report: Report, rejected: Rejected) -> bool:
    """Keep a report uncoded, with the latest reason and place; tell whether anything changed.

    What has been coded stays coded, and what was forgotten stays forgotten.
    """
    if tombstones.of(connection, [report.id]):
        return False
    runs, aside = schema.runs, schema.set_aside
    has_run = connection.execute(select(runs.c.id).where(runs.c.report_id == report.id)).first()
    row: Row = {"report_id": report.id, "reason": rejected.reason, "body": packed(rejected)}
    known = connection.execute(select(aside.c.body).where(aside.c.report_id == report.id)).scalar()
    if has_run or known == row["body"]:
        return False
    if known is not None:
        connection.execute(update(aside).where(aside.c.report_id == report.id).values(row))
        return True
    moved = _add_reports(connection, [report])
    connection.execute(insert(aside), [row])
    if moved:
        again(connection, claims_of(connection, moved), f"report {report.id} added")
    return True


def last_run(connection: Connection) -> int:
    """Give the number of the latest coding, also where its report was forgotten since: who reads on from it misses none."""
    numbers = (select(func.max(schema.runs.c.id)), select(func.max(schema.forgotten.c.run)))
    return max(connection.execute(number).scalar() or 0 for number in numbers)


def reject(connection: Connection, rejected: Rejected, mark: str | None) -> bool:
    """Keep a reject, with the mark of its file; tell whether it is new. The same source with the same reason is one."""
    table, id_ = schema.rejects, _reject_id(rejected)
    row: Row = {"id": id_, "reason": rejected.reason, "body": packed(rejected), "mark": mark}
    new = bool(add_missing(connection, table, {id_: row}))
    if not new:
        # The words and the file's content may be others than last time.
        connection.execute(update(table).where(table.c.id == id_, table.c.body != row["body"]).values(row))
        connection.execute(
            update(table).where(table.c.id == id_, table.c.mark.is_distinct_from(mark)).values(mark=mark)
        )
    return new


def mended(connection: Connection, rejects: Sequence[Rejected]) -> int:
    """Drop rejects whose source has been read well since; give how many were there."""
    table = schema.rejects
    gone = 0
    for ids in chunks(map(_reject_id, rejects)):
        gone += connection.execute(delete(table).where(table.c.id.in_(ids))).rowcount
    return gone


def columns(connection: Connection) -> dict[str, dict[str, str]]:
    """Give the columns that tables were read by."""
    table = schema.columns
    rows = connection.execute(select(table.c.signature, table.c.body).order_by(table.c.signature))
    return {signature: msgspec.json.decode(body, type=dict[str, str]) for signature, body in rows}


def remember_columns(connection: Connection, columns: Mapping[str, Mapping[str, str]]) -> None:
    """Keep the columns of tables, in the place of those kept before."""
    table = schema.columns
    for signature, by_field in columns.items():
        connection.execute(delete(table).where(table.c.signature == signature))
        body = msgspec.json.encode(by_field).decode()
        connection.execute(insert(table), [{"signature": signature, "body": body}])


def _reject_id(rejected: Rejected) -> str:
    source = rejected.source
    return digest(source.path, source.locator, source.given_id, rejected.reason)


def _check(addition: Addition, origin: Origin) -> None:
    report, claims = addition.report, addition.claims
    mend = f"This is a fault of the coder {origin.coder} {origin.version}; tell its makers."
    ids = [claim.id for claim in claims]
    if len(set(ids)) < len(ids):
        raise Unfit(f"Two claims of report {report.name} have one id.", mend)
    for claim in claims:
        if claim.report_id != report.id:
            raise Unfit(f"Claim {claim.id} belongs to report {claim.report_id}, not to {report.id}.", mend)
        if claim.origin != origin:
            raise Unfit(f"Claim {claim.id} was made by {claim.origin.coder} {claim.origin.version}.", mend)
        if max(claim.sentence.end, claim.quote.end, claim.trigger.end) > len(report.text):
            raise Unfit(f"Claim {claim.id} stands outside the text of report {report.name}.", mend)


def _add_reports(connection: Connection, reports: Sequence[Report]) -> set[str]:
    """Keep reports with their texts; give those kept earlier whose family or later version these have changed."""
    for report in reports:
        if "\0" in report.text:
            raise Unfit(f"The text of report {report.name} has a character NUL.", "Write a space for it.")
    texts = distinct([{"id": report.text_id, "text": report.text} for report in reports])
    new = add_missing(connection, schema.texts, texts)
    index_texts(connection, [(id_, str(texts[id_]["text"])) for id_ in sorted(new)])
    add_missing(connection, schema.reports, distinct([report_row(report) for report in reports]))
    return coverage.relate(connection, reports)


def claims_of(connection: Connection, report_ids: Iterable[str]) -> set[str]:
    """Give the current claims of reports."""
    claims = schema.claims
    found: set[str] = set()
    for ids in chunks(sorted(report_ids)):
        found.update(connection.execute(select(claims.c.id).where(claims.c.report_id.in_(ids))).scalars())
    return found


def _supersede(connection: Connection, report_ids: Sequence[str], chronicle: Chronicle) -> Left:
    """Move the current claims of reports to the superseded ones; give what they leave behind."""
    claims, runs = schema.claims, schema.runs
    before: list[Kept] = []
    for ids in chunks(report_ids):
        connection.execute(delete(schema.set_aside).where(schema.set_aside.c.report_id.in_(ids)))
        before += kept_of(connection, ids)
        connection.execute(update(runs).where(runs.c.report_id.in_(ids)).values(current=False))
    if not before:
        return Left()
    left = forget(connection, before, chronicle, "coded anew")
    for ids in chunks(sorted({one.evidence.claim.report_id for one in before})):
        moved = select(claims.c.run, claims.c.id, claims.c.body).where(claims.c.report_id.in_(ids))
        connection.execute(insert(schema.superseded).from_select(["run", "id", "body"], moved))
        connection.execute(delete(claims).where(claims.c.report_id.in_(ids)))
    return left


def _add_claims(connection: Connection, additions: Sequence[Addition], origin: Origin) -> list[Kept]:
    run = last_run(connection)
    seq = connection.execute(select(func.coalesce(func.max(schema.claims.c.seq), 0))).scalar_one()
    runs: list[Row] = []
    rows: list[Row] = []
    kept: list[Kept] = []
    for run_id, addition in enumerate(additions, start=run + 1):
        report = addition.report
        runs.append(_run_row(run_id, report.id, origin))
        for claim in addition.claims:
            evidence = evidence_of(report, claim)
            kept.append(Kept(seq + len(kept) + 1, evidence, report))
            rows.append(claim_row(claim, seq=kept[-1].seq, run=run_id, published=evidence.published))
    for table, some in ((schema.runs, runs), (schema.claims, rows)):
        if some:
            connection.execute(insert(table), some)
    return kept


def _run_row(id_: int, report_id: str, origin: Origin) -> Row:
    return {"id": id_, "report_id": report_id, "coder": origin.coder, "version": origin.version, "current": True}
