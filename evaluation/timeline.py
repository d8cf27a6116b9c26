"""Scores the key days of stories: dated reports and gold timelines enter, how many of their days are found leaves.

Two layouts are known. A folder with `timelines.jsonl` is of Timeline17: `data.jsonl` has `topic`, `date` and `text`,
`timelines.jsonl` the `entries` of each timeline. All articles of a subject (the topic up to its first underscore) are
read together, at most 200 of them, evenly by date. Each timeline is scored between its first and last day.

Any other `data.jsonl` is of a news digest with `id`, `date`, `story` (headings), `text` and `sources`. Twelve conflicts
are chosen by rule: of each heading with a word for conflict, the longest run of days without a gap of more than a
month; no more than half of its days may have an item; no two of the same names; and of these the twelve with most days.
The gold days of a conflict are those on which an item stands under its heading.

What is read are the items of the digest, whatever their heading, whose text names the actors that the heading names;
those that name only some of them count half. So that no day is found from what was published on it, no report of a day
counts for it, and none of an outlet that the gold items of the day cite. What is left out must not tell which days are
gold. So for a day that is not gold, the outlets are left out that the gold items of another day cite: the nearest that is
more than a week away. What was published on that other day still counts, as nothing of the like is left out for a gold
day.

The system and the base lines see the same reports under the same rule and give as many days as the gold has. The base
lines are the days with most reports (of the day, or, where that may not count, of the days before and after), once of
all reports and once of those that name all actors, and the days that most reports name; `baseline_f1` is the best of
them. As days are given in the number of the gold ones, precision, recall and F1 are equal unless reports name too few
days. The weights of days were set on every second story, on stories that are too small to be among the twelve, and on
every second timeline; the figures that begin with `untuned` are over the others.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from dateline.archive.names import names_in
from dateline.code import load_coder
from dateline.ground.who import ActorBook
from dateline.model import Claim, Published, Report
from dateline.read import make_report
from dateline.weave.stories import Telling, key_days, tellings_of

T = TypeVar("T")

STORIES = 12
GAP_DAYS = 30
WEEK = 7
MOST_ARTICLES = 200

# What a report is of a story that names some of its actors only; set on every second story.
_IN_PART = 0.5

_CONFLICT = re.compile(
    r"\b(?:wars?|conflicts?|insurgency|uprising|revolution|invasion|intervention|offensive|clashes|unrest|protests"
    r"|rebellion|hostilities)\b",
    re.IGNORECASE,
)
_YEARS = re.compile(r"\s*\([^)]*\)")

Counts = Callable[[Telling, dt.date], bool]


class Item(msgspec.Struct, frozen=True):
    """One item of a digest."""

    id: str
    date: dt.date
    text: str
    story: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Article(msgspec.Struct, frozen=True):
    """One article of a topic."""

    id: str
    topic: str
    date: dt.date
    text: str


class Entry(msgspec.Struct, frozen=True):
    """One day of a gold timeline."""

    date: dt.date


class Timeline(msgspec.Struct, frozen=True):
    """One gold timeline of a topic."""

    topic: str
    timeline: int
    entries: tuple[Entry, ...]


class Read(msgspec.Struct, frozen=True):
    """A report that is read for a story, its outlet, and how much it is of the story."""

    report: Report
    outlet: str
    share: float = 1.0


class Bar(msgspec.Struct, frozen=True):
    """The outlets that may not count for a day, but for what they published on the `spared` one."""

    outlets: frozenset[str]
    spared: dt.date

    def holds(self, outlet: str, published: dt.date | None) -> bool:
        """Tell whether what an outlet published may not count."""
        return outlet in self.outlets and published != self.spared


class Case(msgspec.Struct, frozen=True):
    """One story to be scored: its gold days, and the reports that are read for it.

    `barred` gives what may not count for a day; None where the reports of the day itself may count.
    """

    name: str
    gold: frozenset[dt.date]
    reports: tuple[Read, ...]
    barred: Callable[[dt.date], Bar] | None = None

    def days(self) -> list[dt.date]:
        """Give all days from the first gold one to the last."""
        first, last = min(self.gold), max(self.gold)
        return [first + dt.timedelta(number) for number in range((last - first).days + 1)]


class Scored(msgspec.Struct, frozen=True):
    """How many of the gold days were found: by the system, by most reports, by most of the surest, by most mentions."""

    name: str
    gold: int
    given: int
    right: int
    reported: int
    sure: int
    named: int


def score(path: Path) -> dict[str, float]:
    """Score all stories of a folder, and each of them."""
    folder = path if path.is_dir() else path.parent
    cases = list(_of_topics(folder) if (folder / "timelines.jsonl").exists() else _of_digest(folder / "data.jsonl"))
    claims = _coded({read.report.id: read.report for case in cases for read in case.reports})
    rows = [_scored(case, claims) for case in cases]
    figures = _means(rows) | {f"untuned_{key}": value for key, value in _means(rows[1::2]).items()}
    return figures | {f"{row.name}: {key}": value for row in rows for key, value in _row(row).items()}


def _means(rows: Sequence[Scored]) -> dict[str, float]:
    each = [_row(row) for row in rows]
    means = {key: sum(row[key] for row in each) / len(each) for key in each[0]} if each else {}
    best = max((value for key, value in means.items() if key.startswith("most_")), default=0.0)
    return {**{key: round(value, 4) for key, value in means.items()}, "baseline_f1": round(best, 4)}


def _row(row: Scored) -> dict[str, float]:
    precision, recall = row.right / max(row.given, 1), row.right / row.gold
    return {
        "date_f1": round(2 * row.right / (row.given + row.gold), 4),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "most_reported_f1": round(row.reported / row.gold, 4),
        "most_reported_surely_f1": round(row.sure / row.gold, 4),
        "most_named_f1": round(row.named / row.gold, 4),
        "days": float(row.gold),
    }


def _coded(reports: Mapping[str, Report]) -> dict[str, tuple[Claim, ...]]:
    """Code each report once."""
    coded = load_coder().code_batch(reports[id_] for id_ in sorted(reports))
    return {one.report.id: tuple(one.claims) for one in coded}


def _scored(case: Case, claims: Mapping[str, Sequence[Claim]]) -> Scored:
    outlets = {read.report.text_id: read.outlet for read in case.reports}

    def counts(telling: Telling, day: dt.date) -> bool:
        if case.barred is None:
            return True
        return telling.published != day and not case.barred(day).holds(outlets[telling.family], telling.published)

    tellings = [
        telling for read in case.reports for telling in tellings_of(read.report, claims[read.report.id], read.share)
    ]
    sure = [telling for telling in tellings if telling.share == 1]
    number, days = len(case.gold), case.days()
    given = [found.day for found in key_days(tellings, days, counts) if found.weight > 0][:number]
    lines = (_published(case, tellings, counts), _published(case, sure, counts), _named(sure, counts))
    found = [len(case.gold.intersection(_most(days, line, number))) for line in lines]
    return Scored(case.name, number, len(given), len(case.gold.intersection(given)), *found)


def _most(days: Iterable[dt.date], number_of: Callable[[dt.date], int], number: int) -> list[dt.date]:
    """Give the days with most, of equals the earliest."""
    return sorted(days, key=lambda day: (-number_of(day), day))[:number]


def _published(case: Case, tellings: Iterable[Telling], counts: Counts) -> Callable[[dt.date], int]:
    """Count the reports of a day, or, where these may not count, of the days before and after it."""
    by_day: dict[dt.date, set[Telling]] = defaultdict(set)
    for one in tellings:
        if one.published is not None:
            by_day[one.published].add(Telling(one.family, one.published, None))
    around = (0,) if case.barred is None else (-1, 1)

    def number_of(day: dt.date) -> int:
        near = (one for apart in around for one in by_day.get(day + dt.timedelta(apart), ()))
        return sum(counts(one, day) for one in near)

    return number_of


def _named(tellings: Iterable[Telling], counts: Counts) -> Callable[[dt.date], int]:
    by_day: dict[dt.date, set[Telling]] = defaultdict(set)
    for one in tellings:
        if one.day is not None:
            by_day[one.day].add(one)
    return lambda day: sum(counts(one, day) for one in by_day.get(day, ()))


def _of_topics(folder: Path) -> Iterator[Case]:
    by_subject: dict[str, dict[str, Article]] = defaultdict(dict)
    for article in _lines(folder / "data.jsonl", Article):
        by_subject[_subject(article.topic)].setdefault(article.text, article)
    reports = {subject: _articles(sorted(some.values(), key=_when)) for subject, some in by_subject.items()}
    for timeline in _lines(folder / "timelines.jsonl", Timeline):
        gold = frozenset(entry.date for entry in timeline.entries)
        if gold and _subject(timeline.topic) in reports:
            yield Case(f"{timeline.topic} {timeline.timeline}", gold, reports[_subject(timeline.topic)])


def _subject(topic: str) -> str:
    return topic.partition("_")[0]


def _when(article: Article) -> tuple[dt.date, str]:
    return article.date, article.id


def _articles(articles: Sequence[Article]) -> tuple[Read, ...]:
    number = min(len(articles), MOST_ARTICLES)
    even = (articles[at * len(articles) // number] for at in range(number))
    made = (Read(make_report(title="", body=one.text, published=Published(one.date)), one.topic) for one in even)
    return tuple({read.report.text_id: read for read in made}.values())


def _of_digest(path: Path) -> Iterator[Case]:
    items = list(_lines(path, Item))
    under: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for heading in {_folded(heading) for heading in item.story if _CONFLICT.search(heading)}:
            under[heading].append(item)
    book = {item.id: _actors(item.text) for item in items}
    for heading, names, run in _chosen(under, _headings(items)):
        first, last = run[0] - dt.timedelta(GAP_DAYS), run[-1] + dt.timedelta(GAP_DAYS)
        near = [item for item in items if first <= item.date <= last and names & book[item.id]]
        made = (_read(item, 1.0 if names <= book[item.id] else _IN_PART) for item in near)
        reports = {read.report.text_id: read for read in made}
        yield Case(heading, frozenset(run), tuple(reports.values()), _barred(under[heading], run))


def _read(item: Item, share: float) -> Read:
    report = make_report(title="", body=item.text, published=Published(item.date))
    return Read(report, item.sources[0] if item.sources else "", share)


def _headings(items: Iterable[Item]) -> dict[str, str]:
    """Give the first spelling of each heading."""
    found: dict[str, str] = {}
    for item in items:
        for heading in item.story:
            found.setdefault(_folded(heading), heading)
    return found


def _folded(heading: str) -> str:
    return _YEARS.sub("", heading).casefold().strip()


def _chosen(
    under: Mapping[str, Sequence[Item]], spelt: Mapping[str, str]
) -> Iterator[tuple[str, frozenset[str], list[dt.date]]]:
    runs = {heading: _longest({item.date for item in items}) for heading, items in under.items()}
    met: set[frozenset[str]] = set()
    for heading, run in sorted(runs.items(), key=lambda one: (-len(one[1]), one[0])):
        names = frozenset(meant for _, meant in names_in(spelt[heading]))
        sparse = 2 * len(run) <= (run[-1] - run[0]).days + 1
        if names and names not in met and sparse and len(met) < STORIES:
            met.add(names)
            yield heading, names, run


def _longest(days: Iterable[dt.date]) -> list[dt.date]:
    """Give the run with most days that has no long gap; of equals the last."""
    runs: list[list[dt.date]] = []
    for day in sorted(days):
        if runs and (day - runs[-1][-1]).days <= GAP_DAYS:
            runs[-1].append(day)
        else:
            runs.append([day])
    return max(runs, key=lambda run: (len(run), run[0]))


def _actors(text: str) -> frozenset[str]:
    """Give the countries and identities that a text names, those of people and groups of a country among them."""
    entries = (
        alias.entry
        for named in ActorBook.shipped().find_actors(text)
        for alias in named.aliases
        if alias.form != "surname"
    )
    return frozenset(name for entry in entries for name in (entry.country, entry.id) if name)


def _barred(items: Iterable[Item], run: Sequence[dt.date]) -> Callable[[dt.date], Bar]:
    cited: dict[dt.date, set[str]] = defaultdict(set)
    for item in items:
        cited[item.date].update(item.sources)
    gold = set(run)

    @functools.cache
    def barred(day: dt.date) -> Bar:
        far = [other for other in run if abs((other - day).days) > WEEK]
        nearest = min(far, key=lambda other: (abs((other - day).days), other), default=None)
        like = day if day in gold or nearest is None else nearest
        return Bar(frozenset(cited[like]), like)

    return barred


def _lines(path: Path, of: type[T]) -> Iterator[T]:
    with path.open("rb") as lines:
        for line in lines:
            yield msgspec.json.decode(line, type=of)
