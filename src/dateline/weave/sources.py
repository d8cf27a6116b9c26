"""The claims of one event enter, who stands behind each of them leaves: independent sources, voices, later versions."""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Self, TypeVar

from dateline.model import Claim
from dateline.weave.evidence import Evidence
from dateline.weave.words import folded

V = TypeVar("V")
H = TypeVar("H", bound=Hashable)


class Sources:
    """What is said of one event and by whom, in the order of telling: `told`, and of that `current`.

    Prints of one text are one source, an agency's texts too, whoever prints them. A report that a later version
    replaces is no source, and what it says stands only where the later version is silent.
    """

    def __init__(self, told: Iterable[Evidence]) -> None:
        """Put claims in order and find the source of each."""
        self.told: Sequence[Evidence] = sorted(told, key=_first_told)
        # Where only replaced versions tell of an event, there is nothing else to go by.
        self.current: Sequence[Evidence] = [e for e in self.told if e.replaced_by is None] or self.told
        self._later = {e.claim.report_id: e.replaced_by for e in self.told if e.replaced_by is not None}
        self._by_family = _by_family(self.current)
        self._first = _first_days(self.told)
        self._counted = {evidence.claim.id for evidence in self.current}
        self._voices = {evidence.claim.id: self._voice(evidence) for evidence in self.told}

    def only(self, wanted: Callable[[Evidence], bool]) -> Self:
        """Give the same sources with only the claims that are wanted to tell; who stands behind a text stays."""
        some = copy.copy(self)
        some.told = [evidence for evidence in self.told if wanted(evidence)]
        some.current = [evidence for evidence in self.current if wanted(evidence)]
        return some

    def of(self, evidence: Evidence) -> str | None:
        """Give the independent source of a claim; empty where its report names none, None where it is replaced."""
        return self._by_family[_family(evidence)] if evidence.claim.id in self._counted else None

    def day(self, evidence: Evidence) -> dt.date | None:
        """Give the day on which a text was first printed: its later prints tell nothing new."""
        return self._first.get(_family(evidence))

    def order(self, evidence: Evidence) -> dt.date:
        """Give the same day to put claims in order by; what has none comes last."""
        return self.day(evidence) or dt.date.max

    def newest(self, some: Iterable[Evidence]) -> dt.date | None:
        """Give the last day on which a new text told of any of the claims."""
        return max((day for evidence in some if (day := self.day(evidence))), default=None)

    def count(self, some: Iterable[Evidence]) -> int:
        """Count the independent sources of claims; those that are not known count as one, where there is no other."""
        found = {source for evidence in some if (source := self.of(evidence)) is not None}
        return len(found - {""}) or len(found)

    def tellings(self, some: Iterable[Evidence]) -> int:
        """Count the different places in different texts where claims stand: copies tell nothing again."""
        return len({(_family(evidence), evidence.claim.trigger) for evidence in some})

    def best(self, value: Callable[[Claim], H | None], vagueness: Callable[[H], int]) -> H | None:
        """Give the value that most independent sources give, then the least vague, then the first told."""
        said: dict[H, list[Evidence]] = {}
        for evidence, found in self.saying(value):
            said.setdefault(found, []).append(evidence)
        # `said` keeps the order of telling and `min` the first of equals.
        return min(said, key=lambda one: (-self.count(said[one]), vagueness(one)), default=None)

    def saying(self, value: Callable[[Claim], V | None]) -> list[tuple[Evidence, V]]:
        """Give the claims that have a value, without those whose report's later version has one too."""
        said = [(evidence, found) for evidence in self.told if (found := value(evidence.claim)) is not None]
        reports = {evidence.claim.report_id for evidence, _ in said}
        last = [(e, found) for e, found in said if reports.isdisjoint(self._versions_after(e.claim.report_id))]
        return last or said

    def voice(self, evidence: Evidence) -> str:
        """Give what tells apart those who say so: the one who knows first, else the source, else the report."""
        return self._voices[evidence.claim.id]

    def _voice(self, evidence: Evidence) -> str:
        if not evidence.claim.attribution:
            return f"source {self.of(evidence) or evidence.claim.report_id}"
        speaker = evidence.claim.attribution[-1]
        actor = speaker.actor.choice if speaker.actor else None
        return f"speaker {(actor.identity or folded(actor.name)) if actor else folded(speaker.text)}"

    def _versions_after(self, report: str) -> Iterator[str]:
        seen = {report}
        later = self._later.get(report)
        while later is not None and later not in seen:
            yield later
            seen.add(later)
            later = self._later.get(later)


def name_of_voice(evidence: Evidence) -> str:
    """Name who says so: the one who knows first, else the outlet, else the agency; empty where none is known."""
    if not evidence.claim.attribution:
        return evidence.outlet or evidence.origin or ""
    speaker = evidence.claim.attribution[-1]
    return speaker.actor.choice.name if speaker.actor and speaker.actor.choice else speaker.text


def names_of_voices(some: Iterable[Evidence]) -> tuple[str, ...]:
    """Name all who say so, each once, by the alphabet."""
    return tuple(sorted({name for evidence in some if (name := name_of_voice(evidence))}))


def ids(some: Iterable[Evidence]) -> tuple[str, ...]:
    """Give the ids of claims, sorted."""
    return tuple(sorted(evidence.claim.id for evidence in some))


def days_of(some: Iterable[Evidence]) -> tuple[dt.date | None, dt.date | None]:
    """Give the first and the last day on which claims were reported."""
    days = [evidence.published for evidence in some if evidence.published]
    return min(days, default=None), max(days, default=None)


def _first_told(evidence: Evidence) -> tuple[dt.date, str, str, int, str]:
    claim = evidence.claim
    # By text and not by report: a copy must not come before another text because of its id.
    return evidence.published or dt.date.max, _family(evidence), evidence.text_id, claim.trigger.start, claim.id


def _family(evidence: Evidence) -> str:
    return evidence.family or evidence.text_id


def _by_family(current: Iterable[Evidence]) -> dict[str, str]:
    """Give the source of each text: whoever printed it first, of several on one day the one who prints most texts.

    A later print thus never makes a source, nor does one of the same day by an outlet that tells nothing else.
    """
    first = _first_days(current)
    printers: dict[str, set[str]] = defaultdict(set)
    for evidence in current:
        if evidence.published == first.get(_family(evidence)):
            printers[_family(evidence)].add(evidence.origin or "")
    named = {family: some - {""} for family, some in printers.items()}
    texts = Counter(name for some in named.values() for name in some)
    return {family: min(some, key=lambda name: (-texts[name], name), default="") for family, some in named.items()}


def _first_days(told: Iterable[Evidence]) -> dict[str, dt.date]:
    first: dict[str, dt.date] = {}
    for evidence in told:
        if evidence.published is not None:
            first[_family(evidence)] = min(evidence.published, first.get(_family(evidence), evidence.published))
    return first
