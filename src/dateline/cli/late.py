"""Names of stages enter, the stages leave: the one place where a command imports what is slow to import.

`dateline --help` must answer at once; the inference engine, the page reader and the database layer take longer to
import than that. So commands reach these stages through here, and they are imported when they are first used.
"""
# ruff: noqa: PLC0415 - this module exists to import late

from __future__ import annotations

import contextlib
import datetime as dt
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.cli.errors import UserError, usage
from dateline.cli.explanation import Coding
from dateline.export import ClaimLine, Written, line_of
from dateline.model import Actor, Claim, Event, Place, Published, Rejected, Report, Resolution, Source, Span, When

if TYPE_CHECKING:
    from dateline.archive import Archive, Query, ReportSearch, Told, Tombstone, Uncoded
    from dateline.cli.filters import Filters
    from dateline.cli.moved import Marks
    from dateline.code.coder import Coder
    from dateline.compare import Comparison
    from dateline.read import Notes

REINSTALL = "python -m pip install --force-reinstall --no-deps dateline"
"""What brings back a file of the package that is missing or damaged."""


def read(
    paths: Sequence[str],
    notes: Notes | None = None,
    *,
    columns: Mapping[str, str] | None = None,
    remembered: Mapping[str, Mapping[str, str]] | None = None,
    private: bool = False,
) -> Iterator[Report | Rejected]:
    """Read files, folders and (`-`) the standard input; what is learnt on the way is written into `notes`.

    `columns` are those that the user gives for tables, `remembered` those that earlier runs read by. Pages are
    fetched from hosts of the public internet only, unless `private`.
    No report is dated later than today.
    """
    import dateline.read

    today = dt.datetime.now(dt.UTC).date()
    options = dateline.read.Options(columns=columns or {}, remembered=remembered or {}, private=private, today=today)
    return dateline.read.read(paths, stdin=sys.stdin.buffer, options=options, notes=notes)


def notes() -> Notes:
    """Give notes in which nothing stands yet."""
    import dateline.read

    return dateline.read.Notes()


def is_url(path: str) -> bool:
    """Tell whether a path is an address of a page."""
    import dateline.read

    return dateline.read.is_url(path)


def on_disk(path: str) -> Path:
    """Give the path of the file of which a report or reject says where it was read."""
    from dateline.read.files import on_disk

    return on_disk(path)


def is_gone(path: str) -> bool:
    """Tell whether nothing lies any more where something was read."""
    try:
        on_disk(path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        # It cannot be looked at, which is no proof.
        return False
    return False


def uncoded(item: Report | Rejected, why: Rejected, marks: Marks) -> Uncoded:
    """Give what the archive keeps of something that is not coded."""
    from dateline.archive import Uncoded

    return Uncoded(why, item) if isinstance(item, Report) else Uncoded(why, mark=marks.of(why.source.path))


def gone(source: Source, detail: str) -> Rejected:
    """Say that what could not be read is not there to be read again."""
    from dateline.read.rejects import rejected

    return rejected("gone", source, detail)


def forgotten(report: Report, stone: Tombstone) -> Rejected:
    """Say that a report is not taken because it was forgotten."""
    from dateline.read.rejects import rejected

    return rejected("forgotten", report.source or Source(report.name), stone.told)


def fields() -> tuple[str, ...]:
    """Give what a column of a table can hold."""
    from dateline.read.fields import FIELDS

    return FIELDS


def codable(report: Report) -> Rejected | None:
    """Tell why a report is not coded, or None where it is."""
    import dateline.read

    return dateline.read.codable(report)


def load_coder(name: str) -> Coder:
    """Load a coder by the name of its entry point.

    Raises:
        UserError: There is none of that name, or what it needs is missing or damaged.
    """
    import dateline.code

    try:
        with _shipped():
            return dateline.code.load_coder(name)
    except dateline.code.UnknownCoderError as error:
        raise usage(str(error), "choose one of these with --coder") from error
    except dateline.code.CoderError as error:
        raise UserError(error.what, error.mend) from error


@contextlib.contextmanager
def _shipped() -> Iterator[None]:
    """Use files that ship with the package.

    Raises:
        UserError: One is missing or damaged.
    """
    from dateline.ground.where.store import GazetteerError
    from dateline.ground.who import BookError
    from dateline.mark import ModelError

    try:
        yield
    except (ModelError, GazetteerError, BookError) as error:
        raise UserError(str(error).partition(" (")[0], "dateline doctor says what is missing") from error


def is_database(address: str) -> bool:
    """Tell whether an archive is named by the address of a database, and not by the path of a file."""
    from dateline.archive import is_database

    return is_database(address)


def address_to_print(address: str) -> str:
    """Give the address of a database without its password, and the path of a file from the root.

    Raises:
        UserError: It cannot be read.
    """
    from dateline.archive import ArchiveError
    from dateline.archive.address import Database, address_of

    try:
        found = address_of(address)
    except ArchiveError as error:
        raise UserError(error.message, error.mend) from error
    return found.without_password() if isinstance(found, Database) else str(found.absolute())


@contextlib.contextmanager
def archive(
    address: str, *, create: bool = False, write: bool = False, seconds: float | None = None
) -> Iterator[Archive]:
    """Open the archive at a path or address: to read, to `write`, or to write and `create` it where there is none.

    A question that takes longer than `seconds` is broken off.

    Raises:
        UserError: It is not there, is no archive, or fails while it is used.
    """
    from dateline.archive import Archive, ArchiveError

    try:
        with Archive.open(address, create=create, read_only=not (create or write), seconds=seconds) as opened:
            yield opened
    except ArchiveError as error:
        raise UserError(error.message, error.mend) from error


def restored(backup: Path, address: str, *, replace: bool) -> str | None:
    """Make the archive at an address what a backup says; give where that lies now which it replaced.

    Raises:
        UserError: the backup is none or is damaged, or there is an archive already and it is not to be replaced.
    """
    from dateline.archive import Archive, ArchiveError

    try:
        return Archive.restore(backup, address, replace=replace)
    except ArchiveError as error:
        raise UserError(error.message, error.mend) from error


def look_up(archive: Archive, id_: str) -> Event | ClaimLine | Report:
    """Find what an id, its beginning or a report's name means: an event, else a claim, else a report.

    An id that an event ever had means the event, though it is also the id of one of its claims.

    Raises:
        ArchiveError: Nothing or more than one thing is meant; for an id of nothing the error is the report's.
    """
    from dateline.archive.errors import NotFound

    event = None
    with contextlib.suppress(NotFound):
        event = archive.event(id_)
        if archive.names_event(id_):
            return event
    with contextlib.suppress(NotFound):
        return line_of(archive.claim(id_))
    return event or archive.report(id_)


def country_of(name: str) -> str | None:
    """Give the ISO 3166-1 alpha-3 code of the country with this code or name, or None."""
    from dateline.archive.names import country_of

    return country_of(name)


def undated_left_out(filters: Filters, count: Callable[[Query], int]) -> int:
    """Count what states no date, may lie in the days asked for, and is left out because it may also lie elsewhere."""
    asked = query(filters)
    if (asked.since is None and asked.until is None) or asked.undated != "within":
        return 0
    return count(msgspec.structs.replace(asked, undated="touching")) - count(asked)


def query(filters: Filters) -> Query:
    """Give the archive's form of the filters."""
    from dateline.archive import Query

    return Query(**msgspec.structs.asdict(filters))


def report_search(**fields: object) -> ReportSearch:
    """Give the archive's form of a search for reports."""
    from dateline.archive import ReportSearch

    return msgspec.convert(fields, ReportSearch)


def undated_reports_left_out(asked: ReportSearch, count: Callable[[ReportSearch], int]) -> int:
    """Count the reports without a publication day that a search for days leaves out."""
    if (asked.since is None and asked.until is None) or asked.undated:
        return 0
    return count(msgspec.structs.replace(asked, undated=True)) - count(asked)


def query_of_report(report_id: str) -> Query:
    """Give the question for all claims of a report."""
    from dateline.archive import Query

    return Query(report=report_id)


def write_parquet(folder: Path, told: Iterable[Told]) -> Written:
    """Write events as tables that join, into a folder.

    Raises:
        UserError: The library is not installed, or the folder cannot be written.
    """
    from dateline.export.missing import LibraryMissingError
    from dateline.export.parquet import write_parquet

    try:
        return write_parquet(folder, told)
    except LibraryMissingError as error:
        raise UserError(error.what, error.mend) from error
    except OSError as error:
        raise UserError(
            f"cannot write {folder}: {error.strerror}", "name a folder that is new or holds such tables"
        ) from error


def compare(archive: Archive, table: Path, form: str | None) -> Comparison:
    """Compare a table of another data set with the archive.

    Raises:
        UserError: The table cannot be read, or is of none of the known data sets.
    """
    from dateline.compare import TableForm, UnknownTableError, compare

    try:
        return compare(archive, table, msgspec.convert(form, TableForm | None))
    except UnknownTableError as error:
        raise UserError(error.what, error.mend) from error
    except UnicodeDecodeError as error:
        raise UserError(f"{table} is not in UTF-8", "save it anew as UTF-8") from error
    except OSError as error:
        raise UserError(f"cannot read {table}: {error.strerror}", "name a file that you may read") from error


def sentences_of(report: Report) -> tuple[Span, ...]:
    """Give the sentences of a report's story."""
    from dateline.mark import sentences
    from dateline.read import story_spans

    return tuple(sentences(report.text, story_spans(report)))


def coding_of(report: Report, claim: Claim, joined: Container[str]) -> Coding:
    """Ask the installed encoder what it weighs for a claim, where it is the coder that made it; else say why not."""
    from dateline.code.again import installed, weighed

    made = claim.origin
    if made.coder != "encoder":
        return Coding(origin=made, weighed=None, note="what else this coder weighed is not kept")
    try:
        with _shipped():
            here = installed()
            if here != made:
                note = f"{here.coder} {here.version} is installed and may choose otherwise, so it was not asked again"
                return Coding(origin=made, weighed=None, note=f"choices are told as this version kept them; {note}")
            found = weighed(report, claim, joined)
    except UserError as error:
        return Coding(origin=made, weighed=None, note=f"what else it weighed is not known: {error}")
    if found is None:
        return Coding(origin=made, weighed=None, note="coded again the report does not give this claim")
    return Coding(
        origin=made, weighed=found, note="the version that is installed; probabilities of labels and roles are its own"
    )


def actor_of(phrase: str, day: dt.date | None) -> Resolution[Actor]:
    """Say who a phrase means in a report of that day that tells nothing else."""
    from dateline.ground.who import ActorContext, resolve_actor

    with _shipped():
        return resolve_actor(phrase, context=ActorContext(day=day))


def place_of(phrase: str) -> Resolution[Place]:
    """Say which place a phrase means in a report that tells nothing else."""
    from dateline.ground.where import resolve_place

    with _shipped():
        return resolve_place(phrase)


def time_of(phrase: str, day: dt.date | None) -> Resolution[When]:
    """Say when a phrase means in a report of that day that tells nothing else."""
    from dateline.ground.when import resolve_time

    return resolve_time(phrase, published=Published(day) if day else None)


def model() -> tuple[str, int]:
    """Give the version of the model that ships with the package and its bytes, once its checksums are verified.

    Raises:
        UserError: A file is missing or damaged.
    """
    from dateline.mark import ModelError
    from dateline.mark.marker import check_folder, default_folder

    folder = default_folder()
    try:
        manifest = check_folder(folder)
    except ModelError as error:
        # Its message has a mend of its own in brackets.
        raise UserError(str(error).partition(" (")[0], REINSTALL) from error
    return manifest.version, sum((folder / name).stat().st_size for name in manifest.files)


def gazetteer() -> tuple[int, int]:
    """Give how many places the shipped gazetteer has and its bytes, once its checksum is verified.

    Raises:
        UserError: The file is missing, damaged or of another format.
    """
    from dateline.ground.where.gazetteer import SHIPPED, Gazetteer
    from dateline.ground.where.store import GazetteerError

    try:
        return len(Gazetteer(SHIPPED)), SHIPPED.stat().st_size
    except GazetteerError as error:
        raise UserError(str(error), REINSTALL) from error


def actor_book() -> int:
    """Give how many entries the shipped actor book has.

    Raises:
        UserError: A file of it is missing or has a faulty line.
    """
    from dateline.ground.who import ActorBook, BookError

    try:
        return len(ActorBook.shipped().entries)
    except BookError as error:
        raise UserError(str(error), REINSTALL) from error
    except OSError as error:
        raise UserError(f"{error.filename}: {error.strerror}", REINSTALL) from error


def same_event_weights() -> tuple[int, int]:
    """Give how many features the shipped weights of a same event have and how many levels, once the checksum is verified.

    Raises:
        UserError: The file is missing or damaged.
    """
    from dateline.weave.weights import WeightsError, weights

    try:
        levels = weights().levels
    except WeightsError as error:
        raise UserError(str(error).partition(";")[0], REINSTALL) from error
    return len(levels), sum(map(len, levels.values()))


def rarity() -> tuple[int, int]:
    """Give how many words the shipped table of rarities has and of how many texts, once the checksum is verified.

    Raises:
        UserError: The file is missing or damaged.
    """
    from dateline.weave.reports.rarity import RarityError, table

    try:
        shipped = table()
    except RarityError as error:
        raise UserError(str(error).partition(";")[0], REINSTALL) from error
    return len(shipped.rarity), shipped.texts
