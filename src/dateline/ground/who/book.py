"""The files of the actor book enter, lookups by name leave: what a stretch of words may name, and whether it is an outlet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from dateline.ground.who.entries import Entry, Kind, read_entries
from dateline.ground.who.nouns import Nouns, read_nouns
from dateline.ground.who.spelling import skeleton
from dateline.ground.who.states import State, read_states
from dateline.ground.who.tokens import Token, key, tokens
from dateline.model import Span

Form = Literal["name", "short", "surname", "adjective", "people", "seat", "capital", "place"]
"""How a stretch names an entry; a `surname` counts only where the report or the phrase leaves no doubt."""

DATA = Path(__file__).with_name("data")
_FILES: dict[str, Kind] = {
    "forces": "force",
    "organs": "organ",
    "churches": "church",
    "groups": "group",
    "parties": "party",
    "bodies": "body",
    "ngos": "ngo",
    "outlets": "outlet",
    "companies": "company",
    "communities": "community",
    "schools": "school",
    "people": "person",
}
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


class Alias(msgspec.Struct, frozen=True):
    """A form in which an entry is named; `upper` an acronym, written in capitals; `common` a name that others bear too."""

    entry: Entry
    form: Form
    upper: bool
    common: bool = False


class Found(msgspec.Struct, frozen=True):
    """A stretch of text that names one of `aliases`' entries."""

    span: Span
    aliases: tuple[Alias, ...]


class ActorBook:
    """Who is known, by name. Immutable after loading; `load` reads it, `shipped` gives the packaged one."""

    def __init__(self, entries: tuple[Entry, ...], states: Sequence[State], nouns: Nouns) -> None:
        self.entries = entries
        self.nouns = nouns
        self._index: dict[tuple[str, ...], list[Alias]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        for state in states:
            self._add_state(state)
        for entry in entries:
            self._add_entry(entry)

    @classmethod
    def load(cls, extra: Path | None = None) -> ActorBook:
        """Read the packaged files and, after them, a file of the user's own entries.

        Raises:
            BookError: if a line of any file is faulty.
            OSError: if `extra` cannot be read.
        """
        states = read_states(DATA / "states.txt")
        countries = frozenset(state.code for state in states)
        entries: list[Entry] = []
        for name, kind in _FILES.items():
            entries += read_entries(DATA / f"{name}.txt", kind, countries)
        if extra is not None:
            own = read_entries(extra, "group", countries)
            replaced = {entry.id for entry in own}
            entries = [entry for entry in entries if entry.id not in replaced] + own
        return cls(tuple(entries), states, read_nouns(DATA / "nouns.txt"))

    @staticmethod
    def shipped() -> ActorBook:
        """Give the packaged book, read once in a process."""
        return _shipped()

    def at(self, words: Sequence[Token], start: int) -> tuple[int, tuple[Alias, ...]] | None:
        """Give the longest name that begins at `start` in a fitting case, with the index after it."""
        for length in self._lengths.get(words[start].fold, ()):
            end = start + length
            if end > len(words):
                continue
            aliases = self._index.get(tuple([t.fold for t in words[start:end]]))
            if aliases is not None:
                fitting = tuple(alias for alias in aliases if _fits(alias, words[start:end]))
                if fitting and not _article_of_longer(words, start, end):
                    return end, fitting
        return None

    def named(self, name: str) -> tuple[Alias, ...]:
        """Give the aliases under which exactly this name is known, whatever its case; a leading `the` does not count."""
        words = key(name)
        return tuple(self._index.get(words) or self._index.get(words[1:] if words[:1] == ("the",) else words) or ())

    def is_outlet(self, name: str) -> bool:
        """Tell whether the name is that of a news outlet or agency."""
        return any(alias.entry.kind == "outlet" for alias in self.named(name))

    def find_actors(self, text: str) -> list[Found]:
        """Find the book's names in a text, longest first, in text order; bare surnames only after the full name."""
        return self.find_in(tokens(text))

    def find_in(self, words: Sequence[Token]) -> list[Found]:
        """Find the book's names as `find_actors` does, in a text that is already cut into tokens."""
        found, met, at, begins = list[Found](), set[str](), 0, self._lengths
        while at < len(words):
            hit = self.at(words, at) if words[at].fold in begins else None
            if hit is None:
                at += 1
                continue
            end, aliases = hit
            known = tuple(a for a in aliases if a.form != "surname" or a.entry.id in met)
            if known:
                met.update(a.entry.id for a in known)
                found.append(Found(Span(words[at].start, words[end - 1].end), known))
            at = end
        return found

    @cached_property
    def people_by_sound(self) -> dict[tuple[str, ...], tuple[Entry, ...]]:
        """People by the consonants of their names, for spellings that the book does not list."""
        heard: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        for entry in self.entries:
            if entry.kind == "person":
                for sound in {tuple(skeleton(word) for word in key(name)) for name in entry.names}:
                    if len(sound) > 1:
                        heard[sound] = (*heard.get(sound, ()), entry)
        return heard

    def _add_state(self, state: State) -> None:
        entry = Entry(id=f"state/{state.code}", kind="state", names=state.names, country=state.code, sector="GOV")
        forms: tuple[tuple[Form, tuple[str, ...]], ...] = (
            ("name", state.names),
            ("adjective", state.adjectives),
            ("people", state.people),
            ("seat", state.seats),
            ("capital", state.capitals),
            ("place", state.places),
        )
        for form, names in forms:
            self._put(entry, form, names)

    def _add_entry(self, entry: Entry) -> None:
        self._put(entry, "name", (*entry.names, *entry.web))
        self._put(entry, "short", entry.short)
        if entry.kind == "person" and not entry.short:
            self._put(entry, "surname", _surname(entry.name))

    def _put(self, entry: Entry, form: Form, names: Iterable[str]) -> None:
        for name in names:
            words = key(name)
            kept = self._index.setdefault(words, [])
            if not any(a.entry is entry and a.form == form for a in kept):
                kept.append(Alias(entry, form, name.isupper(), name in entry.common))
            lengths = self._lengths.get(words[0], ())
            if len(words) not in lengths:
                self._lengths[words[0]] = tuple(sorted({*lengths, len(words)}, reverse=True))


@lru_cache(maxsize=1)
def _shipped() -> ActorBook:
    return ActorBook.load()


def _article_of_longer(words: Sequence[Token], start: int, end: int) -> bool:
    """Tell whether "the X" goes on with another capitalised word, so that "the" belongs to a longer name."""
    goes_on = end < len(words) and words[end].capital and words[end].start - words[end - 1].end == 1
    return words[start].fold == "the" and end - start == 2 and goes_on


def _surname(name: str) -> tuple[str, ...]:
    words = [word for word in name.split() if word.lower().strip(".") not in _SUFFIXES]
    if "of" in words:
        return ()
    return (words[-1],) if len(words) > 1 else ()


def _fits(alias: Alias, words: Sequence[Token]) -> bool:
    """Tell whether the case is that of a name: acronyms in capitals (Nato from four letters on), others capitalised."""
    if alias.upper and len(words) == 1:
        return words[0].upper or (len(words[0].fold) > 3 and words[0].capital)
    return any(token.capital or token.text[0].isdigit() for token in words)
