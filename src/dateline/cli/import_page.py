"""What became of each thing enters, one self-contained page for people leaves: nothing in it runs, nothing is fetched."""

from __future__ import annotations

import html
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.cli.fates import OUTCOMES, Fate, Outcome
from dateline.cli.render import counted, plain, source_words
from dateline.cli.sums import Row, Sums
from dateline.cli.tally import Group, Summary, Tally
from dateline.export import whole_file
from dateline.model import Source

if TYPE_CHECKING:
    from dateline.read import Notes

STYLE = Path(__file__).with_suffix(".css")

EVERY = 2.0
"""Seconds between two states of the page on disk: a killed run loses no more of it, and writing it costs nothing."""

MOST = 40
"""Paths and maps of columns that are shown."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What the page may load: its own style and nothing else."""


class Page:
    """A page that takes the place of the one before whole, now and then while the run goes on and when it ends.

    It holds sums and a few examples, so it stays small however many reports there are.
    """

    def __init__(self, path: Path, paths: Sequence[str], notes: Notes, tally: Tally) -> None:
        self._path = path
        self._paths = paths
        self._notes = notes
        self._tally = tally
        self._sums = Sums()
        self._due = 0.0
        # At once, so that a page that cannot be written is told before hours of coding.
        self.settle()

    def add(self, fate: Fate) -> None:
        """Count what became of one thing."""
        self._sums.add(fate)

    def settle(self) -> None:
        """Write the page as it stands, where the last one is old enough."""
        if time.monotonic() >= self._due:
            self._write(self._tally.summary(interrupted=False), "going")
            self._due = time.monotonic() + EVERY

    def close(self, summary: Summary | None) -> None:
        """Write the page for good."""
        if summary is None:
            self._write(self._tally.summary(interrupted=False), "failed")
        else:
            self._write(summary, "stopped" if summary.interrupted else "ended")

    def _write(self, summary: Summary, state: str) -> None:
        page = "".join(_page(self._sums, summary, self._paths, self._notes.columns, state))
        with whole_file(self._path) as stream:
            stream.write(page.encode("utf-8", "replace"))


_STATES = {
    "going": "This run was going on when the page was written. If it goes on no more, it was killed: what it coded is "
    "kept, and the same command goes on where it was.",
    "failed": "This run failed before its end: its last line on the terminal says why. What it coded is kept, and the "
    "same command goes on where it was.",
    "stopped": "This run was stopped before its end. What it coded is kept, and the same command goes on where it was.",
}


def _page(
    sums: Sums, summary: Summary, paths: Sequence[str], columns: dict[str, dict[str, str]], state: str
) -> Iterator[str]:
    yield (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Import report</title><style>{STYLE.read_text(encoding='utf-8')}</style></head><body><main>\n"
    )
    yield from _head(summary, paths)
    if state in _STATES:
        yield f'<p class="state" role="status">{_STATES[state]}</p>\n'
    yield from _bars(sums)
    yield from _reasons("What could not be read", summary.rejected, "")
    yield from _reasons("What is kept and not coded", summary.set_aside, " kept")
    if summary.rejected or summary.set_aside:
        yield (
            '<p class="soft">All of them: <code>dateline rejects</code>. Once the cause is mended, '
            "<code>dateline retry</code> reads and codes them again.</p>\n"
        )
    yield from _table("By form", "form", sums.forms.rows())
    yield from _by_place(sums.places.rows())
    yield from _table("By language", "language", sums.languages.rows())
    yield from _mends(sums)
    yield from _doubts(sums)
    yield from _columns(columns)
    yield "</main></body></html>\n"


def _head(summary: Summary, paths: Sequence[str]) -> Iterator[str]:
    rejected = _total(summary.rejected)
    said = f"{counted(summary.read, 'report')} read, {counted(summary.claims, 'claim')} found now"
    missing = f"; {rejected:,} {'thing' if rejected == 1 else 'things'} could not be read" if rejected else ""
    yield f"<h1>Import report</h1>\n<p>{said}{missing}.</p>\n"
    if summary.mended:
        what = "entry" if summary.mended == 1 else "entries"
        yield f"<p>{summary.mended:,} {what} of earlier runs no longer listed: read well now, or moved.</p>\n"
    if paths:
        more = f" and {len(paths) - MOST:,} more" if len(paths) > MOST else ""
        yield f'<p class="soft">Read from {", ".join(_path_words(path) for path in paths[:MOST])}{more}</p>\n'


def _bars(sums: Sums) -> Iterator[str]:
    most = max(sums.outcomes.values(), default=0)
    yield '<section class="bars" aria-label="Outcomes">\n'
    for outcome, words in OUTCOMES.items():
        count = sums.outcomes[outcome]
        if outcome == "waiting" and not count:
            continue
        fill = f'<i class="fill {outcome}" style="width:{100 * count / most:.2f}%"></i>' if count else ""
        yield f'<div class="bar"><span>{words}</span><b>{count:,}</b><div class="track">{fill}</div></div>\n'
    yield "</section>\n"


def _reasons(title: str, groups: Sequence[Group], kind: str) -> Iterator[str]:
    if not groups:
        return
    yield f'<h2>{title}</h2>\n<div class="reasons">\n'
    for group in sorted(groups, key=lambda group: (-group.count, group.reason)):
        yield f'<article class="reason{kind}"><header><h3>{_text(group.reason)}</h3><b>{group.count:,}</b></header>'
        yield f"<p>{_prose(group.examples[0].mend)}</p><ul>"
        for one in group.examples:
            yield f'<li>{_path_words(source_words(one.source))}<br><span class="soft">{_text(one.detail)}</span></li>'
        if (more := group.count - len(group.examples)) > 0:
            yield f'<li class="soft">and {more:,} more</li>'
        yield "</ul></article>\n"
    yield "</div>\n"


def _by_place(rows: Sequence[Row]) -> Iterator[str]:
    """Lay the places out; the folder that all of them lie in is said once."""
    above = _common([row.name for row in rows])
    if above:
        rows = [Row(row.name.removeprefix(above), row.files, row.outcomes) for row in rows]
    yield from _table(
        "By place", "file or folder", rows, f"<p>in {_path_words(above)}</p>" if above else "", paths=True
    )


def _common(names: Sequence[str]) -> str:
    """Give the folder, with its last separator, in which all paths lie; empty where there is none."""
    if len(names) < 2 or not all(map(os.path.isabs, names)):
        return ""
    try:
        folder = os.path.commonpath([os.path.dirname(name) for name in names])  # noqa: PTH120 - of text
    except ValueError:  # on two drives
        return ""
    return folder if folder.endswith(os.sep) else f"{folder}{os.sep}"


def _table(title: str, first: str, rows: Sequence[Row], note: str = "", *, paths: bool = False) -> Iterator[str]:
    if not rows:
        return
    used = [outcome for outcome in OUTCOMES if any(row.outcomes[outcome] for row in rows)]
    files = any(row.files > 1 for row in rows)
    yield f"<h2>{title}</h2>\n{note}<table><thead><tr><th scope='col'>{first}</th><th></th>"
    yield "<th class='number' scope='col'>files</th>" if files else ""
    yield "".join(f"<th class='number' scope='col'>{OUTCOMES[outcome]}</th>" for outcome in used)
    yield "</tr></thead><tbody>\n"
    for row in rows:
        name = _path_words(row.name) if paths else _text(row.name)
        yield f"<tr><td>{name}</td><td class='mixed'>{_mix(row, used)}</td>"
        yield _number(row.files, "files") if files else ""
        yield "".join(_number(row.outcomes[outcome], OUTCOMES[outcome]) for outcome in used)
        yield "</tr>\n"
    yield "</tbody></table>\n"


def _mix(row: Row, used: Iterable[Outcome]) -> str:
    parts = ((outcome, row.outcomes[outcome]) for outcome in used)
    fills = (f"<i class='{outcome}' style='flex:{count}'></i>" for outcome, count in parts if count)
    return f"<div class='mix'>{''.join(fills)}</div>"


def _number(count: int, title: str) -> str:
    zero = "" if count else " zero"
    return f"<td class='number{zero}' data-title='{title}'>{count:,}</td>"


def _mends(sums: Sums) -> Iterator[str]:
    rows = list(sums.ranked_mends())
    if rows:
        yield "<h2>Mended in texts</h2>\n<table><thead><tr><th>what</th><th>from</th><th class='number'>reports</th></tr>"
        yield "</thead><tbody>\n"
        for kind, what, count in rows:
            yield f"<tr><td>{_text(kind)}</td><td>{_text(what)}</td>{_number(count, 'reports')}</tr>\n"
        yield "</tbody></table>\n"


def _doubts(sums: Sums) -> Iterator[str]:
    if not sums.doubts:
        return
    yield "<h2>Publication dates that cannot be right</h2>\n<p>They are kept beside the report and not used.</p>\n"
    yield '<div class="reasons">\n'
    for why, doubt in sorted(sums.doubts.items(), key=lambda item: (-item[1].count, item[0])):
        yield f'<article class="reason kept"><header><h3>{_text(why)}</h3><b>{doubt.count:,}</b></header><ul>'
        yield "".join(f"<li>{_text(day)}: {_where(source)}</li>" for day, source in doubt.first)
        if (more := doubt.count - len(doubt.first)) > 0:
            yield f'<li class="soft">and {more:,} more</li>'
        yield "</ul></article>\n"
    yield "</div>\n"


def _columns(columns: dict[str, dict[str, str]]) -> Iterator[str]:
    if not columns:
        return
    yield "<h2>Columns that tables were read by</h2>\n<ul>\n"
    for by_field in list(columns.values())[:MOST]:
        pairs = ", ".join(f"{_text(field)} from “{_text(column)}”" for field, column in by_field.items())
        yield f"<li>{pairs}</li>\n"
    yield f"<li class='soft'>and {len(columns) - MOST:,} more</li>\n" if len(columns) > MOST else ""
    yield "</ul>\n"


def _where(source: Source) -> str:
    return _path_words(source_words(source))


def _path_words(path: str) -> str:
    return f'<bdi class="path">{_text(path)}</bdi>'


def _text(words: str) -> str:
    """Give words as text of the page, whatever stands in them."""
    return html.escape(plain(words))


def _prose(words: str) -> str:
    """Give words of our own, in which `this` is code."""
    return re.sub("`([^`]+)`", r"<code>\1</code>", _text(words))


def _total(groups: Iterable[Group]) -> int:
    return sum(group.count for group in groups)
